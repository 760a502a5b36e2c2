/** What this machine is and has, as a Node object tells it. */
import { readFile, readdir, statfs } from 'node:fs/promises';
import { arch, availableParallelism, release } from 'node:os';
import type { NodeSystemInfo } from '../api/core/v1.ts';

const text = async (path: string): Promise<string> => (await readFile(path, 'utf8').catch(() => '')).trim();

/** Go's name of the architecture: what labels and images carry. */
export const goArchitecture = (): string =>
  (({ x64: 'amd64', ia32: '386' }) as Readonly<Record<string, string>>)[arch()] ?? arch();

export async function systemInfo(runtimeVersion: string, agentVersion: string): Promise<NodeSystemInfo> {
  const [machineId, productUuid, bootID, osRelease] = await Promise.all([
    text('/etc/machine-id'),
    text('/sys/class/dmi/id/product_uuid'),
    text('/proc/sys/kernel/random/boot_id'),
    text('/etc/os-release'),
  ]);
  const osImage = /^PRETTY_NAME="?([^"\n]*)/m.exec(osRelease)?.[1] ?? 'Linux';
  const machineID = machineId || (await text('/var/lib/dbus/machine-id'));
  return {
    machineID,
    systemUUID: productUuid || machineID,
    bootID,
    kernelVersion: release(),
    osImage,
    containerRuntimeVersion: runtimeVersion,
    kubeletVersion: agentVersion,
    kubeProxyVersion: '',
    operatingSystem: 'linux',
    architecture: goArchitecture(),
  };
}

export interface MachineResources {
  readonly cpus: number;
  readonly memoryBytes: number;
  /** Of the file system that holds the Pods' data. */
  readonly storageBytes: number;
  /** Bytes of pre-allocated huge pages by resource name (`hugepages-2Mi`), zero included. */
  readonly hugePages: Readonly<Record<string, number>>;
}

export async function machineResources(dataDirectory: string): Promise<MachineResources> {
  const [memory, storage, hugePages] = await Promise.all([memoryInfo(), statfs(dataDirectory), hugePagePools()]);
  return {
    cpus: availableParallelism(),
    memoryBytes: memory.total,
    storageBytes: storage.blocks * storage.bsize,
    hugePages,
  };
}

async function memoryInfo(): Promise<{ total: number; available: number }> {
  const info = await text('/proc/meminfo');
  const kib = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(info)?.[1] ?? 0) * 1024;
  return { total: kib('MemTotal'), available: kib('MemAvailable') };
}

async function hugePagePools(): Promise<Record<string, number>> {
  const root = '/sys/kernel/mm/hugepages';
  const pools: Record<string, number> = {};
  for (const folder of await readdir(root).catch(() => [])) {
    const kib = Number(/^hugepages-(\d+)kB$/.exec(folder)?.[1] ?? 0);
    if (kib === 0) continue;
    const size = kib >= 1024 * 1024 ? `${kib / 1024 / 1024}Gi` : kib >= 1024 ? `${kib / 1024}Mi` : `${kib}Ki`;
    pools[`hugepages-${size}`] = Number(await text(`${root}/${folder}/nr_hugepages`)) * kib * 1024;
  }
  return pools;
}
