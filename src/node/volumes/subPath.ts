/**
 * subPath mounts. The path comes from the Pod and the volume's content from its containers, so both may try to lead out
 * of the volume by symbolic links: the path is resolved, checked to lie inside, then opened folder by folder without
 * following links, and what was opened is bind-mounted to a place that only the agent writes. The container gets that.
 */
import { constants } from 'node:fs';
import { mkdir, open, realpath, stat, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { bindMount, isMountPoint } from '../mounts.ts';

/** O_PATH: a handle that names a file without opening it. Node has no constant for it. */
const oPath = 0o10000000;

/** @param target where the mount is made, below the Pod's `volume-subpaths` */
export async function prepareSubPath(
  volumePath: string,
  subPath: string,
  target: string,
  owner?: number,
): Promise<string> {
  if (await isMountPoint(target)) return target;
  const root = await realpath(volumePath);
  const wanted = join(root, subPath);
  if (!inside(root, wanted)) throw new Error(`subPath "${subPath}" leads out of the volume`);
  const resolved = await resolveOrMake(root, wanted, owner);
  if (!inside(root, resolved)) throw new Error(`subPath "${subPath}" leads out of the volume`);

  await using handle = await openWithin(root, relative(root, resolved));
  const source = `/proc/${process.pid}/fd/${handle.fd}`;
  if ((await stat(source)).isDirectory()) {
    await mkdir(target, { recursive: true });
  } else {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, '', { flag: 'a' });
  }
  await bindMount(source, target);
  return target;
}

const inside = (root: string, path: string): boolean => path === root || path.startsWith(`${root}/`);

/** The real path; folders that are missing are made, with the volume's own mode. */
async function resolveOrMake(root: string, wanted: string, owner: number | undefined): Promise<string> {
  const existing = await realpath(wanted).catch(() => undefined);
  if (existing !== undefined) return existing;
  const parent = await resolveOrMake(root, dirname(wanted), owner);
  if (!inside(root, parent)) throw new Error('subPath leads out of the volume');
  const path = join(parent, wanted.slice(dirname(wanted).length + 1));
  const { mode, gid } = await stat(root);
  await using handle = await openWithin(root, relative(root, parent));
  const inParent = `/proc/self/fd/${handle.fd}/${path.slice(parent.length + 1)}`;
  await mkdir(inParent);
  await using made = await open(inParent, constants.O_RDONLY | constants.O_NOFOLLOW);
  await made.chmod(mode & 0o7777);
  await made.chown(owner ?? 0, gid);
  return path;
}

/** Opens a path that holds no symbolic link; one that was put there meanwhile makes it fail. */
async function openWithin(root: string, path: string): Promise<FileHandle> {
  let handle = await open(root, oPath | constants.O_NOFOLLOW);
  for (const name of path.split('/').filter((p) => p !== '')) {
    const parent = handle;
    try {
      handle = await open(`/proc/self/fd/${parent.fd}/${name}`, oPath | constants.O_NOFOLLOW);
      if ((await handle.stat()).isSymbolicLink()) {
        await handle.close();
        throw new Error(`subPath has become a symbolic link: ${name}`);
      }
    } finally {
      await parent.close();
    }
  }
  return handle;
}
