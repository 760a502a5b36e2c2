import assert from 'node:assert/strict';
import test from 'node:test';
import { BackOff, goDuration } from './backOff.ts';

test('delays double from 10 s to 5 min and start afresh after twice that', () => {
  let now = 0;
  const backOff = new BackOff({ initial: 10_000, maximum: 300_000, now: () => now });
  const delays: number[] = [];
  assert.equal(backOff.remaining('k', 0), 0);
  for (let i = 0; i < 7; i++) {
    backOff.raise('k', now);
    delays.push(backOff.delay('k') / 1000);
    now += backOff.delay('k');
  }
  assert.deepEqual(delays, [10, 20, 40, 80, 160, 300, 300]);
  now += 600_001;
  assert.equal(backOff.remaining('k', now), 0);
  backOff.raise('k', now);
  assert.equal(backOff.delay('k'), 10_000);
});

test('what remains counts from the end of the last attempt', () => {
  let now = 0;
  const backOff = new BackOff({ initial: 10_000, maximum: 300_000, now: () => now });
  backOff.raise('k', 0);
  now = 5000;
  assert.equal(backOff.remaining('k', 2000), 7000);
  now = 12_000;
  assert.equal(backOff.remaining('k', 2000), 0);
  backOff.forget('k');
  assert.equal(backOff.delay('k'), 0);
});

test('goDuration() prints as Go does', () => {
  assert.deepEqual([10_000, 80_000, 300_000, 1234, 85, 0, 3_600_000].map(goDuration), [
    '10s',
    '1m20s',
    '5m0s',
    '1.234s',
    '85ms',
    '0s',
    '1h0m0s',
  ]);
});
