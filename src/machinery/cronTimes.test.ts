import assert from 'node:assert/strict';
import test from 'node:test';
import { parseSchedule } from './cronSchedule.ts';
import { formatTimeIn, nextTimeOf } from './cronTimes.ts';
import { formatTime } from './time.ts';

/** The next `count` times after `after`. */
function times(schedule: string, after: string, zone = 'UTC', count = 1): string[] {
  const next = nextTimeOf(parseSchedule(schedule), zone);
  const found: string[] = [];
  let time = Date.parse(after);
  while (found.length < count) {
    const following = next(time);
    if (following === undefined) break;
    found.push(formatTime(following));
    time = following;
  }
  return found;
}

test('the next time comes strictly after the last', () => {
  assert.deepEqual(times('*/5 * * * *', '2025-06-01T10:02:30Z'), ['2025-06-01T10:05:00Z']);
  assert.deepEqual(times('*/5 * * * *', '2025-06-01T10:05:00Z'), ['2025-06-01T10:10:00Z']);
  assert.deepEqual(times('0 0 1 1 *', '2025-01-01T00:00:00Z'), ['2026-01-01T00:00:00Z']);
  assert.deepEqual(times('@hourly', '2025-12-31T23:30:00Z'), ['2026-01-01T00:00:00Z']);
  assert.deepEqual(times('5/20 3 * * *', '2025-06-01T03:05:00Z', 'UTC', 3), [
    '2025-06-01T03:25:00Z',
    '2025-06-01T03:45:00Z',
    '2025-06-02T03:05:00Z',
  ]);
});

test('a day of the month and a weekday are alternatives, unless one of them is any', () => {
  assert.deepEqual(times('0 0 13 * fri', '2025-06-01T00:00:00Z', 'UTC', 3), [
    '2025-06-06T00:00:00Z',
    '2025-06-13T00:00:00Z',
    '2025-06-20T00:00:00Z',
  ]);
  assert.deepEqual(times('0 0 13 * *', '2025-06-01T00:00:00Z'), ['2025-06-13T00:00:00Z']);
  assert.deepEqual(times('0 0 29 2 *', '2025-01-01T00:00:00Z'), ['2028-02-29T00:00:00Z']);
});

test('what never comes is not searched for ever', () => {
  assert.deepEqual(times('0 0 31 2 *', '2025-01-01T00:00:00Z'), []);
});

test('schedules hold in their time zone, across its changes', () => {
  assert.deepEqual(times('0 9 * * *', '2025-01-01T00:00:00Z', 'America/New_York'), ['2025-01-01T14:00:00Z']);
  // On 30 March 2:30 does not exist in Berlin.
  assert.deepEqual(times('30 2 * * *', '2025-03-29T00:00:00Z', 'Europe/Berlin', 2), [
    '2025-03-29T01:30:00Z',
    '2025-03-31T00:30:00Z',
  ]);
  // On 26 October it comes twice.
  assert.deepEqual(times('30 2 * * *', '2025-10-25T12:00:00Z', 'Europe/Berlin', 3), [
    '2025-10-26T00:30:00Z',
    '2025-10-26T01:30:00Z',
    '2025-10-27T01:30:00Z',
  ]);
  assert.deepEqual(times('0 0 * * *', '2025-06-01T00:00:00Z', 'Asia/Kolkata'), ['2025-06-01T18:30:00Z']);
});

test('an interval counts from the last time', () => {
  assert.deepEqual(times('@every 1h30m', '2025-06-01T10:00:00Z', 'UTC', 2), [
    '2025-06-01T11:30:00Z',
    '2025-06-01T13:00:00Z',
  ]);
});

test('an instant is written with the offset of its zone', () => {
  const instant = Date.parse('2025-06-01T10:00:00Z');
  assert.equal(formatTimeIn(instant, 'Asia/Kolkata'), '2025-06-01T15:30:00+05:30');
  assert.equal(formatTimeIn(instant, 'America/New_York'), '2025-06-01T06:00:00-04:00');
  assert.equal(formatTimeIn(instant, 'Etc/UTC'), '2025-06-01T10:00:00Z');
});
