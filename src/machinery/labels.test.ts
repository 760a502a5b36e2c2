import assert from 'node:assert/strict';
import test from 'node:test';
import { path } from './fieldError.ts';
import {
  formatLabelSelector,
  formatLabels,
  formatSelector,
  matchesSelector,
  parseSelector,
  selectorFrom,
  selectorFromSet,
  validateLabels,
  validateLabelSelector,
} from './labels.ts';

const matching: [string, Record<string, string>, boolean][] = [
  ['', {}, true],
  ['a=b', { a: 'b' }, true],
  ['a==b', { a: 'c' }, false],
  ['a!=b', {}, true],
  ['a!=b', { a: 'b' }, false],
  ['a in (x, y)', { a: 'y' }, true],
  ['a in (x,y)', { a: 'z' }, false],
  ['a notin (x)', {}, true],
  ['a', { a: '' }, true],
  ['!a', {}, true],
  ['!a', { a: '1' }, false],
  ['a>1', { a: '2' }, true],
  ['a<1', { a: '2' }, false],
  ['a>1', { a: 'x' }, false],
  ['in in (in,notin)', { in: 'notin' }, true],
  ['a=', { a: '' }, true],
  ['a in ()', { a: '' }, true],
  ['a in (,x)', { a: '' }, true],
  ['a = b , c', { a: 'b', c: '' }, true],
  ['example.com/a=b', { 'example.com/a': 'b' }, true],
  ['toString', {}, false],
];
for (const [selector, labels, expected] of matching) {
  test(`'${selector}' ${expected ? 'matches' : 'does not match'} ${JSON.stringify(labels)}`, () =>
    assert.equal(matchesSelector(parseSelector(selector), labels), expected));
}

const refused: [string, string][] = [
  ['a=b=c', "found '=', expected: ',' or 'end of string'"],
  ['a=b,', "found '', expected: identifier after ','"],
  [',a', "found ',', expected: !, identifier, or 'end of string'"],
  ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
  ['a in x', "unable to parse requirement: found 'x' expected: '('"],
  ['a in (x', "unable to parse requirement: found '', expected: ',' or ')'"],
];
for (const [selector, message] of refused) {
  test(`'${selector}' is refused`, () => assert.throws(() => parseSelector(selector), { message }));
}

test('a bad key and a bad value are named', () => {
  assert.throws(() => parseSelector('a*b=c'), {
    message: /^unable to parse requirement: <nil>: Invalid value: "a\*b": name part must consist/,
  });
  assert.throws(() => parseSelector('a=b*'), {
    message: /^unable to parse requirement: values\[0\]\[a\]: Invalid value: "b\*": a valid label must be/,
  });
});

test('selectors print sorted by key', () => {
  assert.equal(formatSelector(parseSelector('z=1,!y,x in (b,a),w')), 'w,x in (a,b),!y,z=1');
  assert.equal(formatLabelSelector(undefined), '<none>');
  assert.equal(formatLabelSelector({ matchLabels: { app: 'web' } }), 'app=web');
  assert.equal(formatLabels({ b: '2', a: '1' }), 'a=1,b=2');
});

test('an absent selector matches nothing and an empty one everything', () => {
  assert.equal(matchesSelector(selectorFrom(undefined), {}), false);
  assert.equal(matchesSelector(selectorFrom({}), { a: 'b' }), true);
  assert.equal(matchesSelector(selectorFromSet({ a: 'b' }), { a: 'b', c: 'd' }), true);
  assert.equal(
    matchesSelector(selectorFrom({ matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['b'] }] }), { a: 'b' }),
    false,
  );
});

test('validateLabels() and validateLabelSelector() name the field', () => {
  assert.deepEqual(
    validateLabels({ a: 'b c' }, path('metadata', 'labels')).map((e) => e.message.slice(0, 70)),
    ['metadata.labels: Invalid value: "b c": a valid label must be an empty '],
  );
  assert.deepEqual(
    validateLabelSelector({ matchExpressions: [{ key: 'a', operator: 'In' }] }, path('spec', 'selector')).map(
      (e) => e.message,
    ),
    ["spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'"],
  );
});
