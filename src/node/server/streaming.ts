/**
 * exec, attach and port-forward: the agent asks the runtime for a streaming URL, then joins its caller to it. A caller
 * that speaks SPDY/3.1, as every runtime does, gets a raw tunnel: bytes both ways, untouched. For one that speaks
 * WebSocket the agent translates, since runtimes differ in which subprotocols they know. What the runtime refuses, the
 * caller sees refused in the runtime's own words.
 */
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { PodManager } from '../podManager.ts';
import type { CriClient } from '../runtime/cri/client.ts';
import { HttpError } from './httpError.ts';
import { tunnelPortForward, tunnelProtocol } from './portForwardTunnel.ts';
import { bridgeRemoteCommand } from './remoteCommandBridge.ts';
import type { CommandStreams } from './remoteCommandBridge.ts';
import { podWorker, readySandbox, runningContainer } from './target.ts';

export interface StreamPath {
  readonly verb: 'exec' | 'attach' | 'portForward';
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/** Resolves when the caller is joined to the runtime; rejects with HttpError or CriError while it can still be told. */
export async function joinStream(
  manager: PodManager,
  cri: CriClient,
  path: StreamPath,
  query: URLSearchParams,
  caller: { readonly request: IncomingMessage; readonly socket: Duplex; readonly head: Buffer },
): Promise<void> {
  const { request, socket, head } = caller;
  const url = await streamingUrl(manager, cri, path, query);
  const webSocket = request.headers.upgrade?.toLowerCase() === 'websocket';
  const tunnelled = tunnelProtocol(request);
  if (webSocket && path.verb !== 'portForward') await bridgeRemoteCommand(request, socket, head, url, streamsOf(query));
  else if (webSocket && tunnelled !== undefined) await tunnelPortForward(request, socket, head, url, tunnelled);
  else tunnel(request, socket, head, url);
}

/** Resolves with the URL at which the runtime waits for the connection. */
async function streamingUrl(
  manager: PodManager,
  cri: CriClient,
  path: StreamPath,
  query: URLSearchParams,
): Promise<URL> {
  const worker = podWorker(manager, path.namespace, path.pod);
  if (path.verb === 'portForward') {
    const port = query
      .getAll('port')
      .concat(query.getAll('ports'))
      .flatMap((p) => p.split(','))
      .map(Number)
      .filter((p) => p > 0);
    return new URL((await cri.portForward({ podSandboxId: readySandbox(worker), port })).url);
  }
  const { id } = runningContainer(worker, path.container);
  const streams = streamsOf(query);
  if (path.verb === 'attach') return new URL((await cri.attach({ containerId: id, ...streams })).url);
  const cmd = query.getAll('command');
  if (cmd.length === 0) throw new HttpError(400, 'you must specify at least one command for the container');
  return new URL((await cri.exec({ containerId: id, cmd, ...streams })).url);
}

function streamsOf(query: URLSearchParams): CommandStreams {
  const tty = flag(query, 'tty');
  return {
    tty,
    stdin: flag(query, 'input', 'stdin'),
    stdout: flag(query, 'output', 'stdout'),
    stderr: !tty && flag(query, 'error', 'stderr'),
  };
}

/** kubelet's own names, and those of the API server's subresources. */
const flag = (query: URLSearchParams, ...names: string[]): boolean =>
  names.some((name) => ['1', 'true'].includes(query.get(name) ?? ''));

/** Headers that belong to this hop alone. */
const ownHeaders = new Set(['host', 'authorization']);

/** Joins the caller's connection to the runtime's; the caller's own upgrade request goes first. */
function tunnel(request: IncomingMessage, socket: Duplex, head: Buffer, url: URL): void {
  const runtime = connect({ host: url.hostname, port: Number(url.port), allowHalfOpen: true, noDelay: true });
  const headers: string[] = [`Host: ${url.host}`];
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) {
    const name = request.rawHeaders[i] ?? '';
    if (!ownHeaders.has(name.toLowerCase())) headers.push(`${name}: ${request.rawHeaders[i + 1]}`);
  }
  runtime.write(`${request.method} ${url.pathname}${url.search} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
  if (head.length > 0) runtime.write(head);
  socket.pipe(runtime);
  runtime.pipe(socket);
  const end = (): void => {
    runtime.destroy();
    socket.destroy();
  };
  runtime.on('error', end);
  socket.on('error', end);
  runtime.on('close', () => socket.end());
  socket.on('close', () => runtime.destroy());
}
