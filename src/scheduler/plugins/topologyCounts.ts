/** Sums by place: a place is a value of a node label, the topology key. */
import type { NodeInfo } from '../cache/nodeInfo.ts';

export class TopologyCounts {
  readonly #byKey = new Map<string, Map<string, number>>();
  #places = 0;

  /** No place has a sum but 0. */
  get empty(): boolean {
    return this.#places === 0;
  }

  /** A node without the label is in no place. */
  add(topologyKey: string, node: NodeInfo, by: number): void {
    const value = node.labels[topologyKey];
    if (value === undefined || by === 0) return;
    const sums = this.#byKey.get(topologyKey) ?? new Map<string, number>();
    this.#byKey.set(topologyKey, sums);
    const before = sums.get(value);
    const sum = (before ?? 0) + by;
    if (before === undefined) this.#places++;
    if (sum !== 0) sums.set(value, sum);
    else {
      sums.delete(value);
      this.#places--;
    }
  }

  at(topologyKey: string, node: NodeInfo): number {
    const value = node.labels[topologyKey];
    return value === undefined ? 0 : (this.#byKey.get(topologyKey)?.get(value) ?? 0);
  }

  /** Whether the node is in a place with a positive sum, by any key. */
  anyAt(node: NodeInfo): boolean {
    if (this.#places === 0) return false;
    for (const [key, sums] of this.#byKey)
      if ((sums.get(node.labels[key] ?? '') ?? 0) > 0 && node.labels[key] !== undefined) return true;
    return false;
  }

  /** Over all keys. */
  sumAt(node: NodeInfo): number {
    let sum = 0;
    for (const key of this.#byKey.keys()) sum += this.at(key, node);
    return sum;
  }
}
