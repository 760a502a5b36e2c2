/**
 * Makes the server's objects as manifests say (what `kubectl apply` does on the client's side): create what is not
 * there; patch what is with the manifest, and remove what an earlier apply had set and the manifest no longer has. What
 * was applied is kept in kubectl's own annotation, so that both can go on where the other stopped.
 */
import type { Client } from '../client/client.ts';
import { isNotFound } from '../machinery/apiError.ts';
import type { KubeObject, Stored } from '../machinery/object.ts';
import type { Resource } from '../machinery/resource.ts';
import type { Discovery } from './discovery.ts';
import type { Manifest } from './manifests.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

export interface Applied {
  readonly resource: Resource;
  readonly object: Stored<KubeObject>;
  readonly outcome: 'created' | 'configured' | 'unchanged';
}

/** Rejects with ApiError (the server refused) or UserError (unknown kind); nothing of this object is changed then. */
export async function applyManifest(client: Client, discovery: Discovery, manifest: Manifest): Promise<Applied> {
  const { object } = manifest;
  const resource = await discovery.resourceOf(object.apiVersion, object.kind);
  const api = client.resource(resource);
  const namespace = resource.namespaced ? (object.metadata.namespace ?? 'default') : undefined;
  const placed = { ...object, metadata: { ...object.metadata, ...(namespace && { namespace }) } };
  const annotated = withAnnotation(placed, `${JSON.stringify(placed)}\n`);
  let there: Stored<KubeObject>;
  try {
    there = await api.get(object.metadata.name, namespace);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return { resource, object: await api.create(annotated), outcome: 'created' };
  }
  const before: unknown = JSON.parse(there.metadata.annotations?.[lastApplied] ?? '{}');
  const patch = withRemovals(before, annotated);
  const patched = await api.patch(object.metadata.name, namespace, 'application/strategic-merge-patch+json', patch);
  const changed = patched.metadata.resourceVersion !== there.metadata.resourceVersion;
  return { resource, object: patched, outcome: changed ? 'configured' : 'unchanged' };
}

function withAnnotation(object: KubeObject, text: string): KubeObject {
  const annotations = { ...object.metadata?.annotations, [lastApplied]: text };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `next`, with null for every key of `before` that it lacks; lists are left to the server's merge keys. */
function withRemovals(before: unknown, next: unknown): unknown {
  if (!isRecord(before) || !isRecord(next)) return next;
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(before)) if (!(key in next)) result[key] = null;
  for (const [key, value] of Object.entries(next)) result[key] = withRemovals(before[key], value);
  return result;
}
