/** `peapod kubeconfig`: the administrator's kubeconfig on standard output. */
import { readFileSync } from 'node:fs';
import type { Layout } from '../../cluster/layout.ts';
import { UserError } from '../../cluster/userError.ts';

/** Throws UserError when there is no cluster, or when the caller may not read it. */
export function kubeconfig(layout: Layout): void {
  try {
    process.stdout.write(readFileSync(layout.kubeconfig, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES')
      throw new UserError(
        `${layout.kubeconfig} is readable by its owner only`,
        "run it as root: 'sudo peapod kubeconfig'",
      );
    if (code === 'ENOENT') throw new UserError(`there is no cluster in ${layout.data}`, "start one with 'peapod up'");
    throw error;
  }
}
