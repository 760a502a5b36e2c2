/** Whether Peapod can run on this machine at all. */
import { readFile } from 'node:fs/promises';
import { UserError } from '../userError.ts';

export interface Platform {
  /** As process.platform has it. */
  readonly system: string;
  /** As process.arch has it. */
  readonly architecture: string;
  readonly uid: number;
}

export function thisPlatform(): Platform {
  return { system: process.platform, architecture: process.arch, uid: process.getuid?.() ?? -1 };
}

/** Throws UserError with the first thing that rules it out. */
export function checkPlatform({ system, architecture, uid }: Platform): void {
  if (system !== 'linux') {
    throw new UserError(
      `Peapod runs Linux containers and needs Linux; this is ${system}`,
      'run it in a Linux virtual machine, such as WSL 2 or Lima',
    );
  }
  if (architecture !== 'x64' && architecture !== 'arm64') {
    throw new UserError(`Peapod runs on x86-64 and arm64; this processor is ${architecture}`, 'use another machine');
  }
  if (uid !== 0) {
    throw new UserError(
      'Peapod must run as root: it makes network namespaces, mounts and cgroups',
      "run the command again with 'sudo'",
    );
  }
}

const neededControllers = ['cpu', 'memory', 'pids'];

export async function checkCgroups(): Promise<void> {
  const unified = await readFile('/sys/fs/cgroup/cgroup.controllers', 'utf8').catch(() => undefined);
  const legacy = await readFile('/proc/cgroups', 'utf8').catch(() => '');
  const missing = missingControllers(unified, legacy);
  if (missing.length === 0) return;
  throw new UserError(
    `the kernel offers no cgroup controller ${missing.join(', ')}`,
    missing.includes('memory')
      ? "boot it with 'cgroup_enable=memory' on its command line, or in a container, run with cgroups of the host"
      : 'mount the cgroup file systems under /sys/fs/cgroup',
  );
}

/** @param unified cgroup.controllers of a pure version 2; undefined elsewhere. @param legacy /proc/cgroups. */
export function missingControllers(unified: string | undefined, legacy: string): string[] {
  const present =
    unified === undefined
      ? legacy
          .split('\n')
          .map((line) => line.split('\t'))
          .filter((fields) => fields[3] === '1')
          .map((fields) => fields[0])
      : unified.trim().split(' ');
  return neededControllers.filter((name) => !present.includes(name));
}
