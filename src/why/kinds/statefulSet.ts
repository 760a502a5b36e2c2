/** StatefulSets: one Pod after another, each waiting for the one before it. */
import type { StatefulSet } from '../../api/apps/v1.ts';
import { isPodReady } from '../../machinery/pod.ts';
import { pods, statefulSets } from '../../machinery/resources.ts';
import { refusal } from '../causes/refusal.ts';
import { finding } from '../explanation.ts';
import { latest } from '../investigation.ts';
import type { KindExplainer } from '../kind.ts';
import { podsOwnedBy, troubleOf } from '../podsOf.ts';
import { count, refOf, title } from '../words.ts';

export const statefulSet: KindExplainer<StatefulSet> = {
  resource: statefulSets,
  async find(object, world) {
    const about = refOf(statefulSets, object);
    const { spec, status } = object;
    const wanted = spec?.replicas ?? 1;
    const ready = status?.readyReplicas ?? 0;
    const updated = status?.updateRevision === status?.currentRevision || (status?.updatedReplicas ?? 0) >= wanted;
    const partitioned =
      (spec?.updateStrategy?.rollingUpdate?.partition ?? 0) > 0 || spec?.updateStrategy?.type === 'OnDelete';
    if (ready >= wanted && (updated || partitioned)) return [];
    const owned = await podsOwnedBy(object, spec?.selector, world);
    const start = spec?.ordinals?.start ?? 0;
    const names = Array.from({ length: wanted }, (_, i) => `${about.name}-${start + i}`);
    const missing = names.filter((name) => !owned.some((p) => p.metadata.name === name));
    const inOrder = spec?.podManagementPolicy !== 'Parallel';
    const holding = names.flatMap((name) => owned.find((p) => p.metadata.name === name && !isPodReady(p)) ?? [])[0];
    const [next] = missing;
    if (next !== undefined && holding && inOrder)
      return [
        finding({
          cause: 'waits-for-predecessor',
          verdict: 'wrong',
          about,
          summary: `${title(about)} waits: it makes ${next} only once ${holding.metadata.name} is ready; ${ready} of ${wanted} Pods are.`,
          advice: ['When its Pods need not wait for each other, make it anew with podManagementPolicy: Parallel.'],
          because: await world.because(refOf(pods, holding)),
        }),
      ];
    const failure = latest(await world.eventsOf(about), 'FailedCreate');
    const because =
      next !== undefined && failure ? [refusal(about, failure.message ?? '')] : await troubleOf(owned, world);
    return [
      finding({
        cause: ready >= wanted ? 'rolling' : 'unavailable',
        verdict: because.some((f) => f.verdict === 'wrong') ? 'wrong' : 'waiting',
        about,
        summary:
          ready >= wanted
            ? `${title(about)} is rolling out: ${count(status?.updatedReplicas ?? 0, 'Pod')} of ${wanted} updated.`
            : `${title(about)}: ${ready} of ${wanted} Pods are ready.`,
        because,
      }),
    ];
  },
  fine: ({ spec, status }) => `is up: ${status?.readyReplicas ?? 0}/${spec?.replicas ?? 1} Pods ready`,
};
