/**
 * Snapshots of templates (ControllerRevisions), by which StatefulSets and DaemonSets roll out and roll back
 * (upstream's pkg/controller/history).
 */
import type { ControllerRevision } from '../api/apps/v1.ts';
import type { PodTemplateSpec } from '../api/core/v1.ts';
import type { RawExtension } from '../api/scalars.ts';
import type { Client } from '../client/client.ts';
import { isAlreadyExists, isNotFound } from '../machinery/apiError.ts';
import { semanticEqual } from '../machinery/equal.ts';
import type { KubeObject, Stored } from '../machinery/object.ts';
import { controllerReference, isControlledBy } from '../machinery/owner.ts';
import type { Resource } from '../machinery/resource.ts';
import { controllerRevisions } from '../machinery/resources.ts';
import { templateHash } from './deployment/templateHash.ts';

/** Which template a Pod was made of: on Pods, and on the revisions of DaemonSets. */
export const revisionLabel = 'controller-revision-hash';

export type StoredRevision = Stored<ControllerRevision>;

/** What is kept of a template: a patch that brings it back, as `kubectl rollout undo` applies it. */
const snapshot = (template: PodTemplateSpec) => ({ spec: { template: { ...template, $patch: 'replace' } } });

/** The inverse of snapshot(); undefined for data that another program wrote. */
export function templateOf({ data }: ControllerRevision): PodTemplateSpec | undefined {
  // A named seam: the data of a ControllerRevision is whatever its owner's controller put there.
  const { spec } = (data ?? {}) as { spec?: { template?: PodTemplateSpec & { $patch?: string } } };
  if (!spec?.template) return undefined;
  const { $patch: _, ...template } = spec.template;
  return template;
}

export const inOrder = (revisions: readonly StoredRevision[]): StoredRevision[] =>
  [...revisions].sort(
    (a, b) =>
      a.revision - b.revision ||
      Date.parse(a.metadata.creationTimestamp) - Date.parse(b.metadata.creationTimestamp) ||
      (a.metadata.name < b.metadata.name ? -1 : 1),
  );

export interface RevisionOptions<Owner extends KubeObject> {
  readonly client: Client;
  readonly owner: Stored<Owner>;
  readonly resource: Resource<Owner>;
  readonly template: PodTemplateSpec;
  /** All of the owner's, as inOrder() has them. */
  readonly revisions: readonly StoredRevision[];
  /** The label that holds the hash. */
  readonly hashLabel: string;
  readonly collisionCount: number | undefined;
}

export interface FoundRevision {
  readonly revision: StoredRevision;
  /** Raised when the name that the hash gives was taken by another template. */
  readonly collisionCount: number | undefined;
}

/** The revision of the present template, which is the newest: made when there is none, raised when it is an older one. */
export async function presentRevision<Owner extends KubeObject>(
  options: RevisionOptions<Owner>,
): Promise<FoundRevision> {
  const { client, template, revisions, collisionCount } = options;
  const data = snapshot(template);
  const newest = revisions.at(-1);
  const equal = revisions.findLast((revision) => semanticEqual(revision.data, data));
  const next = (newest?.revision ?? 0) + 1;
  if (!equal) return create(options, data, next);
  if (equal === newest) return { revision: equal, collisionCount };
  return { revision: await client.resource(controllerRevisions).update({ ...equal, revision: next }), collisionCount };
}

async function create<Owner extends KubeObject>(
  { client, owner, resource, template, hashLabel, collisionCount }: RevisionOptions<Owner>,
  data: RawExtension,
  revision: number,
): Promise<FoundRevision> {
  const { name, namespace, annotations } = owner.metadata;
  for (let collisions = collisionCount; ; collisions = (collisions ?? 0) + 1) {
    const hash = templateHash(template, collisions);
    const body: ControllerRevision = {
      metadata: {
        name: `${name.slice(0, 223)}-${hash}`,
        ...(namespace && { namespace }),
        labels: { ...template.metadata?.labels, [hashLabel]: hash },
        ...(annotations && { annotations }),
        ownerReferences: [controllerReference(owner, resource)],
      },
      data,
      revision,
    };
    try {
      return { revision: await client.resource(controllerRevisions).create(body), collisionCount: collisions };
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
      const taken = await client.resource(controllerRevisions).get(body.metadata?.name ?? '', namespace);
      // Ours, which the cache does not show yet.
      if (isControlledBy(taken, owner) && semanticEqual(taken.data, data))
        return { revision: taken, collisionCount: collisions };
    }
  }
}

/** Deletes the oldest of those that nothing uses, beyond `limit`. */
export async function trimRevisions(
  client: Client,
  revisions: readonly StoredRevision[],
  isUsed: (revision: StoredRevision) => boolean,
  limit: number,
): Promise<void> {
  const unused = revisions.filter((revision) => !isUsed(revision));
  for (const { metadata } of unused.slice(0, Math.max(0, unused.length - limit))) {
    const { name, namespace, uid } = metadata;
    try {
      await client.resource(controllerRevisions).delete(name, namespace, { preconditions: { uid } });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}
