/** Who is responsible for an object: finding what an owner controls, adopting orphans, letting go of what no longer matches. */
import type { Informer } from '../client/informer.ts';
import type { ResourceClient } from '../client/client.ts';
import { isNotFound } from '../machinery/apiError.ts';
import type { KubeObject, Stored } from '../machinery/object.ts';
import { controllerOf, controllerReference } from '../machinery/owner.ts';
import type { Resource } from '../machinery/resource.ts';

const byController = 'controller';
const orphansOf = (namespace: string | undefined): string => `orphans/${namespace ?? ''}`;

/** By the uid of the controller, or by the namespace for what has none. */
export function indexByController<T extends KubeObject>(informer: Informer<T>): void {
  informer.addIndex(byController, (object) => [controllerOf(object)?.uid ?? orphansOf(object.metadata.namespace)]);
}

/** What `owner` controls. indexByController() must have been called. */
export function controlledBy<T extends KubeObject>(informer: Informer<T>, uid: string): readonly Stored<T>[] {
  return informer.byIndex(byController, uid);
}

/** What nobody controls in a namespace. */
function orphansIn<T extends KubeObject>(informer: Informer<T>, namespace: string | undefined): readonly Stored<T>[] {
  return informer.byIndex(byController, orphansOf(namespace));
}

export interface Claim<Owner extends KubeObject, T extends KubeObject> {
  readonly owner: Stored<Owner>;
  readonly ownerResource: Resource<Owner>;
  readonly owners: ResourceClient<Owner>;
  readonly informer: Informer<T>;
  readonly client: ResourceClient<T>;
  /** Whether the object is one of the owner's. */
  readonly matches: (object: Stored<T>) => boolean;
  /** Whether the owner lets go of an object that it controls; when it does not match, by default. */
  readonly releases?: (object: Stored<T>) => boolean;
  /** Put on what is adopted, and taken off what is released. */
  readonly finalizer?: string;
}

/**
 * The objects that belong to `owner` (client-go's ControllerRefManager): those that it controls and that match, and
 * orphans that match, which it adopts. What it controls and should not is released. An owner that is being deleted
 * neither adopts nor releases. Rejects when the owner turns out to be another one on the server, or a write fails.
 */
export async function claim<Owner extends KubeObject, T extends KubeObject>(
  options: Claim<Owner, T>,
): Promise<Stored<T>[]> {
  const { owner, informer, matches } = options;
  const { uid, namespace, deletionTimestamp } = owner.metadata;
  const owned = controlledBy(informer, uid);
  const claimed = owned.filter(matches);
  if (deletionTimestamp) return claimed;
  const releases = options.releases ?? ((object) => !matches(object));
  for (const object of owned) if (releases(object)) await release(options, object);
  const adoptable = orphansIn(informer, namespace).filter(
    (object) => !object.metadata.deletionTimestamp && matches(object),
  );
  if (adoptable.length > 0) await checkStillThere(options);
  for (const object of adoptable) {
    const adopted = await adopt(options, object);
    if (adopted) claimed.push(adopted);
  }
  return claimed;
}

/** The cache may be behind: an owner that is gone or doomed must not adopt, or the garbage collector takes the orphans with it. */
async function checkStillThere<Owner extends KubeObject, T extends KubeObject>({
  owner,
  owners,
}: Claim<Owner, T>): Promise<void> {
  const { name, namespace, uid } = owner.metadata;
  const fresh = await owners.get(name, namespace);
  if (fresh.metadata.uid !== uid)
    throw new Error(
      `original ${owner.kind} ${namespace}/${name} is gone: got uid ${fresh.metadata.uid}, wanted ${uid}`,
    );
  if (fresh.metadata.deletionTimestamp)
    throw new Error(`${namespace}/${name} has just been deleted at ${fresh.metadata.deletionTimestamp}`);
}

async function adopt<Owner extends KubeObject, T extends KubeObject>(
  { owner, ownerResource, client, finalizer }: Claim<Owner, T>,
  object: Stored<T>,
): Promise<Stored<T> | undefined> {
  const { name, namespace, uid } = object.metadata;
  const ownerReferences = [controllerReference(owner, ownerResource)];
  const patch = { metadata: { uid, ownerReferences, ...(finalizer && { finalizers: [finalizer] }) } };
  try {
    return await client.patch(name, namespace, 'application/strategic-merge-patch+json', patch);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function release<Owner extends KubeObject, T extends KubeObject>(
  { owner, client, finalizer }: Claim<Owner, T>,
  object: Stored<T>,
): Promise<void> {
  const { name, namespace, uid } = object.metadata;
  const ownerReferences = [{ $patch: 'delete', uid: owner.metadata.uid }];
  const unheld = finalizer && { '$deleteFromPrimitiveList/finalizers': [finalizer] };
  const patch = { metadata: { uid, ownerReferences, ...unheld } };
  try {
    await client.patch(name, namespace, 'application/strategic-merge-patch+json', patch);
  } catch (error) {
    // Gone, or no longer ours: both are what was wanted.
    if (!isNotFound(error)) throw error;
  }
}

/** The object of `informer` that controls `object`, when it is of that resource's kind and the very one that is meant. */
export function resolveController<Owner extends KubeObject>(
  owners: Informer<Owner>,
  resource: Resource<Owner>,
  object: KubeObject,
): Stored<Owner> | undefined {
  const reference = controllerOf(object);
  if (reference?.kind !== resource.kind || !reference.apiVersion.startsWith(resource.group)) return undefined;
  const namespace = object.metadata?.namespace;
  const owner = owners.get(namespace ? `${namespace}/${reference.name}` : reference.name);
  return owner?.metadata.uid === reference.uid ? owner : undefined;
}
