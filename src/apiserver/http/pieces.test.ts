import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange, Headers, ResponseStream } from './exchange.ts';
import { sendPieces } from './pieces.ts';
import type { Part } from './pieces.ts';

/** A client that takes a piece at a time, and looks at it late: what is written over too early is seen. */
function slowClient(headers: Record<string, string> = {}) {
  const written: Buffer[] = [];
  const listeners: (() => void)[] = [];
  let answered: Buffer | string | undefined;
  let said: Headers | undefined;
  const stream: ResponseStream = {
    write: (chunk) => {
      setImmediate(() => {
        written.push(Buffer.from(chunk));
        drained?.();
      });
      return false;
    },
    ready: false,
    onDrain: (listener) => (drained = listener),
    cork: () => undefined,
    uncork: () => undefined,
    end: (chunk) => void (chunk !== undefined && written.push(Buffer.from(chunk))),
    destroy: () => undefined,
  };
  let drained: (() => void) | undefined;
  const exchange: Pick<Exchange, 'headers' | 'send' | 'stream' | 'onClose'> = {
    headers,
    send: (_status, _headers, body) => (answered = body),
    stream: (_status, given) => {
      said = given;
      return stream;
    },
    onClose: (listener) => listeners.push(listener),
  };
  return {
    // A named seam: what pieces need of an exchange.
    exchange: exchange as Exchange,
    closeListeners: listeners,
    get text() {
      return Buffer.concat(written).toString();
    },
    get answered() {
      return answered;
    },
    get headers() {
      return said;
    },
  };
}

const long = 'x'.repeat(100_000);
const bytes = Buffer.from(`<${'y'.repeat(600_000)}>`);
const parts = (): Part[] => [
  ...Array.from({ length: 20 }, (_, i) => `${i}${long}`),
  { bytes, start: 1, end: bytes.length - 1 },
  'ü',
  { bytes, start: 0, end: 3 },
];
const whole = `${Array.from({ length: 20 }, (_, i) => `${i}${long}`).join('')}${'y'.repeat(600_000)}ü<yy`;

test('sendPieces() sends a long answer whole to a client that takes it slowly, though it writes its pieces into one buffer', async () => {
  const client = slowClient();
  await sendPieces(client.exchange, 200, { 'Content-Length': 1 }, parts().values());
  assert.equal(client.text, whole);
  assert.deepEqual(client.headers, { 'Content-Length': 1 });
});

test('sendPieces() listens once for a connection that closes, however many pieces there are', async () => {
  const client = slowClient();
  await sendPieces(client.exchange, 200, {}, parts().values());
  assert.equal(client.closeListeners.length, 1);
});

test('sendPieces() ends when the client closes while it is waited for', async () => {
  const client = slowClient();
  const exchange = { ...client.exchange, stream: () => ({ ...client.exchange.stream(200, {}), write: () => false }) };
  const done = sendPieces(exchange, 200, {}, parts().values());
  await new Promise(setImmediate);
  for (const listener of client.closeListeners) listener();
  await done;
});

test('sendPieces() sends a short answer at once, in bytes that the next answer leaves alone', async () => {
  const [first, second] = [slowClient(), slowClient()];
  await sendPieces(first.exchange, 200, {}, ['one', { bytes, start: 0, end: 2 }].values());
  await sendPieces(second.exchange, 200, {}, ['another'].values());
  assert.equal(String(first.answered), 'one<y');
});

test('sendPieces() tells no length of what it compresses on the way', async () => {
  const client = slowClient({ 'accept-encoding': 'gzip' });
  await sendPieces(client.exchange, 200, { 'Content-Length': 1 }, parts().values());
  assert.deepEqual(client.headers, { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' });
});
