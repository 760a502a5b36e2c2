/** A tar stream from a container, unpacked on this machine. Nothing is ever written outside of the destination. */
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import { CommandError } from '../../kube/errors.ts';

/**
 * @param prefix what every name in the archive begins with; `target` takes its place
 * @param hint how to get symbolic links too
 */
export async function unpackLocal(archive: Readable, prefix: string, target: string, hint: string): Promise<void> {
  const entries = extract();
  let hinted = false;
  const unpack = async (): Promise<void> => {
    for await (const entry of entries) {
      const { name, type, linkname } = entry.header;
      if (!name.startsWith(prefix)) throw new CommandError('tar contents corrupted');
      const path = join(target, name.slice(prefix.length));
      if (!isWithin(target, path)) {
        process.stderr.write(`warning: file ${JSON.stringify(path)} is outside target destination, skipping\n`);
      } else if (type === 'directory') {
        mkdirSync(path, { recursive: true, mode: 0o755 });
      } else if (type === 'symlink') {
        const advice = hinted ? '' : ` (consider using ${JSON.stringify(hint).replaceAll('\\"', '"')})`;
        process.stderr.write(
          `warning: skipping symlink: ${JSON.stringify(path)} -> ${JSON.stringify(linkname)}${advice}\n`,
        );
        hinted = true;
      } else {
        mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
        await pipeline(entry, createWriteStream(path));
        continue;
      }
      entry.resume();
    }
  };
  await Promise.all([pipeline(archive, entries), unpack()]);
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith('../') && !way.startsWith('/');
}
