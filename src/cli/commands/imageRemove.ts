/** `peapod image rm`. */
import { removeImage } from '../../cluster/images/removeImage.ts';
import type { Layout } from '../../cluster/layout.ts';

/** Stops at the first that cannot be removed. */
export async function imageRemove(layout: Layout, names: readonly string[]): Promise<void> {
  for (const name of names) {
    for (const { reference, id } of await removeImage(layout, name))
      process.stdout.write(`${reference ?? id} removed\n`);
  }
}
