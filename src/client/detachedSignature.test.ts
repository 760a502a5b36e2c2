import assert from 'node:assert/strict';
import test from 'node:test';
import { signDetached, verifyDetached } from './detachedSignature.ts';

test('a signature is good for its content and its key alone', () => {
  const signature = signDetached('hello', 'abcdef', 'secret');
  assert.match(signature, /^eyJhbGciOiJIUzI1NiIsImtpZCI6ImFiY2RlZiJ9\.\.[A-Za-z0-9_-]{43}$/);
  assert.ok(verifyDetached(signature, 'hello', 'secret'));
  assert.ok(!verifyDetached(signature, 'hello!', 'secret'));
  assert.ok(!verifyDetached(signature, 'hello', 'other'));
  assert.ok(!verifyDetached(signature.replace('..', '.x.'), 'hello', 'secret'));
  assert.ok(!verifyDetached('', 'hello', 'secret'));
});
