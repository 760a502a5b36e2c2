import assert from 'node:assert/strict';
import test from 'node:test';
import { formatFieldSelector, matchesFields, parseFieldSelector } from './fields.ts';

test('parseFieldSelector() reads the three operators and escapes', () => {
  assert.deepEqual(parseFieldSelector('b==2,a!=1,c=x\\,y\\=z'), [
    { field: 'a', operator: '!=', value: '1' },
    { field: 'b', operator: '=', value: '2' },
    { field: 'c', operator: '=', value: 'x,y=z' },
  ]);
  assert.deepEqual(parseFieldSelector(''), []);
  assert.equal(formatFieldSelector(parseFieldSelector('c=x\\,y')), 'c=x\\,y');
});

test('parseFieldSelector() refuses what it cannot read', () => {
  assert.throws(() => parseFieldSelector('abc'), { message: "invalid selector: 'abc'; can't understand 'abc'" });
  assert.throws(() => parseFieldSelector('a=b=c'), {
    message: 'invalid field selector: unescaped character in value: 61',
  });
  assert.throws(() => parseFieldSelector('a=\\b'), { message: 'invalid field selector: invalid escape sequence: \\b' });
});

test('matchesFields() compares texts', () => {
  const fields = { 'spec.nodeName': 'n1', 'status.phase': '' };
  assert.equal(matchesFields(parseFieldSelector('spec.nodeName=n1,status.phase='), fields), true);
  assert.equal(matchesFields(parseFieldSelector('spec.nodeName!=n1'), fields), false);
});
