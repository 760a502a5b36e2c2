/**
 * Preemption: which Pods of lower priority would have to go for a Pod to fit, and on which node that hurts least.
 * Only asks "what if": the caller removes the victims. (Upstream's plugin DefaultPreemption.)
 */
import type { PodDisruptionBudget } from '../api/policy/v1.ts';
import { matchesSelector, selectorFrom } from '../machinery/labels.ts';
import { isPodTerminal } from '../machinery/pod.ts';
import type { NodeInfo } from './cache/nodeInfo.ts';
import type { PodInfo } from './cache/podInfo.ts';
import type { Snapshot } from './cache/snapshot.ts';
import type { Diagnosis } from './diagnosis.ts';
import { fitMessage } from './diagnosis.ts';
import type { Filters } from './filters.ts';
import type { Nominations } from './nominations.ts';

export interface Preemption {
  readonly node: NodeInfo;
  readonly victims: readonly PodInfo[];
}

export interface PreemptionQuestion {
  readonly pod: PodInfo;
  readonly filters: Filters | undefined;
  readonly diagnosis: Diagnosis;
  readonly snapshot: Snapshot;
  readonly nominations: Nominations;
  readonly budgets: readonly PodDisruptionBudget[];
}

interface Candidate extends Preemption {
  /** Victims whose disruption budget does not allow it. */
  readonly violations: number;
}

const notHelpful = 'Preemption is not helpful for scheduling';
const noVictims = 'No preemption victims found for incoming pod';
/** So many candidates, or a tenth of the nodes, are enough to choose from. */
const enoughCandidates = 100;

/** A Preemption, or the text why there is none. */
export function findPreemption(question: PreemptionQuestion): Preemption | string {
  const ineligible = whyIneligible(question);
  if (ineligible) return `preemption: ${ineligible}`;
  const { snapshot, diagnosis, filters } = question;
  const total = snapshot.nodes.length;
  const reasons = new Map<string, number>();
  const candidates: Candidate[] = [];
  const enough = Math.max(enoughCandidates, Math.floor(total / 10));
  const resolvable = filters ? diagnosis.resolvable : [];
  for (const node of resolvable) {
    const found = filters ? victimsOn(question, filters, node) : [];
    if (!('node' in found)) for (const reason of found) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    else if (candidates.push(found) >= enough) break;
  }
  if (candidates.length > 0) return candidates.reduce((best, each) => (hurtsLess(each, best) ? each : best));
  if (total > resolvable.length) reasons.set(notHelpful, total - resolvable.length);
  return `preemption: ${fitMessage(total, reasons)}`;
}

function whyIneligible({ pod, snapshot, nominations }: PreemptionQuestion): string | undefined {
  if (pod.pod.spec?.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
  const node = snapshot.node(nominations.nodeOf(pod.key) ?? '');
  for (const other of node?.pods.values() ?? []) {
    if (other.priority < pod.priority && other.pod.metadata.deletionTimestamp)
      return 'not eligible due to a terminating pod on the nominated node.';
  }
  return undefined;
}

/** The fewest Pods that must leave the node, or the reasons why that would not help. */
function victimsOn(question: PreemptionQuestion, filters: Filters, node: NodeInfo): Candidate | readonly string[] {
  const { pod, nominations } = question;
  const lower = [...node.pods.values()].filter((other) => other.priority < pod.priority && !isPodTerminal(other.pod));
  if (lower.length === 0) return [noVictims];
  const before = nominations.before(pod, node.name);
  for (const other of lower) filters.remove(other, node);
  const victims: PodInfo[] = [];
  try {
    const refused = filters.refusalWith(node, before);
    if (refused) return refused.rejection.reasons;
    // Spare whom we can, the most important first; those whose budget is used up before all others.
    lower.sort(moreImportantFirst);
    const { violating, others } = byBudget(lower, question.budgets);
    for (const other of [...violating, ...others]) {
      filters.add(other, node);
      if (!filters.refusalWith(node, before)) continue;
      filters.remove(other, node);
      victims.push(other);
    }
    const violations = victims.filter((victim) => violating.includes(victim)).length;
    return { node, victims: [...victims].sort(moreImportantFirst), violations };
  } finally {
    for (const other of lower) if (!node.pods.has(other.key)) filters.add(other, node);
  }
}

const startOf = (info: PodInfo): string => info.pod.status?.startTime ?? info.pod.metadata.creationTimestamp;

function moreImportantFirst(a: PodInfo, b: PodInfo): number {
  if (a.priority !== b.priority) return b.priority - a.priority;
  return startOf(a) < startOf(b) ? -1 : startOf(a) > startOf(b) ? 1 : 0;
}

function byBudget(
  pods: readonly PodInfo[],
  budgets: readonly PodDisruptionBudget[],
): { violating: PodInfo[]; others: PodInfo[] } {
  const left = budgets.map((budget) => ({
    namespace: budget.metadata?.namespace,
    selector: selectorFrom(budget.spec?.selector),
    allowed: budget.status?.disruptionsAllowed ?? 0,
    disrupted: budget.status?.disruptedPods ?? {},
  }));
  const violating: PodInfo[] = [];
  const others: PodInfo[] = [];
  for (const pod of pods) {
    let violates = false;
    for (const budget of left) {
      // A Pod without labels is under no budget; one that is being evicted already is not counted again.
      if (budget.namespace !== pod.namespace || Object.keys(pod.labels).length === 0) continue;
      if (!matchesSelector(budget.selector, pod.labels) || pod.pod.metadata.name in budget.disrupted) continue;
      if (--budget.allowed < 0) violates = true;
    }
    (violates ? violating : others).push(pod);
  }
  return { violating, others };
}

/** Upstream's order of what hurts: broken budgets, the highest priority, the sum of priorities, the number, the age. */
function hurtsLess(a: Candidate, b: Candidate): boolean {
  const measures: ((c: Candidate) => number)[] = [
    (c) => c.violations,
    (c) => c.victims[0]?.priority ?? -Infinity,
    // Shifted so that negative priorities do not make more victims look cheaper.
    (c) => c.victims.reduce((sum, victim) => sum + victim.priority + 2 ** 31, 0),
    (c) => c.victims.length,
  ];
  for (const measure of measures) {
    const difference = measure(a) - measure(b);
    if (difference !== 0) return difference < 0;
  }
  const [first, other] = [a, b].map(
    (c) =>
      c.victims
        .filter((v) => v.priority === c.victims[0]?.priority)
        .map(startOf)
        .sort()[0] ?? '',
  );
  return (first ?? '') > (other ?? '');
}
