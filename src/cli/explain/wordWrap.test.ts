import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordWrap } from './wordWrap.ts';

test('wordWrap() breaks at spaces, keeps breaks, and leaves long words whole', () => {
  assert.equal(wordWrap('one two three', 7), 'one two\nthree');
  assert.equal(wordWrap('one\n\ntwo', 7), 'one\n\ntwo');
  assert.equal(wordWrap('a verylongword b', 5), 'a\nverylongword\nb');
});
