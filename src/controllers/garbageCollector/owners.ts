/** Whether owners exist: by the graph where it can be trusted, by the server where it matters. */
import type { OwnerReference } from '../../api/meta/v1.ts';
import type { Client } from '../../client/client.ts';
import { isNotFound } from '../../machinery/apiError.ts';
import type { KubeObject, Stored } from '../../machinery/object.ts';
import { foregroundDeletion } from '../../machinery/objectMeta.ts';
import type { ServedResources } from '../servedResources.ts';
import type { Identity } from './graph.ts';

/** Owners by what they mean for their dependent. */
export interface ClassifiedOwners {
  /** There. */
  readonly solid: OwnerReference[];
  /** Not there, verified. */
  readonly dangling: OwnerReference[];
  /** There, but waits in the foreground for its dependents to go. */
  readonly waiting: OwnerReference[];
}

/** Nothing can ever be found out about an owner: its dependents stay. */
export class UnresolvableError extends Error {
  override readonly name = 'UnresolvableError';
}

const remembered = 1000;

export class Owners {
  readonly #client: Client;
  readonly #served: ServedResources;
  /** An object that was not there will never be: its uid does not come twice. */
  readonly #absent = new Set<string>();

  constructor(client: Client, served: ServedResources) {
    this.#client = client;
    this.#served = served;
  }

  /** Rejects when it cannot be found out about one of them: then nothing must be deleted. */
  async classify(item: Stored<KubeObject>): Promise<ClassifiedOwners> {
    const result: ClassifiedOwners = { solid: [], dangling: [], waiting: [] };
    for (const reference of item.metadata.ownerReferences ?? []) {
      const owner = await this.find({ ...reference, namespace: item.metadata.namespace });
      if (!owner) result.dangling.push(reference);
      else if (isWaiting(owner)) result.waiting.push(reference);
      else result.solid.push(reference);
    }
    return result;
  }

  /** The informers have seen it go: that needs no question. */
  markAbsent({ namespace, uid }: Identity): void {
    this.#absent.add(`${namespace ?? ''}/${uid}`);
    if (this.#absent.size <= remembered) return;
    for (const oldest of this.#absent) {
      this.#absent.delete(oldest);
      return;
    }
  }

  #isAbsent(namespace: string | undefined, uid: string): boolean {
    return this.#absent.has(`${namespace ?? ''}/${uid}`);
  }

  /** The very object, from the server; undefined when it is not there. Rejects with UnresolvableError, or when there is no answer. */
  async find({ apiVersion, kind, namespace, name, uid }: Identity): Promise<Stored<KubeObject> | undefined> {
    const resource = this.#served.ofKind(apiVersion, kind);
    // Of a custom resource that is served no longer: it was seen to go with all its objects.
    if (!resource && (this.#isAbsent(namespace, uid) || this.#isAbsent(undefined, uid))) return undefined;
    if (!resource)
      throw new UnresolvableError(
        `${kind} "${name}" is of ${apiVersion}, which is not served: what names it as an owner is not collected`,
      );
    if (resource.namespaced && !namespace)
      throw new UnresolvableError(
        `a cluster-scoped object names ${kind} "${name}" as its owner, which has a namespace`,
      );
    const place = resource.namespaced ? namespace : undefined;
    if (this.#isAbsent(place, uid)) return undefined;
    const found = await this.#get(resource, name, place);
    if (found?.metadata.uid === uid) return found;
    this.markAbsent({ apiVersion, kind, namespace: place, name, uid });
    return undefined;
  }

  async #get(
    resource: Parameters<Client['resource']>[0],
    name: string,
    namespace: string | undefined,
  ): Promise<Stored<KubeObject> | undefined> {
    try {
      return await this.#client.resource(resource).get(name, namespace);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }
}

const isWaiting = ({ metadata }: Stored<KubeObject>): boolean =>
  metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).includes(foregroundDeletion);
