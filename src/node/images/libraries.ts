/** The shared libraries that programs need. */
import { execFile } from 'node:child_process';
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface LibraryClosure {
  /** Path where the loader will look → file here. The loader itself is among them. */
  readonly found: ReadonlyMap<string, string>;
  /** Names of libraries that are neither below `root` nor on this machine. */
  readonly missing: readonly string[];
}

/** What the programs load at their start, from the packages unpacked in `root` first, then from this machine. */
export async function libraryClosure(programs: readonly string[], root: string): Promise<LibraryClosure> {
  const found = new Map<string, string>();
  const missing = new Set<string>();
  const elves = (await Promise.all(programs.map(async (file) => ((await isElf(file)) ? file : undefined)))).filter(
    (file) => file !== undefined,
  );
  if (elves.length === 0) return { found, missing: [] };
  const env = { ...process.env, LC_ALL: 'C', LD_LIBRARY_PATH: (await libraryFolders(root)).join(':') };
  // ldd fails for a static program, and says so on stdout; the others are still listed.
  const listing = run('ldd', elves, { env });
  const stdout = await listing.then(
    (done) => done.stdout,
    (error: { readonly stdout?: string }) => error.stdout ?? '',
  );
  for (const line of stdout.split('\n')) {
    const [, name = '', file = ''] = /^\s+(\S+)(?: => (not found|\S+))?(?: \(0x[0-9a-f]+\))?$/.exec(line) ?? [];
    if (file === 'not found') missing.add(name);
    else if (file !== '') found.set(file.startsWith(`${root}/`) ? file.slice(root.length) : file, file);
    else if (name.startsWith('/')) found.set(name, name);
  }
  return { found, missing: [...missing] };
}

/** The folders of libraries in a root file system, with Debian's one for each architecture. */
async function libraryFolders(root: string): Promise<string[]> {
  const folders: string[] = [];
  for (const base of ['lib', 'usr/lib']) {
    const folder = path.join(root, base);
    folders.push(folder);
    for (const each of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      if (each.isDirectory() && /-linux-gnu/.test(each.name)) folders.push(path.join(folder, each.name));
    }
  }
  return folders;
}

async function isElf(file: string): Promise<boolean> {
  await using handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
  return bytesRead === 4 && buffer.readUInt32BE() === 0x7f454c46;
}
