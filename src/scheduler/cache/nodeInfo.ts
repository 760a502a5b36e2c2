/** A node with the sums over its Pods, kept up to date Pod by Pod. */
import type { Node, Taint } from '../../api/core/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import { value } from '../../machinery/quantity.ts';
import type { Resources } from '../resources.ts';
import { noResources, resourcesOf } from '../resources.ts';
import { UsedPorts } from './hostPorts.ts';
import type { PodInfo } from './podInfo.ts';

const noTaints: readonly Taint[] = [];
const noLabels: Readonly<Record<string, string>> = {};

export class NodeInfo {
  readonly name: string;
  /** Undefined while Pods are known to be on a node that is not known itself. */
  node: Stored<Node> | undefined;
  labels: Readonly<Record<string, string>> = noLabels;
  taints: readonly Taint[] = noTaints;
  allocatable: Resources = noResources;
  allowedPods = 0;
  /** Sizes in bytes of the images on the node, by each of their names. */
  images: ReadonlyMap<string, number> = new Map();

  /** By key. */
  readonly pods = new Map<string, PodInfo>();
  /** Those of `pods` that have affinity or anti-affinity to Pods. */
  readonly podsWithAffinity = new Map<string, PodInfo>();
  readonly usedPorts = new UsedPorts();
  milliCpu = 0;
  memory = 0;
  ephemeralStorage = 0;
  scoredMilliCpu = 0;
  scoredMemory = 0;
  readonly others = new Map<string, number>();

  constructor(name: string) {
    this.name = name;
  }

  setNode(node: Stored<Node> | undefined): void {
    const before = this.node;
    this.node = node;
    this.labels = node?.metadata.labels ?? noLabels;
    this.taints = node?.spec?.taints ?? noTaints;
    if (before?.status?.allocatable !== node?.status?.allocatable) {
      this.allocatable = resourcesOf(node?.status?.allocatable);
      this.allowedPods = value(node?.status?.allocatable?.['pods'] ?? '0');
    }
    if (before?.status?.images !== node?.status?.images) {
      this.images = new Map(
        (node?.status?.images ?? []).flatMap(({ names, sizeBytes }) =>
          (names ?? []).map((name) => [name, sizeBytes ?? 0] as const),
        ),
      );
    }
  }

  addPod(info: PodInfo): void {
    this.pods.set(info.key, info);
    if (info.affinity) this.podsWithAffinity.set(info.key, info);
    this.usedPorts.add(info.hostPorts);
    this.#count(info, 1);
  }

  removePod(key: string): PodInfo | undefined {
    const info = this.pods.get(key);
    if (!info) return undefined;
    this.pods.delete(key);
    this.podsWithAffinity.delete(key);
    this.usedPorts.remove(info.hostPorts);
    this.#count(info, -1);
    return info;
  }

  #count({ requests, scored }: PodInfo, sign: 1 | -1): void {
    this.milliCpu += sign * requests.milliCpu;
    this.memory += sign * requests.memory;
    this.ephemeralStorage += sign * requests.ephemeralStorage;
    this.scoredMilliCpu += sign * scored.milliCpu;
    this.scoredMemory += sign * scored.memory;
    if (!requests.others) return;
    for (const [name, amount] of requests.others) this.others.set(name, (this.others.get(name) ?? 0) + sign * amount);
  }
}
