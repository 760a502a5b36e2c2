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
  try {
    const references = await importImages(layout, file === '-' ? process.stdin : file, progress);
    progress.end();
    process.stdout.write(references.map((reference) => `${reference} imported\n`).join(''));
  } finally {
    progress.end();
  }
}
