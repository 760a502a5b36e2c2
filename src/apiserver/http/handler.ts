/**
 * Every request from the wire: authenticate → count → authorize → route → verb → answer.
 *
 *  - What the cache can answer is answered in the same turn of the event loop.
 *  - Whatever goes wrong becomes a Status; an error that is none of the API's is logged and becomes a 500.
 *  - Requests that do not run long end after 60 seconds.
 */
import { randomUUID } from 'node:crypto';
import type { Client } from '../../client/client.ts';
import { ApiError, expired, forbidden, internalError, isExpired, requestTooLarge } from '../../machinery/apiError.ts';
import { storeFailure } from '../storeFailure.ts';
import type { Logger } from '../../machinery/log.ts';
import { authenticate, isOpenPath } from '../authentication/authenticate.ts';
import type { UserInfo } from '../authentication/userInfo.ts';
import { forbiddenPathReason, forbiddenReason } from '../authorization/refusal.ts';
import type { Connectors } from '../connect/connector.ts';
import { VerbContext } from '../verbs/context.ts';
import type { VerbCore } from '../verbs/core.ts';
import { methodNotAllowed, resourceNotFound, runVerb } from '../verbs/dispatch.ts';
import type { Endpoint } from '../verbs/endpoint.ts';
import type { RequestBody, VerbRequest } from '../verbs/verbRequest.ts';
import { prepareWatch } from '../verbs/watch.ts';
import { BodyTooLarge, ClientGone } from './exchange.ts';
import type { Exchange, Headers, ResponseStream } from './exchange.ts';
import type { InFlight } from './inFlight.ts';
import type { Metrics, RequestLabels } from './metrics.ts';
import { negotiate } from './negotiation.ts';
import type { Negotiated } from './negotiation.ts';
import { requestInfo } from './requestInfo.ts';
import type { PathInfo, ResourceInfo } from './requestInfo.ts';
import { respond, respondError } from './respond.ts';
import { UpgradeExchange } from './upgradeExchange.ts';
import { WatchStream } from './watchStream.ts';
import { isWebSocket, webSocketStream } from './webSocketStream.ts';
import type { ConsoleFiles } from './consoleFiles.ts';

const bodyLimit = 3 * 1024 * 1024;
const timeoutMilliseconds = 60_000;
const mutatingVerbs = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);
const metricVerbs: Readonly<Record<string, string>> = {
  get: 'GET',
  list: 'LIST',
  watch: 'WATCH',
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  deletecollection: 'DELETECOLLECTION',
};

/** Answers a path outside of the API's resources; false when it is not its own. */
export type PathHandler = (exchange: Exchange, headers: Headers, info: PathInfo) => boolean | Promise<boolean>;

export interface HandlerOptions {
  readonly core: VerbCore;
  readonly client: Client;
  /** By 'group/version/resource'. */
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly paths: readonly PathHandler[];
  /** Asked before anybody is asked who they are. */
  readonly console?: ConsoleFiles | undefined;
  readonly connectors: Connectors;
  readonly inFlight: InFlight;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Aborts when the server stops: watches end. */
  readonly stopping: AbortSignal;
}

export class Handler {
  readonly #options: HandlerOptions;

  constructor(options: HandlerOptions) {
    this.#options = options;
  }

  handle(exchange: Exchange): void {
    const headers: Headers = {
      'Audit-Id': String(exchange.headers['audit-id'] ?? randomUUID()),
      'Cache-Control': 'no-cache, private',
    };
    try {
      const done = this.#serve(exchange, headers);
      if (done) done.catch((error: unknown) => this.#fail(exchange, headers, error));
    } catch (error) {
      this.#fail(exchange, headers, error);
    }
  }

  #fail(exchange: Exchange, headers: Headers, error: unknown): void {
    if (error instanceof ClientGone) return;
    try {
      respondError(exchange, headers, this.#asApiError(exchange, error));
    } catch (second) {
      this.#options.log.error({ err: second, url: exchange.url }, 'An error could not be answered');
    }
  }

  #asApiError(exchange: Exchange, error: unknown): ApiError {
    if (error instanceof ApiError) return error;
    if (error instanceof BodyTooLarge) return requestTooLarge(`limit is ${bodyLimit}`);
    this.#options.log.error(
      { err: error, method: exchange.method, url: exchange.url },
      'A request failed inside the server',
    );
    return storeFailure(error) ?? internalError(error instanceof Error ? error.message : String(error));
  }

  #serve(exchange: Exchange, headers: Headers): void | Promise<void> {
    const { core } = this.#options;
    const info = requestInfo(exchange.method, exchange.url);
    const shown = !info.isResource && this.#options.console?.serve(exchange, headers, info.path);
    if (shown === true) return undefined;
    if (shown) return shown;
    const user = authenticate(exchange, info.path, core.services);
    const serve = (known: UserInfo): void | Promise<void> =>
      info.isResource ? this.#resource(exchange, headers, info, known) : this.#path(exchange, headers, info, known);
    return user instanceof Promise ? user.then(serve) : serve(user);
  }

  #path(exchange: Exchange, headers: Headers, info: PathInfo, user: UserInfo): Promise<void> | void {
    if (!isOpenPath(info.path)) {
      const decision = this.#options.core.services.authorizer.authorizePath(user, info);
      if (decision.outcome !== 'allow') {
        throw new ApiError(403, 'Forbidden', `forbidden: ${forbiddenPathReason(user, info, decision.reason)}`, {});
      }
    }
    return this.#firstOf(exchange, headers, info, 0);
  }

  #firstOf(exchange: Exchange, headers: Headers, info: PathInfo, from: number): Promise<void> | void {
    const { paths } = this.#options;
    for (let i = from; i < paths.length; i += 1) {
      const answered = paths[i]?.(exchange, headers, info);
      if (answered === true) return undefined;
      if (answered) return answered.then((yes) => (yes ? undefined : this.#firstOf(exchange, headers, info, i + 1)));
    }
    if (info.path.startsWith('/api/') || info.path.startsWith('/apis/')) throw resourceNotFound();
    headers['Content-Type'] = 'text/plain; charset=utf-8';
    exchange.send(404, headers, '404 page not found\n');
    return undefined;
  }

  #resource(exchange: Exchange, headers: Headers, info: ResourceInfo, user: UserInfo): void | Promise<void> {
    const { core, endpoints, client, inFlight } = this.#options;
    const endpoint = endpoints.get(`${info.group}/${info.version}/${info.resource}`);
    const started = performance.now();
    const labels = labelsOf(info, endpoint);
    const decision = core.services.authorizer.authorize(user, info);
    if (decision.outcome !== 'allow') {
      this.#count(labels, 403, started);
      throw forbidden(
        { group: info.group, resource: info.resource },
        info.name,
        forbiddenReason(user, info, decision.reason),
      );
    }
    if (!endpoint || !fits(endpoint, info)) throw resourceNotFound();
    const dryRun = info.query.size > 0 && info.query.get('dryRun') === 'All';
    const context = new VerbContext(user, dryRun, client, core.services);
    for (const text of endpoint.registration.requestWarnings ?? []) context.warn(text);
    const subresource = endpoint.registration.subresources?.[info.subresource];
    if (info.subresource !== '' && subresource?.kind === 'connect') {
      return this.#options.connectors.serve({ exchange, headers, info, endpoint, context, rules: subresource });
    }
    const form = negotiate(exchange.headers.accept);
    if (info.verb === 'watch') return this.#watch(exchange, headers, info, endpoint, context, form, labels);
    const mutating = mutatingVerbs.has(info.verb);
    inFlight.enter(mutating);
    let answered: void | Promise<void>;
    try {
      answered = mutating
        ? this.#mutate(exchange, headers, info, endpoint, context, form)
        : this.#answer(exchange, headers, info, endpoint, context, form, undefined);
    } catch (error) {
      inFlight.leave(mutating);
      this.#count(labels, error instanceof ApiError ? error.code : 500, started);
      throw error;
    }
    if (!answered) {
      inFlight.leave(mutating);
      this.#count(labels, 200, started);
      return undefined;
    }
    return this.#inTime(answered).then(
      () => {
        inFlight.leave(mutating);
        this.#count(labels, info.verb === 'create' ? 201 : 200, started);
      },
      (error: unknown) => {
        inFlight.leave(mutating);
        this.#count(labels, error instanceof ApiError ? error.code : 500, started);
        throw error;
      },
    );
  }

  #count(labels: RequestLabels, code: number, started: number): void {
    this.#options.metrics.observe(labels, code, (performance.now() - started) / 1000);
  }

  #inTime(work: Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new ApiError(504, 'Timeout', 'Timeout: request did not complete within the allotted timeout', {})),
        timeoutMilliseconds,
      );
      work.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }

  async #mutate(
    exchange: Exchange,
    headers: Headers,
    info: ResourceInfo,
    endpoint: Endpoint,
    context: VerbContext,
    form: Negotiated,
  ): Promise<void> {
    const bytes = await exchange.readBody(bodyLimit);
    const mediaType = (exchange.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    await this.#answer(exchange, headers, info, endpoint, context, form, { from: 'wire', bytes, mediaType });
  }

  #answer(
    exchange: Exchange,
    headers: Headers,
    info: ResourceInfo,
    endpoint: Endpoint,
    context: VerbContext,
    form: Negotiated,
    body: RequestBody | undefined,
  ): void | Promise<void> {
    const { core } = this.#options;
    const request: VerbRequest = {
      endpoint,
      namespace: endpoint.resource.namespaced && info.namespace !== '' ? info.namespace : undefined,
      name: info.name,
      subresource: info.subresource,
      query: info.query,
      body,
      patchType: info.verb === 'patch' && body?.from === 'wire' ? body.mediaType : undefined,
      userAgent: exchange.headers['user-agent'] ?? '',
      context,
    };
    const rendering = { exchange, headers, query: info.query, form };
    try {
      const answer = runVerb(core, info.verb, request);
      if (!(answer instanceof Promise)) {
        addWarnings(headers, context);
        return respond(rendering, endpoint, answer);
      }
      return answer.finally(() => addWarnings(headers, context)).then((ready) => respond(rendering, endpoint, ready));
    } catch (error) {
      addWarnings(headers, context);
      throw error;
    }
  }

  async #watch(
    exchange: Exchange,
    headers: Headers,
    info: ResourceInfo,
    endpoint: Endpoint,
    context: VerbContext,
    form: Negotiated,
    labels: RequestLabels,
  ): Promise<void> {
    const { core, stopping, metrics } = this.#options;
    if (info.subresource !== '' || !endpoint.registration.verbs.includes('watch')) throw methodNotAllowed();
    const watch = prepareWatch(core, {
      endpoint,
      namespace: endpoint.resource.namespaced && info.namespace !== '' ? info.namespace : undefined,
      name: info.name,
      subresource: '',
      query: info.query,
      body: undefined,
      patchType: undefined,
      userAgent: '',
      context,
    });
    using _ = metrics.longRunning(labels);
    const gone = new AbortController();
    exchange.onClose(() => gone.abort());
    addWarnings(headers, context);
    const stream = new WatchStream(await openStream(exchange, headers), endpoint, form, info.query);
    try {
      await watch.run(stream, AbortSignal.any([gone.signal, stopping]));
    } catch (error) {
      // The answer has begun: what cannot go on is told as an event.
      const failure = this.#asApiError(exchange, error);
      stream.error(isExpired(failure) ? expired(failure.message) : failure);
    } finally {
      stream.end();
    }
  }
}

function openStream(exchange: Exchange, headers: Headers): ResponseStream | Promise<ResponseStream> {
  if (exchange instanceof UpgradeExchange && isWebSocket(exchange)) return webSocketStream(exchange);
  headers['Content-Type'] = 'application/json';
  return exchange.stream(200, headers);
}

function addWarnings(headers: Headers, context: VerbContext): void {
  const { warnings } = context;
  if (warnings) headers['Warning'] = warnings;
}

/** Whether the path has the form that the resource's scope asks for. */
function fits({ resource }: Endpoint, info: ResourceInfo): boolean {
  if (!resource.namespaced)
    return info.namespace === '' || (resource.resource === 'namespaces' && resource.group === '');
  if (info.namespace !== '') return true;
  if (
    info.verb === 'create' ||
    info.verb === 'deletecollection' ||
    (info.name !== '' && info.verb !== 'list' && info.verb !== 'watch')
  ) {
    if (info.verb === 'create' || info.verb === 'deletecollection') throw methodNotAllowed();
    return false;
  }
  return true;
}

function labelsOf(info: ResourceInfo, endpoint: Endpoint | undefined): RequestLabels {
  const scope =
    info.name !== '' && info.verb !== 'list' && info.verb !== 'watch'
      ? 'resource'
      : info.namespace !== ''
        ? 'namespace'
        : 'cluster';
  return {
    // Resources that are not ours are not named: their number must stay bounded.
    verb: metricVerbs[info.verb] ?? 'OTHER',
    dryRun: info.query.size > 0 && info.query.has('dryRun'),
    scope,
    group: endpoint ? info.group : '',
    version: endpoint ? info.version : '',
    resource: endpoint ? info.resource : '',
    subresource: endpoint && endpoint.registration.subresources?.[info.subresource] ? info.subresource : '',
  };
}
