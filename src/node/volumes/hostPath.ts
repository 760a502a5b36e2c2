/** hostPath: a file or folder of the machine, of a checked type. */
import { mkdir, open, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import type { HostPathType } from '../../api/core/v1.ts';
import type { VolumeType } from './volume.ts';

const checks: Readonly<
  Record<Exclude<HostPathType, ''>, { readonly test: (s: Stats) => boolean; readonly text: string }>
> = {
  DirectoryOrCreate: { test: (s) => s.isDirectory(), text: 'a directory' },
  Directory: { test: (s) => s.isDirectory(), text: 'a directory' },
  FileOrCreate: { test: (s) => s.isFile(), text: 'a file' },
  File: { test: (s) => s.isFile(), text: 'a file' },
  Socket: { test: (s) => s.isSocket(), text: 'a socket file' },
  CharDevice: { test: (s) => s.isCharacterDevice(), text: 'a character device' },
  BlockDevice: { test: (s) => s.isBlockDevice(), text: 'a block device' },
};

export const hostPath: VolumeType = {
  folder: 'kubernetes.io~host-path',
  ownedByFsGroup: false,
  readOnly: false,
  async prepare(volume) {
    const { path = '', type = '' } = volume.hostPath ?? {};
    // Without a type nothing is checked, and the runtime makes a missing folder.
    if (type === '') {
      if ((await statOf(path)) === undefined) await mkdir(path, { recursive: true, mode: 0o755 });
      return () => Promise.resolve(path);
    }
    if ((await statOf(path)) === undefined) {
      if (type === 'DirectoryOrCreate') await mkdir(path, { recursive: true, mode: 0o755 });
      else if (type === 'FileOrCreate') await (await open(path, 'a', 0o644)).close();
    }
    const found = await statOf(path);
    const { test, text } = checks[type];
    if (found === undefined || !test(found)) throw new Error(`hostPath type check failed: ${path} is not ${text}`);
    return () => Promise.resolve(path);
  },
};

const statOf = (path: string): Promise<Stats | undefined> => stat(path).catch(() => undefined);
