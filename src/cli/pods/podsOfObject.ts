/** The Pods that stand behind an object: a workload's, a Service's; the best to look at first. */
import type { Pod } from '../../api/core/v1.ts';
import { formatSelector, selectorFrom, selectorFromSet } from '../../machinery/labels.ts';
import type { Resource } from '../../machinery/resource.ts';
import { isPodReady } from '../../machinery/pod.ts';
import { pods } from '../../machinery/resources.ts';
import { CommandError } from '../kube/errors.ts';
import { byCodePoint, isJsonObject, objectAt, valueAt, type JsonObject } from '../kube/json.ts';
import { pathOf } from '../kube/mapper.ts';
import type { Session } from '../kube/session.ts';

/** 'web-1' is a Pod, 'deployment/web' what it says. Rejects with the server's NotFound. */
export async function podTarget(
  session: Session,
  argument: string,
): Promise<{ readonly resource: Resource; readonly object: JsonObject }> {
  const parts = argument.split('/');
  if (parts.length > 2) throw new CommandError('arguments in resource/name form may not have more than one slash');
  const name = parts.at(-1) ?? '';
  if (name === '' || parts[0] === '')
    throw new CommandError('arguments in resource/name form must have a single resource and name');
  const mapper = await session.mapper();
  const resource = parts.length === 1 ? pods : await mapper.resourceOf(parts[0] ?? '');
  const connection = await session.connection();
  const object = await connection.json<JsonObject>({ path: pathOf(resource, await session.namespace(), name) });
  return { resource, object };
}

const byLabelSelector = new Set(['ReplicaSet', 'StatefulSet', 'DaemonSet', 'Deployment', 'Job']);

/** The selector of the object's Pods as text; undefined for kinds that have none. */
export function selectorOfObject({ kind }: Resource, object: JsonObject): string | undefined {
  if (byLabelSelector.has(kind)) return formatSelector(selectorFrom(objectAt(object, 'spec', 'selector')));
  if (kind !== 'ReplicationController' && kind !== 'Service') return undefined;
  const selector = valueAt(object, 'spec', 'selector');
  if (!isJsonObject(selector) || Object.keys(selector).length === 0)
    throw new CommandError(
      `invalid service '${String(valueAt(object, 'metadata', 'name'))}': Service is defined without a selector`,
    );
  // A named seam: a selector of these kinds is a map of texts.
  return formatSelector(selectorFromSet(selector as Record<string, string>));
}

/** All of them, those that tell most first; waits for the first one to appear. */
export async function podsOf(
  session: Session,
  namespace: string,
  selector: string,
  timeout: number,
): Promise<readonly Pod[]> {
  const connection = await session.connection();
  const list = await connection.json<{ items: Pod[]; metadata: { resourceVersion: string } }>({
    path: pathOf(pods, namespace),
    query: { labelSelector: selector },
  });
  if (list.items.length > 0) return [...list.items].sort(forReading);
  const signal = AbortSignal.timeout(timeout);
  const { resourceVersion } = list.metadata;
  for await (const { type, object } of connection.watch({
    path: pathOf(pods, namespace),
    query: { labelSelector: selector, resourceVersion },
    signal,
  })) {
    // A named seam: what is watched are Pods.
    if (type === 'ADDED') return [object as Pod];
  }
  throw new CommandError('timed out waiting for the condition');
}

const phases: Readonly<Record<string, number>> = { Running: 0, Unknown: 1, Pending: 2 };

/** Bound before unbound, running before pending, ready before not, longer ready first, more restarts first, older first. */
function forReading(a: Pod, b: Pod): number {
  const phase = (pod: Pod): number => phases[pod.status?.phase ?? ''] ?? 0;
  const readySince = (pod: Pod): string =>
    pod.status?.conditions?.find((c) => c.type === 'Ready' && c.status === 'True')?.lastTransitionTime ?? '';
  const restarts = (pod: Pod): number =>
    Math.max(0, ...(pod.status?.containerStatuses ?? []).map((s) => s.restartCount));
  return (
    Number(!a.spec?.nodeName) - Number(!b.spec?.nodeName) ||
    phase(a) - phase(b) ||
    Number(!isPodReady(a)) - Number(!isPodReady(b)) ||
    byCodePoint(readySince(a), readySince(b)) ||
    restarts(b) - restarts(a) ||
    byCodePoint(a.metadata?.creationTimestamp ?? '', b.metadata?.creationTimestamp ?? '')
  );
}
