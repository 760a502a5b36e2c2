/**
 * Brings in an archive of images. They lie in the local store, which the node pulls from; while the cluster is up, the
 * node pulls them at once, so that a Pod with the policy IfNotPresent gets this image and not one of the same name before.
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { importArchive } from '../../node/images/importArchive.ts';
import { ImageLayout } from '../../node/images/layout.ts';
import type { Layout } from '../layout.ts';
import type { Progress } from '../progress.ts';
import { UserError } from '../userError.ts';
import { connectRuntime } from './nodeImages.ts';

/**
 * @param source A file, or a stream of one. Resolves with the full references. Throws UserError, and the signal's reason
 * once nothing is half-made.
 */
export async function importImages(
  layout: Layout,
  source: string | NodeJS.ReadableStream,
  progress: Progress,
  signal?: AbortSignal,
): Promise<string[]> {
  if (typeof source === 'string') return importFile(layout, source, progress, signal);
  const folder = await mkdtemp(join(tmpdir(), 'peapod-import-'));
  try {
    const file = join(folder, 'images.tar');
    let bytes = 0;
    const counting = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        progress.doing(`reading: ${(bytes / 1e6).toFixed(1)} MB`);
        done(undefined, chunk);
      },
    });
    await pipeline(source, counting, createWriteStream(file), { ...(signal && { signal }) });
    if (bytes === 0) throw new UserError('standard input is empty', "pipe an archive into it: 'docker save NAME | …'");
    return await importFile(layout, file, progress, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function importFile(layout: Layout, file: string, progress: Progress, signal?: AbortSignal): Promise<string[]> {
  const size = (await stat(file).catch(() => undefined))?.size ?? 0;
  progress.doing(`unpacking ${(size / 1e6).toFixed(1)} MB`);
  const references = await importArchive(file, new ImageLayout(layout.images)).catch((error: unknown) => {
    if (error instanceof Error && 'hint' in error) throw new UserError(error.message, String(error.hint));
    throw error;
  });
  signal?.throwIfAborted();
  await using runtime = await connectRuntime(layout);
  if (!runtime) return references;
  for (const [i, reference] of references.entries()) {
    progress.doing(`handing ${reference} to the node`, references.length > 1 ? i / references.length : undefined);
    await runtime.pullImage({ image: { image: reference } });
  }
  return references;
}
