import assert from 'node:assert/strict';
import { once } from 'node:events';
import { duplexPair } from 'node:stream';
import test from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { constants, inflateSync } from 'node:zlib';
import { dictionary } from './dictionary.ts';
import { FrameReader, controlFrame, dataFrames, flagFin, frameType, headerBlock, words } from './frames.ts';
import type { ControlFrame, DataFrame } from './frames.ts';
import { SpdySession } from './session.ts';

/** The far end of a session: what it received, and what it sends. */
function peer() {
  const [near, far] = duplexPair();
  const frames: (ControlFrame | DataFrame)[] = [];
  const reader = new FrameReader();
  far.on('data', (chunk: Buffer) => frames.push(...reader.push(chunk)));
  let closed = 0;
  const session = new SpdySession(near, Buffer.alloc(0), () => void closed++);
  return { near, far, frames, session, closed: () => closed };
}

const block = (frame: ControlFrame | DataFrame | undefined): Buffer => {
  assert.ok(frame?.kind === 'control' && frame.type === frameType.synStream);
  return frame.payload.subarray(10);
};

test('open() sends headers that are compressed together with those before them, with the dictionary of the draft', async () => {
  const { session, frames } = peer();
  await Promise.all([session.open({ streamtype: 'error' }, {}), session.open({ streamtype: 'stdin' }, {})]);
  await turn();
  const text = inflateSync(Buffer.concat(frames.map(block)), { dictionary, finishFlush: constants.Z_SYNC_FLUSH });
  assert.deepEqual(text, Buffer.concat([headerBlock({ streamtype: 'error' }), headerBlock({ streamtype: 'stdin' })]));
  assert.deepEqual(
    frames.map((f) => f.payload.readUInt32BE(0)),
    [1, 3],
  );
});

test('a stream that was ended still receives, and tells of the end once', async () => {
  const { session, far, frames } = peer();
  const got: string[] = [];
  const stream = await session.open(
    {},
    { data: (c) => got.push(c.toString()), end: (whole) => got.push(`end ${whole}`) },
  );
  stream.write(Buffer.from('hi'));
  stream.end();
  stream.write(Buffer.from('too late'));
  await turn();
  assert.deepEqual(
    frames.slice(1).map((f) => [f.flags, f.payload.toString()]),
    [
      [0, 'hi'],
      [flagFin, ''],
    ],
  );
  const bytes = Buffer.concat([...dataFrames(1, 0, Buffer.from('one')), ...dataFrames(1, flagFin, Buffer.from('two'))]);
  // In pieces that do not fit the frames.
  far.write(bytes.subarray(0, 5));
  far.write(bytes.subarray(5, 17));
  far.write(bytes.subarray(17));
  await turn();
  far.end();
  await turn();
  assert.deepEqual(got, ['one', 'two', 'end true']);
});

test('a connection that breaks off ends every stream as not whole, then tells so', async () => {
  const { session, near, closed } = peer();
  const ends: boolean[] = [];
  await session.open({}, { end: (whole) => ends.push(whole) });
  near.destroy();
  await once(near, 'close');
  assert.deepEqual([ends, closed()], [[false], 1]);
});

test("a ping of the server's comes back, and what is no SPDY/3 ends the connection", async () => {
  const { near, far, frames } = peer();
  far.write(controlFrame(frameType.ping, 0, words(2)));
  await turn();
  assert.deepEqual(
    frames.map((f) => f.payload.readUInt32BE(0)),
    [2],
  );
  far.write(Buffer.from([0x80, 9, 0, 1, 0, 0, 0, 0]));
  await turn();
  assert.equal(near.destroyed, true);
});
