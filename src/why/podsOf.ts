/** The Pods of something, and what is wrong with them: one finding for each cause, whatever the number of Pods. */
import type { Pod } from '../api/core/v1.ts';
import type { LabelSelector } from '../api/meta/v1.ts';
import { formatSelector, selectorFrom } from '../machinery/labels.ts';
import type { Stored } from '../machinery/object.ts';
import { isControlledBy } from '../machinery/owner.ts';
import type { KubeObject } from '../machinery/object.ts';
import { isPodReady } from '../machinery/pod.ts';
import { pods } from '../machinery/resources.ts';
import type { Finding } from './explanation.ts';
import type { Investigation } from './investigation.ts';
import { count, refOf } from './words.ts';

/** How many Pods are looked at: those of one template mostly fail alike. */
const most = 3;

export async function podsOwnedBy(
  owner: Stored<KubeObject>,
  selector: LabelSelector | undefined,
  world: Investigation,
): Promise<Stored<Pod>[]> {
  const labelSelector = formatSelector(selectorFrom(selector));
  const found = await world.list(pods, owner.metadata.namespace, { labelSelector });
  return found.filter((pod) => isControlledBy(pod, owner));
}

/** Why some of them are not ready. */
export async function troubleOf(all: readonly Stored<Pod>[], world: Investigation): Promise<readonly Finding[]> {
  const unready = all.filter((pod) => !isPodReady(pod) && pod.status?.phase !== 'Succeeded');
  const looked = await Promise.all(unready.slice(0, most).map((pod) => world.because(refOf(pods, pod))));
  const byCause = new Map<string, Finding>();
  for (const [first] of looked) if (first && !byCause.has(first.cause)) byCause.set(first.cause, first);
  const others = unready.length - 1;
  const found = [...byCause.values()];
  const [only] = found;
  if (only && found.length === 1 && others > 0)
    return [
      {
        ...only,
        evidence: [
          ...only.evidence,
          `${count(others, 'other Pod')} of it ${others === 1 ? 'is' : 'are'} not ready either`,
        ],
      },
    ];
  return found;
}
