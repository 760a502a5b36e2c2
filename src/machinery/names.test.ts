import assert from 'node:assert/strict';
import test from 'node:test';
import {
  byteLength,
  generateName,
  isConfigMapKey,
  isDNS1035Label,
  isDNS1123Label,
  isDNS1123Subdomain,
  isEnvVarName,
  isPathSegmentName,
  isQualifiedName,
  isValidLabelValue,
  isValidPortName,
  nameIsDNSSubdomain,
} from './names.ts';

const subdomain =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end " +
  "with an alphanumeric character (e.g. 'example.com', regex used for validation is " +
  "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

test('isDNS1123Subdomain() complains in the words that users know', () => {
  assert.deepEqual(isDNS1123Subdomain('Web'), [subdomain]);
  assert.deepEqual(isDNS1123Subdomain('web.example.com'), []);
  assert.deepEqual(isDNS1123Subdomain('a'.repeat(254)), ['must be no more than 253 characters']);
});

test('isDNS1123Label() tells dots from other mistakes', () => {
  assert.deepEqual(isDNS1123Label('a.b'), ['must not contain dots']);
  assert.deepEqual(isDNS1123Label('a_b'), [
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric " +
      "character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
  ]);
});

test('isDNS1035Label() wants a letter first', () => {
  assert.deepEqual(isDNS1035Label('1a').length, 1);
  assert.deepEqual(isDNS1035Label('a1'), []);
});

test('isQualifiedName() judges prefix and name apart', () => {
  assert.deepEqual(isQualifiedName('example.com/name'), []);
  assert.deepEqual(isQualifiedName('/name'), ['prefix part must be non-empty']);
  assert.deepEqual(isQualifiedName('example.com/'), [
    'name part must be non-empty',
    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character " +
      "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
  ]);
  assert.match(
    isQualifiedName('a/b/c')[0] ?? '',
    /^a qualified name must consist .* \(e\.g\. 'example\.com\/MyName'\)$/,
  );
});

test('isValidLabelValue() allows the empty value and refuses blanks', () => {
  assert.deepEqual(isValidLabelValue(''), []);
  assert.equal(isValidLabelValue('a b').length, 1);
});

test('isValidPortName() lists everything that is wrong', () => {
  assert.deepEqual(isValidPortName('http'), []);
  assert.deepEqual(isValidPortName('-80--'), [
    'must contain at least one letter (a-z)',
    'must not contain consecutive hyphens',
    'must not begin or end with a hyphen',
  ]);
});

test('isEnvVarName() refuses only what no process could be given', () => {
  assert.deepEqual(isEnvVarName('1 a.b'), []);
  assert.equal(isEnvVarName('a=b').length, 1);
  assert.equal(isEnvVarName('').length, 1);
});

test('isConfigMapKey() refuses what would leave the volume', () => {
  assert.deepEqual(isConfigMapKey('..data'), ["must not start with '..'"]);
  assert.deepEqual(isConfigMapKey('index.html'), []);
});

test('isPathSegmentName() allows what RBAC names need', () => {
  assert.deepEqual(isPathSegmentName('system:node'), []);
  assert.deepEqual(isPathSegmentName('a/b'), ["may not contain '/'"]);
});

test('a generateName may end in a dash, and is cut so that the name fits', () => {
  assert.deepEqual(nameIsDNSSubdomain('web-', true), []);
  assert.match(generateName('web-'), /^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  assert.equal(generateName('a'.repeat(80)).length, 63);
});

test('byteLength() counts UTF-8', () => {
  for (const text of ['a', 'ä', '€', '😀', 'a€😀']) assert.equal(byteLength(text), Buffer.byteLength(text));
});
