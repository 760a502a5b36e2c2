/** Mount points, read from mountinfo. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

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

/** Blanks and the like are written as three octal digits. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));
}

/** Mount points strictly below a folder, the last made first. */
export async function mountsBelow(folder: string): Promise<string[]> {
  const mounts = await readMounts();
  return mounts
    .map((mount) => mount.mountPoint)
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
      await promisify(execFile)('umount', round === 0 ? [point] : ['--lazy', point]).catch(() => {});
    }
  }
}
