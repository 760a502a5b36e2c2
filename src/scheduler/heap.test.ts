import assert from 'node:assert/strict';
import test from 'node:test';
import { Heap } from './heap.ts';

test('a heap gives items in order, also after removals from its midst', () => {
  const heap = new Heap<number>(String, (a, b) => a < b);
  const numbers = Array.from({ length: 200 }, (_, i) => (i * 7919) % 1009);
  for (const each of numbers) heap.push(each);
  for (const each of numbers.filter((n) => n % 3 === 0)) heap.remove(String(each));
  const out: number[] = [];
  for (let next = heap.pop(); next !== undefined; next = heap.pop()) out.push(next);
  assert.deepEqual(
    out,
    numbers.filter((n) => n % 3 !== 0).sort((a, b) => a - b),
  );
});
