/** The file system of an image as an ordered set of entries, one for each path, with the folders that lead there. */
import path from 'node:path';
import type { TarEntry } from './tar.ts';

/** Debian's merged /usr: what is written to the left side lies on the right. */
const merged = new Map([
  ['bin', 'usr/bin'],
  ['sbin', 'usr/sbin'],
  ['lib', 'usr/lib'],
  ['lib64', 'usr/lib64'],
]);

export class RootFileSystem {
  readonly #entries = new Map<string, TarEntry>();

  constructor() {
    for (const [name, target] of merged) {
      this.directory(`/${target}`, 0o755);
      this.#entries.set(name, { path: name, type: 'symlink', mode: 0o777, target });
    }
    this.directory('/tmp', 0o1777);
    this.directory('/var/tmp', 0o1777);
    this.directory('/root', 0o700);
    for (const folder of ['/dev', '/etc', '/home', '/proc', '/run', '/sys']) this.directory(folder, 0o755);
    this.symlink('/var/run', '/run');
  }

  file(at: string, content: Uint8Array, mode: number): void {
    this.#add({ path: this.#place(at), type: 'file', mode, content });
  }

  symlink(at: string, target: string): void {
    this.#add({ path: this.#place(at), type: 'symlink', mode: 0o777, target });
  }

  directory(at: string, mode: number): void {
    this.#add({ path: this.#place(at), type: 'directory', mode });
  }

  has(at: string): boolean {
    return this.#entries.has(this.#place(at));
  }

  /** In the order of paths, so that a folder comes before what it holds. */
  entries(): TarEntry[] {
    return [...this.#entries.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  #add(entry: TarEntry): void {
    for (let parent = path.dirname(entry.path); parent !== '.'; parent = path.dirname(parent)) {
      if (!this.#entries.has(parent)) this.#entries.set(parent, { path: parent, type: 'directory', mode: 0o755 });
    }
    this.#entries.set(entry.path, entry);
  }

  #place(at: string): string {
    const [first = '', ...rest] = path.posix.normalize(at).replace(/^\//, '').split('/');
    const target = merged.get(first);
    return target !== undefined && rest.length > 0 ? [target, ...rest].join('/') : [first, ...rest].join('/');
  }
}
