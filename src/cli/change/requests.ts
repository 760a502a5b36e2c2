/** Writes, with the options that kubectl sends along. Every function rejects with ApiError or ConnectionError. */
import type { Resource } from '../../machinery/resource.ts';
import type { PatchType } from '../../client/transport.ts';
import type { JsonObject } from '../kube/json.ts';
import type { KubeConnection } from '../kube/kubeConnection.ts';
import { pathOf } from '../kube/mapper.ts';
import type { DryRun, FieldValidation } from './flags.ts';

export interface WriteOptions {
  readonly dryRun?: DryRun;
  readonly fieldManager?: string;
  readonly fieldValidation?: FieldValidation;
  readonly subresource?: string;
  /** Of server-side apply: take fields over from others. */
  readonly force?: boolean;
}

/** Which object; `name` is left out for what is created. */
export interface Where {
  readonly resource: Pick<Resource, 'group' | 'version' | 'resource' | 'namespaced'>;
  readonly namespace: string | undefined;
}

const queryOf = (options: WriteOptions): Record<string, string | undefined> => ({
  dryRun: options.dryRun === 'server' ? 'All' : undefined,
  fieldManager: options.fieldManager,
  fieldValidation: options.fieldValidation,
  force: options.force ? 'true' : undefined,
});

export const create = (
  connection: KubeConnection,
  { resource, namespace }: Where,
  object: object,
  options: WriteOptions = {},
): Promise<JsonObject> =>
  connection.json({ method: 'POST', path: pathOf(resource, namespace), query: queryOf(options), body: object });

export const replace = (
  connection: KubeConnection,
  { resource, namespace }: Where,
  name: string,
  object: object,
  options: WriteOptions = {},
): Promise<JsonObject> =>
  connection.json({
    method: 'PUT',
    path: pathOf(resource, namespace, name, options.subresource),
    query: queryOf(options),
    body: object,
  });

/** @param body JSON as a value, or YAML and JSON as text */
export const patch = (
  connection: KubeConnection,
  { resource, namespace }: Where,
  name: string,
  type: PatchType,
  body: unknown,
  options: WriteOptions = {},
): Promise<JsonObject> =>
  connection.json({
    method: 'PATCH',
    path: pathOf(resource, namespace, name, options.subresource),
    query: queryOf(options),
    contentType: type,
    body,
  });

export interface DeleteRequest {
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  readonly gracePeriodSeconds?: number;
  readonly dryRun?: readonly ['All'];
}

/** Answers with the object, or with a Status. */
export const remove = (
  connection: KubeConnection,
  { resource, namespace }: Where,
  name: string,
  options: DeleteRequest = {},
): Promise<JsonObject> =>
  connection.json({
    method: 'DELETE',
    path: pathOf(resource, namespace, name),
    body: { kind: 'DeleteOptions', apiVersion: 'v1', ...options },
  });

export const read = (
  connection: KubeConnection,
  { resource, namespace }: Where,
  name: string,
  subresource?: string,
): Promise<JsonObject> => connection.json({ path: pathOf(resource, namespace, name, subresource) });
