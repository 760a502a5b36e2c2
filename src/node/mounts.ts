/** Mounts on this machine, by mount(8) and umount(8), and as the kernel lists them. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

async function tool(name: 'mount' | 'umount', args: readonly string[]): Promise<void> {
  try {
    await run(name, [...args]);
  } catch (error) {
    const output = (error as { stderr?: string }).stderr?.trim();
    throw new Error(`${name} ${args.join(' ')}: ${output || String(error)}`, { cause: error });
  }
}

/** @param sizeBytes undefined leaves the kernel's default, half of the memory */
export async function mountTmpfs(path: string, sizeBytes?: number): Promise<void> {
  await tool('mount', ['-t', 'tmpfs', ...(sizeBytes === undefined ? [] : ['-o', `size=${sizeBytes}`]), 'tmpfs', path]);
}

export const bindMount = (source: string, target: string): Promise<void> =>
  tool('mount', ['--no-canonicalize', '--bind', source, target]);

async function unmount(path: string): Promise<void> {
  await tool('umount', [path]).catch(() => tool('umount', ['-l', path]));
}

/** Whether another file system than its parent's lies at a directory. Costs the same however many mounts there are. */
export async function isOwnFileSystem(directory: string): Promise<boolean> {
  const [own, parent] = await Promise.all([stat(directory), stat(dirname(directory))]);
  return own.dev !== parent.dev;
}

/** Mount points at or below a directory, the latest first. */
export async function mountsBelow(directory: string): Promise<string[]> {
  const table = await readFile('/proc/self/mountinfo', 'utf8');
  const points = table.split('\n').map((line) => unescape(line.split(' ')[4] ?? ''));
  return points.filter((p) => p === directory || p.startsWith(`${directory}/`)).reverse();
}

/** The kernel writes space, tab, newline and backslash as octal. */
const unescape = (path: string): string =>
  path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

export async function unmountBelow(directory: string): Promise<void> {
  for (const point of await mountsBelow(directory)) await unmount(point);
}

/**
 * Makes a directory a mount of its own whose mounts containers can share (mountPropagation), also where the root
 * mount is private. Undone by unmountBelow().
 */
export async function makeShared(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  if (!(await mountsBelow(directory)).includes(directory)) await bindMount(directory, directory);
  await tool('mount', ['--make-rshared', directory]);
}
