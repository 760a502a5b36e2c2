import assert from 'node:assert/strict';
import test from 'node:test';
import { normalMicroTime, normalTime } from './time.ts';

test('normalTime() gives UTC in whole seconds', () => {
  assert.equal(normalTime('2025-01-31T08:00:00Z'), '2025-01-31T08:00:00Z');
  assert.equal(normalTime('2025-03-01T00:30:00.999+01:00'), '2025-02-28T23:30:00Z');
  assert.equal(normalTime('2024-02-29T00:00:00Z'), '2024-02-29T00:00:00Z');
  assert.equal(normalTime('0001-01-01T00:00:00Z'), null);
});

test('normalMicroTime() wants and gives six digits', () => {
  assert.equal(normalMicroTime('2025-01-31T08:00:00.120000-01:00'), '2025-01-31T09:00:00.120000Z');
  assert.throws(() => normalMicroTime('2025-01-31T08:00:00Z'), {
    message: 'parsing time "2025-01-31T08:00:00Z" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "Z" as ".000000"',
  });
});

const layout = '"2006-01-02T15:04:05Z07:00"';
for (const [text, message] of [
  ['x', `parsing time "x" as ${layout}: cannot parse "x" as "2006"`],
  ['', `parsing time "" as ${layout}: cannot parse "" as "2006"`],
  ['2025-01-01 10:00:00Z', `parsing time "2025-01-01 10:00:00Z" as ${layout}: cannot parse " 10:00:00Z" as "T"`],
  ['2025-01-01T10:00:00', `parsing time "2025-01-01T10:00:00" as ${layout}: cannot parse "" as "Z07:00"`],
  ['2025-13-01T10:00:00Z', 'parsing time "2025-13-01T10:00:00Z": month out of range'],
  ['2025-02-29T10:00:00Z', 'parsing time "2025-02-29T10:00:00Z": day out of range'],
  ['2025-02-28T10:00:00Zx', 'parsing time "2025-02-28T10:00:00Zx": extra text: "x"'],
] as const) {
  test(`normalTime() says in Go's words what is wrong with '${text}'`, () => {
    assert.throws(() => normalTime(text), { message });
  });
}
