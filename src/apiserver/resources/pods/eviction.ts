/** POST pods/eviction: a deletion that PodDisruptionBudgets may refuse with 429, to be tried again later. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Pod } from '../../../api/core/v1.ts';
import type { DeleteOptions } from '../../../api/meta/v1.ts';
import type { Eviction, PodDisruptionBudget } from '../../../api/policy/v1.ts';
import { ApiError, badRequest, forbidden, isConflict } from '../../../machinery/apiError.ts';
import { matchesSelector, selectorFrom } from '../../../machinery/labels.ts';
import type { Stored } from '../../../machinery/object.ts';
import { isPodReady } from '../../../machinery/pod.ts';
import { podDisruptionBudgets, pods } from '../../../machinery/resources.ts';
import { formatTime } from '../../../machinery/time.ts';
import type { CustomSubresource, RequestContext, SubresourceRequest } from '../../registration.ts';
import { success } from '../shared/success.ts';

const violates = "Cannot evict pod as it would violate the pod's disruption budget.";

export const podEviction: CustomSubresource = {
  kind: 'custom',
  group: 'policy',
  version: 'v1',
  objectKind: 'Eviction',
  verbs: {
    async create({ body, name, namespace, context, storage }: SubresourceRequest) {
      const eviction = body as Eviction;
      if (eviction.metadata?.name && eviction.metadata.name !== name) {
        throw badRequest('name in URL does not match name in Eviction object');
      }
      const pod: Pod = storage.get(namespace, name);
      if (!mayGoAnyway(pod)) await takeFromBudgetInTurn(pod, context);
      await context.client.resource(pods).delete(name, namespace, optionsOf(eviction.deleteOptions, pod, context));
      return { status: 201, object: success(201) };
    },
  },
};

/** Pods that serve nobody are no loss. */
const mayGoAnyway = ({ status, metadata }: Pod): boolean =>
  status?.phase === 'Succeeded' ||
  status?.phase === 'Failed' ||
  status?.phase === 'Pending' ||
  !!metadata?.deletionTimestamp;

function optionsOf(options: DeleteOptions | undefined, pod: Pod, { dryRun }: RequestContext): DeleteOptions {
  const uid = options?.preconditions?.uid ?? pod.metadata?.uid;
  return {
    ...options,
    preconditions: { ...options?.preconditions, ...(uid !== undefined && { uid }) },
    ...(dryRun && { dryRun: ['All'] }),
  };
}

const attempts = 20;

/** Others evict, and the controller counts, at the same time: whoever comes second looks again. */
async function takeFromBudgetInTurn(pod: Pod, context: RequestContext): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await takeFromBudget(pod, context);
    } catch (error) {
      if (!isConflict(error)) throw error;
      if (attempt === attempts) {
        const text = `Timeout: couldn't update PodDisruptionBudget "${error.details?.name ?? ''}" due to conflicts`;
        throw new ApiError(504, 'Timeout', text, { retryAfterSeconds: 10 });
      }
      await delay(10 * attempt);
    }
  }
}

async function takeFromBudget(pod: Pod, context: RequestContext): Promise<void> {
  const { items } = await context.client.resource(podDisruptionBudgets).list(pod.metadata?.namespace);
  const covering = items.filter((budget) => matchesSelector(selectorFrom(budget.spec?.selector), pod.metadata?.labels));
  const [budget, another] = covering;
  if (!budget) return;
  if (another) {
    throw new ApiError(
      500,
      'InternalError',
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    );
  }
  const { status, spec } = budget;
  if (!isPodReady(pod)) {
    if (spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow') return;
    if (status && status.currentHealthy >= status.desiredHealthy && status.desiredHealthy > 0) return;
  }
  checkBudget(budget);
  if (context.dryRun || !status) return;
  await context.client.resource(podDisruptionBudgets).updateStatus({
    ...budget,
    status: {
      ...status,
      disruptionsAllowed: status.disruptionsAllowed - 1,
      disruptedPods: { ...status.disruptedPods, [pod.metadata?.name ?? '']: formatTime(context.now) },
    },
  });
}

function checkBudget({ metadata, status }: Stored<PodDisruptionBudget>): void {
  const refuse = (message: string, retryAfterSeconds: number): ApiError =>
    new ApiError(429, 'TooManyRequests', violates, {
      ...(retryAfterSeconds && { retryAfterSeconds }),
      causes: [{ reason: 'DisruptionBudget', message }],
    });
  if ((status?.observedGeneration ?? 0) < (metadata.generation ?? 0)) {
    throw refuse(`The disruption budget ${metadata.name} is still being processed by the server.`, 10);
  }
  const allowed = status?.disruptionsAllowed ?? 0;
  if (allowed < 0)
    throw forbidden(
      { group: 'policy', resource: 'poddisruptionbudgets' },
      metadata.name,
      'pdb disruptions allowed is negative',
    );
  if (allowed === 0) {
    throw refuse(
      `The disruption budget ${metadata.name} needs ${status?.desiredHealthy ?? 0} healthy pods ` +
        `and has ${status?.currentHealthy ?? 0} currently`,
      0,
    );
  }
}
