/**
 * Load on an HTTPS server: requests one after another on each of so many connections, for so long. HTTP/1.1 written by
 * hand over TLS, as the client must cost less than the server that is measured. Prints what it saw, as JSON.
 */
import { connect, type TLSSocket } from 'node:tls';
import { tlsOf } from '../apiServer.ts';

export interface LoadSpec {
  readonly port: number;
  /** Holds pki/. */
  readonly directory: string;
  readonly connections: number;
  readonly milliseconds: number;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** `%NAME%` becomes a name that no other request has. */
  readonly body?: string;
  readonly status: number;
}

export interface LoadResult {
  readonly answers: number;
  readonly perSecond: number;
  /** Milliseconds from request to answer, the middle one. */
  readonly median: number;
}

// A named seam: loadOf() in ../load.ts is the only caller.
const spec = JSON.parse(process.argv[2] ?? '') as LoadSpec;
const tls = await tlsOf(spec.directory, 'admin');
const head = `${spec.method} ${spec.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n`;
const plain = Buffer.from(`${head}\r\n`);
const run = process.pid.toString(36);
let names = 0;

function request(): Buffer {
  if (spec.body === undefined) return plain;
  const body = spec.body.replaceAll('%NAME%', `bench-${run}-${names++}`);
  return Buffer.from(
    `${head}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

const lastChunk = Buffer.from('\r\n0\r\n\r\n');
const times: number[] = [];
let end = Infinity;

/** Sends and awaits until the time is over. Each answer is a whole number of 'data' events, as one is asked for at a time. */
function lane(socket: TLSSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    let sent = 0;
    let first = true;
    /** Bytes still to come; undefined while the answer is chunked. */
    let left: number | undefined;
    let tail = Buffer.alloc(0);
    const send = (): void => {
      first = true;
      sent = performance.now();
      socket.write(request());
    };
    socket.on('error', reject).on('close', () => reject(new Error('the server closed the connection')));
    socket.on('data', (data: Buffer) => {
      if (first) {
        first = false;
        const headers = data.toString('latin1', 0, Math.min(data.length, 1500));
        if (!headers.startsWith(`HTTP/1.1 ${spec.status} `)) return reject(new Error(data.toString().slice(0, 1000)));
        const length = /content-length: ([0-9]+)/i.exec(headers);
        left = length ? Number(length[1]) + headers.indexOf('\r\n\r\n') + 4 : undefined;
        tail = Buffer.alloc(0);
      }
      if (left === undefined) {
        tail = Buffer.concat([tail, data.subarray(-lastChunk.length)]).subarray(-lastChunk.length);
        if (!tail.equals(lastChunk)) return undefined;
      } else if ((left -= data.length) > 0) {
        return undefined;
      }
      const now = performance.now();
      times.push(now - sent);
      if (now < end) return send();
      socket.removeAllListeners('close').destroy();
      return resolve();
    });
    starts.push(send);
  });
}

const starts: (() => void)[] = [];
const lanes: Promise<void>[] = [];
for (let i = 0; i < spec.connections; i++) {
  const socket = connect({ host: '127.0.0.1', port: spec.port, ...tls, ALPNProtocols: ['http/1.1'] });
  await new Promise<void>((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  lanes.push(lane(socket));
}
const begun = performance.now();
end = begun + spec.milliseconds;
for (const start of starts) start();
await Promise.all(lanes);
times.sort((a, b) => a - b);
const result: LoadResult = {
  answers: times.length,
  perSecond: times.length / ((performance.now() - begun) / 1000),
  median: times[times.length >> 1] ?? NaN,
};
console.log(JSON.stringify(result));
