/** Mounts on this machine: by mount(8) and umount(8), and as the kernel lists them. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Mount {
  readonly mountPoint: string;
  /** Type of the file system. */
  readonly type: string;
  /** Options of the file system itself, such as an overlay's upperdir. */
  readonly superOptions: string;
}

/** The mounts that a process sees, in the order in which they were made. */
export async function readMounts(pid: number | 'self' = 'self'): Promise<Mount[]> {
  return parseMountinfo(await readFile(`/proc/${pid}/mountinfo`, 'utf8'));
}

/** Format: proc_pid_mountinfo(5). */
export function parseMountinfo(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [before, after] = line.split(' - ');
    const mountPoint = before?.split(' ')[4];
    const [type, , superOptions] = after?.split(' ') ?? [];
    if (mountPoint === undefined || type === undefined) return [];
    return [{ mountPoint: unescaped(mountPoint), type, superOptions: unescaped(superOptions ?? '') }];
  });
}

/** The kernel writes space, tab, newline and backslash as three octal digits. */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));

/** Whether a file or directory is where something is mounted. */
export const isMountPoint = async (path: string): Promise<boolean> =>
  (await readMounts()).some(({ mountPoint }) => mountPoint === path);

/** Whether another file system than its parent's lies at a directory. Costs the same however many mounts there are. */
export async function isOwnFileSystem(directory: string): Promise<boolean> {
  const [own, parent] = await Promise.all([stat(directory), stat(dirname(directory))]);
  return own.dev !== parent.dev;
}

/** @param sizeBytes undefined leaves the kernel's default, half of the memory */
export const mountTmpfs = (path: string, sizeBytes?: number): Promise<void> =>
  mount('-t', 'tmpfs', ...(sizeBytes === undefined ? [] : ['-o', `size=${sizeBytes}`]), 'tmpfs', path);

export const bindMount = (source: string, target: string): Promise<void> =>
  mount('--no-canonicalize', '--bind', source, target);

/**
 * Makes a directory a mount of its own whose mounts containers can share (mountPropagation), also where the root
 * mount is private. Undone by unmountBelow() of what it lies in.
 */
export async function makeShared(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  if (!(await isMountPoint(directory))) await bindMount(directory, directory);
  await mount('--make-rshared', directory);
}

/** Rejects with what mount(8) said. */
async function mount(...args: readonly string[]): Promise<void> {
  try {
    await run('mount', [...args]);
  } catch (error) {
    const output = (error as { stderr?: string }).stderr?.trim();
    throw new Error(`mount ${args.join(' ')}: ${output || String(error)}`, { cause: error });
  }
}

/** Mount points strictly below a folder, the last made first. */
export async function mountsBelow(folder: string): Promise<string[]> {
  const mounts = await readMounts();
  return mounts
    .map(({ mountPoint }) => mountPoint)
    .filter((point) => point.startsWith(`${folder}/`))
    .reverse();
}

/** Unmounts everything below the folder, what is busy lazily. Throws when something stays. */
export async function unmountBelow(folder: string): Promise<void> {
  for (
    let points = await mountsBelow(folder), round = 0;
    points.length > 0;
    points = await mountsBelow(folder), round++
  ) {
    if (round > 3) throw new Error(`${points[0]} cannot be unmounted`);
    for (const point of points) {
      // An unmount may take others along: what fails here shows in the next round.
      await run('umount', round === 0 ? [point] : ['--lazy', point]).catch(() => {});
    }
  }
}
