/** The typed client over any transport. Its casts are a named seam: the server answers with the kind that was asked for. */
import type { KubeObject, ObjectList, Stored } from '../machinery/object.ts';
import { apiVersionOf } from '../machinery/object.ts';
import type { Resource } from '../machinery/resource.ts';
import { ApiError } from '../machinery/apiError.ts';
import type { Client, ListParameters, ResourceClient, WatchEvent, WatchParameters } from './client.ts';
import type { RawWatchEvent, Transport } from './transport.ts';
import { asStatus } from './status.ts';

export function createClient(transport: Transport): Client {
  return { transport, resource: (resource) => resourceClient(transport, resource) };
}

function resourceClient<T extends KubeObject>(transport: Transport, resource: Resource<T>): ResourceClient<T> {
  const apiVersion = apiVersionOf(resource);
  const typed = (value: unknown): Stored<T> => {
    const object = value as Stored<T>;
    // The items of a list carry no type of their own on the wire.
    return object.kind === undefined ? { ...object, apiVersion, kind: resource.kind } : object;
  };
  const sent = (object: T): T => (object.kind === undefined ? { ...object, apiVersion, kind: resource.kind } : object);
  const nameOf = (object: T): string => object.metadata?.name ?? '';

  return {
    async get(name, namespace) {
      return typed(await transport.request({ verb: 'get', resource, namespace, name }));
    },
    async list(namespace, parameters) {
      const answer = await transport.request({ verb: 'list', resource, namespace, query: queryOf(parameters) });
      const list = answer as ObjectList<T>;
      return { ...list, items: (list.items ?? []).map(typed) };
    },
    async *watch(namespace, parameters, signal) {
      for await (const event of transport.watch({
        verb: 'watch',
        resource,
        namespace,
        query: queryOf(parameters),
        signal,
      })) {
        yield typedEvent(event, typed);
      }
    },
    async create(object) {
      const namespace = object.metadata?.namespace;
      return typed(await transport.request({ verb: 'create', resource, namespace, body: sent(object) }));
    },
    async update(object) {
      const namespace = object.metadata?.namespace;
      return typed(
        await transport.request({ verb: 'update', resource, namespace, name: nameOf(object), body: sent(object) }),
      );
    },
    async updateStatus(object) {
      const namespace = object.metadata?.namespace;
      const name = nameOf(object);
      return typed(
        await transport.request({
          verb: 'update',
          resource,
          namespace,
          name,
          subresource: 'status',
          body: sent(object),
        }),
      );
    },
    async patch(name, namespace, type, patch, subresource) {
      return typed(
        await transport.request({
          verb: 'patch',
          resource,
          namespace,
          name,
          subresource,
          patchType: type,
          body: patch,
        }),
      );
    },
    async apply(object, fieldManager, force = false) {
      return typed(
        await transport.request({
          verb: 'patch',
          resource,
          namespace: object.metadata?.namespace,
          name: nameOf(object),
          query: { fieldManager, ...(force && { force: 'true' }) },
          patchType: 'application/apply-patch+yaml',
          body: sent(object),
        }),
      );
    },
    async delete(name, namespace, options) {
      await transport.request({ verb: 'delete', resource, namespace, name, body: options });
    },
    async deleteCollection(namespace, parameters, options) {
      await transport.request({
        verb: 'deletecollection',
        resource,
        namespace,
        query: queryOf(parameters),
        body: options,
      });
    },
    async createSubresource<R>(
      name: string,
      namespace: string | undefined,
      subresource: string,
      body: unknown,
    ): Promise<R> {
      return (await transport.request({ verb: 'create', resource, namespace, name, subresource, body })) as R;
    },
  };
}

function typedEvent<T extends KubeObject>(event: RawWatchEvent, typed: (value: unknown) => Stored<T>): WatchEvent<T> {
  switch (event.type) {
    case 'ERROR':
      throw ApiError.fromStatus(asStatus(event.object) ?? {}, 500);
    case 'BOOKMARK':
      return { type: 'BOOKMARK', object: event.object as { metadata: { resourceVersion: string } } };
    default:
      return { type: event.type, object: typed(event.object) };
  }
}

function queryOf(parameters: ListParameters | WatchParameters | undefined): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of Object.entries(parameters ?? {})) {
    if (value !== undefined && value !== '' && value !== false) query[name] = String(value);
  }
  return query;
}
