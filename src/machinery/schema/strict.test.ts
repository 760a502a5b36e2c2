import assert from 'node:assert/strict';
import test from 'node:test';
import { findDuplicateFields, strictDecodingError } from './strict.ts';

test('findDuplicateFields() finds keys given twice, with their whole path, once each', () => {
  assert.deepEqual(
    findDuplicateFields('{"a":1,"a":2,"a":3,"m":{"labels":{"app":"x","app":"y"}},"l":[{},{"b":1, "b" :2}]}'),
    ['duplicate field "a"', 'duplicate field "m.labels.app"', 'duplicate field "l[1].b"'],
  );
});

test('findDuplicateFields() sees through escapes and is not misled by strings', () => {
  assert.deepEqual(findDuplicateFields('{"\\u0061":1,"a":2}'), ['duplicate field "a"']);
  assert.deepEqual(
    findDuplicateFields('{"a":"a\\",\\"a\\":{","b":["a","a"],"c":{"a":1},"d":[[1,{"a":1}],{"a":1}]}'),
    [],
  );
});

test('strictDecodingError() joins all problems', () => {
  assert.equal(
    strictDecodingError(['unknown field "a"', 'duplicate field "b"']),
    'strict decoding error: unknown field "a", duplicate field "b"',
  );
});
