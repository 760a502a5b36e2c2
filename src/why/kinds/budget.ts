/** PodDisruptionBudgets that let no Pod be evicted, and why. */
import type { PodDisruptionBudget } from '../../api/policy/v1.ts';
import { formatSelector, selectorFrom } from '../../machinery/labels.ts';
import { podDisruptionBudgets, pods } from '../../machinery/resources.ts';
import { finding } from '../explanation.ts';
import type { KindExplainer } from '../kind.ts';
import { troubleOf } from '../podsOf.ts';
import { command, count, refOf, title } from '../words.ts';

export const budget: KindExplainer<PodDisruptionBudget> = {
  resource: podDisruptionBudgets,
  async find(object, world) {
    const about = refOf(podDisruptionBudgets, object);
    const { status, spec } = object;
    if (!status || status.disruptionsAllowed > 0) return [];
    const { currentHealthy, desiredHealthy, expectedPods } = status;
    if (expectedPods === 0)
      return [
        finding({
          cause: 'selector-matches-nothing',
          verdict: 'hint',
          about,
          summary: `${title(about)} protects nothing: no Pod matches its selector.`,
        }),
      ];
    const labelSelector = formatSelector(selectorFrom(spec?.selector));
    const short = currentHealthy < desiredHealthy;
    const because = short ? await troubleOf(await world.list(pods, about.namespace, { labelSelector }), world) : [];
    return [
      finding({
        cause: 'budget-blocks',
        verdict: short ? 'wrong' : 'waiting',
        about,
        summary: `${title(about)} lets no Pod be evicted now: ${currentHealthy} of ${count(expectedPods, 'Pod')} ${currentHealthy === 1 ? 'is' : 'are'} healthy, and ${desiredHealthy} must stay so.`,
        advice: [
          short
            ? 'It lets Pods go again once enough are healthy.'
            : 'Run more replicas, or loosen minAvailable or maxUnavailable: as it is, drain waits for ever.',
        ],
        commands: [command('get', about)],
        because,
      }),
    ];
  },
  fine: ({ status }) =>
    `lets ${count(status?.disruptionsAllowed ?? 0, 'Pod')} be evicted now: ${status?.currentHealthy ?? 0} are healthy`,
};
