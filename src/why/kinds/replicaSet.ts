/** ReplicaSets and ReplicationControllers: Pods that cannot be made, and Pods that are not ready. */
import type { ReplicaSet } from '../../api/apps/v1.ts';
import type { ReplicationController } from '../../api/core/v1.ts';
import type { LabelSelector } from '../../api/meta/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import { getCondition } from '../../machinery/pod.ts';
import { replicaSets, replicationControllers } from '../../machinery/resources.ts';
import { refusal } from '../causes/refusal.ts';
import { finding, type Finding } from '../explanation.ts';
import type { Investigation } from '../investigation.ts';
import type { KindExplainer } from '../kind.ts';
import { podsOwnedBy, troubleOf } from '../podsOf.ts';
import { refOf, title } from '../words.ts';

type Replicas = ReplicaSet | ReplicationController;

async function find(
  object: Stored<Replicas>,
  about: Finding['about'],
  selector: LabelSelector | undefined,
  world: Investigation,
): Promise<readonly Finding[]> {
  const { spec, status } = object;
  const wanted = spec?.replicas ?? 1;
  const ready = status?.readyReplicas ?? 0;
  if (ready >= wanted) return [];
  const failure = getCondition(status?.conditions, 'ReplicaFailure');
  const because =
    failure?.status === 'True'
      ? [refusal(about, failure.message ?? '')]
      : await troubleOf(await podsOwnedBy(object, selector, world), world);
  return [
    finding({
      cause: 'unavailable',
      verdict: because.some((f) => f.verdict === 'wrong') ? 'wrong' : 'waiting',
      about,
      summary: `${title(about)}: ${ready} of ${wanted} Pods are ready.`,
      because,
    }),
  ];
}

const fine = ({ spec, status }: Stored<Replicas>): string =>
  spec?.replicas === 0
    ? 'is scaled to 0, and has no Pods'
    : `is up: ${status?.readyReplicas ?? 0}/${spec?.replicas ?? 1} Pods ready`;

export const replicaSet: KindExplainer<ReplicaSet> = {
  resource: replicaSets,
  find: (object, world) => find(object, refOf(replicaSets, object), object.spec?.selector, world),
  fine,
};

export const replicationController: KindExplainer<ReplicationController> = {
  resource: replicationControllers,
  find: (object, world) =>
    find(object, refOf(replicationControllers, object), { matchLabels: object.spec?.selector ?? {} }, world),
  fine,
};
