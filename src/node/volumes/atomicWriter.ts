/**
 * Writes a set of files so that readers see all of the old ones or all of the new ones.
 *
 * The files lie in a folder of their own, `..<time>.<random>`; the link `..data` names the folder that counts, and each
 * top-level entry of the volume is a link through it. Replacing `..data` is one rename. Nothing is written when
 * nothing has changed.
 */
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Payload } from './volume.ts';

const current = '..data';

/** Returns whether anything was written. `fsGroup`, when set, owns the files and may read them. */
export async function writeAtomically(directory: string, payload: Payload, fsGroup?: number): Promise<boolean> {
  const old = await readlink(join(directory, current)).catch(() => undefined);
  if (old !== undefined && (await holds(join(directory, old), payload))) return false;

  const stamp = new Date().toISOString().replace(/[-:T]/g, '_').slice(0, 19);
  const fresh = await mkdtemp(join(directory, `..${stamp}.`));
  await chmod(fresh, 0o755);
  for (const [path, file] of payload) {
    const target = join(fresh, path);
    await mkdir(dirname(target), { recursive: true, mode: 0o755 });
    await writeFile(target, file.data);
    const mode = fsGroup === undefined ? file.mode : file.mode | 0o440;
    if (fsGroup !== undefined || file.uid !== undefined) await chown(target, file.uid ?? 0, fsGroup ?? 0);
    await chmod(target, mode);
  }
  await symlink(fresh.slice(directory.length + 1), join(directory, '..data_tmp'));
  await rename(join(directory, '..data_tmp'), join(directory, current));
  await linkEntries(directory, payload);
  if (old !== undefined) await rm(join(directory, old), { recursive: true, force: true });
  return true;
}

/** Links for what is new, none for what is gone. */
async function linkEntries(directory: string, payload: Payload): Promise<void> {
  const wanted = new Set([...payload.keys()].map((path) => path.split('/')[0] ?? path));
  for (const name of await readdir(directory)) {
    if (name.startsWith('..')) continue;
    if (!wanted.delete(name)) await rm(join(directory, name), { force: true });
  }
  for (const name of wanted) await symlink(join(current, name), join(directory, name));
}

async function holds(folder: string, payload: Payload): Promise<boolean> {
  const present = await filesBelow(folder).catch(() => undefined);
  if (present === undefined || present.length !== payload.size) return false;
  for (const path of present) {
    const file = payload.get(path);
    if (file === undefined || !file.data.equals(await readFile(join(folder, path)))) return false;
  }
  return true;
}

async function filesBelow(folder: string, prefix = ''): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(join(folder, prefix))) {
    const path = join(prefix, name);
    if ((await lstat(join(folder, path))).isDirectory()) found.push(...(await filesBelow(folder, path)));
    else found.push(path);
  }
  return found;
}
