/** A term of Pod affinity, ready to be matched against Pods. */
import type { Pod, PodAffinityTerm } from '../../api/core/v1.ts';
import type { Labels, Selector } from '../../machinery/labels.ts';
import { matchesSelector, nothing, selectorFrom } from '../../machinery/labels.ts';

export interface AffinityTerm {
  readonly topologyKey: string;
  readonly selector: Selector;
  readonly namespaces: ReadonlySet<string>;
  /** Namespaces by their labels, beside those that are named. */
  readonly namespaceSelector: Selector;
}

export interface WeightedAffinityTerm {
  readonly weight: number;
  readonly term: AffinityTerm;
}

/** matchLabelKeys are in the selector already: the API server puts them there when the Pod is created. */
export function affinityTermOf(pod: Pod, term: PodAffinityTerm): AffinityTerm {
  const named = term.namespaces ?? [];
  const own = named.length === 0 && !term.namespaceSelector ? [pod.metadata?.namespace ?? ''] : named;
  return {
    topologyKey: term.topologyKey,
    selector: selectorFrom(term.labelSelector),
    namespaces: new Set(own),
    namespaceSelector: term.namespaceSelector ? selectorFrom(term.namespaceSelector) : nothing,
  };
}

/** What a term is matched with: a Pod's namespace and labels. */
export interface TermSubject {
  readonly namespace: string;
  readonly labels: Labels;
}

/** `namespaceLabels` answers the labels of a namespace. */
export function termMatches(
  term: AffinityTerm,
  pod: TermSubject,
  namespaceLabels: (name: string) => Labels | undefined,
): boolean {
  if (!term.namespaces.has(pod.namespace)) {
    if (
      term.namespaceSelector === 'nothing' ||
      !matchesSelector(term.namespaceSelector, namespaceLabels(pod.namespace))
    )
      return false;
  }
  return matchesSelector(term.selector, pod.labels);
}
