/** Deployments: Pods that cannot be made, Pods that are not ready, rollouts that hang. */
import type { Deployment, ReplicaSet } from '../../api/apps/v1.ts';
import { formatSelector, selectorFrom } from '../../machinery/labels.ts';
import type { Stored } from '../../machinery/object.ts';
import { isControlledBy } from '../../machinery/owner.ts';
import { getCondition } from '../../machinery/pod.ts';
import { deployments, replicaSets } from '../../machinery/resources.ts';
import { refusal } from '../causes/refusal.ts';
import { finding, type Finding } from '../explanation.ts';
import type { Investigation } from '../investigation.ts';
import type { KindExplainer } from '../kind.ts';
import { podsOwnedBy, troubleOf } from '../podsOf.ts';
import { command, inNamespace, refOf, title } from '../words.ts';

const revision = 'deployment.kubernetes.io/revision';

export const deployment: KindExplainer<Deployment> = {
  resource: deployments,
  async find(object, world) {
    const about = refOf(deployments, object);
    const { spec, status = {} } = object;
    const wanted = spec?.replicas ?? 1;
    const { availableReplicas = 0, updatedReplicas = 0 } = status;
    const seen = (status.observedGeneration ?? 0) >= (object.metadata.generation ?? 0);
    const complete =
      seen && availableReplicas >= wanted && updatedReplicas >= wanted && (status.replicas ?? 0) <= wanted;
    if (complete) return [];
    const found: Finding[] = [];
    if (spec?.paused && updatedReplicas < wanted)
      found.push(
        finding({
          cause: 'rollout-paused',
          verdict: 'waiting',
          about,
          summary: `${title(about)} is paused: ${updatedReplicas} of ${wanted} Pods are of its present template.`,
          commands: [command('rollout resume', about)],
        }),
      );
    const failure = getCondition(status.conditions, 'ReplicaFailure');
    const refused = failure?.status === 'True' ? [refusal(about, failure.message ?? '')] : [];
    const because = [
      ...refused,
      ...(refused.length > 0 ? [] : await troubleOf(await podsToLookAt(object, world), world)),
    ];
    const progressing = getCondition(status.conditions, 'Progressing');
    const stuck = progressing?.reason === 'ProgressDeadlineExceeded';
    if (spec?.paused && because.length === 0) return found;
    const numbers = `${availableReplicas} of ${wanted} Pods are available, ${updatedReplicas} are of its present template`;
    found.push(
      finding({
        cause: stuck ? 'rollout-stuck' : 'unavailable',
        verdict: stuck || because.some((f) => f.verdict === 'wrong') ? 'wrong' : 'waiting',
        about,
        summary: stuck
          ? `${title(about)}: its rollout made no progress for ${spec?.progressDeadlineSeconds ?? 600} seconds: ${numbers}.`
          : `${title(about)} is not up yet: ${numbers}.`,
        evidence: stuck && progressing.message ? [progressing.message] : [],
        commands: stuck || availableReplicas === 0 ? rollback(object) : [],
        because,
      }),
    );
    return found;
  },
  fine({ spec, status }) {
    return spec?.replicas === 0
      ? 'is scaled to 0, and has no Pods'
      : `is up: ${status?.availableReplicas ?? 0}/${spec?.replicas ?? 1} Pods available, all of its present template`;
  },
};

/** Back to the template before, where there is one. */
function rollback({ metadata }: Stored<Deployment>): string[] {
  const number = Number(metadata.annotations?.[revision] ?? 1);
  return number > 1
    ? [
        `kubectl rollout undo deployment ${metadata.name}${inNamespace({ kind: 'Deployment', ...metadata, namespace: metadata.namespace ?? '' })}`,
      ]
    : [];
}

/** Pods of the present template; those of older ones only when it has none. */
async function podsToLookAt(object: Stored<Deployment>, world: Investigation) {
  const { namespace } = object.metadata;
  const labelSelector = formatSelector(selectorFrom(object.spec?.selector));
  const sets = (await world.list(replicaSets, namespace, { labelSelector })).filter((s) => isControlledBy(s, object));
  const number = (set: Stored<ReplicaSet>): number => Number(set.metadata.annotations?.[revision] ?? 0);
  sets.sort((a, b) => number(b) - number(a));
  for (const set of sets) {
    const owned = await podsOwnedBy(set, set.spec?.selector, world);
    if (owned.length > 0) return owned;
  }
  return [];
}
