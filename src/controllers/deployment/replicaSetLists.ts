/** The ReplicaSets of a Deployment: which one is current, and sums over them. */
import type { Deployment, ReplicaSet } from '../../api/apps/v1.ts';
import type { PodTemplateSpec } from '../../api/core/v1.ts';
import { semanticEqual } from '../../machinery/equal.ts';
import type { Stored } from '../../machinery/object.ts';
import { revisionOf } from './annotations.ts';

export type StoredSet = Stored<ReplicaSet>;

export const hashLabel = 'pod-template-hash';

export const replicasOf = (set: ReplicaSet | undefined): number => (set ? (set.spec?.replicas ?? 1) : 0);

/** As their specifications want. */
export const totalReplicas = (sets: readonly (ReplicaSet | undefined)[]): number =>
  sets.reduce((sum, set) => sum + replicasOf(set), 0);

/** As their statuses tell. */
export const totalOf = (
  field: 'replicas' | 'readyReplicas' | 'availableReplicas',
  sets: readonly (ReplicaSet | undefined)[],
): number => sets.reduce((sum, set) => sum + (set?.status?.[field] ?? 0), 0);

/** Those that want Pods. */
export const active = (sets: readonly StoredSet[]): StoredSet[] => sets.filter((set) => replicasOf(set) > 0);

/** The oldest of those with the Deployment's own template, so that all agree when there are several. */
export function currentSet(deployment: Deployment, sets: readonly StoredSet[]): StoredSet | undefined {
  return sets.toSorted(byAge).find((set) => sameTemplate(set.spec?.template, deployment.spec?.template));
}

/** Whether they differ in nothing but the hash label that ReplicaSets carry. */
export function sameTemplate(a: PodTemplateSpec | undefined, b: PodTemplateSpec | undefined): boolean {
  return semanticEqual(withoutHash(a), withoutHash(b));
}

function withoutHash(template: PodTemplateSpec | undefined): PodTemplateSpec {
  const { [hashLabel]: _, ...labels } = template?.metadata?.labels ?? {};
  return { ...template, metadata: { ...template?.metadata, labels } };
}

const created = (set: StoredSet): number => Date.parse(set.metadata.creationTimestamp);
const byName = (a: StoredSet, b: StoredSet): number =>
  a.metadata.name < b.metadata.name ? -1 : a.metadata.name > b.metadata.name ? 1 : 0;

/** Oldest first. */
export const byAge = (a: StoredSet, b: StoredSet): number => created(a) - created(b) || byName(a, b);

export const byRevision = (a: StoredSet, b: StoredSet): number => revisionOf(a) - revisionOf(b) || byAge(a, b);

/** Largest first, of equals the newer. */
export const bySizeNewer = (a: StoredSet, b: StoredSet): number => replicasOf(b) - replicasOf(a) || -byAge(a, b);

/** Largest first, of equals the older. */
export const bySizeOlder = (a: StoredSet, b: StoredSet): number => replicasOf(b) - replicasOf(a) || byAge(a, b);
