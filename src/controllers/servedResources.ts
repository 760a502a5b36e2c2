/**
 * The resources that hold objects which can be deleted, built-in and custom ones, as they come and go: what namespace
 * deletion and garbage collection go through.
 *
 *  - A custom resource is followed in one of its versions, the stored one if that is served.
 *  - When a custom resource goes, its informer is stopped, and its handlers are told that everything in it is gone.
 */
import type { CustomResourceDefinition } from '../api/apiextensions/v1.ts';
import type { InformerFactory } from '../client/informer.ts';
import type { Stored } from '../machinery/object.ts';
import { apiVersionOf } from '../machinery/object.ts';
import type { Resource } from '../machinery/resource.ts';
import { customResourceDefinitions } from '../machinery/resources.ts';
import { resourceOfKind, storedResources } from './resourceLists.ts';

interface Custom {
  readonly resource: Resource;
  /** 'group/version/Kind' of every version that is served. */
  readonly kinds: readonly string[];
}

/** Answers what is to be disposed when the resource goes. */
export type Follower = (resource: Resource) => Disposable | undefined;

export class ServedResources implements Disposable {
  /** Resolves when the custom resources that there are now are known. */
  readonly synced: Promise<void>;
  readonly #informers: InformerFactory;
  /** By the name of the definition. */
  readonly #custom = new Map<string, Custom>();
  readonly #byKind = new Map<string, Resource>();
  readonly #followers = new Map<Follower, Map<Resource, Disposable | undefined>>();
  readonly #handler: Disposable;

  constructor(informers: InformerFactory) {
    this.#informers = informers;
    const definitions = informers.for(customResourceDefinitions);
    this.synced = definitions.synced;
    const present = (definition: Stored<CustomResourceDefinition>): void => this.#present(definition);
    this.#handler = definitions.addHandler({
      added: present,
      updated: present,
      deleted: ({ metadata }) => this.#gone(metadata.name),
    });
  }

  get all(): readonly Resource[] {
    return [...storedResources, ...[...this.#custom.values()].map(({ resource }) => resource)];
  }

  /** The resource that an owner reference speaks of; undefined when nothing of that kind is served. */
  ofKind(apiVersion: string, kind: string): Resource | undefined {
    return resourceOfKind(apiVersion, kind) ?? this.#byKind.get(`${apiVersion}/${kind}`);
  }

  /** Calls `follower` with every resource, also with those that come later. */
  follow(follower: Follower): Disposable {
    const followed = new Map<Resource, Disposable | undefined>();
    this.#followers.set(follower, followed);
    for (const resource of this.all) followed.set(resource, follower(resource));
    return {
      [Symbol.dispose]: () => {
        this.#followers.delete(follower);
        for (const each of followed.values()) each?.[Symbol.dispose]();
      },
    };
  }

  #present(definition: Stored<CustomResourceDefinition>): void {
    const { name } = definition.metadata;
    const next = customOf(definition);
    const before = this.#custom.get(name);
    if (!next) {
      this.#gone(name);
      return;
    }
    for (const kind of before?.kinds ?? []) this.#byKind.delete(kind);
    const same = before && keyOf(before.resource) === keyOf(next.resource);
    const resource = same ? before.resource : next.resource;
    for (const kind of next.kinds) this.#byKind.set(kind, resource);
    if (same) {
      this.#custom.set(name, { resource, kinds: next.kinds });
      return;
    }
    if (before) this.#release(before.resource);
    this.#custom.set(name, next);
    for (const [follower, followed] of this.#followers) followed.set(resource, follower(resource));
  }

  #gone(name: string): void {
    const before = this.#custom.get(name);
    if (!before) return;
    this.#custom.delete(name);
    for (const kind of before.kinds) this.#byKind.delete(kind);
    this.#release(before.resource);
  }

  #release(resource: Resource): void {
    this.#informers.release(resource);
    for (const followed of this.#followers.values()) {
      followed.get(resource)?.[Symbol.dispose]();
      followed.delete(resource);
    }
  }

  [Symbol.dispose](): void {
    this.#handler[Symbol.dispose]();
  }
}

const keyOf = ({ group, version, resource }: Resource): string => `${group}/${version}/${resource}`;

/** undefined: it is not served. */
function customOf({ spec, status }: CustomResourceDefinition): Custom | undefined {
  const established = status?.conditions?.some(({ type, status: is }) => type === 'Established' && is === 'True');
  const served = spec.versions.filter((version) => version.served);
  const followed = served.find(({ storage }) => storage) ?? served[0];
  const names = status?.acceptedNames;
  if (!established || !followed || !names) return undefined;
  const resource: Resource = {
    group: spec.group,
    version: followed.name,
    resource: names.plural,
    kind: names.kind,
    listKind: names.listKind || `${names.kind}List`,
    singular: names.singular || names.kind.toLowerCase(),
    namespaced: spec.scope === 'Namespaced',
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
  };
  return {
    resource,
    kinds: served.map(({ name }) => `${apiVersionOf({ group: spec.group, version: name })}/${names.kind}`),
  };
}
