/** The Pod that exec, attach and port-forward work on: named itself, or the best of what is named. */
import type { Pod } from '../../api/core/v1.ts';
import { millisecondsOf } from '../change/milliseconds.ts';
import { CommandError } from '../kube/errors.ts';
import { durationFlag } from '../kube/flags.ts';
import type { JsonObject } from '../kube/json.ts';
import type { Session } from '../kube/session.ts';
import { podsOf, podTarget, selectorOfObject } from '../pods/podsOfObject.ts';

export const podRunningTimeoutFlag = {
  'pod-running-timeout': durationFlag(
    'The length of time (like 5s, 2m, or 3h, higher than zero) to wait until at least one pod is running',
    '1m0s',
  ),
};

export interface ChosenPod {
  readonly pod: Pod;
  /** What was named. */
  readonly object: JsonObject;
  readonly kind: string;
}

/** @param argument 'web-0', 'deployment/web' @param timeout as the flag has it */
export async function choosePod(session: Session, argument: string, timeout: string): Promise<ChosenPod> {
  const { resource, object } = await podTarget(session, argument);
  // A named seam: the server answers with the kind that was asked for.
  if (resource.kind === 'Pod') return { pod: object as unknown as Pod, object, kind: 'Pod' };
  const selector = selectorOfObject(resource, object);
  if (selector === undefined)
    throw new CommandError(
      `cannot attach to *${resource.version}.${resource.kind}: selector for *${resource.version}.${resource.kind} not implemented`,
    );
  const [pod] = await podsOf(session, await session.namespace(), selector, millisecondsOf(timeout));
  if (!pod) throw new CommandError('timed out waiting for the condition');
  return { pod, object, kind: resource.kind };
}
