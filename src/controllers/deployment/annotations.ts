/** What a Deployment notes on itself and on its ReplicaSets: revisions for rollback, sizes for proportional scaling. */
import type { Deployment, ReplicaSet } from '../../api/apps/v1.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { maxSurge, wanted } from './limits.ts';

export const revisionAnnotation = 'deployment.kubernetes.io/revision';
const revisionHistoryAnnotation = 'deployment.kubernetes.io/revision-history';
const desiredAnnotation = 'deployment.kubernetes.io/desired-replicas';
const maxAnnotation = 'deployment.kubernetes.io/max-replicas';

/** Annotations of the Deployment that say nothing about its ReplicaSets. */
const notInherited = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  revisionHistoryAnnotation,
  desiredAnnotation,
  maxAnnotation,
  'deprecated.deployment.rollback.to',
]);

const longestHistory = 2000;

type Annotations = Record<string, string>;

/** 0 when there is none. */
export const revisionOf = (object: KubeObject): number =>
  Number(object.metadata?.annotations?.[revisionAnnotation]) || 0;

const numberIn = (set: ReplicaSet, annotation: string): number | undefined => {
  const text = set.metadata?.annotations?.[annotation];
  return text !== undefined && /^[0-9]+$/.test(text) ? Number(text) : undefined;
};

/** The size of the Deployment when the set was last scaled. */
export const desiredReplicas = (set: ReplicaSet): number | undefined => numberIn(set, desiredAnnotation);
/** The size of the Deployment with its surge when the set was last scaled. */
export const maxReplicas = (set: ReplicaSet): number | undefined => numberIn(set, maxAnnotation);

export const sizeAnnotations = (deployment: Deployment): Annotations => ({
  [desiredAnnotation]: String(wanted(deployment)),
  [maxAnnotation]: String(wanted(deployment) + maxSurge(deployment)),
});

/** What the current ReplicaSet has to be annotated with. A revision only ever rises; those it had go into its history. */
export function currentSetAnnotations(
  deployment: Deployment,
  set: ReplicaSet | undefined,
  revision: number,
): Annotations {
  const before = set?.metadata?.annotations ?? {};
  const inherited = Object.entries(deployment.metadata?.annotations ?? {}).filter(([name]) => !notInherited.has(name));
  const annotations: Annotations = { ...before, ...Object.fromEntries(inherited) };
  const old = set ? revisionOf(set) : 0;
  if (old >= revision) return annotations;
  annotations[revisionAnnotation] = String(revision);
  if (old > 0) annotations[revisionHistoryAnnotation] = history(before[revisionHistoryAnnotation], old);
  return annotations;
}

/** The oldest revisions give way when the text grows too long. */
function history(before: string | undefined, revision: number): string {
  const revisions = [...(before ? before.split(',') : []), String(revision)];
  while (revisions.length > 1 && revisions.join(',').length > longestHistory) revisions.shift();
  return revisions.join(',');
}
