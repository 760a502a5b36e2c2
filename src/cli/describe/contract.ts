/** What a describer is given: the object, and the means to ask for what belongs to it. */
import type { Pod } from '../../api/core/v1.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { Resource } from '../../machinery/resource.ts';
import { ApiError } from '../../machinery/apiError.ts';
import type { JsonObject } from '../kube/json.ts';
import { listAt, textAt } from '../kube/json.ts';
import type { KubeConnection } from '../kube/kubeConnection.ts';
import { pathOf } from '../kube/mapper.ts';
import { coreEvents, pods } from '../../machinery/resources.ts';
import type { Description } from './description.ts';
import { describeEvents, type CoreEvent } from './events.ts';

export class DescribeContext {
  readonly connection: KubeConnection;
  readonly resource: Resource;
  readonly object: JsonObject;
  readonly showEvents: boolean;
  readonly chunkSize: number;

  constructor(
    connection: KubeConnection,
    resource: Resource,
    object: JsonObject,
    showEvents: boolean,
    chunkSize: number,
  ) {
    this.connection = connection;
    this.resource = resource;
    this.object = object;
    this.showEvents = showEvents;
    this.chunkSize = chunkSize;
  }

  get namespace(): string {
    return textAt(this.object, 'metadata', 'namespace');
  }

  /** A named seam: the describer of a kind is only given objects of that kind. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the describer says what its kind is
  as<T extends KubeObject>(): T {
    return this.object as unknown as T;
  }

  /** All items of a resource in a namespace (of all when it is ''), chunk by chunk. */
  async list<T extends KubeObject>(
    resource: Resource<T>,
    namespace: string,
    query: Readonly<Record<string, string>> = {},
  ): Promise<readonly T[]> {
    const items: T[] = [];
    let at = '';
    do {
      const page = await this.connection.json({
        path: pathOf(resource, namespace),
        query: { ...query, limit: this.chunkSize > 0 ? String(this.chunkSize) : undefined, continue: at },
      });
      // A named seam: the items of a list are of its kind.
      items.push(...(listAt(page, 'items') as readonly T[]));
      at = textAt(page, 'metadata', 'continue');
    } while (at);
    return items;
  }

  /** Undefined when it is not there, or not to be seen. */
  async tryList<T extends KubeObject>(
    resource: Resource<T>,
    namespace: string,
    query: Readonly<Record<string, string>> = {},
  ) {
    return this.list(resource, namespace, query).catch((error: unknown) => {
      if (error instanceof ApiError) return undefined;
      throw error;
    });
  }

  async get<T extends KubeObject>(resource: Resource<T>, namespace: string, name: string): Promise<T> {
    return this.connection.json<T>({ path: pathOf(resource, namespace, name) });
  }

  /** Events about the object; `uid` and `kind` can be others than its own, or left out ('' ). */
  events(of: { readonly uid?: string; readonly kind?: string } = {}): Promise<readonly CoreEvent[] | undefined> {
    if (!this.showEvents) return Promise.resolve(undefined);
    const selectors = {
      'involvedObject.name': textAt(this.object, 'metadata', 'name'),
      'involvedObject.namespace': this.namespace,
      'involvedObject.kind': of.kind ?? this.resource.kind,
      'involvedObject.uid': of.uid ?? textAt(this.object, 'metadata', 'uid'),
    };
    const fieldSelector = Object.entries(selectors)
      .filter(([key, value]) => value !== '' || key === 'involvedObject.namespace')
      .map(([key, value]) => `${key}=${value}`)
      .join(',');
    return this.tryList(coreEvents, this.namespace, { fieldSelector });
  }

  /** The block of events at the end of most descriptions. */
  async writeEvents(to: Description, of: { readonly uid?: string; readonly kind?: string } = {}): Promise<void> {
    const events = await this.events(of);
    if (events) describeEvents(to, events);
  }

  /** '1 Running / 0 Waiting / 0 Succeeded / 0 Failed' of the Pods that the object controls. */
  async podStatuses(selector: string): Promise<string> {
    const uid = textAt(this.object, 'metadata', 'uid');
    const own = (await this.list<Pod>(pods, this.namespace, { labelSelector: selector })).filter((pod) =>
      pod.metadata?.ownerReferences?.some((o) => o.controller && o.uid === uid),
    );
    const count = (phase: string): number => own.filter((pod) => pod.status?.phase === phase).length;
    return `${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`;
  }
}

/** 'ReplicaSet/web-1', or '' for what nobody controls. */
export function controllerOf(object: KubeObject): string {
  const owner = object.metadata?.ownerReferences?.find((o) => o.controller);
  return owner ? `${owner.kind}/${owner.name}` : '';
}

export type Describer = (context: DescribeContext, to: Description) => Promise<void> | void;
