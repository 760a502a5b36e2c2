import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goSort } from './goSort.ts';

test('goSort() sorts lists of every size and pattern', () => {
  for (const length of [0, 1, 2, 12, 13, 49, 50, 51, 200, 1000]) {
    for (const pattern of [
      (i: number) => i,
      (i: number) => length - i,
      (i: number) => (i * 7919) % 101,
      () => 1,
      (i: number) => i % 2,
    ]) {
      const list = Array.from({ length }, (_, i) => pattern(i));
      assert.deepEqual(
        goSort(list, (a, b) => a < b),
        [...list].sort((a, b) => a - b),
      );
    }
  }
});

test('goSort() keeps the order of up to twelve equal items', () => {
  const list = Array.from({ length: 12 }, (_, i) => ({ key: 0, i }));
  assert.deepEqual(
    goSort(list, (a, b) => a.key < b.key).map((x) => x.i),
    list.map((x) => x.i),
  );
});
