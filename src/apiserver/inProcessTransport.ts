/**
 * The client's transport inside the server's own process: the same authorization, admission and validation as over the
 * wire, without TLS and serialisation. Objects that come out are shared with the cache: nobody mutates them.
 */
import type { Client } from '../client/client.ts';
import type { RawWatchEvent, Transport, TransportRequest } from '../client/transport.ts';
import { ApiError, forbidden, internalError } from '../machinery/apiError.ts';
import { apiServerUser } from './authentication/userInfo.ts';
import type { UserInfo } from './authentication/userInfo.ts';
import { forbiddenReason } from './authorization/refusal.ts';
import { listObject } from './http/respond.ts';
import { storeFailure } from './storeFailure.ts';
import { VerbContext } from './verbs/context.ts';
import type { VerbCore } from './verbs/core.ts';
import { methodNotAllowed, resourceNotFound, runVerb } from './verbs/dispatch.ts';
import type { Endpoint } from './verbs/endpoint.ts';
import type { Answer, VerbRequest } from './verbs/verbRequest.ts';
import { prepareWatch } from './verbs/watch.ts';
import type { CacheItem } from './watchCache/cacheItem.ts';
import type { EventType, WatchSink } from './watchCache/watcher.ts';

export interface InProcess {
  readonly core: VerbCore;
  /** By 'group/version/resource'. */
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  /** The server's own client, for hooks. */
  client(): Client;
  readonly stopping: AbortSignal;
}

export function inProcessTransport(server: InProcess, user: UserInfo): Transport {
  return {
    async request(request) {
      const verbRequest = prepare(server, user, request);
      const { endpoint } = verbRequest;
      const answer = await answered(server, verbRequest, request.verb);
      if ('item' in answer) return answer.item.object;
      return 'object' in answer ? answer.object : listObject(endpoint, answer.list);
    },
    async *watch(request) {
      const verbRequest = prepare(server, user, request);
      const { endpoint } = verbRequest;
      if (verbRequest.subresource !== '' || !endpoint.registration.verbs.includes('watch')) throw methodNotAllowed();
      const watch = prepareWatch(server.core, verbRequest);
      const stop = new AbortController();
      const signals = [stop.signal, server.stopping, ...(request.signal ? [request.signal] : [])];
      const queue = new EventQueue(endpoint);
      const running = watch.run(queue, AbortSignal.any(signals)).then(
        () => queue.end(),
        (error: unknown) => queue.fail(error),
      );
      try {
        yield* queue.events();
      } finally {
        stop.abort();
        await running;
      }
    },
  };
}

/** What is no error of the API becomes one before it leaves, as over the wire. */
async function answered(server: InProcess, request: VerbRequest, verb: string): Promise<Answer> {
  try {
    return await runVerb(server.core, verb, request);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    server.core.log.error(
      { err: error, verb, resource: request.endpoint.resource.resource },
      'A request failed inside the server',
    );
    throw storeFailure(error) ?? internalError(error instanceof Error ? error.message : String(error));
  }
}

function prepare(server: InProcess, user: UserInfo, request: TransportRequest): VerbRequest {
  const { group, version, resource } = request.resource;
  const attributes = {
    verb: request.verb,
    group,
    version,
    resource,
    subresource: request.subresource ?? '',
    namespace: request.namespace ?? '',
    name: request.name ?? '',
  };
  const decision = server.core.services.authorizer.authorize(user, attributes);
  if (decision.outcome !== 'allow')
    throw forbidden({ group, resource }, attributes.name, forbiddenReason(user, attributes, decision.reason));
  const endpoint = server.endpoints.get(`${group}/${version}/${resource}`);
  if (!endpoint) throw resourceNotFound();
  const query = new URLSearchParams(request.query);
  return {
    endpoint,
    query,
    namespace: endpoint.resource.namespaced ? request.namespace : undefined,
    name: attributes.name,
    subresource: attributes.subresource,
    body: request.body === undefined ? undefined : { from: 'process', value: request.body },
    patchType: request.verb === 'patch' ? request.patchType : undefined,
    userAgent: componentOf(user),
    context: new VerbContext(user, query.get('dryRun') === 'All', server.client(), server.core.services),
  };
}

/** The program that a built-in user is: its name is the manager of what it writes. */
function componentOf({ name }: UserInfo): string {
  if (name.startsWith('system:serviceaccount:kube-system:')) return 'kube-controller-manager';
  if (name === apiServerUser.name) return 'kube-apiserver';
  return name.slice(name.lastIndexOf(':') + 1);
}

/** Events wait here for their reader; one that lags by more than this lists again. */
const longestQueue = 10_000;

class EventQueue implements WatchSink {
  readonly #endpoint: Endpoint;
  #events: RawWatchEvent[] = [];
  #wake: (() => void) | undefined;
  #onReady: (() => void) | undefined;
  #over = false;
  #failure: unknown;

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
  }

  async *events(): AsyncGenerator<RawWatchEvent> {
    for (;;) {
      const { length } = this.#events;
      if (length > 0) {
        const events = this.#events;
        this.#events = [];
        yield* events;
        const resume = this.#onReady;
        this.#onReady = undefined;
        resume?.();
      } else if (this.#failure !== undefined) {
        throw this.#failure;
      } else if (this.#over) {
        return;
      } else {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    }
  }

  event(type: EventType, item: CacheItem): void {
    this.#push({ type, object: item.object });
  }

  bookmark(revision: number, initialEventsEnd: boolean): void {
    const annotations = initialEventsEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {};
    const { resource, apiVersion } = this.#endpoint;
    this.#push({
      type: 'BOOKMARK',
      object: { kind: resource.kind, apiVersion, metadata: { resourceVersion: String(revision), ...annotations } },
    });
  }

  ready(): boolean {
    return this.#events.length < longestQueue;
  }

  onReady(listener: () => void): void {
    this.#onReady = listener;
  }

  begin(): void {
    // Nothing is buffered.
  }

  flush(): void {
    this.#wake?.();
  }

  end(): void {
    this.#over = true;
    this.#wake?.();
  }

  fail(error: unknown): void {
    this.#failure = error instanceof ApiError ? error : new ApiError(500, 'InternalError', String(error));
    this.#wake?.();
  }

  #push(event: RawWatchEvent): void {
    this.#events.push(event);
    this.#wake?.();
  }
}
