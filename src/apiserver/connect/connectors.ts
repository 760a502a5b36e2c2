/** Each connector: where it leads, and the path there. */
import type { Pod } from '../../api/core/v1.ts';
import type { Client } from '../../client/client.ts';
import { ApiError, badRequest, notFound } from '../../machinery/apiError.ts';
import type { Logger } from '../../machinery/log.ts';
import { UpgradeExchange } from '../http/upgradeExchange.ts';
import { admit, validateAdmission } from '../verbs/core.ts';
import type { VerbCore } from '../verbs/core.ts';
import { methodNotAllowed } from '../verbs/dispatch.ts';
import { booleanParameter } from '../verbs/options.ts';
import type { ResourceCache } from '../watchCache/resourceCache.ts';
import { agentOf } from './agent.ts';
import type { AgentCredentials, Target } from './agent.ts';
import type { ConnectRequest, Connectors } from './connector.ts';
import { containerOf } from './containers.ts';
import { forward } from './forward.ts';
import { logParameters } from './logOptions.ts';
import { nodeTarget, podTarget, serviceTarget } from './proxyTargets.ts';

export interface ConnectorOptions {
  readonly core: VerbCore;
  readonly client: Client;
  readonly credentials: AgentCredentials | undefined;
  readonly nodes: ResourceCache;
  readonly log: Logger;
}

export function connectors(options: ConnectorOptions): Connectors {
  return {
    async serve(request) {
      const { exchange, headers, info, endpoint, context, rules } = request;
      if (!rules.methods.some((m) => m === exchange.method)) throw methodNotAllowed();
      if (info.query.has('dryRun')) throw badRequest('dryRun is not supported');
      const place = await destination(options, request);
      if (rules.connector !== 'log') {
        const admission = {
          operation: 'CONNECT',
          resource: endpoint.resource,
          subresource: info.subresource,
          namespace: info.namespace || undefined,
          name: info.name,
          object: undefined,
          old: undefined,
          context,
        } as const;
        await admit(options.core, admission);
        await validateAdmission(options.core, admission);
      }
      if (place === 'empty') {
        exchange.send(200, { ...headers, 'Content-Type': 'text/plain' }, '');
        return;
      }
      await forward({ exchange, headers, ...place });
    },
  };
}

type Destination = { target: Target; method: string; path: string; refusals: 'status' | 'pass' } | 'empty';

async function destination(
  options: ConnectorOptions,
  { exchange, info, endpoint, rules }: ConnectRequest,
): Promise<Destination> {
  const { name, namespace, query } = info;
  const { method } = exchange;
  const podNamed = (of: string): Pod => {
    const item = endpoint.get(namespace, of);
    if (!item) throw notFound(endpoint.subject, of);
    return item.object;
  };
  const proxied = { method, path: `${info.rest || '/'}${textOf(query)}`, refusals: 'pass' as const };
  switch (rules.connector) {
    case 'log': {
      const pod = podNamed(name);
      const container = containerOf(pod, query.get('container') ?? '');
      const parameters = logParameters(query, name);
      // A Pod without a node has not logged anything.
      if (!pod.spec?.nodeName) return 'empty';
      return {
        target: agentOf(options.nodes, pod.spec.nodeName, options.credentials),
        method: 'GET',
        path: `/containerLogs/${namespace}/${name}/${container}${textOf(parameters)}`,
        refusals: 'status',
      };
    }
    case 'exec':
    case 'attach':
    case 'portforward': {
      const pod = podNamed(name);
      const path = streamPath(rules.connector, pod, info.namespace, query);
      if (!pod.spec?.nodeName) throw badRequest(`pod ${name} does not have a host assigned`);
      const target = agentOf(options.nodes, pod.spec.nodeName, options.credentials);
      if (!(exchange instanceof UpgradeExchange)) throw badRequest('Upgrade request required');
      return { target, method, path, refusals: 'status' };
    }
    case 'podProxy':
      return { target: podTarget(podNamed, name), ...proxied };
    case 'serviceProxy':
      return { target: await serviceTarget(options.client, namespace, name), ...proxied };
    case 'nodeProxy':
      return { target: nodeTarget(options.nodes, name, options.credentials), ...proxied };
  }
}

function streamPath(
  connector: 'exec' | 'attach' | 'portforward',
  pod: Pod,
  namespace: string,
  query: URLSearchParams,
): string {
  const name = pod.metadata?.name ?? '';
  const passed = new URLSearchParams();
  if (connector === 'portforward') {
    const ports = query.getAll('ports').flatMap((p) => p.split(','));
    if (ports.length > 0) passed.set('port', ports.join(','));
    return `/portForward/${namespace}/${name}${textOf(passed)}`;
  }
  const container = containerOf(pod, query.get('container') ?? '');
  const commands = query.getAll('command');
  if (connector === 'exec' && commands.length === 0)
    throw new ApiError(400, 'BadRequest', 'you must specify at least 1 command for the container');
  const wants = (parameter: string, otherwise: boolean): boolean => booleanParameter(query, parameter) ?? otherwise;
  const stdin = wants('stdin', false);
  const tty = wants('tty', false);
  const stdout = wants('stdout', true);
  // A terminal has one output.
  const stderr = wants('stderr', true) && !tty;
  if (!stdin && !stdout && !stderr) throw badRequest('you must specify at least one of stdin, stdout, stderr');
  if (stdin) passed.set('input', '1');
  if (stdout) passed.set('output', '1');
  if (stderr) passed.set('error', '1');
  if (tty) passed.set('tty', '1');
  if (connector === 'exec') for (const command of commands) passed.append('command', command);
  return `/${connector}/${namespace}/${name}/${container}${textOf(passed)}`;
}

const textOf = (query: URLSearchParams): string => (query.size > 0 ? `?${query.toString()}` : '');
