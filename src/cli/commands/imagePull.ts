/** `peapod image pull`. */
import { pullImage } from '../../cluster/images/pullImage.ts';
import type { Layout } from '../../cluster/layout.ts';
import { createProgress } from '../progress.ts';

export async function imagePull(layout: Layout, names: readonly string[], credentials?: string): Promise<void> {
  const progress = createProgress();
  try {
    for (const name of names) {
      const id = await pullImage(layout, name, progress, credentials);
      progress.end();
      process.stdout.write(`${name} pulled (${id.replace('sha256:', '').slice(0, 13)})\n`);
    }
  } finally {
    progress.end();
  }
}
