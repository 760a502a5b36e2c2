/**
 * A Transport over a map, for unit tests of what stands on a client. It has the API server's bookkeeping (revisions,
 * generations, finalizers, graceful deletion, preconditions, watches with history) and none of its validation.
 */
import { randomUUID } from 'node:crypto';
import * as errors from '../../machinery/apiError.ts';
import type { ApiError } from '../../machinery/apiError.ts';
import type { DeleteOptions } from '../../api/meta/v1.ts';
import { semanticEqual } from '../../machinery/equal.ts';
import { parseFieldSelector, matchesFields } from '../../machinery/fields.ts';
import { matchesSelector, parseSelector } from '../../machinery/labels.ts';
import { generateName } from '../../machinery/names.ts';
import type { GroupVersionResource, KubeObject } from '../../machinery/object.ts';
import { formatTime } from '../../machinery/time.ts';
import type { RawWatchEvent, Transport, TransportRequest } from '../transport.ts';
import { memoryPatch } from './memoryPatch.ts';

type Loose = KubeObject & { spec?: Record<string, unknown>; status?: Record<string, unknown> };
type StoredLoose = Loose & { metadata: NonNullable<Loose['metadata']> };

interface Change {
  readonly revision: number;
  readonly table: string;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: StoredLoose;
}

const tableOf = (r: GroupVersionResource): string => `${r.group}/${r.resource}`;
const keyOfRequest = (request: TransportRequest): string => `${request.namespace ?? ''}/${request.name ?? ''}`;

export class MemoryTransport implements Transport {
  /** Everything that was asked, in order. */
  readonly requests: TransportRequest[] = [];
  /** Called before each request: throws what the request should fail with. */
  intercept: (request: TransportRequest) => void | Promise<void> = () => undefined;
  readonly #tables = new Map<string, Map<string, StoredLoose>>();
  #history: Change[] = [];
  #compacted = 0;
  #revision = 1;
  readonly #listeners = new Set<() => void>();
  #cut = new AbortController();

  /** Ends every watch, as a server that restarts does. */
  disconnect(): void {
    this.#cut.abort();
    this.#cut = new AbortController();
  }

  /** Forgets the history: watches from before now get 410. */
  compact(): void {
    this.#compacted = this.#revision;
    this.#history = [];
  }

  async request(request: TransportRequest): Promise<unknown> {
    this.requests.push(request);
    await this.intercept(request);
    const { resource, name = '' } = request;
    const table = this.#table(resource);
    const key = keyOfRequest(request);
    const found = (): StoredLoose => table.get(key) ?? raise(errors.notFound(resource, name));
    switch (request.verb) {
      case 'get':
        return found();
      case 'list':
        return { metadata: { resourceVersion: String(this.#revision) }, items: this.#select(request) };
      case 'create':
        return this.#create(request, table);
      case 'update':
        return this.#update(request, found(), loose(request.body));
      case 'patch':
        return this.#update(request, found(), loose(memoryPatch(found(), request.patchType, request.body)));
      case 'delete':
        return this.#delete(resource, found(), request.body as DeleteOptions | undefined);
      case 'deletecollection':
        for (const object of this.#select(request))
          this.#delete(resource, object, request.body as DeleteOptions | undefined);
        return {};
      case 'watch':
        throw new Error('watch() is its own method');
    }
  }

  async *watch(request: TransportRequest): AsyncIterable<RawWatchEvent> {
    this.requests.push(request);
    await this.intercept(request);
    let seen = Number(request.query?.['resourceVersion'] ?? this.#revision);
    if (seen < this.#compacted) throw errors.expired(`too old resource version: ${seen} (${this.#compacted})`);
    const ended = AbortSignal.any([this.#cut.signal, ...(request.signal ? [request.signal] : [])]);
    while (!ended.aborted) {
      for (const change of this.#history.filter((c) => c.revision > seen)) {
        seen = change.revision;
        if (change.table === tableOf(request.resource) && matches(request, change.object))
          yield { type: change.type, object: change.object };
        if (ended.aborted) return;
      }
      if (!this.#history.some((c) => c.revision > seen)) await this.#next(ended);
    }
  }

  #next(ended: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#listeners.delete(done);
        ended.removeEventListener('abort', done);
        resolve();
      };
      this.#listeners.add(done);
      ended.addEventListener('abort', done);
    });
  }

  #table(resource: GroupVersionResource): Map<string, StoredLoose> {
    const table = this.#tables.get(tableOf(resource)) ?? new Map<string, StoredLoose>();
    this.#tables.set(tableOf(resource), table);
    return table;
  }

  #select(request: TransportRequest): StoredLoose[] {
    return [...this.#table(request.resource).values()].filter((object) => matches(request, object));
  }

  #commit(resource: GroupVersionResource, type: Change['type'], object: StoredLoose): StoredLoose {
    const key = `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
    this.#revision += 1;
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#revision) } };
    if (type === 'DELETED') this.#table(resource).delete(key);
    else this.#table(resource).set(key, stored);
    this.#history.push({ revision: this.#revision, table: tableOf(resource), type, object: stored });
    for (const listener of Array.from(this.#listeners)) listener();
    return stored;
  }

  #create(request: TransportRequest, table: Map<string, StoredLoose>): unknown {
    const body = loose(request.body);
    if (request.subresource) return body;
    const name = body.metadata.name || generateName(body.metadata.generateName ?? '');
    if (table.has(`${request.namespace ?? ''}/${name}`)) throw errors.alreadyExists(request.resource, name);
    const metadata = {
      ...body.metadata,
      name,
      uid: randomUUID(),
      generation: 1,
      creationTimestamp: body.metadata.creationTimestamp ?? formatTime(Date.now()),
    };
    const born =
      request.resource.resource === 'namespaces'
        ? {
            ...body,
            metadata,
            spec: { finalizers: ['kubernetes'], ...body.spec },
            status: { phase: 'Active', ...body.status },
          }
        : { ...body, metadata };
    return this.#commit(request.resource, 'ADDED', born);
  }

  #update(request: TransportRequest, old: StoredLoose, next: StoredLoose): unknown {
    const { resource, subresource } = request;
    const name = old.metadata.name ?? '';
    if (next.metadata.uid && next.metadata.uid !== old.metadata.uid)
      throw errors.conflict(resource, name, 'Precondition failed: UID in precondition');
    if (next.metadata.resourceVersion && next.metadata.resourceVersion !== old.metadata.resourceVersion)
      throw errors.staleObject(resource, name);
    const kept = {
      name,
      uid: old.metadata.uid,
      creationTimestamp: old.metadata.creationTimestamp,
      resourceVersion: old.metadata.resourceVersion,
      ...(old.metadata.namespace && { namespace: old.metadata.namespace }),
      generation: old.metadata.generation,
      ...(old.metadata.deletionTimestamp && { deletionTimestamp: old.metadata.deletionTimestamp }),
    };
    let written: Loose;
    if (subresource === 'status')
      written = {
        ...old,
        ...(next.status && { status: next.status }),
        metadata: { ...old.metadata, annotations: next.metadata.annotations ?? {} },
      };
    else if (subresource === 'finalize') written = { ...old, ...(next.spec && { spec: next.spec }) };
    else
      written = {
        ...next,
        ...(old.status && { status: old.status }),
        metadata: { ...next.metadata, ...kept } as NonNullable<KubeObject['metadata']>,
      };
    if (semanticEqual(written, old)) return old;
    const generation = (old.metadata.generation ?? 0) + (semanticEqual(written.spec, old.spec) ? 0 : 1);
    const updated = { ...written, metadata: { ...written.metadata, generation } };
    return this.#commit(resource, isFinished(updated) ? 'DELETED' : 'MODIFIED', updated);
  }

  #delete(resource: GroupVersionResource, old: StoredLoose, options: DeleteOptions = {}): unknown {
    const { uid, resourceVersion } = options.preconditions ?? {};
    const name = old.metadata.name ?? '';
    if (uid && uid !== old.metadata.uid)
      throw errors.conflict(
        resource,
        name,
        `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid}`,
      );
    if (resourceVersion && resourceVersion !== old.metadata.resourceVersion) throw errors.staleObject(resource, name);
    const finalizers = new Set(old.metadata.finalizers ?? []);
    if (options.propagationPolicy) for (const f of ['orphan', 'foregroundDeletion']) finalizers.delete(f);
    if (options.propagationPolicy === 'Orphan') finalizers.add('orphan');
    if (options.propagationPolicy === 'Foreground') finalizers.add('foregroundDeletion');
    const graceful =
      resource.resource === 'pods' && old.spec?.['nodeName'] !== undefined && options.gracePeriodSeconds !== 0;
    const kept = finalizers.size > 0 || graceful || resource.resource === 'namespaces';
    if (!kept) return this.#commit(resource, 'DELETED', old);
    const deletionTimestamp = old.metadata.deletionTimestamp ?? formatTime(Date.now());
    const dying = {
      ...old,
      metadata: { ...old.metadata, finalizers: [...finalizers], deletionTimestamp },
      ...(resource.resource === 'namespaces' && { status: { ...old.status, phase: 'Terminating' } }),
    };
    return semanticEqual(dying, old) ? old : this.#commit(resource, 'MODIFIED', dying);
  }
}

function loose(body: unknown): StoredLoose {
  const object = body as Loose;
  return { ...object, metadata: object.metadata ?? {} };
}

function raise(error: ApiError): never {
  throw error;
}

function isFinished(object: StoredLoose): boolean {
  if (!object.metadata.deletionTimestamp || (object.metadata.finalizers ?? []).length > 0) return false;
  const own = object.spec?.['finalizers'];
  if (object.kind === 'Namespace') return !Array.isArray(own) || own.length === 0;
  return object.kind !== 'Pod' || object.spec?.['nodeName'] === undefined;
}

function matches(request: TransportRequest, object: StoredLoose): boolean {
  const { labelSelector, fieldSelector } = request.query ?? {};
  if (request.namespace && object.metadata.namespace !== request.namespace) return false;
  if (labelSelector && !matchesSelector(parseSelector(labelSelector), object.metadata.labels)) return false;
  if (!fieldSelector) return true;
  const fields: Record<string, string> = {
    'metadata.name': object.metadata.name ?? '',
    'metadata.namespace': object.metadata.namespace ?? '',
    'spec.nodeName': textOf(object.spec?.['nodeName']),
    'status.phase': textOf(object.status?.['phase']),
  };
  return matchesFields(parseFieldSelector(fieldSelector), fields);
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
