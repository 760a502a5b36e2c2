/** Finds or makes the ReplicaSet of the Deployment's present template, and keeps the revisions of both. */
import type { ReplicaSet } from '../../api/apps/v1.ts';
import { isAlreadyExists } from '../../machinery/apiError.ts';
import { semanticEqual } from '../../machinery/equal.ts';
import { controllerReference, isControlledBy } from '../../machinery/owner.ts';
import { getCondition } from '../../machinery/pod.ts';
import { deployments, replicaSets } from '../../machinery/resources.ts';
import { isNamespaceTerminating, messageOf } from '../podControl.ts';
import { currentSetAnnotations, revisionAnnotation, revisionOf, sizeAnnotations } from './annotations.ts';
import { condition, hasProgressDeadline, withCondition } from './conditions.ts';
import { isRollingUpdate, maxSurge, wanted } from './limits.ts';
import { currentSet, hashLabel, replicasOf, sameTemplate, totalReplicas } from './replicaSetLists.ts';
import type { StoredSet } from './replicaSetLists.ts';
import type { Rollout } from './rollout.ts';
import { templateHash } from './templateHash.ts';

/** The one that is there, brought up to date; undefined when there is none. */
export async function findCurrentSet(rollout: Rollout): Promise<StoredSet | undefined> {
  const found = currentSet(rollout.deployment, rollout.sets);
  if (!found) return undefined;
  const { deployment, now } = rollout;
  const annotations = currentSetAnnotations(deployment, found, nextRevision(rollout, found));
  const minReadySeconds = deployment.spec?.minReadySeconds ?? 0;
  const { spec } = found;
  const stale =
    !semanticEqual(annotations, found.metadata.annotations ?? {}) || (spec?.minReadySeconds ?? 0) !== minReadySeconds;
  const set =
    stale && spec
      ? await rollout.updateSet({
          ...found,
          metadata: { ...found.metadata, annotations },
          spec: { ...spec, minReadySeconds },
        })
      : found;
  const known = !hasProgressDeadline(deployment) || getCondition(deployment.status?.conditions, 'Progressing');
  await noteRevision(
    rollout,
    revisionOf(set),
    known
      ? undefined
      : condition('Progressing', 'True', 'FoundNewReplicaSet', `Found new replica set "${set.metadata.name}"`, now),
  );
  return set;
}

/** Rejects after noting the failure on the Deployment. */
export async function findOrCreateCurrentSet(rollout: Rollout): Promise<StoredSet> {
  const found = await findCurrentSet(rollout);
  if (found) return found;
  const revision = nextRevision(rollout, undefined);
  const body = newSet(rollout, revision);
  const { created, isNew } = await create(rollout, body);
  rollout.sets.push(created);
  const replicas = replicasOf(body);
  const { name } = created.metadata;
  if (isNew && replicas > 0) {
    rollout.recorder.event(
      rollout.deployment,
      'Normal',
      'ScalingReplicaSet',
      `Scaled up replica set ${name} from 0 to ${replicas}`,
    );
  }
  await noteRevision(
    rollout,
    revision,
    isNew && hasProgressDeadline(rollout.deployment)
      ? condition('Progressing', 'True', 'NewReplicaSetCreated', `Created new replica set "${name}"`, rollout.now)
      : undefined,
  );
  return created;
}

const nextRevision = ({ sets }: Rollout, current: StoredSet | undefined): number =>
  Math.max(0, ...sets.filter((set) => set !== current).map(revisionOf)) + 1;

function newSet(rollout: Rollout, revision: number): ReplicaSet & { metadata: { name: string } } {
  const { deployment } = rollout;
  const { spec, status, metadata } = deployment;
  const hash = templateHash(spec?.template ?? {}, status?.collisionCount);
  const labels = { ...spec?.template.metadata?.labels, [hashLabel]: hash };
  return {
    metadata: {
      name: `${metadata.name}-${hash}`,
      ...(metadata.namespace && { namespace: metadata.namespace }),
      labels,
      annotations: { ...currentSetAnnotations(deployment, undefined, revision), ...sizeAnnotations(deployment) },
      ownerReferences: [controllerReference(deployment, deployments)],
    },
    spec: {
      replicas: newSetReplicas(rollout, undefined),
      minReadySeconds: spec?.minReadySeconds ?? 0,
      selector: { ...spec?.selector, matchLabels: { ...spec?.selector.matchLabels, [hashLabel]: hash } },
      template: { ...spec?.template, metadata: { ...spec?.template.metadata, labels } },
    },
  };
}

/** How large the current set may be now: as wanted, but a rolling update must not exceed its surge over all sets. */
export function newSetReplicas({ deployment, sets }: Rollout, current: StoredSet | undefined): number {
  if (!isRollingUpdate(deployment)) return wanted(deployment);
  const own = replicasOf(current);
  const room = wanted(deployment) + maxSurge(deployment) - totalReplicas(sets);
  return room <= 0 ? own : own + Math.min(room, wanted(deployment) - own);
}

async function create(
  rollout: Rollout,
  body: ReplicaSet & { metadata: { name: string } },
): Promise<{ created: StoredSet; isNew: boolean }> {
  const client = rollout.client.resource(replicaSets);
  try {
    return { created: await client.create(body), isNew: true };
  } catch (error) {
    const { deployment } = rollout;
    const { status = {} } = deployment;
    if (isAlreadyExists(error)) {
      const other = await client.get(body.metadata.name, deployment.metadata.namespace);
      // The cache was behind: it is ours after all.
      if (isControlledBy(other, deployment) && sameTemplate(other.spec?.template, deployment.spec?.template))
        return { created: other, isNew: false };
      // Another template has the same hash: the next look makes another name.
      await rollout.updateStatus({ ...status, collisionCount: (status.collisionCount ?? 0) + 1 });
      throw error;
    }
    if (isNamespaceTerminating(error)) throw error;
    const message = `Failed to create new replica set "${body.metadata.name}": ${messageOf(error)}`;
    if (hasProgressDeadline(deployment)) {
      const failed = condition('Progressing', 'False', 'ReplicaSetCreateError', message, rollout.now);
      await rollout.updateStatus({ ...status, conditions: withCondition(status.conditions, failed) });
    }
    rollout.recorder.event(deployment, 'Warning', 'ReplicaSetCreateError', message);
    throw error;
  }
}

async function noteRevision(
  rollout: Rollout,
  revision: number,
  progress: ReturnType<typeof condition> | undefined,
): Promise<void> {
  const { status = {} } = rollout.deployment;
  const next = progress ? { ...status, conditions: withCondition(status.conditions, progress) } : status;
  await rollout.updateStatus(next, { [revisionAnnotation]: String(revision) });
}
