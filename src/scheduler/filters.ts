/** The filters of all plugins, prepared for one Pod. */
import type { NodeInfo } from './cache/nodeInfo.ts';
import type { PodInfo } from './cache/podInfo.ts';
import type { NodeFilter, Plugin, Rejection, SchedulingContext } from './framework.ts';
import { isRejection } from './framework.ts';

export interface NamedRejection {
  readonly plugin: string;
  readonly rejection: Rejection;
}

export class Filters {
  readonly #filters: readonly { readonly plugin: string; readonly filter: NodeFilter }[];
  /** Only these nodes need a look, if set. */
  readonly only: ReadonlySet<string> | undefined;
  /** The plugins that said so. */
  readonly confinedBy: readonly string[];

  constructor(filters: readonly { plugin: string; filter: NodeFilter }[]) {
    this.#filters = filters;
    const confined = filters.filter(({ filter }) => filter.only);
    this.confinedBy = confined.map(({ plugin }) => plugin);
    this.only = confined
      .map(({ filter }) => filter.only ?? new Set<string>())
      .reduce<ReadonlySet<string> | undefined>((all, names) => all?.intersection(names) ?? names, undefined);
  }

  /** A NamedRejection refuses the Pod as a whole. */
  static prepare(plugins: readonly Plugin[], pod: PodInfo, context: SchedulingContext): Filters | NamedRejection {
    const filters: { plugin: string; filter: NodeFilter }[] = [];
    for (const plugin of plugins) {
      const prepared = plugin.prepareFilter?.(pod, context);
      if (!prepared) continue;
      if (isRejection(prepared)) return { plugin: plugin.name, rejection: prepared };
      filters.push({ plugin: plugin.name, filter: prepared });
    }
    return new Filters(filters);
  }

  /** What the first plugin that refuses the node says; undefined when none does. */
  refusal(node: NodeInfo): NamedRejection | undefined {
    for (const { plugin, filter } of this.#filters) {
      const rejection = filter.filter(node);
      if (rejection) return { plugin, rejection };
    }
    return undefined;
  }

  /** As refusal(), as if the Pods were on the node; it is refused also when it is so without them. */
  refusalWith(node: NodeInfo, pods: readonly PodInfo[]): NamedRejection | undefined {
    if (pods.length === 0) return this.refusal(node);
    for (const pod of pods) this.add(pod, node);
    const refused = this.refusal(node);
    for (const pod of pods) this.remove(pod, node);
    return refused ?? this.refusal(node);
  }

  /** "What if": puts the Pod on the node, here and in what the plugins have prepared. */
  add(pod: PodInfo, node: NodeInfo): void {
    node.addPod(pod);
    for (const { filter } of this.#filters) filter.podAdded?.(pod, node);
  }

  /** "What if" the Pod were not on the node. Every remove() must be answered by an add(), and the other way round. */
  remove(pod: PodInfo, node: NodeInfo): void {
    node.removePod(pod.key);
    for (const { filter } of this.#filters) filter.podRemoved?.(pod, node);
  }
}
