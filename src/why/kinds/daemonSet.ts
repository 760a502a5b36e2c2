/** DaemonSets: a Pod on each node that fits, and which nodes do not. */
import type { DaemonSet } from '../../api/apps/v1.ts';
import type { Node } from '../../api/core/v1.ts';
import { demandedNodes } from '../../machinery/nodeSelector.ts';
import { daemonSets, nodes } from '../../machinery/resources.ts';
import { taintKeys, untolerated } from '../../machinery/taints.ts';
import type { Stored } from '../../machinery/object.ts';
import { refusal } from '../causes/refusal.ts';
import { finding, type Finding } from '../explanation.ts';
import { latest } from '../investigation.ts';
import type { KindExplainer } from '../kind.ts';
import { podsOwnedBy, troubleOf } from '../podsOf.ts';
import { count, listed, refOf, title } from '../words.ts';

/** The controller tolerates these for every DaemonSet. */
const borne = new Set<string>(Object.values(taintKeys));

export const daemonSet: KindExplainer<DaemonSet> = {
  resource: daemonSets,
  async find(object, world) {
    const about = refOf(daemonSets, object);
    const { desiredNumberScheduled: wanted = 0, numberReady = 0 } = object.status ?? {};
    const all = await world.list(nodes);
    const missed = all.flatMap((node) => {
      const why = missedBecause(object, node);
      return why === undefined ? [] : [{ name: node.metadata.name, ...why }];
    });
    const found: Finding[] = [];
    if (missed.length > 0 && (wanted === 0 || missed.some((m) => m.taint)))
      found.push(
        finding({
          cause: 'daemonset-misses-node',
          verdict: wanted === 0 ? 'wrong' : 'hint',
          about,
          summary: `${title(about)} ${wanted === 0 ? 'runs on no node' : `leaves out ${count(missed.length, 'node')}`}: ${listed(
            missed.map((m) => `${m.name} ${m.why}`),
            3,
          )}.`,
          advice: ['Give its template a toleration for the taint, or change its nodeSelector, if it is to run there.'],
          commands: ['kubectl get nodes --show-labels'],
        }),
      );
    if (numberReady >= wanted) return found;
    const owned = await podsOwnedBy(object, object.spec?.selector, world);
    const failure = owned.length < wanted ? latest(await world.eventsOf(about), 'FailedCreate') : undefined;
    const because = failure ? [refusal(about, failure.message ?? '')] : await troubleOf(owned, world);
    found.push(
      finding({
        cause: 'unavailable',
        verdict: because.some((f) => f.verdict === 'wrong') ? 'wrong' : 'waiting',
        about,
        summary: `${title(about)}: ready on ${numberReady} of ${count(wanted, 'node')}.`,
        because,
      }),
    );
    return found;
  },
  fine: ({ status }) =>
    `is up: ready on ${status?.numberReady ?? 0} of ${count(status?.desiredNumberScheduled ?? 0, 'node')}`,
};

function missedBecause({ spec }: DaemonSet, node: Stored<Node>): { why: string; taint: boolean } | undefined {
  const template = spec?.template.spec;
  const fits = demandedNodes(template);
  if (fits && !fits({ name: node.metadata.name, labels: node.metadata.labels ?? {} }))
    return { why: 'does not match its nodeSelector or affinity', taint: false };
  const taints = (node.spec?.taints ?? []).filter((t) => t.effect !== 'PreferNoSchedule' && !borne.has(t.key));
  const taint = untolerated(taints, template?.tolerations);
  return taint && { why: `has the taint ${taint.key}${taint.value ? `=${taint.value}` : ''}`, taint: true };
}
