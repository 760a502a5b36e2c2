import assert from 'node:assert/strict';
import test from 'node:test';
import { memoryText } from './amounts.ts';
import { pieces } from './ansi.ts';
import { cellText, matches, sortRows, wordsOf } from './cells.ts';
import { diffLines, hunks, lineChanges } from './diff.ts';
import { fit } from './match.ts';
import { toneOf, toneOfFraction } from './tone.ts';
import { troubles } from './troubles.ts';
import type { Row } from '../client/collection.ts';

const column = (name: string, type = 'string') => ({ name, type, format: '', description: '', priority: 0 });
const row = (name: string, cells: unknown[], object: object = {}): Row => ({
  key: `default/${name}`,
  cells,
  object: { metadata: { name, namespace: 'default', creationTimestamp: '2025-01-01T00:00:00Z' }, ...object },
});

test('an age goes on by itself, in the words of kubectl', () => {
  const now = Date.parse('2025-01-01T03:04:00Z');
  assert.equal(cellText(row('a', ['5s']), column('Age'), 0, now), '3h4m');
});

test('restarts tell how long ago the last one was', () => {
  const pod = row('a', ['3 (1s ago)'], {
    status: { containerStatuses: [{ lastState: { terminated: { finishedAt: '2025-01-01T00:00:00Z' } } }] },
  });
  assert.equal(cellText(pod, column('Restarts'), 0, Date.parse('2025-01-01T00:05:00Z')), '3 (5m ago)');
  assert.equal(cellText(row('a', ['0']), column('Restarts'), 0, 0), '0');
});

test('rows are ordered by number where a column has numbers, and by name where they are equal', () => {
  const rows = [row('b', ['10 (1m ago)']), row('c', ['2']), row('a', ['2'])];
  const names = sortRows(rows, column('Restarts'), 0, false).map((r) => r.object.metadata?.name);
  assert.deepEqual(names, ['a', 'c', 'b']);
});

test('every word of a search has to be somewhere: name, cell or label', () => {
  const pod = row('web-1', ['Running'], { metadata: { name: 'web-1', labels: { app: 'web' } } });
  assert.ok(matches(pod, wordsOf('app=web run')));
  assert.ok(!matches(pod, wordsOf('web pending')));
});

test('a state has a tone', () => {
  for (const [status, tone] of Object.entries({
    Running: 'ok',
    CrashLoopBackOff: 'bad',
    'Init:0/1': 'busy',
    'Init:Error': 'bad',
    ImagePullBackOff: 'bad',
    Completed: 'off',
    'Ready,SchedulingDisabled': 'warn',
    NotReady: 'bad',
  }))
    assert.equal(toneOf(status), tone, status);
  assert.equal(toneOfFraction('1/2'), 'warn');
  assert.equal(toneOfFraction('hello'), undefined);
});

test('a difference is the fewest lines, with a few around them', () => {
  const before = Array.from({ length: 20 }, (_, i) => `line ${i}`).join('\n');
  const after = before.replace('line 9', 'line nine').replace('line 12\n', '');
  const [hunk, ...more] = hunks(diffLines(before, after));
  assert.equal(more.length, 0);
  assert.deepEqual(
    hunk?.lines.filter((l) => l.kind !== 'same').map((l) => `${l.kind} ${l.text}`),
    ['removed line 9', 'added line nine', 'removed line 12'],
  );
  assert.equal(hunk?.oldStart, 7);
  assert.deepEqual(hunks(diffLines('a', 'a')), []);
  assert.deepEqual(
    diffLines('a\nb', 'b\nc').map((l) => l.kind),
    ['removed', 'same', 'added'],
  );
});

test('one text becomes the other by changes of whole lines', () => {
  const texts = ['', 'a', 'a\n', 'a\nb', 'a\nb\n', 'b\na\nc\n', 'x\nb\ny', 'c\n\n\nb\n', '\na'];
  for (const before of texts) {
    for (const after of texts) {
      let text = before;
      for (const { from, to, insert } of lineChanges(before, after).toReversed()) {
        assert.ok(from <= to && to <= before.length, JSON.stringify([before, after, from, to]));
        text = text.slice(0, from) + insert + text.slice(to);
      }
      assert.equal(text, after, JSON.stringify([before, after, lineChanges(before, after)]));
    }
  }
  assert.deepEqual(lineChanges('a\nb\nc\n', 'a\nB\nc\n'), [{ from: 2, to: 4, insert: 'B\n' }]);
});

test('the palette prefers words that begin with what is typed', () => {
  assert.ok((fit('pod', 'Pods') ?? 0) > (fit('pod', 'HorizontalPodAutoscalers') ?? 0));
  assert.equal(fit('xyz', 'Pods'), undefined);
  assert.ok(fit('hlo', 'hello-5d') !== undefined);
});

test('colours of a log line become pieces, other escapes go', () => {
  assert.deepEqual(pieces('\u001b[31mred\u001b[0m plain\u001b[2K'), [
    { text: 'red', style: 'ansi-1' },
    { text: ' plain', style: '' },
  ]);
});

test('trouble is what has failed, and what has lasted too long', () => {
  const columns = [column('Name'), column('Status')];
  const now = Date.parse('2025-01-01T01:00:00Z');
  const found = troubles(
    'pods',
    'Pod',
    {
      columns,
      rows: [
        row('well', ['well', 'Running'], { status: { conditions: [{ type: 'Ready', status: 'True' }] } }),
        row('waits', ['waits', 'Pending'], {
          status: { conditions: [{ type: 'PodScheduled', status: 'False', message: 'no node' }] },
        }),
        row('crashes', ['crashes', 'CrashLoopBackOff']),
        row('done', ['done', 'Completed']),
      ],
    },
    now,
  );
  assert.deepEqual(
    found.map(({ name, tone, detail }) => [name, tone, detail]),
    [
      ['crashes', 'bad', ''],
      ['waits', 'warn', 'no node'],
    ],
  );
});

test('memory is told as people read it', () => {
  assert.equal(memoryText('24581692Ki'), '23.4 GiB');
  assert.equal(memoryText(undefined), '?');
});
