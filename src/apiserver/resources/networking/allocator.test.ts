import assert from 'node:assert/strict';
import test from 'node:test';
import { Allocator } from './allocator.ts';

const range = { first: 10, last: 19, reservedForRequests: 4 };

test('numbers come from the upper part first, and never twice', () => {
  const allocator = new Allocator(range);
  const given = Array.from({ length: 10 }, () => allocator.next(new Set()) ?? 0);
  assert.ok(given.slice(0, 6).every((number) => number >= 14));
  assert.equal(new Set(given).size, 10);
  assert.equal(allocator.next(new Set()), undefined);
});

test('what stored objects use is taken, and a claim is forgotten once it is stored', () => {
  const allocator = new Allocator(range);
  assert.equal(allocator.claim(12, new Set([12])), 'taken');
  assert.equal(allocator.claim(12, new Set()), 'claimed');
  assert.equal(allocator.claim(12, new Set()), 'taken');
  assert.equal(allocator.claim(20, new Set()), 'outside');
  assert.equal(allocator.claim(13, new Set([12])), 'claimed');
  assert.equal(allocator.claim(12, new Set()), 'claimed');
});

test('a released number can be taken again', () => {
  const allocator = new Allocator({ first: 1, last: 1, reservedForRequests: 0 });
  assert.equal(allocator.next(new Set()), 1);
  allocator.release(1);
  assert.equal(allocator.next(new Set()), 1);
});
