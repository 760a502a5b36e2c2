/** The status of this node: capacity, what of it Pods may use, conditions, images. Pure but for the clock it is given. */
import type { ContainerImage, NodeCondition, NodeStatus, NodeSystemInfo } from '../api/core/v1.ts';
import { formatQuantity, milliQuantityOf, milliValue, quantityOf, value } from '../machinery/quantity.ts';
import type { Pressure } from './eviction/evictionManager.ts';
import type { Threshold } from './eviction/thresholds.ts';
import { heldBack } from './eviction/thresholds.ts';
import type { MachineResources } from './machine.ts';
import { timeText } from './pod/timeText.ts';

export function capacityOf(resources: MachineResources, maxPods: number): Record<string, string> {
  const pages = Object.entries(resources.hugePages).map(([name, bytes]) => [
    name,
    formatQuantity(quantityOf(bytes, 'binary')),
  ]);
  return {
    cpu: String(resources.cpus),
    'ephemeral-storage': kibibytes(resources.storageBytes),
    ...Object.fromEntries(pages),
    memory: kibibytes(resources.memoryBytes),
    pods: String(maxPods),
  };
}

/** Always in Ki, as kubelet prints them. */
const kibibytes = (bytes: number): string => `${Math.floor(bytes / 1024)}Ki`;

/** Capacity without what the system keeps and what eviction holds back. */
export function allocatableOf(
  resources: MachineResources,
  maxPods: number,
  reserved: Readonly<Record<string, string>>,
  thresholds: readonly Threshold[],
): Record<string, string> {
  const capacity = capacityOf(resources, maxPods);
  const pages = Object.values(resources.hugePages).reduce((a, b) => a + b, 0);
  const held = heldBack(thresholds, resources);
  const memory = resources.memoryBytes - value(reserved['memory'] ?? '0') - held.memoryBytes - pages;
  const storage = resources.storageBytes - value(reserved['ephemeral-storage'] ?? '0') - held.storageBytes;
  const cpu = resources.cpus * 1000 - milliValue(reserved['cpu'] ?? '0');
  return {
    ...capacity,
    cpu: formatQuantity(milliQuantityOf(cpu)),
    memory: kibibytes(Math.max(0, memory)),
    'ephemeral-storage': String(Math.max(0, Math.floor(storage))),
  };
}

export interface NodeStatusInput {
  readonly capacity: Readonly<Record<string, string>>;
  readonly allocatable: Readonly<Record<string, string>>;
  readonly info: NodeSystemInfo;
  readonly nodeName: string;
  readonly nodeIPs: readonly string[];
  readonly port: number;
  readonly images: readonly ContainerImage[];
  readonly pressure: Pressure;
  /** Why the node cannot run Pods; empty when it can. */
  readonly problems: readonly string[];
  readonly previous: readonly NodeCondition[];
  readonly recursiveReadOnly: boolean;
  readonly now: number;
}

export function nodeStatus(input: NodeStatusInput): NodeStatus {
  return {
    capacity: { ...input.capacity },
    allocatable: { ...input.allocatable },
    conditions: conditionsOf(input),
    addresses: [
      ...input.nodeIPs.map((address) => ({ type: 'InternalIP', address })),
      { type: 'Hostname', address: input.nodeName },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: input.port } },
    nodeInfo: input.info,
    images: [...input.images],
  };
}

interface Verdict {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

function conditionsOf({ pressure, problems, previous, now }: NodeStatusInput): NodeCondition[] {
  const either = (type: string, pressed: boolean, bad: [string, string], good: [string, string]): Verdict => {
    const [reason, message] = pressed ? bad : good;
    return { type, status: pressed ? 'True' : 'False', reason, message };
  };
  const verdicts: Verdict[] = [
    either(
      'MemoryPressure',
      pressure.memory,
      ['KubeletHasInsufficientMemory', 'kubelet has insufficient memory available'],
      ['KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
    ),
    either(
      'DiskPressure',
      pressure.disk,
      ['KubeletHasDiskPressure', 'kubelet has disk pressure'],
      ['KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
    ),
    either(
      'PIDPressure',
      pressure.pids,
      ['KubeletHasInsufficientPID', 'kubelet has insufficient PID available'],
      ['KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
    ),
    problems.length === 0
      ? { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' }
      : {
          type: 'Ready',
          status: 'False',
          reason: 'KubeletNotReady',
          message: problems.length === 1 ? (problems[0] ?? '') : `[${problems.join(', ')}]`,
        },
  ];
  return verdicts.map((verdict) => {
    const old = previous.find((c) => c.type === verdict.type);
    const since = old?.status === verdict.status ? old.lastTransitionTime : undefined;
    return { ...verdict, lastHeartbeatTime: timeText(now), lastTransitionTime: since ?? timeText(now) };
  });
}

/** Reasons of the events that tell of a condition's change. */
export function conditionEvent(condition: NodeCondition): string | undefined {
  const yes = condition.status === 'True';
  switch (condition.type) {
    case 'MemoryPressure':
      return yes ? 'NodeHasInsufficientMemory' : 'NodeHasSufficientMemory';
    case 'DiskPressure':
      return yes ? 'NodeHasDiskPressure' : 'NodeHasNoDiskPressure';
    case 'PIDPressure':
      return yes ? 'NodeHasInsufficientPID' : 'NodeHasSufficientPID';
    case 'Ready':
      return yes ? 'NodeReady' : 'NodeNotReady';
    default:
      return undefined;
  }
}
