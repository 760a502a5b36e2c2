/** Which objects a quota with scopes covers. */
import type { Pod, PodAffinityTerm, ResourceQuota, ScopedResourceSelectorRequirement } from '../../../api/core/v1.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import { qosClassOf } from '../../../machinery/pod.ts';
import type { Resource } from '../../../machinery/resource.ts';
import { pods } from '../../../machinery/resources.ts';

/** All scopes must hold. They speak of Pods alone: a quota that has some covers nothing else. */
export function covers({ spec }: ResourceQuota, resource: Resource, object: KubeObject): boolean {
  const scopes: ScopedResourceSelectorRequirement[] = [
    ...(spec?.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' as const })),
    ...(spec?.scopeSelector?.matchExpressions ?? []),
  ];
  return scopes.length === 0 || (resource === pods && scopes.every((scope) => holds(scope, object)));
}

function holds({ scopeName, operator, values = [] }: ScopedResourceSelectorRequirement, { spec }: Pod): boolean {
  switch (scopeName) {
    case 'Terminating':
      return (spec?.activeDeadlineSeconds ?? -1) >= 0;
    case 'NotTerminating':
      return (spec?.activeDeadlineSeconds ?? -1) < 0;
    case 'BestEffort':
      return qosClassOf(spec) === 'BestEffort';
    case 'NotBestEffort':
      return qosClassOf(spec) !== 'BestEffort';
    case 'CrossNamespacePodAffinity':
      return affinityTerms(spec).some((term) => !!term.namespaces?.length || term.namespaceSelector !== undefined);
    case 'PriorityClass': {
      const name = spec?.priorityClassName ?? '';
      if (operator === 'Exists') return name !== '';
      if (operator === 'DoesNotExist') return name === '';
      return values.includes(name) === (operator === 'In');
    }
    default:
      return false;
  }
}

const affinityTerms = (spec: Pod['spec']): PodAffinityTerm[] =>
  [spec?.affinity?.podAffinity, spec?.affinity?.podAntiAffinity].flatMap((affinity) => [
    ...(affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ podAffinityTerm }) => podAffinityTerm),
  ]);
