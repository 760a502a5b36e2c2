/** The ways of asking a container how it is: a command, an HTTP request, a TCP connection, a gRPC health check. */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import type { Container, ExecAction, GRPCAction, HTTPGetAction, IntOrStringPort, TCPSocketAction } from './types.ts';
import type { CriClient } from '../runtime/cri/client.ts';
import { isCriError } from '../runtime/cri/client.ts';

export interface Answer {
  readonly ok: boolean;
  /** What the event says after `… probe failed: `. */
  readonly output: string;
}

const longestOutput = 10 * 1024;

export async function askExec(
  cri: CriClient,
  containerId: string,
  action: ExecAction,
  timeoutSeconds: number,
): Promise<Answer> {
  try {
    const { exitCode, stdout, stderr } = await cri.execSync({
      containerId,
      cmd: action.command ?? [],
      timeout: BigInt(timeoutSeconds),
    });
    const output = Buffer.concat([stdout, stderr]).subarray(0, longestOutput).toString('utf8');
    return { ok: exitCode === 0, output };
  } catch (error) {
    if (isCriError(error, 4))
      return {
        ok: false,
        output: `command timed out: "${(action.command ?? []).join(' ')}" timed out after ${timeoutSeconds}s`,
      };
    return { ok: false, output: error instanceof Error ? error.message : String(error) };
  }
}

/** A port by number, or by the name that the container gives it. Throws when there is no such name. */
function portOf(port: IntOrStringPort, container: Container): number {
  if (typeof port === 'number') return port;
  const named = container.ports?.find((p) => p.name === port)?.containerPort;
  const found = named ?? Number(port);
  if (!Number.isInteger(found) || found <= 0) throw new Error(`couldn't find port: "${port}"`);
  return found;
}

export function askHttp(
  action: HTTPGetAction,
  container: Container,
  podIP: string,
  timeoutSeconds: number,
): Promise<Answer> {
  const scheme = action.scheme === 'HTTPS' ? 'https' : 'http';
  const host = action.host || podIP;
  const path = action.path?.startsWith('/') ? action.path : `/${action.path ?? ''}`;
  const port = portOf(action.port, container);
  const url = `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}${path}`;
  const headers: Record<string, string> = { 'user-agent': 'kube-probe/1.33', accept: '*/*', connection: 'close' };
  for (const { name, value } of action.httpHeaders ?? []) headers[name.toLowerCase()] = value;
  return new Promise((resolve) => {
    const failed = (why: string): void => resolve({ ok: false, output: `Get "${url}": ${why}` });
    const send = scheme === 'https' ? httpsRequest : httpRequest;
    const request = send(url, { headers, rejectUnauthorized: false, agent: false }, (response) => {
      response.resume();
      const status = response.statusCode ?? 0;
      clearTimeout(timer);
      resolve({ ok: status >= 200 && status < 400, output: `HTTP probe failed with statuscode: ${status}` });
    });
    const timer = setTimeout(() => {
      failed('context deadline exceeded (Client.Timeout exceeded while awaiting headers)');
      request.destroy();
    }, timeoutSeconds * 1000);
    request.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      failed(error.code === 'ECONNREFUSED' ? `dial tcp ${host}:${port}: connect: connection refused` : error.message);
    });
    request.end();
  });
}

export function askTcp(
  action: TCPSocketAction,
  container: Container,
  podIP: string,
  timeoutSeconds: number,
): Promise<Answer> {
  const host = action.host || podIP;
  const port = portOf(action.port, container);
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answer: Answer): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(
      () => end({ ok: false, output: `dial tcp ${host}:${port}: i/o timeout` }),
      timeoutSeconds * 1000,
    );
    socket.once('connect', () => end({ ok: true, output: '' }));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      end({
        ok: false,
        output: `dial tcp ${host}:${port}: ${error.code === 'ECONNREFUSED' ? 'connect: connection refused' : error.message}`,
      });
    });
  });
}

/** grpc.health.v1.Health/Check; loaded only where it is used. */
export async function askGrpc(action: GRPCAction, podIP: string, timeoutSeconds: number): Promise<Answer> {
  const { checkHealth } = await import('./grpcHealth.ts');
  return checkHealth(`${podIP}:${action.port}`, action.service ?? '', timeoutSeconds);
}
