/** `peapod image import`. */
import { importImages } from '../../cluster/images/importImages.ts';
import type { Layout } from '../../cluster/layout.ts';
import { UserError } from '../../cluster/userError.ts';
import { createProgress } from '../progress.ts';

/** @param file '-' for standard input */
export async function imageImport(layout: Layout, file: string): Promise<void> {
  if (file === '-' && process.stdin.isTTY)
    throw new UserError(
      'standard input is a terminal',
      "pipe an archive into it: 'docker save NAME | peapod image import -'",
    );
  const progress = createProgress();
  // The first Ctrl-C lets what was copied be removed; the next one ends at once.
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort(new UserError('interrupted', 'run it again to import the images')));
  try {
    const source = file === '-' ? process.stdin : file;
    const references = await importImages(layout, source, progress, interrupted.signal);
    progress.end();
    process.stdout.write(references.map((reference) => `${reference} imported\n`).join(''));
  } catch (error) {
    throw interrupted.signal.aborted ? interrupted.signal.reason : error;
  } finally {
    progress.end();
  }
}
