/**
 * What nodes and Pods use, asked from the node agents when somebody wants to know.
 *
 *  - Nothing is asked while nobody reads, and a node at most once in ten seconds however many read.
 *  - CPU use is an average over the time between two looks, at least a second and at most a minute apart. Whoever reads
 *    after a pause waits for the second look.
 *  - A node that does not answer has no numbers; the others' are not late because of it by more than ten seconds.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../machinery/log.ts';
import { parseResourceMetrics } from './parse.ts';
import type { NodePoints } from './parse.ts';
import { usageBetween } from './rate.ts';
import type { Usage } from './rate.ts';

export interface NodeUsage {
  readonly node: Usage | undefined;
  /** By 'namespace/name': the usage of each container by name. Pods of which something is not known yet are left out. */
  readonly pods: ReadonlyMap<string, ReadonlyMap<string, Usage>>;
}

export interface ClusterUsageOptions {
  /** Asks the agent of a node for a path; rejects when there is no such node, or it does not answer. */
  ask(node: string, path: string): Promise<string>;
  readonly log: Logger;
  /** Milliseconds for which numbers are good: 10 000 unless a test says otherwise. */
  readonly freshFor?: number;
}

const freshFor = 10_000;
/** Milliseconds between two looks when there was none lately. */
const firstWindow = 1_500;
const longestWindow = 60_000;
const atOnce = 32;

interface Look extends NodePoints {
  readonly takenAt: number;
}

interface Known {
  base: Look | undefined;
  last: Look | undefined;
  usage: NodeUsage | undefined;
  /** While the node is being asked. */
  asking: Promise<NodeUsage | undefined> | undefined;
}

export class ClusterUsage {
  readonly #options: ClusterUsageOptions;
  readonly #known = new Map<string, Known>();

  constructor(options: ClusterUsageOptions) {
    this.#options = options;
  }

  /** undefined when the node's agent does not answer. */
  async of(node: string): Promise<NodeUsage | undefined> {
    const known = this.#known.get(node) ?? { base: undefined, last: undefined, usage: undefined, asking: undefined };
    this.#known.set(node, known);
    const age = Date.now() - (known.last?.takenAt ?? 0);
    if (known.usage && age < (this.#options.freshFor ?? freshFor)) return known.usage;
    known.asking ??= this.#look(node, known).finally(() => (known.asking = undefined));
    return known.asking;
  }

  /** Of several nodes, some of them at a time; in the order of `nodes`. */
  async ofAll(nodes: readonly string[]): Promise<(NodeUsage | undefined)[]> {
    const found: (NodeUsage | undefined)[] = [];
    for (let i = 0; i < nodes.length; i += atOnce)
      found.push(...(await Promise.all(nodes.slice(i, i + atOnce).map((node) => this.of(node)))));
    return found;
  }

  async #look(node: string, known: Known): Promise<NodeUsage | undefined> {
    try {
      const first = await this.#ask(node);
      const since = known.last && first.takenAt - known.last.takenAt;
      if (known.last && since !== undefined && since <= longestWindow) {
        known.base = known.last;
        known.last = first;
      } else {
        await sleep(firstWindow);
        known.base = first;
        known.last = await this.#ask(node);
      }
      return (known.usage = usageOf(known.base, known.last));
    } catch (error) {
      // What is gone is not remembered: nodes come and go.
      this.#known.delete(node);
      this.#options.log.debug({ node, error: String(error) }, 'a node does not tell what it uses');
      return undefined;
    }
  }

  async #ask(node: string): Promise<Look> {
    const text = await this.#options.ask(node, '/metrics/resource');
    const takenAt = Date.now();
    return { ...parseResourceMetrics(text, takenAt), takenAt };
  }
}

function usageOf(base: Look, last: Look): NodeUsage {
  const pods = new Map<string, ReadonlyMap<string, Usage>>();
  for (const [pod, containers] of last.pods) {
    const usages = new Map<string, Usage>();
    for (const [name, point] of containers) {
      const usage = usageBetween(base.pods.get(pod)?.get(name), point);
      if (usage) usages.set(name, usage);
    }
    if (usages.size === containers.size) pods.set(pod, usages);
  }
  return { node: usageBetween(base.node, last.node), pods };
}
