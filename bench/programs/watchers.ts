/**
 * So many watches, each on a TLS connection of its own, and one connection that changes what they watch. Prints a line
 * when all watch; then, for each line that it reads, makes one change, and prints how long it took until the last watcher
 * had it. It reads frames by their end, without parsing them: it must cost less than the server that is measured.
 */
import { createInterface } from 'node:readline';
import { connect, type TLSSocket } from 'node:tls';
import { tlsOf } from '../apiServer.ts';

export interface WatchersSpec {
  readonly port: number;
  /** Holds pki/. */
  readonly directory: string;
  readonly watchers: number;
  readonly watchPath: string;
  readonly changePath: string;
  /** A merge patch; `%N%` becomes a number that no other change has. */
  readonly patch: string;
}

export interface Delivery {
  readonly milliseconds: number;
  /** One frame with its chunk's frame around it, base64. */
  readonly frame: string;
}

// A named seam: rows/watchFanOut.ts is the only caller.
const spec = JSON.parse(process.argv[2] ?? '') as WatchersSpec;
const tls = {
  ...(await tlsOf(spec.directory, 'admin')),
  host: '127.0.0.1',
  port: spec.port,
  ALPNProtocols: ['http/1.1'],
};
const frameEnd = Buffer.from('}\n\r\n');

async function open(): Promise<TLSSocket> {
  const socket = connect(tls).setNoDelay(true);
  await new Promise<void>((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  return socket.on('close', () => process.exit(1));
}

let waiting = 0;
let done: (() => void) | undefined;
let frame: Buffer = Buffer.alloc(0);

async function watch(first: boolean): Promise<void> {
  const socket = await open();
  const answered = new Promise((resolve) => socket.once('data', resolve));
  socket.write(`GET ${spec.watchPath} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\r\n`);
  await answered;
  let tail: Buffer = Buffer.alloc(0);
  socket.on('data', (data: Buffer) => {
    if (first) frame = Buffer.concat([frame, data]);
    tail =
      data.length >= frameEnd.length
        ? data.subarray(-frameEnd.length)
        : Buffer.concat([tail, data]).subarray(-frameEnd.length);
    if (tail.equals(frameEnd) && --waiting === 0) done?.();
  });
}

// Few at a time: the server's queue of connections is short.
for (let i = 0; i < spec.watchers; i += 20) {
  await Promise.all(Array.from({ length: Math.min(20, spec.watchers - i) }, (_, j) => watch(i + j === 0)));
}
const changer = await open();
let changes = 0;
console.log('watching');

for await (const line of createInterface({ input: process.stdin })) {
  if (line === '') break;
  const body = spec.patch.replaceAll('%N%', String(changes++));
  const answered = new Promise((resolve) => changer.once('data', resolve));
  const delivered = new Promise<void>((resolve) => (done = resolve));
  waiting = spec.watchers;
  frame = Buffer.alloc(0);
  const start = performance.now();
  changer.write(
    `PATCH ${spec.changePath} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/merge-patch+json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  await delivered;
  const milliseconds = performance.now() - start;
  await answered;
  const delivery: Delivery = { milliseconds, frame: frame.toString('base64') };
  console.log(JSON.stringify(delivery));
}
process.exit();
