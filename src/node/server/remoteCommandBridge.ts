/**
 * exec and attach for clients that speak WebSocket: each channel of theirs is a SPDY stream of the runtime's.
 *
 * Guarantees: stdin can be closed alone (v5), so that a command which reads to its end comes to it; the client gets
 * all output, then the command's status on the error channel, then the end of the connection; a client that goes away
 * takes the connection to the runtime with it; a slow side holds back the other.
 *
 * Subprotocols as of Kubernetes' remote command: `v5.channel.k8s.io`, `v4…`, the first one without a version, and
 * their base64 forms. The first byte of a message is its channel: stdin, stdout, stderr, error, resize.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Status } from '../../api/meta/v1.ts';
import { HttpError } from './httpError.ts';
import { dialRuntime } from './runtimeStream.ts';
import { SpdySession } from '../../client/spdy/session.ts';
import type { SpdyStream } from '../../client/spdy/session.ts';
import { acceptWebSocket, bytesOf, offeredProtocols, sendHeldBack } from './webSocket.ts';

interface Protocol {
  readonly base64: boolean;
  /** The error channel carries a Status; before version 4 it is a text. */
  readonly status: boolean;
  /** A message on channel 255 closes the channel that it names. */
  readonly halfClose: boolean;
}

const binary = { base64: false, status: false, halfClose: false };
const protocols: Readonly<Record<string, Protocol>> = {
  'v5.channel.k8s.io': { ...binary, status: true, halfClose: true },
  'v4.channel.k8s.io': { ...binary, status: true },
  'channel.k8s.io': binary,
  '': binary,
  'v4.base64.channel.k8s.io': { ...binary, base64: true, status: true },
  'base64.channel.k8s.io': { ...binary, base64: true },
};

const channels = ['stdin', 'stdout', 'stderr', 'error', 'resize'] as const;
const errorChannel = channels.indexOf('error');
const closeChannel = 255;
/** The oldest that every runtime has and that carries a Status. */
const runtimeProtocol = 'v4.channel.k8s.io';

/** The streams that the command was started with; error is always there. */
export interface CommandStreams {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
}

/** Rejects with HttpError while the client can still be told. */
export async function bridgeRemoteCommand(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  url: URL,
  wanted: CommandStreams,
): Promise<void> {
  const offered = offeredProtocols(request);
  const name = offered.length === 0 ? '' : offered.find((p) => p in protocols);
  const protocol = name === undefined ? undefined : protocols[name];
  if (name === undefined || protocol === undefined) {
    const known = Object.keys(protocols).filter((p) => p !== '');
    throw new HttpError(403, `no subprotocol of [${offered.join(' ')}] is known: must be one of [${known.join(' ')}]`);
  }
  const runtime = await dialRuntime(url, runtimeProtocol);
  const client = await acceptWebSocket(request, socket, head, name).catch((error: unknown) => {
    runtime.socket.destroy();
    throw error;
  });

  const send = (channel: number, chunk: Buffer): void => {
    if (protocol.base64) sendHeldBack(client, `${channel}${chunk.toString('base64')}`, session);
    else sendHeldBack(client, Buffer.concat([Buffer.of(channel), chunk]), session);
  };
  const report = (text: Buffer): void => {
    if (protocol.status) send(errorChannel, text);
    else if (messageOf(text) !== '') send(errorChannel, Buffer.from(messageOf(text)));
  };
  let reported = false;
  const session = new SpdySession(runtime.socket, runtime.head, () => {
    if (!reported) report(Buffer.from(JSON.stringify(brokenOff)));
    client.close(1000);
  });
  client.on('close', () => session[Symbol.dispose]());
  client.on('error', () => session[Symbol.dispose]());

  // Held back until every channel has its stream.
  client.pause();
  const open: (SpdyStream | undefined)[] = [];
  const errors: Buffer[] = [];
  const finish = (): void => {
    if (errors.length === 0) return;
    reported = true;
    report(Buffer.concat(errors));
  };
  for (const type of ['error', 'stdin', 'stdout', 'stderr', 'resize'] as const) {
    const channel = channels.indexOf(type);
    if (!hasStream(wanted, type)) continue;
    const handlers =
      type === 'error'
        ? { data: (chunk: Buffer) => void errors.push(chunk), end: finish }
        : { data: (chunk: Buffer) => send(channel, chunk) };
    open[channel] = await session.open({ streamtype: type }, handlers);
  }
  // The sign that the connection stands: an empty message on the lowest channel that the client reads.
  send(wanted.stdout ? 1 : hasStream(wanted, 'stderr') ? 2 : errorChannel, Buffer.alloc(0));
  client.on('message', (message) => {
    const bytes = protocol.base64 ? fromBase64(bytesOf(message)) : bytesOf(message);
    const channel = bytes[0];
    if (channel === undefined) return;
    if (channel === closeChannel) {
      if (protocol.halfClose) open[bytes[1] ?? closeChannel]?.end();
      return;
    }
    if (channel !== channels.indexOf('stdin') && channel !== channels.indexOf('resize')) return;
    if (open[channel]?.write(bytes.subarray(1)) !== false) return;
    client.pause();
    session.drained(() => client.resume());
  });
  client.resume();
}

function hasStream({ stdin, stdout, stderr, tty }: CommandStreams, type: (typeof channels)[number]): boolean {
  switch (type) {
    case 'stdin':
      return stdin;
    case 'stdout':
      return stdout;
    case 'stderr':
      return stderr && !tty;
    case 'error':
      return true;
    case 'resize':
      return tty;
  }
}

/** What the client is told when the runtime never said how the command ended. */
const brokenOff: Status = {
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: 'Internal error occurred: the connection to the container runtime broke off',
  reason: 'InternalError',
  code: 500,
};

/** '' for success. */
function messageOf(text: Buffer): string {
  try {
    // A named seam: the runtime's own Status.
    const status = JSON.parse(text.toString()) as Status;
    return status.status === 'Success' ? '' : (status.message ?? '');
  } catch {
    return text.toString();
  }
}

/** The channel's digit, then base64. */
const fromBase64 = (message: Buffer): Buffer =>
  Buffer.concat([
    Buffer.of(Number(message.subarray(0, 1).toString())),
    Buffer.from(message.subarray(1).toString(), 'base64'),
  ]);
