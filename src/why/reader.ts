/**
 * What an explanation is made from: a few questions to the cluster. The command line answers them with its client, the
 * console with fetch. Whoever may not read something sees less, and is told so; nothing here writes.
 */
import type { KubeObject, Stored } from '../machinery/object.ts';
import type { Resource } from '../machinery/resource.ts';

export interface ListQuery {
  /** `app=web,tier!=back`. */
  readonly labelSelector?: string;
  /** `metadata.name=web`. */
  readonly fieldSelector?: string;
}

export interface LogQuery {
  readonly container: string;
  /** Of the run before the present one. */
  readonly previous: boolean;
  /** How many of the last lines. */
  readonly tail: number;
}

/** Errors: machinery's ApiError for what the server refuses, not-found among them. */
export interface Reader {
  get<T extends KubeObject>(resource: Resource<T>, name: string, namespace?: string): Promise<Stored<T>>;
  /** Of all namespaces when `namespace` is undefined. */
  list<T extends KubeObject>(resource: Resource<T>, namespace?: string, query?: ListQuery): Promise<Stored<T>[]>;
  /** The end of a container's log as text. */
  log(namespace: string, pod: string, query: LogQuery): Promise<string>;
}
