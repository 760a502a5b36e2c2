/** `peapod image ls`. */
import { listImages, type ListedImage } from '../../cluster/images/listImages.ts';
import type { Layout } from '../../cluster/layout.ts';
import { aligned } from '../table.ts';

export async function imageList(layout: Layout, { output, quiet }: { output?: 'json'; quiet?: true }): Promise<void> {
  const images = await listImages(layout);
  if (output === 'json') process.stdout.write(`${JSON.stringify(images, undefined, 2)}\n`);
  else if (quiet) process.stdout.write(images.map(({ id }) => `${id}\n`).join(''));
  else process.stdout.write(aligned([['IMAGE', 'TAG', 'IMAGE ID', 'SIZE', 'WHERE'], ...images.map(rowOf)]));
}

function rowOf({ reference, id, size, onNode, local }: ListedImage): string[] {
  const colon = reference?.lastIndexOf(':') ?? 0;
  const where = [...(onNode ? ['node'] : []), ...(local ? ['local'] : [])];
  return [
    reference?.slice(0, colon) ?? '<none>',
    reference?.slice(colon + 1) ?? '<none>',
    id.replace('sha256:', '').slice(0, 13),
    `${(size / 1e6).toFixed(1)}MB`,
    where.join(', '),
  ];
}
