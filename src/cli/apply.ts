/**
 * Makes the server's objects as manifests say, by server-side apply: what is not there is created, what an earlier apply
 * had set and the manifest no longer has is removed, and what others have set stays. The manifest has the last word where
 * others disagree. kubectl's own annotation is kept as well, so that a later `kubectl apply` can go on from here.
 */
import type { Client } from '../client/client.ts';
import { isNotFound } from '../machinery/apiError.ts';
import type { KubeObject, Stored } from '../machinery/object.ts';
import type { Resource } from '../machinery/resource.ts';
import type { Discovery } from './discovery.ts';
import type { Manifest } from './manifests.ts';

const fieldManager = 'peapod';
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
  const before = await api.get(object.metadata.name, namespace).catch((error: unknown) => {
    if (!isNotFound(error)) throw error;
  });
  const after = await api.apply(withAnnotation(placed), fieldManager, true);
  const changed = after.metadata.resourceVersion !== before?.metadata.resourceVersion;
  return { resource, object: after, outcome: !before ? 'created' : changed ? 'configured' : 'unchanged' };
}

function withAnnotation(object: KubeObject): KubeObject {
  const annotations = { ...object.metadata?.annotations, [lastApplied]: `${JSON.stringify(object)}\n` };
  return { ...object, metadata: { ...object.metadata, annotations } };
}
