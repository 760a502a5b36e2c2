/**
 * Asks the resolvers of the machine about everything that is not the cluster's.
 *
 * Guarantees: each question has a random ID and a port of its own, and only an answer to that very question from the
 * server that was asked counts (RFC 5452); a server that does not answer in time is followed by the next.
 */
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { readFile } from 'node:fs/promises';
import { connect, isIPv6 } from 'node:net';

export interface Upstream {
  readonly address: string;
  readonly port: number;
}

/** Milliseconds that a server has. */
const patience = 2_000;
const rounds = 2;

/** Resolves with the response, under the ID of `query`; rejects when no server gave any. */
export async function forward(
  query: Buffer,
  servers: readonly Upstream[],
  overTcp: boolean,
  signal: AbortSignal,
): Promise<Buffer> {
  if (servers.length === 0) throw new Error('the machine has no resolver');
  const asked = Buffer.from(query);
  let last: unknown;
  for (let round = 0; round < rounds; round++) {
    for (const server of servers) {
      signal.throwIfAborted();
      asked.writeUInt16BE(randomInt(65_536), 0);
      try {
        const response = Buffer.from(await (overTcp ? askTcp : askUdp)(asked, server, signal));
        query.copy(response, 0, 0, 2);
        return response;
      } catch (error) {
        last = error;
      }
    }
  }
  throw last;
}

function isAnswer(response: Buffer, query: Buffer): boolean {
  if (
    response.length < 12 ||
    response.readUInt16BE(0) !== query.readUInt16BE(0) ||
    (response.readUInt8(2) & 0x80) === 0
  )
    return false;
  // Servers may leave the question out of a refusal; otherwise it must be ours, letter case aside.
  if (response.readUInt16BE(4) === 0) return true;
  const end = endOfQuestion(query);
  return response.toString('latin1', 12, end).toLowerCase() === query.toString('latin1', 12, end).toLowerCase();
}

function endOfQuestion(query: Buffer): number {
  let at = 12;
  while (query.readUInt8(at) !== 0) at += 1 + query.readUInt8(at);
  return at + 5;
}

function askUdp(query: Buffer, { address, port }: Upstream, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    const end = (error: Error | undefined, response?: Buffer): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      socket.close();
      if (response) resolve(response);
      else reject(error ?? new Error('no answer'));
    };
    const stop = (): void => end(new Error('the server stops'));
    const timer = setTimeout(() => end(new Error(`${address} did not answer within ${patience} ms`)), patience);
    signal.addEventListener('abort', stop, { once: true });
    socket.once('error', (error) => end(error));
    // Connected: what other addresses send does not arrive.
    socket.connect(port, address, () => socket.send(query));
    socket.on('message', (response) => {
      if (isAnswer(response, query)) end(undefined, response);
    });
  });
}

function askTcp(query: Buffer, { address, port }: Upstream, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, signal, timeout: patience });
    let received = Buffer.alloc(0);
    socket.once('connect', () => socket.write(framed(query)));
    socket.once('timeout', () => socket.destroy(new Error(`${address} did not answer within ${patience} ms`)));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error(`${address} closed the connection`)));
    socket.on('data', (data: Buffer) => {
      received = Buffer.concat([received, data]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
      const response = received.subarray(2, 2 + received.readUInt16BE(0));
      if (isAnswer(response, query)) resolve(response);
      socket.destroy();
    });
  });
}

/** Over TCP each message follows its length. */
export function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

/** The resolvers of resolv.conf(5); none when there is no such file. */
export async function machineResolvers(file: string): Promise<Upstream[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return [...text.matchAll(/^\s*nameserver\s+(\S+)/gm)].map(([, address = '']) => ({
    address: address.replace(/%.*$/, ''),
    port: 53,
  }));
}
