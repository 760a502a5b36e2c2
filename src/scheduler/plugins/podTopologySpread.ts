/** Spreads Pods that are alike over places: as a demand (DoNotSchedule), as a wish, and for replicas by default. */
import { matchesSelector } from '../../machinery/labels.ts';
import type { NodeInfo } from '../cache/nodeInfo.ts';
import type { PodInfo } from '../cache/podInfo.ts';
import type { NodeFilter, NodeScorer, Plugin, SchedulingContext } from '../framework.ts';
import { maxScore, rejected, unresolvable } from '../framework.ts';
import type { SpreadConstraint } from './spreadConstraints.ts';
import { constraintsOf, defaultConstraints, hostnameLabel } from './spreadConstraints.ts';

const tooMany = rejected("node(s) didn't match pod topology spread constraints");
const noLabel = unresolvable("node(s) didn't match pod topology spread constraints (missing required label)");

export const podTopologySpread: Plugin = {
  name: 'PodTopologySpread',
  weight: 2,
  prepareFilter: (pod, context) => prepareFilter(pod, context),
  prepareScore: (pod, nodes, context) => prepareScore(pod, nodes, context),
  events: ['node', 'podAdded', 'podLabels', 'podDeleted'],
  helps(pod, event) {
    if (event.kind === 'node')
      return event.changes.has('added') || event.changes.has('labels') || event.changes.has('taints');
    if (event.kind === 'volume') return false;
    return (
      event.kind === 'podLabels' ||
      constraintsOf(pod, 'DoNotSchedule').some(
        (constraint) => event.pod.namespace === pod.namespace && matchesSelector(constraint.selector, event.pod.labels),
      )
    );
  },
};

/** How many alike Pods each place of one constraint has. */
type Domains = Map<string, number>;

function prepareFilter(pod: PodInfo, { snapshot }: SchedulingContext): NodeFilter | undefined {
  const constraints = constraintsOf(pod, 'DoNotSchedule');
  if (constraints.length === 0) return undefined;
  const domains = constraints.map((): Domains => new Map());
  const takesPart = (node: NodeInfo): boolean =>
    constraints.every(({ topologyKey }) => node.labels[topologyKey] !== undefined);
  const alike = constraints.map(({ selector }) => snapshot.alike(pod.namespace, selector));
  const counts = ({ counts }: SpreadConstraint, node: NodeInfo): boolean => counts?.(node) ?? true;
  for (const node of snapshot.nodes) {
    if (!takesPart(node)) continue;
    constraints.forEach((constraint, i) => {
      if (counts(constraint, node)) raise(domains[i], node.labels[constraint.topologyKey], alike[i]?.at(node) ?? 0);
    });
  }
  let least: number[] | undefined;
  const leastOf = (i: number): number =>
    (least ??= constraints.map(({ minDomains }, j) => leastAlike(domains[j], minDomains)))[i] ?? 0;
  const own = constraints.map(({ selector }) => (matchesSelector(selector, pod.labels) ? 1 : 0));

  const change = (other: PodInfo, node: NodeInfo, by: 1 | -1): void => {
    if (!takesPart(node)) return;
    least = undefined;
    constraints.forEach((constraint, i) => {
      if (counts(constraint, node) && alike[i]?.matches(other))
        raise(domains[i], node.labels[constraint.topologyKey], by);
    });
  };
  return {
    filter(node) {
      for (const [i, { topologyKey, maxSkew }] of constraints.entries()) {
        const place = node.labels[topologyKey];
        if (place === undefined) return noLabel;
        if ((domains[i]?.get(place) ?? 0) + (own[i] ?? 0) - leastOf(i) > maxSkew) return tooMany;
      }
      return undefined;
    },
    podAdded: (other, node) => change(other, node, 1),
    podRemoved: (other, node) => change(other, node, -1),
  };
}

function raise(domains: Domains | undefined, place: string | undefined, by: number): void {
  if (domains && place !== undefined) domains.set(place, (domains.get(place) ?? 0) + by);
}

function leastAlike(domains: Domains | undefined, minDomains: number): number {
  if (!domains || domains.size === 0 || domains.size < minDomains) return 0;
  let least = Infinity;
  for (const count of domains.values()) if (count < least) least = count;
  return least;
}

function prepareScore(pod: PodInfo, nodes: readonly NodeInfo[], context: SchedulingContext): NodeScorer | undefined {
  const demanded = pod.pod.spec?.topologySpreadConstraints ?? [];
  const own = constraintsOf(pod, 'ScheduleAnyway');
  const constraints = demanded.length > 0 ? own : defaultConstraints(pod, context);
  if (constraints.length === 0) return undefined;
  // Nodes without the labels are out of the running, but for the defaults, which must work on unlabelled nodes too.
  const left = (node: NodeInfo): boolean =>
    demanded.length > 0 && constraints.some(({ topologyKey }) => node.labels[topologyKey] === undefined);
  const running = nodes.filter((node) => !left(node));
  const counters = constraints.map((constraint) => counterOf(constraint, pod.namespace, running, context));
  return {
    score: (node) => (left(node) ? NaN : Math.round(counters.reduce((sum, count) => sum + count(node), 0))),
    normalize: fewestFirst,
  };
}

/** What a constraint adds to a node's score: the more Pods that are alike, and the more places there are, the more. */
function counterOf(
  constraint: SpreadConstraint,
  namespace: string,
  running: readonly NodeInfo[],
  { snapshot }: SchedulingContext,
): (node: NodeInfo) => number {
  const { topologyKey, maxSkew, counts } = constraint;
  const alike = snapshot.alike(namespace, constraint.selector);
  if (topologyKey === hostnameLabel) {
    const weight = Math.log(running.length + 2);
    return (node) => (node.labels[topologyKey] === undefined ? 0 : alike.at(node) * weight + maxSkew - 1);
  }
  const domains: Domains = new Map();
  for (const { labels } of running) {
    const place = labels[topologyKey];
    if (place !== undefined) domains.set(place, 0);
  }
  if (!counts) for (const place of domains.keys()) domains.set(place, alike.inPlace(topologyKey, place));
  else {
    for (const [node, count] of alike.nodes) {
      const place = node.labels[topologyKey];
      if (place !== undefined && domains.has(place) && counts(node)) raise(domains, place, count);
    }
  }
  const weight = Math.log(domains.size + 2);
  return (node) => {
    const place = node.labels[topologyKey];
    return place === undefined ? 0 : (domains.get(place) ?? 0) * weight + maxSkew - 1;
  };
}

/** Nodes that are out of the running (NaN) get 0. */
function fewestFirst(scores: Float64Array): void {
  let least = Infinity;
  let most = 0;
  for (const score of scores) {
    if (score < least) least = score;
    if (score > most) most = score;
  }
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] ?? NaN;
    scores[i] = Number.isNaN(score)
      ? 0
      : most === 0
        ? maxScore
        : Math.floor((maxScore * (most + least - score)) / most);
  }
}
