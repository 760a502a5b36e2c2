/** What several rooms ask of a Pod: is it ready, is it over, what does it request, which quality of service is it. */
import type { Container, Pod, PodQOSClass, PodSpec } from '../api/core/v1.ts';
import { addQuantities, compareQuantities, formatQuantity, isZero } from './quantity.ts';
import { formatTime } from './time.ts';

interface AnyCondition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}

export const getCondition = <C extends { type: string }>(
  conditions: readonly C[] | undefined,
  type: string,
): C | undefined => conditions?.find((condition) => condition.type === type);

/**
 * The conditions with this one in the place of the one of its type, or at the end. Its lastTransitionTime is the old one's
 * while the status stays, and `now` otherwise. When nothing changes, the very list that was given.
 */
export function setCondition<C extends AnyCondition>(
  conditions: C[] | undefined,
  condition: NoInfer<C>,
  now: number,
): C[] {
  const list = conditions ?? [];
  const index = list.findIndex((each) => each.type === condition.type);
  const old = list[index];
  const lastTransitionTime =
    old?.status === condition.status && old.lastTransitionTime ? old.lastTransitionTime : formatTime(now);
  const next: C = { ...condition, lastTransitionTime };
  if (!old) return [...list, next];
  if (old.reason === next.reason && old.message === next.message && old.status === next.status) return list;
  return list.with(index, next);
}

export const isPodReady = (pod: Pod): boolean => getCondition(pod.status?.conditions, 'Ready')?.status === 'True';

/** Succeeded or Failed: no container of it runs or will run again. */
export const isPodTerminal = (pod: Pod): boolean => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';

/** Neither over nor being deleted: what controllers count. */
export const isPodActive = (pod: Pod): boolean => !isPodTerminal(pod) && !pod.metadata?.deletionTimestamp;

/** Ready for at least `minReadySeconds`. */
export function isPodAvailable(pod: Pod, minReadySeconds: number, now: number): boolean {
  const ready = getCondition(pod.status?.conditions, 'Ready');
  if (ready?.status !== 'True') return false;
  if (minReadySeconds === 0) return true;
  return ready.lastTransitionTime !== undefined && Date.parse(ready.lastTransitionTime) + minReadySeconds * 1000 <= now;
}

export interface ContainerPlace {
  readonly list: 'initContainers' | 'containers' | 'ephemeralContainers';
  readonly index: number;
  readonly container: Container;
}

/** Init, primary and ephemeral containers with the list that each stands in. */
export function* containersOf(spec: PodSpec | undefined): Generator<ContainerPlace> {
  for (const list of ['initContainers', 'containers', 'ephemeralContainers'] as const) {
    for (const [index, container] of (spec?.[list] ?? []).entries()) yield { list, index, container };
  }
}

export type ResourceAmounts = Readonly<Record<string, string>>;

function plus(a: ResourceAmounts, b: ResourceAmounts | undefined): ResourceAmounts {
  if (!b) return a;
  const sum: Record<string, string> = { ...a };
  for (const [name, amount] of Object.entries(b)) sum[name] = formatQuantity(addQuantities(sum[name] ?? '0', amount));
  return sum;
}

/** Of each resource the greater amount. */
export function atLeast(a: ResourceAmounts, b: ResourceAmounts): Record<string, string> {
  const most: Record<string, string> = { ...a };
  for (const [name, amount] of Object.entries(b)) {
    if (most[name] === undefined || compareQuantities(amount, most[name]) > 0) most[name] = amount;
  }
  return most;
}

/** What a Pod carries that a node made of a manifest of its own. */
export const mirrorAnnotation = 'kubernetes.io/config.mirror';

/** A sidecar: an init container that keeps running beside the primary containers. */
export const isRestartableInit = (container: Container): boolean => container.restartPolicy === 'Always';

/**
 * What the Pod needs at once: the sum of its containers and sidecars, or what its greediest init container needs beside
 * the sidecars that were started before it, whichever is more of each resource; and its overhead.
 */
export function podRequests(spec: PodSpec | undefined): ResourceAmounts {
  let running: ResourceAmounts = {};
  for (const container of spec?.containers ?? []) running = plus(running, container.resources?.requests);
  let sidecars: ResourceAmounts = {};
  let initial: ResourceAmounts = {};
  for (const container of spec?.initContainers ?? []) {
    const own = container.resources?.requests;
    if (isRestartableInit(container)) {
      sidecars = plus(sidecars, own);
      initial = atLeast(initial, sidecars);
    } else {
      initial = atLeast(initial, plus(sidecars, own));
    }
  }
  const together = atLeast(plus(running, sidecars), initial);
  return plus({ ...together, ...spec?.resources?.requests }, spec?.overhead);
}

/** By CPU and memory of init and primary containers: nothing asked, everything asked and limited alike, or between. */
export function qosClassOf(spec: PodSpec | undefined): PodQOSClass {
  let anything = false;
  let guaranteed = true;
  const judge = (requests: ResourceAmounts | undefined, limits: ResourceAmounts | undefined): void => {
    for (const name of ['cpu', 'memory']) {
      const request = requests?.[name] ?? '0';
      const limit = limits?.[name] ?? '0';
      if (!isZero(request) || !isZero(limit)) anything = true;
      if (isZero(limit) || (!isZero(request) && compareQuantities(request, limit) !== 0)) guaranteed = false;
    }
  };
  if (spec?.resources) judge(spec.resources.requests, spec.resources.limits);
  else {
    for (const {
      list,
      container: { resources },
    } of containersOf(spec)) {
      if (list !== 'ephemeralContainers') judge(resources?.requests, resources?.limits);
    }
  }
  if (!anything) return 'BestEffort';
  return guaranteed ? 'Guaranteed' : 'Burstable';
}
