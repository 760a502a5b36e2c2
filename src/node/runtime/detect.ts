/** What this machine offers to a container runtime. Reads /proc, /sys and a few folders; runs a program only in doubt. */
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, readFile, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The folders to look for programs in, whatever PATH a service manager gave us. */
const programFolders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** The path of a program, in PATH or in the usual folders of the system. */
export async function findProgram(name: string): Promise<string | undefined> {
  const folders = new Set([
    ...(process.env['PATH'] ?? '').split(':').filter((folder) => path.isAbsolute(folder)),
    ...programFolders,
  ]);
  for (const folder of folders) {
    const file = path.join(folder, name);
    if (await isExecutable(file)) return file;
  }
  return undefined;
}

/** The plugins that a node needs: the runtime calls the first itself, Peapod's network configuration the others. */
export const cniPlugins: readonly string[] = ['loopback', 'bridge', 'host-local'];

/** The folders that CNI plugins are installed in: Debian's, and the one of everybody else. */
export async function findCniPlugins(needed: readonly string[]): Promise<string | undefined> {
  for (const folder of ['/usr/lib/cni', '/opt/cni/bin', '/usr/libexec/cni']) {
    const found = await Promise.all(needed.map((name) => isExecutable(path.join(folder, name))));
    if (found.every(Boolean)) return folder;
  }
  return undefined;
}

export interface Cgroups {
  /** 2 where the unified hierarchy holds the controllers; 1 for the legacy and the hybrid layout. */
  readonly version: 1 | 2;
  /** Who manages the tree: systemd where it runs on a unified hierarchy, otherwise whoever makes a folder. */
  readonly driver: 'systemd' | 'cgroupfs';
  /** Whether the kernel counts swap by cgroup. */
  readonly swapLimits: boolean;
}

export async function detectCgroups(): Promise<Cgroups> {
  const unified = await exists('/sys/fs/cgroup/cgroup.controllers');
  const systemd = await exists('/run/systemd/system');
  return {
    version: unified ? 2 : 1,
    driver: unified && systemd ? 'systemd' : 'cgroupfs',
    swapLimits: await exists(
      unified
        ? path.join('/sys/fs/cgroup', await ownCgroup(), 'memory.swap.max')
        : '/sys/fs/cgroup/memory/memory.memsw.limit_in_bytes',
    ),
  };
}

/** On the unified hierarchy; the root, which has no limits, where it is not known. */
async function ownCgroup(): Promise<string> {
  const text = await readFile('/proc/self/cgroup', 'utf8').catch(() => '');
  return /^0::(.*)$/m.exec(text)?.[1] ?? '/';
}

const capSysResource = 24n;

/** Whether a process of ours may lower its oom_score_adj below what it inherited. */
export async function canLowerOomScore(): Promise<boolean> {
  const status = await readFile('/proc/self/status', 'utf8');
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0';
  return ((BigInt(`0x${effective}`) >> capSysResource) & 1n) === 1n;
}

/** statfs magic numbers of file systems that are known to carry overlayfs' upper layers. */
const overlayCapable = new Set([
  0xef53 /* ext2-4 */, 0x58465342 /* xfs */, 0x9123683e /* btrfs */, 0x01021994 /* tmpfs */,
]);

/** overlayfs when `folder`, which must exist, can hold its layers; otherwise native, which copies. */
export async function detectSnapshotter(folder: string): Promise<'overlayfs' | 'native'> {
  const known = /\boverlay$/m.test(await readFile('/proc/filesystems', 'utf8'));
  if (known && overlayCapable.has((await statfs(folder)).type)) return 'overlayfs';
  // Mounting loads the module where it is one, and proves that the file system below is fit.
  const trial = path.join(folder, `.overlay-trial-${process.pid}`);
  try {
    const [lower, upper, work, merged] = ['lower', 'upper', 'work', 'merged'].map((name) => path.join(trial, name));
    for (const each of [lower, upper, work, merged]) await mkdir(each ?? '', { recursive: true });
    await run('mount', [
      '-t',
      'overlay',
      'overlay',
      '-o',
      `lowerdir=${lower},upperdir=${upper},workdir=${work}`,
      `${merged}`,
    ]);
    await run('umount', [`${merged}`]);
    return 'overlayfs';
  } catch {
    return 'native';
  } finally {
    await rm(trial, { recursive: true, force: true });
  }
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
