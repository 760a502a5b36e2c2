/** What the kernel's cgroups say of Pods and their containers, on either version. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Pod } from '../../src/api/core/v1.ts';
import type { TestCluster } from './cluster.ts';

const mountPoint = '/sys/fs/cgroup';
const v1 = existsSync(join(mountPoint, 'memory'));

export interface CgroupSettings {
  /** cpu.shares, on v2 the weight; comparable only with other settings of this machine. */
  readonly cpuShares: number;
  /** Microseconds in 100 ms; undefined without a limit. */
  readonly cpuQuota: number | undefined;
  /** Bytes; undefined without a limit. */
  readonly memoryLimit: number | undefined;
}

/** Of the Pod's own cgroup, or of the container that runs now. */
export function cgroupOf(cluster: TestCluster, pod: Pod, container?: string): CgroupSettings {
  const read = (controller: string, file: string): string =>
    readFileSync(join(folderOf(cluster, pod, controller, container), file), 'utf8').trim();
  const limit = (text: string | undefined): number | undefined =>
    text === undefined || text === 'max' || Number(text) < 0 || Number(text) > 2 ** 60 ? undefined : Number(text);
  return v1
    ? {
        cpuShares: Number(read('cpu', 'cpu.shares')),
        cpuQuota: limit(read('cpu', 'cpu.cfs_quota_us')),
        memoryLimit: limit(read('memory', 'memory.limit_in_bytes')),
      }
    : {
        cpuShares: Number(read('', 'cpu.weight')),
        cpuQuota: limit(read('', 'cpu.max').split(' ')[0]),
        memoryLimit: limit(read('', 'memory.max')),
      };
}

/** Below which class of service the Pod's cgroup lies: '', 'burstable' or 'besteffort'. */
export function cgroupClass(cluster: TestCluster, pod: Pod): string {
  return folderOf(cluster, pod, 'memory').split('/').at(-2)?.replace('kubepods', '') ?? '';
}

function folderOf({ layout }: TestCluster, pod: Pod, controller: string, container?: string): string {
  const root = join(mountPoint, v1 ? controller : '', layout.name, 'kubepods');
  const name = `pod${pod.metadata?.uid}`;
  const folder = ['', 'burstable', 'besteffort'].map((each) => join(root, each, name)).find((each) => existsSync(each));
  if (folder === undefined) throw new Error(`no cgroup ${name} below ${root}: ${readdirSync(root).join(' ')}`);
  if (container === undefined) return folder;
  const status = pod.status?.containerStatuses?.find((each) => each.name === container);
  return join(folder, status?.containerID?.replace(/^.*:\/\//, '') ?? '');
}
