/**
 * Serves what CustomResourceDefinitions define: names are settled, routes come and go, instances go with their definition.
 *
 *  - A definition is said to be established once its resource can be used, and not before.
 *  - What was established is served again before the server listens.
 *  - A definition whose deletion has begun goes when the last of its objects has gone; nothing new is created meanwhile.
 *  - A change of the definition ends the watches of its resource: clients watch on by what holds now.
 *  - Names are given to one definition at a time.
 */
import type { CustomResourceDefinition, CustomResourceDefinitionVersion } from '../../api/apiextensions/v1.ts';
import type { Client } from '../../client/client.ts';
import { createInformers } from '../../client/informers.ts';
import type { Informer } from '../../client/informer.ts';
import { runWorkers } from '../../client/runWorkers.ts';
import type { ReconcileResult } from '../../client/runWorkers.ts';
import { WorkQueue } from '../../client/workQueue.ts';
import { isConflict, isNotFound } from '../../machinery/apiError.ts';
import { semanticEqual } from '../../machinery/equal.ts';
import type { Logger } from '../../machinery/log.ts';
import type { Stored } from '../../machinery/object.ts';
import { customResourceDefinitions } from '../../machinery/resources.ts';
import type { Registration } from '../registration.ts';
import { Endpoint } from '../verbs/endpoint.ts';
import { kindBytes } from '../watchCache/cacheItem.ts';
import { cacheName, prefixOf } from '../watchCache/keys.ts';
import { ResourceCache } from '../watchCache/resourceCache.ts';
import type { StoreFeed } from '../watchCache/storeFeed.ts';
import { cleanUp } from './cleanUp.ts';
import { conditionOf, emptyStatus } from './conditions.ts';
import { customResource, resourceOf } from './customResource.ts';
import { isTrue } from './definition/validation.ts';
import { loadLibraries } from './libraries.ts';
import { named } from './naming.ts';

export interface CustomResourcesOptions {
  readonly client: Client;
  readonly feed: StoreFeed;
  /** By 'group/version/resource': built-in ones are there already and stay. */
  readonly endpoints: Map<string, Endpoint>;
  /** Called after what is served has changed. */
  readonly changed: () => void;
  readonly log: Logger;
}

interface Served {
  readonly definition: CustomResourceDefinition;
  readonly cache: ResourceCache;
  readonly endpoints: ReadonlyMap<string, Endpoint>;
}

const isGoing = (definition: CustomResourceDefinition): boolean =>
  definition.metadata?.deletionTimestamp !== undefined || isTrue(definition, 'Terminating');

export class CustomResources implements AsyncDisposable {
  readonly #options: CustomResourcesOptions;
  readonly #served = new Map<string, Served>();
  readonly #stack = new AsyncDisposableStack();

  constructor(options: CustomResourcesOptions) {
    this.#options = options;
  }

  get registrations(): Registration[] {
    return [...this.#served.values()].flatMap(({ endpoints }) => [...endpoints.values()].map((e) => e.registration));
  }

  /** Resolves when all that was established is served. */
  async start(): Promise<void> {
    const { client, log } = this.#options;
    const informers = this.#stack.use(createInformers(client, log));
    const definitions = informers.for(customResourceDefinitions);
    await definitions.synced;
    for (const definition of definitions.list()) if (isTrue(definition, 'Established')) await this.#serve(definition);
    const queue = new WorkQueue();
    const add = ({ metadata }: Stored<CustomResourceDefinition>): void => queue.add(metadata.name);
    this.#stack.use(
      definitions.addHandler({
        added: add,
        updated: add,
        deleted: (definition) => {
          add(definition);
          // It has given its names free.
          for (const each of definitions.list()) if (each.spec.group === definition.spec.group) add(each);
        },
      }),
    );
    this.#stack.use(runWorkers(queue, 1, (name) => this.#reconcile(definitions, name), log));
  }

  async #reconcile(definitions: Informer<CustomResourceDefinition>, name: string): Promise<ReconcileResult> {
    const definition = definitions.get(name);
    if (!definition) {
      this.#withdraw(name);
      return undefined;
    }
    if (definition.metadata.deletionTimestamp !== undefined) {
      if (isTrue(definition, 'Established')) await this.#serve(definition);
      return cleanUp(this.#options.client, definition);
    }
    const others = definitions.list().filter((each) => each.metadata.name !== name);
    const status = named(definition, others);
    const settled = { ...definition, status };
    if (conditionOf(settled, 'Established')?.status === 'True') await this.#serve(settled);
    if (semanticEqual(status, definition.status)) return undefined;
    try {
      await this.#options.client.resource(customResourceDefinitions).updateStatus(settled);
    } catch (error) {
      // It has changed or gone in the meantime, which the informer tells.
      if (!isConflict(error) && !isNotFound(error)) throw error;
    }
    return undefined;
  }

  async #serve(definition: Stored<CustomResourceDefinition>): Promise<void> {
    const { name } = definition.metadata;
    const before = this.#served.get(name);
    if (before && sameService(before.definition, definition)) return;
    await loadLibraries(definition);
    const { spec } = definition;
    const storage = spec.versions.find((version) => version.storage)?.name ?? '';
    const stored = resourceOf(definition, storage);
    const keeps = before && storageOf(before.definition) === storageOf(definition);
    const cache = keeps ? before.cache : new ResourceCache(cacheName(stored), prefixOf(stored), kindBytes(stored));
    const endpoints = new Map<string, Endpoint>();
    for (const version of servedVersions(definition)) {
      const endpoint = new Endpoint(customResource(definition, version, isGoing(definition)), cache);
      const { group, resource } = endpoint.resource;
      const key = `${group}/${version.name}/${resource}`;
      const known = this.#options.endpoints.get(key);
      if (known && !before?.endpoints.has(key)) {
        this.#options.log.warn({ definition: name, resource: key }, 'a custom resource is not served: one is built in');
        continue;
      }
      endpoints.set(key, endpoint);
    }
    if (!keeps) {
      if (before) this.#options.feed.remove(before.cache);
      await this.#options.feed.add(cache);
    }
    for (const key of before?.endpoints.keys() ?? []) this.#options.endpoints.delete(key);
    for (const [key, endpoint] of endpoints) this.#options.endpoints.set(key, endpoint);
    this.#served.set(name, { definition, cache, endpoints });
    this.#options.changed();
    if (keeps && !semanticEqual(before.definition.spec, spec)) cache.endWatches();
  }

  #withdraw(name: string): void {
    const served = this.#served.get(name);
    if (!served) return;
    this.#served.delete(name);
    for (const key of served.endpoints.keys()) this.#options.endpoints.delete(key);
    this.#options.feed.remove(served.cache);
    this.#options.changed();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack[Symbol.asyncDispose]();
  }
}

const sameService = (a: CustomResourceDefinition, b: CustomResourceDefinition): boolean =>
  isGoing(a) === isGoing(b) &&
  semanticEqual(a.spec, b.spec) &&
  semanticEqual((a.status ?? emptyStatus()).acceptedNames, (b.status ?? emptyStatus()).acceptedNames);

/** Of a definition that goes and serves nothing, what is stored must be reached all the same. */
function servedVersions(definition: CustomResourceDefinition): CustomResourceDefinitionVersion[] {
  const { versions } = definition.spec;
  const served = versions.filter((version) => version.served);
  return served.length === 0 && isGoing(definition) ? versions.filter(({ storage }) => storage) : served;
}

/** What the cache of a resource depends on. */
function storageOf(definition: CustomResourceDefinition): string {
  const storage = definition.spec.versions.find((version) => version.storage)?.name ?? '';
  const { resource, kind } = resourceOf(definition, storage);
  return `${resource} ${kind} ${storage}`;
}
