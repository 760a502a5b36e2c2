/** One Pod's way through the plugins: the nodes that can take it, and the best of them. */
import type { NodeInfo } from './cache/nodeInfo.ts';
import type { PodInfo } from './cache/podInfo.ts';
import { Diagnosis } from './diagnosis.ts';
import { Filters } from './filters.ts';
import type { Plugin, SchedulingContext } from './framework.ts';
import type { Nominations } from './nominations.ts';

/** So many nodes are enough to choose from, at the least. */
const fewestNodes = 100;
const fewestPercent = 5;

export type Selection =
  | { readonly node: NodeInfo }
  | { readonly node?: undefined; readonly diagnosis: Diagnosis; readonly filters: Filters | undefined };

export class NodeSelection {
  readonly #plugins: readonly Plugin[];
  readonly #context: SchedulingContext;
  readonly #nominations: Nominations;
  /** Where the next search begins, so that all nodes get their turn. */
  #start = 0;

  constructor(plugins: readonly Plugin[], context: SchedulingContext, nominations: Nominations) {
    this.#plugins = plugins;
    this.#context = context;
    this.#nominations = nominations;
  }

  select(pod: PodInfo): Selection {
    const diagnosis = new Diagnosis();
    const filters = Filters.prepare(this.#plugins, pod, this.#context);
    if (!(filters instanceof Filters)) {
      diagnosis.refuseAll(filters.plugin, filters.rejection);
      return { diagnosis, filters: undefined };
    }
    const nominated = this.#nominated(pod, filters);
    const feasible = nominated ? [nominated] : this.#feasible(pod, filters, diagnosis);
    const [only] = feasible;
    if (!only) return { diagnosis, filters };
    const node = feasible.length === 1 ? only : (this.#best(pod, feasible) ?? only);
    return { node };
  }

  /** The node for which the Pod was nominated by preemption, if it can take the Pod now. */
  #nominated(pod: PodInfo, filters: Filters): NodeInfo | undefined {
    const name = this.#nominations.nodeOf(pod.key);
    const node = name === undefined ? undefined : this.#context.snapshot.node(name);
    return node && !filters.refusalWith(node, this.#nominations.before(pod, node.name)) ? node : undefined;
  }

  #feasible(pod: PodInfo, filters: Filters, diagnosis: Diagnosis): NodeInfo[] {
    const { snapshot } = this.#context;
    const all = snapshot.nodes;
    if (filters.only) {
      const confined = [...filters.only].flatMap((name) => snapshot.node(name) ?? []);
      diagnosis.count(
        `node(s) didn't satisfy plugin(s) [${filters.confinedBy.join(' ')}]`,
        all.length - confined.length,
      );
      for (const plugin of filters.confinedBy) diagnosis.plugins.add(plugin);
      return this.#search(pod, filters, confined, 0, diagnosis).found;
    }
    const { found, looked } = this.#search(pod, filters, all, this.#start % Math.max(1, all.length), diagnosis);
    this.#start = (this.#start + looked) % Math.max(1, all.length);
    return found;
  }

  #search(
    pod: PodInfo,
    filters: Filters,
    nodes: readonly NodeInfo[],
    start: number,
    diagnosis: Diagnosis,
  ): { found: NodeInfo[]; looked: number } {
    const enough = nodesToFind(nodes.length);
    const found: NodeInfo[] = [];
    let looked = 0;
    for (; looked < nodes.length && found.length < enough; looked++) {
      const node = nodes[(start + looked) % nodes.length];
      if (!node) continue;
      const refused = filters.refusalWith(node, this.#nominations.before(pod, node.name));
      if (refused) diagnosis.refuse(node, refused.plugin, refused.rejection);
      else found.push(node);
    }
    return { found, looked };
  }

  /** The node with the highest sum of weighted scores; one of them by chance when there are several. */
  #best(pod: PodInfo, nodes: readonly NodeInfo[]): NodeInfo | undefined {
    const totals = new Float64Array(nodes.length);
    const scores = new Float64Array(nodes.length);
    for (const plugin of this.#plugins) {
      const scorer = plugin.prepareScore?.(pod, nodes, this.#context);
      if (!scorer) continue;
      const { weight = 1 } = plugin;
      for (let i = 0; i < nodes.length; i++) {
        const node = nodes[i];
        if (node) scores[i] = scorer.score(node);
      }
      scorer.normalize?.(scores);
      for (let i = 0; i < nodes.length; i++) totals[i] = (totals[i] ?? 0) + weight * (scores[i] ?? 0);
    }
    let best: NodeInfo | undefined;
    let most = -Infinity;
    let equals = 0;
    nodes.forEach((node, i) => {
      const total = totals[i] ?? 0;
      if (total > most) {
        most = total;
        equals = 0;
      }
      if (total === most && Math.random() * ++equals < 1) best = node;
    });
    return best;
  }
}

/** In a large cluster looking at a part of the nodes is enough: from 50 % at 100 nodes down to 5 %. */
function nodesToFind(all: number): number {
  if (all <= fewestNodes) return all;
  const percent = Math.max(fewestPercent, 50 - Math.floor(all / 125));
  return Math.max(fewestNodes, Math.floor((all * percent) / 100));
}
