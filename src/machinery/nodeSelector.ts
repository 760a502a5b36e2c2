/** Node selectors, turned into functions once a Pod. */
import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, PodSpec } from '../api/core/v1.ts';

/** What node selectors look at. */
export interface SelectableNode {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

export type NodePredicate = (node: SelectableNode) => boolean;

const integer = /^[+-]?[0-9]+$/;

function requirementHolds({ operator, values = [] }: NodeSelectorRequirement): (actual: string | undefined) => boolean {
  switch (operator) {
    case 'In':
      return (actual) => actual !== undefined && values.includes(actual);
    case 'NotIn':
      return (actual) => actual === undefined || !values.includes(actual);
    case 'Exists':
      return (actual) => actual !== undefined;
    case 'DoesNotExist':
      return (actual) => actual === undefined;
    case 'Gt':
    case 'Lt': {
      const limit = values[0] ?? '';
      if (!integer.test(limit)) return () => false;
      const bound = BigInt(limit);
      return (actual) =>
        actual !== undefined &&
        integer.test(actual) &&
        (operator === 'Gt' ? BigInt(actual) > bound : BigInt(actual) < bound);
    }
    default:
      return () => false;
  }
}

/** A term without expressions and fields matches no node. */
export function termPredicate(term: NodeSelectorTerm): NodePredicate {
  const tests: NodePredicate[] = [];
  for (const requirement of term.matchExpressions ?? []) {
    const holds = requirementHolds(requirement);
    tests.push((node) => holds(node.labels[requirement.key]));
  }
  for (const requirement of term.matchFields ?? []) {
    const holds = requirementHolds(requirement);
    tests.push((node) => requirement.key === 'metadata.name' && holds(node.name));
  }
  if (tests.length === 0) return () => false;
  return (node) => tests.every((test) => test(node));
}

/** Any of the terms. */
function selectorPredicate(selector: NodeSelector): NodePredicate {
  const terms = selector.nodeSelectorTerms.map(termPredicate);
  return (node) => terms.some((term) => term(node));
}

/** What the Pod demands by nodeSelector and required node affinity; undefined when it demands nothing. */
export function demandedNodes(spec: PodSpec | undefined): NodePredicate | undefined {
  const labels = Object.entries(spec?.nodeSelector ?? {});
  const required = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (labels.length === 0 && !required) return undefined;
  const affine = required && selectorPredicate(required);
  return (node) => labels.every(([name, value]) => node.labels[name] === value) && (!affine || affine(node));
}

/** The names to which required node affinity confines the Pod by `metadata.name`, as DaemonSets do; undefined: none. */
export function demandedNames(spec: PodSpec | undefined): ReadonlySet<string> | undefined {
  const terms = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  if (!terms || terms.length === 0) return undefined;
  const names = new Set<string>();
  for (const { matchFields = [] } of terms) {
    let ofTerm: string[] | undefined;
    for (const { key, operator, values = [] } of matchFields) {
      if (key !== 'metadata.name' || operator !== 'In') continue;
      ofTerm = ofTerm ? ofTerm.filter((name) => values.includes(name)) : values;
    }
    // One term that is open to any node leaves the Pod open to any.
    if (!ofTerm) return undefined;
    for (const name of ofTerm) names.add(name);
  }
  return names;
}
