import assert from 'node:assert/strict';
import test from 'node:test';
import { age, formatDuration, humanDuration, parseDuration } from './duration.ts';

const s = 1000;
const m = 60 * s;
const h = 60 * m;
const d = 24 * h;
const expected: [number, string][] = [
  [-2 * s, '<invalid>'],
  [-1 * s, '0s'],
  [0, '0s'],
  [70 * s, '70s'],
  [119 * s, '119s'],
  [2 * m, '2m'],
  [3 * m + 5 * s, '3m5s'],
  [10 * m + 30 * s, '10m'],
  [179 * m, '179m'],
  [3 * h, '3h'],
  [3 * h + 5 * m, '3h5m'],
  [9 * h + 5 * m, '9h'],
  [47 * h, '47h'],
  [2 * d, '2d'],
  [3 * d + 2 * h, '3d2h'],
  [8 * d + 2 * h, '8d'],
  [365 * d, '365d'],
  [2 * 365 * d, '2y'],
  [3 * 365 * d + 4 * d, '3y4d'],
  [9 * 365 * d + 4 * d, '9y'],
];
for (const [milliseconds, text] of expected) {
  test(`humanDuration() prints ${milliseconds} ms as ${text}`, () => assert.equal(humanDuration(milliseconds), text));
}

test('age() counts from an RFC 3339 instant', () => {
  assert.equal(age('2025-01-01T00:00:00Z', Date.parse('2025-01-01T00:01:05Z')), '65s');
  assert.equal(age(undefined, 0), '<unknown>');
});

test("parseDuration() and formatDuration() speak Go's notation", () => {
  assert.equal(parseDuration('1h30m'), 90 * m);
  assert.equal(parseDuration('1.5s'), 1500);
  assert.equal(parseDuration('-10ms'), -10);
  assert.equal(parseDuration('10'), undefined);
  assert.equal(parseDuration('10x'), undefined);
  assert.equal(formatDuration(90 * m), '1h30m0s');
  assert.equal(formatDuration(1500), '1.5s');
});
