/** The revisions of a rollout: ReplicaSets of a Deployment, ControllerRevisions of the others. */
import type { ControllerRevision, DaemonSet, Deployment, ReplicaSet, StatefulSet } from '../../../api/apps/v1.ts';
import type { PodTemplateSpec } from '../../../api/core/v1.ts';
import { formatSelector, selectorFrom } from '../../../machinery/labels.ts';
import { applyStrategicMergePatch } from '../../../machinery/patch/strategicMergePatch.ts';
import { controllerRevisions, replicaSets } from '../../../machinery/resources.ts';
import { structSchema } from '../../../machinery/scheme.ts';
import { isControlledBy } from '../../../machinery/owner.ts';
import type { Found } from '../../change/objects.ts';
import { CommandError } from '../../kube/errors.ts';
import { listAt, type JsonObject } from '../../kube/json.ts';
import { pathOf } from '../../kube/mapper.ts';
import type { Session } from '../../kube/session.ts';
import { hasRollouts } from './chosen.ts';

export interface Revision {
  readonly number: number;
  readonly cause: string;
  readonly template: PodTemplateSpec;
  /** The ReplicaSet or ControllerRevision that keeps it. */
  readonly keeper: JsonObject;
  /** The object as it was then. */
  readonly object: JsonObject;
}

const runsPods = new Set(['Pod', 'Job', 'CronJob', 'ReplicaSet', 'ReplicationController']);

const changeCause = 'kubernetes.io/change-cause';

/** In the order of their numbers. Throws CommandError for kinds that keep none. @param what 'history viewer', 'rollbacker' */
export async function revisionsOf(session: Session, one: Found, what: string): Promise<readonly Revision[]> {
  const { kind, group } = one.resource;
  if (!hasRollouts(kind, group)) {
    const named = JSON.stringify(group ? `${kind}.${group}` : kind);
    throw new CommandError(
      runsPods.has(kind)
        ? `no ${what} has been implemented for ${named}`
        : `error retrieving ${what.split(' ')[0] ?? ''} for ${named}, no visitor method exists for {${group} ${kind}}`,
    );
  }
  const revisions =
    kind === 'Deployment' ? await ofDeployment(session, one) : await ofControllerRevisions(session, one, kind);
  return revisions.toSorted((a, b) => a.number - b.number);
}

async function keepers(session: Session, one: Found, resource: typeof replicaSets | typeof controllerRevisions) {
  // A named seam: the server answers with the kind that was asked for.
  const owner = one.object as unknown as Deployment | DaemonSet | StatefulSet;
  const connection = await session.connection();
  const list = await connection.json<JsonObject>({
    path: pathOf(resource, one.namespace),
    query: { labelSelector: formatSelector(selectorFrom(owner.spec?.selector)) },
  });
  const apiVersion = 'apps/v1';
  return (listAt(list, 'items') as JsonObject[])
    .filter((item) => isControlledBy(item, owner))
    .map((item) => ({ apiVersion, kind: resource.kind, ...item }));
}

async function ofDeployment(session: Session, one: Found): Promise<Revision[]> {
  return (await keepers(session, one, replicaSets)).flatMap((keeper) => {
    // A named seam, as above.
    const { metadata, spec } = keeper as unknown as ReplicaSet;
    const number = Number(metadata?.annotations?.['deployment.kubernetes.io/revision']);
    if (!Number.isInteger(number) || !spec?.template) return [];
    return [
      { number, cause: metadata?.annotations?.[changeCause] ?? '', template: spec.template, keeper, object: keeper },
    ];
  });
}

async function ofControllerRevisions(session: Session, one: Found, kind: string): Promise<Revision[]> {
  const schema = structSchema(`apps/v1.${kind}`);
  return (await keepers(session, one, controllerRevisions)).map((keeper) => {
    // A named seam, as above; `data` is a strategic merge patch of the object.
    const { metadata, data, revision } = keeper as unknown as ControllerRevision;
    const object = applyStrategicMergePatch(schema, one.object, data) as JsonObject;
    const { spec } = object as unknown as DaemonSet;
    return {
      number: revision,
      cause: metadata?.annotations?.[changeCause] ?? '',
      template: spec?.template ?? {},
      keeper,
      object,
    };
  });
}
