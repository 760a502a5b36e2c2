import assert from 'node:assert/strict';
import test from 'node:test';
import type { Component } from './component.ts';
import { inOrder } from './order.ts';

const component = (name: string, ...requires: string[]): Component<undefined> => ({
  name,
  requires,
  start: () => Promise.reject(new Error('not started in this test')),
});
const names = (components: Component<undefined>[]) => inOrder(components).map((c) => c.name);

test('inOrder() puts a component after what it requires, and else keeps the order of the list', () => {
  assert.deepEqual(names([component('a', 'c'), component('b'), component('c')]), ['c', 'a', 'b']);
});

test('inOrder() refuses an unknown name', () => {
  assert.throws(() => names([component('a', 'x')]), /a requires x, which is not in the list/);
});

test('inOrder() refuses a cycle and names it', () => {
  assert.throws(() => names([component('a', 'b'), component('b', 'a')]), /a → b → a/);
});
