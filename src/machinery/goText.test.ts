import assert from 'node:assert/strict';
import test from 'node:test';
import { invalid } from './apiError.ts';
import { invalidValue, Literal, notSupported, path, required, typeInvalid } from './fieldError.ts';
import { goIntOrString, goLabelSelector, goMap, goQuote, goTime } from './goText.ts';

test("values print in Go's notation", () => {
  assert.equal(goQuote('a"b\n\u0001é'), '"a\\"b\\n\\x01é"');
  assert.equal(goMap({ b: '2', a: '1' }), 'map[string]string{"a":"1", "b":"2"}');
  assert.equal(
    goLabelSelector({ matchLabels: { app: 'web' } }),
    'v1.LabelSelector{MatchLabels:map[string]string{"app":"web"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}',
  );
  assert.equal(goIntOrString('25%'), 'intstr.IntOrString{Type:1, IntVal:0, StrVal:"25%"}');
  assert.equal(goTime('2025-01-01T00:00:00Z'), '2025-01-01 00:00:00 +0000 UTC');
  assert.equal(goTime('2025-01-01T00:00:00.120000Z'), '2025-01-01 00:00:00.12 +0000 UTC');
});

test('field errors read as upstream writes them', () => {
  assert.equal(invalidValue(path('spec', 'x'), undefined, 'why').message, 'spec.x: Invalid value: "null": why');
  assert.equal(invalidValue(path('spec', 'x'), 5, 'why').message, 'spec.x: Invalid value: 5: why');
  assert.equal(
    invalidValue(path('x'), new Literal(goMap({})), 'why').message,
    'x: Invalid value: map[string]string{}: why',
  );
  assert.equal(
    notSupported(path('x'), 'c', ['b', 'a']).message,
    'x: Unsupported value: "c": supported values: "b", "a"',
  );
  assert.equal(required(path()).field, '<nil>');
  assert.equal(typeInvalid(path('x'), true, '').message, 'x: Invalid value: true');
});

test('invalid() lists each message once and each cause', () => {
  const error = required(path('x'));
  assert.equal(
    invalid({ group: '', kind: 'Pod' }, 'web', [error, error]).message,
    'Pod "web" is invalid: x: Required value',
  );
  const two = invalid({ group: 'apps', kind: 'Deployment' }, 'web', [error, required(path('y'))]);
  assert.equal(two.message, 'Deployment.apps "web" is invalid: [x: Required value, y: Required value]');
  assert.equal(two.details?.causes?.length, 2);
});
