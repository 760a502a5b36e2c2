import assert from 'node:assert/strict';
import test from 'node:test';
import { createProgress } from './progress.ts';

const written = (isTTY: boolean, columns = 80) => {
  const texts: string[] = [];
  return { texts, stream: { isTTY, columns, write: (text: string) => texts.push(text) } };
};

test('createProgress() rewrites its line on a terminal', () => {
  const { texts, stream } = written(true);
  const progress = createProgress(stream);
  progress.doing('pulling: 1 %');
  progress.doing('pulling: 2 %');
  progress.end();
  assert.deepEqual(texts, ['… pulling: 1 %', '\r\u001B[K', '… pulling: 2 %', '\r\u001B[K']);
});

test('createProgress() draws how much is done on a terminal, and says it elsewhere', () => {
  const drawn = written(true);
  createProgress(drawn.stream).doing('pulling', 0.256);
  assert.deepEqual(drawn.texts, ['… pulling  ━━━━━─────────────── 25 %']);
  const plain = written(false);
  createProgress(plain.stream).doing('pulling', 0.256);
  assert.deepEqual(plain.texts, ['… pulling  25 %\n']);
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

test('createProgress() counts the seconds of work that tells nothing new, until it is done', (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setInterval'], now: 1_000_000 });
  const { texts, stream } = written(true);
  const progress = createProgress(stream);
  progress.doing('pulling');
  for (let second = 1; second <= 3; second++) t.mock.timers.tick(1_000);
  progress.end();
  t.mock.timers.tick(3_000);
  const erased = '\r\u001B[K';
  assert.deepEqual(texts, ['… pulling', erased, '… pulling (2 s)', erased, '… pulling (3 s)', erased]);
});

test('createProgress() cuts what is longer than the terminal is wide, as it could not be rewritten', () => {
  const { texts, stream } = written(true, 12);
  const progress = createProgress(stream);
  progress.doing('pulling a long name');
  progress.end();
  assert.equal(texts[0], '… pulling …');
});

test('createProgress() has no colours where NO_COLOR is set, nor elsewhere than on a terminal', (t) => {
  const before = process.env.NO_COLOR;
  t.after(() => {
    if (before === undefined) delete process.env.NO_COLOR;
    else process.env.NO_COLOR = before;
  });
  const done = (isTTY: boolean): string => {
    const { texts, stream } = written(isTTY);
    createProgress(stream).done('node', 'is Ready');
    return texts.join('');
  };
  delete process.env.NO_COLOR;
  assert.match(done(true), /^\u001B\[32m✔/);
  assert.match(done(false), /^✔ node /);
  process.env.NO_COLOR = '1';
  assert.match(done(true), /^✔ node /);
});
