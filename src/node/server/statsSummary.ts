/** GET /stats/summary: use of CPU and memory by node, Pod and container (kubelet's stats API v1alpha1). */
import type { PodManager } from '../podManager.ts';
import { runtimeKeys } from '../pod/identity.ts';
import type { CriClient } from '../runtime/cri/client.ts';

export async function statsSummary(manager: PodManager, cri: CriClient, nodeName: string): Promise<object> {
  const { stats } = await cri.listContainerStats({});
  const byPod = new Map<string, object[]>();
  for (const { attributes, cpu, memory, writableLayer } of stats) {
    const uid = attributes?.labels[runtimeKeys.podUid] ?? '';
    const number = (value: { value: bigint } | undefined): number => Number(value?.value ?? 0n);
    const time = (nanoseconds: bigint | undefined): string =>
      new Date(Number((nanoseconds ?? 0n) / 1_000_000n)).toISOString();
    const container = {
      name: attributes?.metadata?.name ?? '',
      ...(cpu && {
        cpu: {
          time: time(cpu.timestamp),
          usageNanoCores: number(cpu.usageNanoCores),
          usageCoreNanoSeconds: number(cpu.usageCoreNanoSeconds),
        },
      }),
      ...(memory && {
        memory: {
          time: time(memory.timestamp),
          workingSetBytes: number(memory.workingSetBytes),
          usageBytes: number(memory.usageBytes),
        },
      }),
      ...(writableLayer && {
        rootfs: {
          time: time(writableLayer.timestamp),
          usedBytes: number(writableLayer.usedBytes),
          inodesUsed: number(writableLayer.inodesUsed),
        },
      }),
    };
    byPod.set(uid, [...(byPod.get(uid) ?? []), container]);
  }
  return {
    node: { nodeName },
    pods: manager.pods().map(({ metadata, status }) => ({
      podRef: { name: metadata.name, namespace: metadata.namespace, uid: metadata.uid },
      startTime: status?.startTime,
      containers: byPod.get(metadata.uid) ?? [],
    })),
  };
}
