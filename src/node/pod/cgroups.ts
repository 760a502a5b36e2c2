/**
 * The cgroups of Pods: `<root>/kubepods/{,burstable/,besteffort/}pod<uid>`, with the sum of the containers' limits.
 * On cgroup v1 in every hierarchy that limits something, on v2 in the one tree. With the systemd driver the runtime
 * makes the slices, and this file only names them.
 */
import { mkdir, readFile, readdir, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PodQOSClass } from '../../api/core/v1.ts';
import type { Logger } from '../../machinery/log.ts';
import { cgroupCpu, cgroupMemory } from '../stats/cgroupUse.ts';
import type { CgroupFolders } from '../stats/cgroupUse.ts';
import type { CpuUse, MemoryUse } from '../stats/use.ts';
import type { NodePod } from './identity.ts';
import { qosClassOf } from './qos.ts';
import { cpuPeriod, podLimits } from './resources.ts';
import type { CgroupLimits } from './resources.ts';

export interface CgroupOptions {
  readonly driver: 'cgroupfs' | 'systemd';
  /** Below which `kubepods` lies: '' or '/peapod', so that one cluster's can be told from another's. */
  readonly root: string;
  readonly v2: boolean;
  readonly log: Logger;
}

const folders: Record<PodQOSClass, string> = { Guaranteed: '', Burstable: '/burstable', BestEffort: '/besteffort' };
const mountPoint = '/sys/fs/cgroup';
/** v1 hierarchies in which the Pod's own cgroup carries limits. */
const limiting = ['cpu', 'memory', 'pids'];

export class PodCgroups {
  readonly #options: CgroupOptions;

  constructor(options: CgroupOptions) {
    this.#options = options;
  }

  /** What RunPodSandbox takes as cgroup parent. */
  parentOf(pod: NodePod): string {
    const { uid } = pod.metadata;
    const qos = qosClassOf(pod);
    if (this.#options.driver === 'cgroupfs') return `${this.#options.root}/kubepods${folders[qos]}/pod${uid}`;
    const slice = [
      'kubepods',
      ...(qos === 'Guaranteed' ? [] : [qos.toLowerCase()]),
      `pod${uid.replaceAll('-', '_')}`,
    ].join('-');
    const root = this.#options.root
      .split('/')
      .filter((p) => p !== '')
      .join('-');
    return `${root === '' ? '' : `${root}-`}${slice}.slice`;
  }

  /** Gives the Pod's cgroup other limits. Rejects with what the kernel refuses; nothing to do where systemd keeps it. */
  async limit(pod: NodePod, limits: CgroupLimits): Promise<void> {
    if (this.#options.driver === 'systemd') return;
    await (this.#options.v2 ? limitV2 : limitV1)(this.parentOf(pod), limits);
  }

  /** Makes the Pod's cgroup. What the kernel refuses is logged: the containers' own limits still hold. */
  async create(pod: NodePod): Promise<void> {
    if (this.#options.driver === 'systemd') return;
    const parent = this.parentOf(pod);
    try {
      await (this.#options.v2 ? createV2 : createV1)(parent);
      await this.limit(pod, podLimits(pod));
    } catch (error) {
      this.#options.log.warn({ cgroup: parent, error }, 'the cgroup of a Pod could not be set up');
    }
  }

  /** How many processes and threads the Pod has; 0 where nobody counts them. */
  async processes(pod: NodePod): Promise<number> {
    return Number(await readFile(join(this.#folder(pod, 'pids'), 'pids.current'), 'utf8').catch(() => '0'));
  }

  /** CPU time of all its processes, the sandbox's among them; undefined when its cgroup is gone. */
  cpu(pod: NodePod): Promise<CpuUse | undefined> {
    return cgroupCpu(this.#folders(pod));
  }

  /** Memory of all its processes, the sandbox's among them, and of its volumes in memory. */
  memory(pod: NodePod): Promise<MemoryUse | undefined> {
    return cgroupMemory(this.#folders(pod));
  }

  #folders(pod: NodePod): CgroupFolders {
    return { v2: this.#options.v2, cpu: this.#folder(pod, 'cpuacct'), memory: this.#folder(pod, 'memory') };
  }

  /** Where the Pod's cgroup is, in the v1 hierarchy of `controller` or the one tree of v2. */
  #folder(pod: NodePod, controller: string): string {
    const { driver, v2 } = this.#options;
    const parent = driver === 'systemd' ? `/${slicePath(this.parentOf(pod))}` : this.parentOf(pod);
    return join(mountPoint, v2 ? '' : controller, parent);
  }

  /** Removes the Pod's cgroups, wherever they are and whatever its class was. */
  async remove(uid: string): Promise<void> {
    if (this.#options.driver === 'systemd') return;
    for (const tree of await this.#trees()) {
      for (const folder of Object.values(folders)) {
        await removeTree(join(tree, `${this.#options.root}/kubepods${folder}/pod${uid}`));
      }
    }
  }

  /** Removes everything below the root: for a node that goes away, with no container left. */
  async removeAll(): Promise<void> {
    if (this.#options.driver === 'systemd') return;
    for (const tree of await this.#trees()) {
      await removeTree(join(tree, `${this.#options.root}/kubepods`));
      if (this.#options.root !== '') await removeTree(join(tree, this.#options.root));
    }
  }

  async #trees(): Promise<string[]> {
    return this.#options.v2 ? [mountPoint] : (await readdir(mountPoint)).map((name) => join(mountPoint, name));
  }
}

/** `a-b.slice` lies in `a.slice`: where systemd puts it. */
function slicePath(slice: string): string {
  const parts = slice.replace(/\.slice$/, '').split('-');
  return parts.map((_, i) => `${parts.slice(0, i + 1).join('-')}.slice`).join('/');
}

async function createV1(parent: string): Promise<void> {
  await Promise.all(
    limiting.map(async (controller) => {
      if ((await readdir(join(mountPoint, controller)).catch(() => undefined)) === undefined) return;
      await mkdir(join(mountPoint, controller, parent), { recursive: true });
    }),
  );
}

/** What is not limited is left at the kernel's own "no limit", so that a new cgroup costs no more writes than it needs. */
async function limitV1(parent: string, limits: CgroupLimits): Promise<void> {
  const cpu = join(mountPoint, 'cpu', parent);
  await writeFile(join(cpu, 'cpu.shares'), String(limits.cpuShares));
  if (limits.cpuQuota > 0) {
    await writeFile(join(cpu, 'cpu.cfs_period_us'), String(cpuPeriod));
    await writeFile(join(cpu, 'cpu.cfs_quota_us'), String(limits.cpuQuota));
  }
  if (limits.memoryLimit > 0)
    await writeFile(join(mountPoint, 'memory', parent, 'memory.limit_in_bytes'), String(limits.memoryLimit));
}

/** cpu.shares 2…262144 on the scale of cpu.weight 1…10000, as the OCI runtimes convert. */
const cpuWeight = (shares: number): number => Math.floor(1 + ((shares - 2) * 9999) / 262_142);

async function createV2(parent: string): Promise<void> {
  let directory = mountPoint;
  for (const name of parent.split('/').filter((p) => p !== '')) {
    const available = (await readFile(join(directory, 'cgroup.controllers'), 'utf8')).trim().split(' ');
    const wanted = ['cpu', 'memory', 'pids', 'cpuset', 'io', 'hugetlb'].filter((c) => available.includes(c));
    await enable(join(directory, 'cgroup.subtree_control'), wanted);
    directory = join(directory, name);
    await mkdir(directory, { recursive: true });
  }
}

async function limitV2(parent: string, limits: CgroupLimits): Promise<void> {
  const directory = join(mountPoint, parent);
  // A controller that is missing must not keep the others from their limits.
  const settings = [
    ['cpu.weight', String(cpuWeight(limits.cpuShares))] as const,
    ...(limits.cpuQuota > 0 ? [['cpu.max', `${limits.cpuQuota} ${cpuPeriod}`] as const] : []),
    ...(limits.memoryLimit > 0 ? [['memory.max', String(limits.memoryLimit)] as const] : []),
  ];
  const done = await Promise.allSettled(settings.map(([file, value]) => writeFile(join(directory, file), value)));
  const failed = done.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** All at once, and where the kernel refuses that, as many as it grants: real-time processes keep `cpu` from being enabled. */
async function enable(file: string, controllers: readonly string[]): Promise<void> {
  try {
    await writeFile(file, controllers.map((c) => `+${c}`).join(' '));
  } catch {
    for (const controller of controllers) await writeFile(file, `+${controller}`).catch(() => undefined);
  }
}

/**
 * A cgroup can only be removed from its leaves up, and empty of processes; files in it go with it. A process that is
 * left, as after a runtime that died, is nobody's any more.
 */
async function removeTree(directory: string): Promise<void> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return;
  for (const entry of entries) if (entry.isDirectory()) await removeTree(join(directory, entry.name));
  for (let attempt = 0; attempt < removals; attempt++) {
    try {
      return await rmdir(directory);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EBUSY')) return;
      await killAllIn(directory);
      await sleep(20);
    }
  }
}

/** How often the removal of a cgroup is tried while processes in it still end. */
const removals = 50;

async function killAllIn(directory: string): Promise<void> {
  const pids = (await readFile(join(directory, 'cgroup.procs'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
  for (const pid of pids.map(Number)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}
