/** Why a Pod fits nowhere, gathered node by node, and the sentence that users read about it. */
import type { NodeInfo } from './cache/nodeInfo.ts';
import type { Rejection } from './framework.ts';

export class Diagnosis {
  /** How many nodes gave each reason. */
  readonly #reasons = new Map<string, number>();
  readonly plugins = new Set<string>();
  /** Nodes that might pass if other Pods were removed from them. */
  readonly resolvable: NodeInfo[] = [];
  /** Said of the cluster as a whole, instead of node by node. */
  #general: string | undefined;

  refuse(node: NodeInfo, plugin: string, rejection: Rejection): void {
    this.plugins.add(plugin);
    for (const reason of rejection.reasons) this.count(reason, 1);
    if (!rejection.unresolvable) this.resolvable.push(node);
  }

  refuseAll(plugin: string, rejection: Rejection): void {
    this.plugins.add(plugin);
    this.#general = rejection.reasons.join(', ');
  }

  count(reason: string, nodes: number): void {
    if (nodes > 0) this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + nodes);
  }

  /** `0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient cpu. preemption: …` */
  message(nodes: number, preemption: string): string {
    return fitMessage(nodes, this.#reasons, this.#general) + (preemption && ` ${preemption}`);
  }
}

export function fitMessage(nodes: number, reasons: ReadonlyMap<string, number>, general?: string): string {
  const texts = general === undefined ? [...reasons].map(([reason, count]) => `${count} ${reason}`).sort() : [general];
  return `0/${nodes} nodes are available:${texts.length > 0 ? ` ${texts.join(', ')}.` : ''}`;
}
