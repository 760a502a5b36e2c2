/** What Pods use of memory, local storage and processes, as far as eviction needs to know. */
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { NodePod } from '../pod/identity.ts';
import { podLogDirectory, runtimeKeys } from '../pod/identity.ts';
import type { CriClient } from '../runtime/cri/client.ts';

export interface ContainerUsage {
  readonly name: string;
  /** Working set, in bytes. */
  readonly memory: number;
  /** Writable layer and logs, in bytes. */
  readonly storage: number;
}

export interface PodUsage {
  readonly pod: NodePod;
  /** Bytes. */
  readonly memory: number;
  /** Bytes on disk: writable layers, logs and emptyDir volumes. */
  readonly storage: number;
  readonly processes: number;
  /** Bytes by name, of emptyDir volumes on disk. */
  readonly emptyDirs: ReadonlyMap<string, number>;
  readonly containers: readonly ContainerUsage[];
}

export interface UsageSources {
  readonly cri: CriClient;
  readonly podsDirectory: string;
  readonly logsDirectory: string;
  /** How many processes the Pod has. */
  processes(pod: NodePod): Promise<number>;
}

export async function usagesOf(sources: UsageSources, pods: readonly NodePod[]): Promise<PodUsage[]> {
  const { stats } = await sources.cri.listContainerStats({});
  return Promise.all(
    pods.map(async (pod): Promise<PodUsage> => {
      const { name, namespace, uid } = pod.metadata;
      const logs = podLogDirectory(sources.logsDirectory, namespace, name, uid);
      const own = stats.filter(({ attributes }) => attributes?.labels[runtimeKeys.podUid] === uid);
      const containers = await Promise.all(
        own.map(async ({ attributes, memory, writableLayer }) => {
          const container = attributes?.metadata?.name ?? '';
          return {
            name: container,
            memory: Number(memory?.workingSetBytes?.value ?? 0n),
            storage: Number(writableLayer?.usedBytes?.value ?? 0n) + (await bytesBelow(join(logs, container))),
          };
        }),
      );
      const emptyDirs = new Map<string, number>();
      for (const { name: volume, emptyDir } of pod.spec.volumes ?? []) {
        if (emptyDir === undefined || emptyDir.medium === 'Memory') continue;
        const folder = join(sources.podsDirectory, uid, 'volumes', 'kubernetes.io~empty-dir', volume);
        emptyDirs.set(volume, await bytesBelow(folder));
      }
      const sum = (numbers: Iterable<number>): number => [...numbers].reduce((a, b) => a + b, 0);
      return {
        pod,
        memory: sum(containers.map((c) => c.memory)),
        storage: sum(containers.map((c) => c.storage)) + sum(emptyDirs.values()),
        processes: await sources.processes(pod),
        emptyDirs,
        containers,
      };
    }),
  );
}

/** Bytes on disk of a folder with all below it; what vanishes meanwhile counts nothing. */
async function bytesBelow(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += await bytesBelow(path);
    bytes += await lstat(path).then(
      ({ blocks }) => blocks * 512,
      () => 0,
    );
  }
  return bytes;
}
