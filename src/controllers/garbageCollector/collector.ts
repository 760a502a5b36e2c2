/** What is done about one node of the graph: delete it, let it go, or nothing. */
import type { DeletionPropagation } from '../../api/meta/v1.ts';
import type { Client } from '../../client/client.ts';
import { isNotFound } from '../../machinery/apiError.ts';
import type { KubeObject, Stored } from '../../machinery/object.ts';
import { foregroundDeletion, orphanDependents } from '../../machinery/objectMeta.ts';
import type { ServedResources } from '../servedResources.ts';
import type { Node } from './graph.ts';
import { blockingDependents } from './graph.ts';
import type { Owners } from './owners.ts';

/** What there is to do after a node has been looked at. */
export interface Outcome {
  /** Nodes that have to be looked at next. */
  readonly next?: readonly Node[];
  /** It is there, but no informer has told of it yet: look again. */
  readonly unseen?: boolean;
}

export class Collector {
  readonly #client: Client;
  readonly #served: ServedResources;
  readonly #owners: Owners;

  constructor(client: Client, served: ServedResources, owners: Owners) {
    this.#client = client;
    this.#served = served;
    this.#owners = owners;
  }

  /** Rejects when it must be tried again. */
  async collect(node: Node): Promise<Outcome> {
    if (node.beingDeleted && !node.deletingDependents) return {};
    if (!node.virtual && node.owners.length === 0 && !node.deletingDependents) return {};
    const item = await this.#owners.find(node.identity);
    // An owner that is spoken of and does not exist: those who name it are looked at.
    if (!item) return node.virtual ? { next: [...node.dependents] } : {};
    if (node.virtual) return { unseen: true };
    if (node.deletingDependents) return this.#waitForDependents(node, item);
    if ((item.metadata.ownerReferences ?? []).length === 0) return {};
    const { solid, dangling, waiting } = await this.#owners.classify(item);
    if (solid.length > 0) {
      // It stays, for one owner is enough; those that are gone or going are struck off.
      const struck = [...dangling, ...waiting].map(({ uid }) => uid);
      if (struck.length > 0) await this.#dropOwners(item, struck);
      return {};
    }
    if (waiting.length > 0 && node.dependents.size > 0) {
      // Its own dependents go first. One that is waiting itself would make a circle, in which all wait for ever.
      if ([...node.dependents].some((dependent) => dependent.deletingDependents)) await this.#unblock(item);
      return this.#delete(item, 'Foreground');
    }
    const finalizers = item.metadata.finalizers ?? [];
    if (finalizers.includes(orphanDependents)) return this.#delete(item, 'Orphan');
    return this.#delete(item, finalizers.includes(foregroundDeletion) ? 'Foreground' : 'Background');
  }

  /** Strikes the node off its dependents' owners, then lets it go. */
  async orphan(node: Node): Promise<void> {
    const { uid } = node.identity;
    const results = await Promise.allSettled(
      [...node.dependents].map(async (dependent) => {
        const item = await this.#owners.find(dependent.identity);
        if (item) await this.#dropOwners(item, [uid]);
      }),
    );
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    const item = await this.#owners.find(node.identity);
    if (item) await this.#dropFinalizer(item, orphanDependents);
  }

  async #waitForDependents(node: Node, item: Stored<KubeObject>): Promise<Outcome> {
    const blocking = blockingDependents(node);
    if (blocking.length > 0) return { next: blocking.filter((dependent) => !dependent.deletingDependents) };
    await this.#dropFinalizer(item, foregroundDeletion);
    return {};
  }

  /** The very state that was judged: if it has changed since, it may have got an owner. */
  async #delete(item: Stored<KubeObject>, propagationPolicy: DeletionPropagation): Promise<Outcome> {
    const { name, namespace, uid, resourceVersion } = item.metadata;
    try {
      await this.#of(item).delete(name, namespace, { preconditions: { uid, resourceVersion }, propagationPolicy });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
    return {};
  }

  #dropOwners(item: Stored<KubeObject>, uids: readonly string[]): Promise<void> {
    return this.#patch(item, {
      ownerReferences: (item.metadata.ownerReferences ?? []).filter((reference) => !uids.includes(reference.uid)),
    });
  }

  #unblock(item: Stored<KubeObject>): Promise<void> {
    return this.#patch(item, {
      ownerReferences: (item.metadata.ownerReferences ?? []).map((each) => ({ ...each, blockOwnerDeletion: false })),
    });
  }

  #dropFinalizer(item: Stored<KubeObject>, finalizer: string): Promise<void> {
    const finalizers = item.metadata.finalizers ?? [];
    if (!finalizers.includes(finalizer)) return Promise.resolve();
    return this.#patch(item, { finalizers: finalizers.filter((each) => each !== finalizer) });
  }

  /** On the very state that was seen, by its resourceVersion; when that has changed it is tried on the new one. */
  async #patch(item: Stored<KubeObject>, metadata: Partial<KubeObject['metadata']>): Promise<void> {
    const { name, namespace, uid, resourceVersion } = item.metadata;
    try {
      await this.#of(item).patch(name, namespace, 'application/merge-patch+json', {
        metadata: { ...metadata, uid, resourceVersion },
      });
    } catch (error) {
      if (isNotFound(error)) return;
      throw error;
    }
  }

  #of(item: KubeObject) {
    const resource = this.#served.ofKind(item.apiVersion ?? '', item.kind ?? '');
    if (!resource) throw new Error(`${item.kind} of ${item.apiVersion} is not served`);
    return this.#client.resource(resource);
  }
}
