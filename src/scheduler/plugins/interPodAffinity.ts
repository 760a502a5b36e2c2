/** Holds Pods to required affinity and anti-affinity between them, in both directions, and prefers what they prefer. */
import type { TermSubject } from '../cache/affinityTerm.ts';
import { termMatches } from '../cache/affinityTerm.ts';
import type { AffinityTerm } from '../cache/affinityTerm.ts';
import type { NodeInfo } from '../cache/nodeInfo.ts';
import type { PodInfo } from '../cache/podInfo.ts';
import type { NodeFilter, NodeScorer, Plugin, SchedulingContext } from '../framework.ts';
import { maxScore, rejected, unresolvable } from '../framework.ts';
import { TopologyCounts } from './topologyCounts.ts';

const notNear = unresolvable("node(s) didn't match pod affinity rules");
const tooNear = rejected("node(s) didn't match pod anti-affinity rules");
const unwanted = rejected("node(s) didn't satisfy existing pods anti-affinity rules");
/** What a required term of a Pod that is there counts when scoring. */
const requiredWeight = 1;

export const interPodAffinity: Plugin = {
  name: 'InterPodAffinity',
  weight: 2,
  prepareFilter: (pod, context) => prepareFilter(pod, context),
  prepareScore: (pod, nodes, context) => prepareScore(pod, nodes, context),
  events: ['node', 'podAdded', 'podLabels', 'podDeleted'],
  helps(pod, event) {
    if (event.kind === 'node') return event.changes.has('added') || event.changes.has('labels');
    // Namespaces by their labels are not looked up here: rather one attempt too many.
    const matches = (terms: readonly AffinityTerm[] | undefined, other: TermSubject): boolean =>
      terms?.some((term) => term.namespaceSelector !== 'nothing' || termMatches(term, other, () => undefined)) ?? false;
    if (event.kind === 'volume') return false;
    if (event.kind === 'podLabels') return true;
    if (event.kind === 'podAdded') return matches(pod.affinity?.required, event.pod);
    return matches(pod.affinity?.requiredAnti, event.pod) || matches(event.pod.affinity?.requiredAnti, pod);
  },
};

function prepareFilter(pod: PodInfo, { snapshot, namespaceLabels }: SchedulingContext): NodeFilter | undefined {
  const required = pod.affinity?.required ?? [];
  const requiredAnti = pod.affinity?.requiredAnti ?? [];
  if (required.length === 0 && requiredAnti.length === 0 && snapshot.nodesWithAffinityPods.size === 0) return undefined;
  const matches = (term: AffinityTerm, other: TermSubject): boolean => termMatches(term, other, namespaceLabels);
  const near = new TopologyCounts();
  const far = new TopologyCounts();
  const avoiding = new TopologyCounts();

  const count = (other: PodInfo, node: NodeInfo, by: 1 | -1): void => {
    if (required.length > 0 && required.every((term) => matches(term, other))) {
      for (const { topologyKey } of required) near.add(topologyKey, node, by);
    }
    for (const term of requiredAnti) if (matches(term, other)) far.add(term.topologyKey, node, by);
    for (const term of other.affinity?.requiredAnti ?? [])
      if (matches(term, pod)) avoiding.add(term.topologyKey, node, by);
  };
  if (required.length > 0 || requiredAnti.length > 0) {
    for (const node of snapshot.nodes) for (const other of node.pods.values()) count(other, node, 1);
  } else {
    for (const node of snapshot.nodesWithAffinityPods)
      for (const other of node.podsWithAffinity.values()) count(other, node, 1);
  }

  // The first of Pods that want each other near may go anywhere that has the labels.
  const first = (): boolean => near.empty && required.every((term) => matches(term, pod));
  return {
    filter(node) {
      if (required.length > 0) {
        if (!required.every(({ topologyKey }) => node.labels[topologyKey] !== undefined)) return notNear;
        if (!required.every(({ topologyKey }) => near.at(topologyKey, node) > 0) && !first()) return notNear;
      }
      if (requiredAnti.some(({ topologyKey }) => far.at(topologyKey, node) > 0)) return tooNear;
      return avoiding.anyAt(node) ? unwanted : undefined;
    },
    podAdded: (other, node) => count(other, node, 1),
    podRemoved: (other, node) => count(other, node, -1),
  };
}

function prepareScore(
  pod: PodInfo,
  _nodes: readonly NodeInfo[],
  { snapshot, namespaceLabels }: SchedulingContext,
): NodeScorer | undefined {
  const preferred = pod.affinity?.preferred ?? [];
  const preferredAnti = pod.affinity?.preferredAnti ?? [];
  const wishes = preferred.length > 0 || preferredAnti.length > 0;
  if (!wishes && snapshot.nodesWithAffinityPods.size === 0) return undefined;
  const sums = new TopologyCounts();
  const weigh = (term: AffinityTerm, subject: TermSubject, node: NodeInfo, weight: number): void => {
    if (termMatches(term, subject, namespaceLabels)) sums.add(term.topologyKey, node, weight);
  };

  const count = (other: PodInfo, node: NodeInfo): void => {
    for (const { term, weight } of preferred) weigh(term, other, node, weight);
    for (const { term, weight } of preferredAnti) weigh(term, other, node, -weight);
    if (!other.affinity) return;
    for (const term of other.affinity.required) weigh(term, pod, node, requiredWeight);
    for (const { term, weight } of other.affinity.preferred) weigh(term, pod, node, weight);
    for (const { term, weight } of other.affinity.preferredAnti) weigh(term, pod, node, -weight);
  };
  for (const node of wishes ? snapshot.nodes : snapshot.nodesWithAffinityPods) {
    for (const other of (wishes ? node.pods : node.podsWithAffinity).values()) count(other, node);
  }
  if (sums.empty) return undefined;
  return { score: (node) => sums.sumAt(node), normalize: spreadOut };
}

/** The least becomes 0 and the most 100. */
function spreadOut(scores: Float64Array): void {
  const least = scores.reduce((a, b) => Math.min(a, b), Infinity);
  const most = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  for (let i = 0; i < scores.length; i++) {
    scores[i] = most > least ? Math.floor((maxScore * ((scores[i] ?? 0) - least)) / (most - least)) : 0;
  }
}
