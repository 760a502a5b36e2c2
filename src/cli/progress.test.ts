import assert from 'node:assert/strict';
import test from 'node:test';
import { createProgress } from './progress.ts';

const written = (isTTY: boolean) => {
  const texts: string[] = [];
  return { texts, stream: { isTTY, write: (text: string) => texts.push(text) } };
};

test('createProgress() rewrites its line on a terminal', () => {
  const { texts, stream } = written(true);
  const progress = createProgress(stream);
  progress.doing('pulling: 1 %');
  progress.doing('pulling: 2 %');
  progress.end();
  assert.deepEqual(texts, ['… pulling: 1 %', '\r\u001B[K', '… pulling: 2 %', '\r\u001B[K']);
});

test('createProgress() writes one line for each work elsewhere, not one for each step', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
  const { texts, stream } = written(false);
  const progress = createProgress(stream);
  progress.doing('pulling');
  progress.doing('pulling: 1 %');
  progress.doing('starting');
  progress.doing('starting: a');
  t.mock.timers.tick(5_000);
  progress.doing('starting: b');
  assert.deepEqual(texts, ['… pulling\n', '… starting\n', '… starting: b\n']);
});
