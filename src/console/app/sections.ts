/** The way through the console: sections, and the kinds in each. */
import type { IconName } from '../parts/Icon.svelte';

export interface Section {
  readonly title: string;
  readonly icon: IconName;
  /** Of the keyboard: g, then this. */
  readonly key: string;
  /** As kubectl names them; those that the server does not serve are left out. */
  readonly kinds: readonly string[];
}

export const sections: readonly Section[] = [
  { title: 'Pods', icon: 'pods', key: 'p', kinds: ['pods'] },
  {
    title: 'Workloads',
    icon: 'workloads',
    key: 'w',
    kinds: [
      'deployments.apps',
      'statefulsets.apps',
      'daemonsets.apps',
      'jobs.batch',
      'cronjobs.batch',
      'replicasets.apps',
      'horizontalpodautoscalers.autoscaling',
    ],
  },
  {
    title: 'Network',
    icon: 'network',
    key: 's',
    kinds: [
      'services',
      'endpointslices.discovery.k8s.io',
      'ingresses.networking.k8s.io',
      'networkpolicies.networking.k8s.io',
    ],
  },
  {
    title: 'Config',
    icon: 'config',
    key: 'c',
    kinds: ['configmaps', 'secrets', 'resourcequotas', 'limitranges', 'poddisruptionbudgets.policy'],
  },
  {
    title: 'Storage',
    icon: 'storage',
    key: 'v',
    kinds: ['persistentvolumeclaims', 'persistentvolumes', 'storageclasses.storage.k8s.io'],
  },
  { title: 'Nodes', icon: 'nodes', key: 'n', kinds: ['nodes'] },
  { title: 'Namespaces', icon: 'namespaces', key: 'm', kinds: ['namespaces'] },
  { title: 'Events', icon: 'events', key: 'e', kinds: ['events'] },
  {
    title: 'Access',
    icon: 'access',
    key: 'a',
    kinds: [
      'serviceaccounts',
      'roles.rbac.authorization.k8s.io',
      'rolebindings.rbac.authorization.k8s.io',
      'clusterroles.rbac.authorization.k8s.io',
      'clusterrolebindings.rbac.authorization.k8s.io',
    ],
  },
];

export const sectionOf = (kind: string): Section | undefined => sections.find((s) => s.kinds.includes(kind));

/** 'ReplicaSet' → 'ReplicaSets', 'NetworkPolicy' → 'NetworkPolicies', 'Ingress' → 'Ingresses'. */
export function plural(kind: string): string {
  if (/(s|x|ch|sh)$/.test(kind) && !kind.endsWith('Endpoints')) return `${kind}es`;
  if (/[^aeiou]y$/.test(kind)) return `${kind.slice(0, -1)}ies`;
  return kind.endsWith('s') ? kind : `${kind}s`;
}
