/** A file or a folder of this machine as a tar stream. */
import { createReadStream, lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack, type Header, type Pack } from 'tar-stream';

/** Resolves when everything is written. @param name what stands for `path` in the archive */
export async function packLocal(path: string, name: string, to: Writable): Promise<void> {
  const archive = pack();
  const sent = pipeline(archive, to);
  await Promise.all([add(archive, path, name).then(() => archive.finalize()), sent]);
}

/** Folders with something in them come by their files alone, so that they keep their own mode where they are there. */
async function add(archive: Pack, path: string, name: string): Promise<void> {
  const stat = lstatSync(path);
  const common = { name, mode: stat.mode & 0o7777, mtime: stat.mtime, uid: stat.uid, gid: stat.gid };
  if (stat.isDirectory()) {
    const names = readdirSync(path).sort();
    if (names.length === 0) await entry(archive, { ...common, type: 'directory' });
    for (const inner of names) await add(archive, join(path, inner), posix.join(name, inner));
  } else if (stat.isSymbolicLink()) {
    await entry(archive, { ...common, type: 'symlink', linkname: readlinkSync(path) });
  } else {
    const sink = archive.entry({ ...common, type: 'file', size: stat.size });
    if (stat.size === 0) sink.end(Buffer.alloc(0));
    else await pipeline(createReadStream(path, { end: stat.size - 1 }), sink);
  }
}

function entry(archive: Pack, header: Partial<Header> & Pick<Header, 'name'>): Promise<void> {
  return new Promise((resolve, reject) => {
    archive.entry(header, (error) => (error ? reject(error) : resolve()));
  });
}
