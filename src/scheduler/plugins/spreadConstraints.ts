/** The topology spread constraints of a Pod, ready to be counted with. */
import type { TopologySpreadConstraint } from '../../api/core/v1.ts';
import type { LabelRequirement, Selector } from '../../machinery/labels.ts';
import { selectorFrom } from '../../machinery/labels.ts';
import type { PodInfo } from '../cache/podInfo.ts';
import type { SchedulingContext } from '../framework.ts';
import type { NodePredicate } from './nodeSelector.ts';
import { demandedNodes } from './nodeSelector.ts';
import { untoleratedTaint } from './tolerations.ts';

export interface SpreadConstraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  readonly selector: Selector;
  /** Whether the Pods of a node count at all, by the Pod's own affinity and tolerations; undefined: those of all nodes do. */
  readonly counts: NodePredicate | undefined;
}

export const hostnameLabel = 'kubernetes.io/hostname';

/** For replicas that ask for nothing: over nodes, and less strictly over zones, as wishes. */
const defaults = [
  { topologyKey: hostnameLabel, maxSkew: 3 },
  { topologyKey: 'topology.kubernetes.io/zone', maxSkew: 5 },
];

export function constraintsOf(
  pod: PodInfo,
  whenUnsatisfiable: TopologySpreadConstraint['whenUnsatisfiable'],
): SpreadConstraint[] {
  const own = pod.pod.spec?.topologySpreadConstraints ?? [];
  return own
    .filter((constraint) => constraint.whenUnsatisfiable === whenUnsatisfiable)
    .map((constraint) => ({
      topologyKey: constraint.topologyKey,
      maxSkew: constraint.maxSkew,
      minDomains: constraint.minDomains ?? 1,
      selector: selectorOf(pod, constraint),
      counts: inclusion(pod, constraint),
    }));
}

/** Those of a Pod that has none of its own but is a replica of others. */
export function defaultConstraints(pod: PodInfo, context: SchedulingContext): SpreadConstraint[] {
  const selectors = context.replicaSelectors(pod);
  if (selectors.length === 0 || selectors.includes('nothing')) return [];
  const selector = selectors.flatMap((each) => (each === 'nothing' ? [] : each));
  if (selector.length === 0) return [];
  return defaults.map((each) => ({ ...each, minDomains: 1, selector, counts: inclusion(pod, {}) }));
}

function selectorOf(pod: PodInfo, { labelSelector, matchLabelKeys = [] }: TopologySpreadConstraint): Selector {
  const selector = selectorFrom(labelSelector);
  if (selector === 'nothing') return 'nothing';
  const same = matchLabelKeys.flatMap((key): LabelRequirement[] => {
    const value = pod.labels[key];
    return value === undefined ? [] : [{ key, operator: 'in', values: [value] }];
  });
  return [...selector, ...same];
}

function inclusion(
  pod: PodInfo,
  { nodeAffinityPolicy, nodeTaintsPolicy }: Partial<TopologySpreadConstraint>,
): NodePredicate | undefined {
  const demanded = nodeAffinityPolicy === 'Ignore' ? undefined : demandedNodes(pod.pod.spec);
  if (nodeTaintsPolicy !== 'Honor') return demanded;
  const tolerations = pod.pod.spec?.tolerations ?? [];
  return (node) => (demanded?.(node) ?? true) && !untoleratedTaint(node.taints, tolerations);
}
