/**
 * The ConfigMaps and Secrets that Pods of this node refer to, each watched for as long as a Pod does: an agent never
 * sees others. A change wakes the Pods that refer to the object.
 */
import type { ConfigMap, Pod, Secret } from '../api/core/v1.ts';
import type { Client } from '../client/client.ts';
import type { Informer, InformerFactory } from '../client/informer.ts';
import { createInformers } from '../client/informers.ts';
import type { Logger } from '../machinery/log.ts';
import type { KubeObject, Stored } from '../machinery/object.ts';
import type { Resource } from '../machinery/resource.ts';
import { configMaps, secrets } from '../machinery/resources.ts';
import type { NodePod } from './pod/identity.ts';

interface Entry {
  readonly informers: InformerFactory;
  readonly informer: Informer<KubeObject>;
  /** UIDs of the Pods that refer to it. */
  readonly users: Set<string>;
}

export class ReferenceStore implements AsyncDisposable {
  readonly #client: Client;
  readonly #log: Logger;
  readonly #changed: (podUid: string) => void;
  readonly #entries = new Map<string, Entry>();
  readonly #held = new Map<string, ReadonlySet<string>>();
  readonly #closing = new Set<Promise<void>>();

  constructor(client: Client, log: Logger, changed: (podUid: string) => void) {
    this.#client = client;
    this.#log = log;
    this.#changed = changed;
  }

  /** Watches what the Pod refers to, and no longer what only it did before. */
  hold(pod: NodePod): void {
    this.#replace(pod.metadata.uid, referencesOf(pod));
  }

  release(podUid: string): void {
    this.#replace(podUid, new Set());
    this.#held.delete(podUid);
  }

  configMap(pod: NodePod, name: string): Promise<Stored<ConfigMap> | undefined> {
    return this.#get(configMaps, pod, name);
  }

  secret(pod: NodePod, name: string): Promise<Stored<Secret> | undefined> {
    return this.#get(secrets, pod, name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const uid of this.#held.keys()) this.release(uid);
    await Promise.all(this.#closing);
  }

  async #get<T extends KubeObject>(resource: Resource<T>, pod: NodePod, name: string): Promise<Stored<T> | undefined> {
    const { namespace, uid } = pod.metadata;
    const entry = this.#watch(resource, namespace, name, uid);
    await entry.informer.synced;
    // A named seam: the entry's key names the resource, and with it the type.
    return entry.informer.get(`${namespace}/${name}`) as Stored<T> | undefined;
  }

  #watch<T extends KubeObject>(resource: Resource<T>, namespace: string, name: string, podUid: string): Entry {
    const key = keyOf(resource, namespace, name);
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      const informers = createInformers(this.#client, this.#log);
      const informer = informers.for(resource, { namespace, fieldSelector: `metadata.name=${name}` });
      const users = new Set<string>();
      entry = { informers, informer: informer as unknown as Informer<KubeObject>, users };
      let first = true;
      const tell = (): void => {
        if (!first) for (const uid of users) this.#changed(uid);
      };
      informer.addHandler({ added: tell, updated: tell, deleted: tell });
      void informer.synced.then(
        () => {
          first = false;
        },
        () => undefined,
      );
      this.#entries.set(key, entry);
    }
    entry.users.add(podUid);
    return entry;
  }

  #replace(podUid: string, wanted: ReadonlySet<string>): void {
    for (const [key, entry] of this.#entries) {
      if (wanted.has(key) || !entry.users.delete(podUid) || entry.users.size > 0) continue;
      this.#entries.delete(key);
      const closing = Promise.resolve(entry.informers[Symbol.asyncDispose]()).finally(() =>
        this.#closing.delete(closing),
      );
      this.#closing.add(closing);
    }
    this.#held.set(podUid, wanted);
    for (const key of wanted) {
      const [resource, namespace = '', name = ''] = key.split('/');
      if (resource === secrets.resource) this.#watch(secrets, namespace, name, podUid);
      else this.#watch(configMaps, namespace, name, podUid);
    }
  }
}

const keyOf = (resource: { resource: string }, namespace: string, name: string): string =>
  `${resource.resource}/${namespace}/${name}`;

/** Keys of every ConfigMap and Secret that a Pod names. */
function referencesOf(pod: Pod): Set<string> {
  const found = new Set<string>();
  const namespace = pod.metadata?.namespace ?? '';
  const add = (resource: { resource: string }, name: string | undefined): void => {
    if (name) found.add(keyOf(resource, namespace, name));
  };
  const {
    volumes = [],
    imagePullSecrets = [],
    containers = [],
    initContainers = [],
    ephemeralContainers = [],
  } = pod.spec ?? {};
  for (const { configMap, secret, projected } of volumes) {
    add(configMaps, configMap?.name);
    add(secrets, secret?.secretName);
    for (const source of projected?.sources ?? []) {
      add(configMaps, source.configMap?.name);
      add(secrets, source.secret?.name);
    }
  }
  for (const { name } of imagePullSecrets) add(secrets, name);
  for (const container of [...containers, ...initContainers, ...ephemeralContainers]) {
    for (const { configMapRef, secretRef } of container.envFrom ?? []) {
      add(configMaps, configMapRef?.name);
      add(secrets, secretRef?.name);
    }
    for (const { valueFrom } of container.env ?? []) {
      add(configMaps, valueFrom?.configMapKeyRef?.name);
      add(secrets, valueFrom?.secretKeyRef?.name);
    }
  }
  return found;
}
