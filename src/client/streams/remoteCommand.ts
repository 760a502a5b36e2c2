/**
 * exec and attach over WebSocket, under `v5.channel.k8s.io`: the first byte of a message is its channel.
 *
 * Guarantees: all output that came is written before the end is told; when stdin ends, so does the command's, alone; what
 * stdout does not take holds back the server, and what the server does not take holds back stdin.
 */
import type { Readable, Writable } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Status } from '../../api/meta/v1.ts';
import { asStatus } from '../status.ts';
import { bytesOf, dialWebSocket, type StreamConnection } from './dial.ts';

const protocol = 'v5.channel.k8s.io';
const channel = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;
/** Bytes on their way to the server from which on stdin is held back. */
const highWater = 1024 * 1024;
/** After this long without a byte the kernel asks whether the server is still there. */
const pingEvery = 30_000;

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface CommandStreams {
  readonly stdin?: Readable | undefined;
  readonly stdout?: Writable | undefined;
  readonly stderr?: Writable | undefined;
  /** Told the function that sends a size; answers with the function that stops telling sizes. */
  readonly onResize?: ((send: (size: TerminalSize) => void) => () => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How a command ended: 0, or what it exited with. Everything else is thrown. */
export type ExitCode = number;

/** The command could not be run, or the connection to it broke off. The message is the server's. */
export class RemoteCommandError extends Error {
  override readonly name = 'RemoteCommandError';
}

/** Runs until the command has ended. Rejects with ApiError, ConnectionError or RemoteCommandError. */
export async function runRemoteCommand(
  connection: StreamConnection,
  path: string,
  streams: CommandStreams,
): Promise<ExitCode> {
  const socket = await dialWebSocket(connection, path, protocol, streams.signal);
  const stop = [keepAlive(socket), send(socket, streams), resizes(socket, streams)];
  try {
    return exitCodeOf(await receive(socket, streams));
  } finally {
    for (const end of stop) end();
    socket.terminate();
  }
}

function keepAlive(socket: WebSocket): () => void {
  const timer = setInterval(() => socket.ping(), pingEvery);
  return () => clearInterval(timer);
}

/** Passes stdin on, and tells of its end. */
function send(socket: WebSocket, { stdin }: CommandStreams): () => void {
  if (!stdin) return () => {};
  const open = (): boolean => socket.readyState === socket.OPEN;
  const take = (chunk: Buffer | string): void => {
    if (!open()) return;
    const resume = (): void => {
      if (socket.bufferedAmount < highWater) stdin.resume();
    };
    socket.send(Buffer.concat([Buffer.of(channel.stdin), Buffer.from(chunk)]), resume);
    if (socket.bufferedAmount >= highWater) stdin.pause();
  };
  const end = (): void => {
    if (open()) socket.send(Buffer.of(channel.close, channel.stdin));
  };
  stdin.on('data', take).once('end', end).once('error', end);
  return () => {
    stdin.off('data', take).off('end', end).off('error', end);
    stdin.pause();
  };
}

function resizes(socket: WebSocket, { onResize }: CommandStreams): () => void {
  if (!onResize) return () => {};
  return onResize(({ columns, rows }) => {
    if (socket.readyState !== socket.OPEN) return;
    const size = JSON.stringify({ Width: columns, Height: rows });
    socket.send(Buffer.concat([Buffer.of(channel.resize), Buffer.from(size)]));
  });
}

/** Resolves with the command's status when the connection has closed; undefined when none came. */
function receive(socket: WebSocket, { stdout, stderr, signal }: CommandStreams): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    let status: string | undefined;
    let pending = 0;
    let closed = false;
    const settle = (): void => {
      if (closed && pending === 0) resolve(status);
    };
    const write = (to: Writable | undefined, bytes: Buffer): void => {
      if (!to || bytes.length === 0) return;
      pending += 1;
      const room = to.write(bytes, () => {
        pending -= 1;
        settle();
      });
      if (room) return;
      socket.pause();
      to.once('drain', () => socket.resume());
    };
    socket.on('message', (message) => {
      const bytes = bytesOf(message);
      const payload = bytes.subarray(1);
      switch (bytes[0]) {
        case channel.stdout:
          write(stdout, payload);
          break;
        case channel.stderr:
          write(stderr, payload);
          break;
        case channel.error:
          if (payload.length > 0) status = (status ?? '') + payload.toString();
          break;
        default:
          break;
      }
    });
    socket.once('close', () => {
      closed = true;
      settle();
    });
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function exitCodeOf(text: string | undefined): ExitCode {
  if (text === undefined) throw new RemoteCommandError('the connection broke off before the command had ended');
  const status = statusOf(text);
  if (!status) throw new RemoteCommandError(text);
  if (status.status === 'Success') return 0;
  if (status.reason === 'NonZeroExitCode') {
    const code = Number(status.details?.causes?.find((cause) => cause.reason === 'ExitCode')?.message);
    if (Number.isInteger(code) && code !== 0) return code;
  }
  throw new RemoteCommandError(`error executing remote command: ${status.message ?? text}`);
}

function statusOf(text: string): Status | undefined {
  try {
    return asStatus(JSON.parse(text)) ?? JSON.parse(text);
  } catch {
    return undefined;
  }
}
