/** `peapod down`: stops everything, and says so. */
import { existsSync } from 'node:fs';
import { bringDown, purge } from '../../cluster/down.ts';
import type { Layout } from '../../cluster/layout.ts';
import { UserError } from '../../cluster/userError.ts';
import { createProgress } from '../progress.ts';

/** Throws UserError when the caller may not do it. Says so when there is nothing to stop; that is no error. */
export async function down(layout: Layout, withData: boolean): Promise<void> {
  if (!existsSync(layout.data) && !existsSync(layout.run)) {
    process.stdout.write(`There is no cluster in ${layout.data}.\n`);
    return;
  }
  if (process.getuid?.() !== 0)
    throw new UserError('only root can stop the cluster', "run it as root: 'sudo peapod down'");
  const progress = createProgress();
  await bringDown(layout, progress);
  if (withData) await purge(layout);
  progress.end();
  process.stdout.write(
    withData
      ? `The cluster and its data in ${layout.data} are gone.\n`
      : `The cluster is down; its data stays in ${layout.data}.\n`,
  );
}
