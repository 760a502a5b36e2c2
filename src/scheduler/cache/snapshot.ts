/**
 * The cluster as the scheduler sees it: nodes with the Pods on them, among these the assumed ones, for which a node was
 * chosen and whose binding is under way.
 *
 * Guarantees:
 *  - Each event costs work for the one Pod or node it is about, never for the whole cluster.
 *  - An assumed Pod counts on its node from assume() on until it is confirmed by the API server, or forgotten.
 *  - A Pod counts once, on one node.
 */
import type { Node, Pod } from '../../api/core/v1.ts';
import { semanticEqual } from '../../machinery/equal.ts';
import type { Selector } from '../../machinery/labels.ts';
import type { Stored } from '../../machinery/object.ts';
import type { AlikeCount } from './alikeCounts.ts';
import { AlikeCounts } from './alikeCounts.ts';
import { NodeInfo } from './nodeInfo.ts';
import type { PodInfo } from './podInfo.ts';
import { podInfoOf, renewed } from './podInfo.ts';

export class Snapshot {
  /** By name; also nodes that are known only by Pods on them. */
  readonly #byName = new Map<string, NodeInfo>();
  /** The nodes that exist, in no particular order. */
  readonly #nodes: NodeInfo[] = [];
  readonly #position = new Map<string, number>();
  /** Where each Pod counts, by its key. */
  readonly #places = new Map<string, NodeInfo>();
  readonly #assumed = new Set<string>();
  /** Nodes with Pods that have affinity or anti-affinity to others. */
  readonly #withAffinity = new Set<NodeInfo>();

  /** How many nodes have an image, by its name. */
  readonly #imageHolders = new Map<string, number>();

  readonly #alike = new AlikeCounts();

  get nodes(): readonly NodeInfo[] {
    return this.#nodes;
  }

  get nodesWithAffinityPods(): ReadonlySet<NodeInfo> {
    return this.#withAffinity;
  }

  node(name: string): NodeInfo | undefined {
    const info = this.#byName.get(name);
    return info?.node && info;
  }

  setNode(node: Stored<Node>): NodeInfo {
    const info = this.#infoOf(node.metadata.name);
    const { images, labels } = info;
    info.setNode(node);
    if (!semanticEqual(labels, info.labels)) this.#alike.labelsChanged();
    if (images !== info.images) this.#countImages(images, info.images);
    if (!this.#position.has(info.name)) {
      this.#position.set(info.name, this.#nodes.length);
      this.#nodes.push(info);
    }
    return info;
  }

  removeNode(name: string): void {
    const info = this.#byName.get(name);
    const position = this.#position.get(name);
    if (!info || position === undefined) return;
    this.#countImages(info.images, new Map());
    info.setNode(undefined);
    this.#alike.labelsChanged();
    this.#position.delete(name);
    const last = this.#nodes.pop();
    if (last && last !== info) {
      this.#nodes[position] = last;
      this.#position.set(last.name, position);
    }
    if (info.pods.size === 0) this.#byName.delete(name);
  }

  /** How many nodes have the image. */
  imageHolders(name: string): number {
    return this.#imageHolders.get(name) ?? 0;
  }

  /** Where the Pods of the namespace that match the selector are. */
  alike(namespace: string, selector: Selector): AlikeCount {
    return this.#alike.of(namespace, selector, this.#byName.values());
  }

  /** A Pod that has a node, as the API server tells it: new, changed, or the confirmation of an assumed one. */
  setPod(pod: Stored<Pod>, key: string): void {
    const nodeName = pod.spec?.nodeName ?? '';
    const before = this.removePod(key);
    this.#place(before ? renewed(before, pod) : podInfoOf(pod), nodeName);
  }

  removePod(key: string): PodInfo | undefined {
    const node = this.#places.get(key);
    if (!node) return undefined;
    const info = node.removePod(key);
    if (info) this.#alike.changed(info, node, -1);
    this.#places.delete(key);
    this.#assumed.delete(key);
    if (node.podsWithAffinity.size === 0) this.#withAffinity.delete(node);
    if (node.pods.size === 0 && !node.node) this.#byName.delete(node.name);
    return info;
  }

  assume(info: PodInfo, nodeName: string): void {
    this.#place(info, nodeName);
    this.#assumed.add(info.key);
  }

  isAssumed(key: string): boolean {
    return this.#assumed.has(key);
  }

  /** Takes an assumed Pod back, unless it was confirmed meanwhile. */
  forget(key: string): void {
    if (this.#assumed.has(key)) this.removePod(key);
  }

  pod(key: string): PodInfo | undefined {
    return this.#places.get(key)?.pods.get(key);
  }

  /** Whether the Pod counts on a node, assumed or for real. */
  has(key: string): boolean {
    return this.#places.has(key);
  }

  #place(info: PodInfo, nodeName: string): void {
    const node = this.#infoOf(nodeName);
    node.addPod(info);
    this.#alike.changed(info, node, 1);
    this.#places.set(info.key, node);
    if (info.affinity) this.#withAffinity.add(node);
  }

  #countImages(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): void {
    for (const name of before.keys()) {
      const left = (this.#imageHolders.get(name) ?? 0) - 1;
      if (left > 0) this.#imageHolders.set(name, left);
      else this.#imageHolders.delete(name);
    }
    for (const name of after.keys()) this.#imageHolders.set(name, (this.#imageHolders.get(name) ?? 0) + 1);
  }

  #infoOf(name: string): NodeInfo {
    let info = this.#byName.get(name);
    if (!info) {
      info = new NodeInfo(name);
      this.#byName.set(name, info);
    }
    return info;
  }
}
