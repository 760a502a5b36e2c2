/** Gives a volume to the Pod's fsGroup: group read (and write), and folders that pass the group on. */
import { chmod, lchown, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface OwnershipOptions {
  readonly readOnly: boolean;
  /** OnRootMismatch: leave everything when the root already has the right group and mode. */
  readonly policy?: 'OnRootMismatch' | 'Always' | undefined;
}

export async function giveToGroup(root: string, group: number, options: OwnershipOptions): Promise<void> {
  const mask = options.readOnly ? 0o440 : 0o660;
  if (options.policy === 'OnRootMismatch') {
    const { gid, mode } = await lstat(root);
    const wanted = mask | 0o2110;
    if (gid === group && (mode & wanted) === wanted) return;
  }
  await give(root, group, mask);
}

async function give(path: string, group: number, mask: number): Promise<void> {
  const stat = await lstat(path);
  await lchown(path, stat.uid, group);
  if (stat.isSymbolicLink()) return;
  if (!stat.isDirectory()) return chmod(path, (stat.mode & 0o7777) | mask);
  for (const name of await readdir(path)) await give(join(path, name), group, mask);
  await chmod(path, (stat.mode & 0o7777) | mask | 0o2110);
}
