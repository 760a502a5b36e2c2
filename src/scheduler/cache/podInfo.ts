/** A Pod with what scheduling asks of it again and again, computed once. */
import type { Pod, PodAffinityTerm, WeightedPodAffinityTerm } from '../../api/core/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import { semanticEqual } from '../../machinery/equal.ts';
import { specInUse } from '../../machinery/podResources.ts';
import { keyOf } from '../../machinery/object.ts';
import type { Resources } from '../resources.ts';
import { requestsOf, scoredRequestsOf } from '../resources.ts';
import type { AffinityTerm, WeightedAffinityTerm } from './affinityTerm.ts';
import { affinityTermOf } from './affinityTerm.ts';
import type { HostPort } from './hostPorts.ts';
import { hostPortsOf } from './hostPorts.ts';

export interface PodInfo {
  readonly pod: Stored<Pod>;
  /** 'namespace/name'. */
  readonly key: string;
  readonly uid: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly priority: number;
  readonly requests: Resources;
  /** Requests as scoring sees them: containers without any count a little. */
  readonly scored: { readonly milliCpu: number; readonly memory: number };
  readonly hostPorts: readonly HostPort[];
  readonly affinity: PodAffinityTerms | undefined;
}

export interface PodAffinityTerms {
  readonly required: readonly AffinityTerm[];
  readonly requiredAnti: readonly AffinityTerm[];
  readonly preferred: readonly WeightedAffinityTerm[];
  readonly preferredAnti: readonly WeightedAffinityTerm[];
}

const noLabels: Readonly<Record<string, string>> = {};

/** Throws SelectorError when a selector of its affinity cannot be understood. */
export function podInfoOf(pod: Stored<Pod>): PodInfo {
  const requests = requestsOf(pod);
  return {
    pod,
    key: keyOf(pod),
    uid: pod.metadata.uid,
    namespace: pod.metadata.namespace ?? '',
    labels: pod.metadata.labels ?? noLabels,
    priority: pod.spec?.priority ?? 0,
    requests,
    scored: scoredRequestsOf(pod, requests),
    hostPorts: hostPortsOf(pod),
    affinity: affinityOf(pod),
  };
}

/** The same Pod in a newer state; what follows from its specification is kept when that cannot have changed. */
export function renewed(info: PodInfo, pod: Stored<Pod>): PodInfo {
  const same =
    info.uid === pod.metadata.uid &&
    info.pod.metadata.generation === pod.metadata.generation &&
    pod.metadata.generation !== undefined &&
    pod.metadata.generation > 0 &&
    // Only a Pod that was changed may have been resized, and count as what it has.
    (pod.metadata.generation === 1 || semanticEqual(specInUse(info.pod), specInUse(pod)));
  return same ? { ...info, pod, labels: pod.metadata.labels ?? noLabels } : podInfoOf(pod);
}

function affinityOf(pod: Stored<Pod>): PodAffinityTerms | undefined {
  const { podAffinity, podAntiAffinity } = pod.spec?.affinity ?? {};
  if (!podAffinity && !podAntiAffinity) return undefined;
  const all = (terms: readonly PodAffinityTerm[] | undefined): AffinityTerm[] =>
    (terms ?? []).map((term) => affinityTermOf(pod, term));
  const weighted = (terms: readonly WeightedPodAffinityTerm[] | undefined): WeightedAffinityTerm[] =>
    (terms ?? []).map(({ weight, podAffinityTerm }) => ({ weight, term: affinityTermOf(pod, podAffinityTerm) }));
  return {
    required: all(podAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    requiredAnti: all(podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    preferred: weighted(podAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
    preferredAnti: weighted(podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
  };
}
