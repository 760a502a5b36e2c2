import assert from 'node:assert/strict';
import test from 'node:test';
import type { Secret } from '../../api/core/v1.ts';
import { bootstrapTokenUser } from './bootstrapTokens.ts';

const token = 'abcdef.0123456789abcdef';
const good = {
  'token-id': 'abcdef',
  'token-secret': '0123456789abcdef',
  'usage-bootstrap-authentication': 'true',
  expiration: '2030-01-01T00:00:00Z',
  'auth-extra-groups': 'system:bootstrappers:kubeadm:default-node-token',
};
const now = Date.parse('2029-12-31T23:59:59Z');

const userOf = (text: string, fields: Record<string, string> = {}, secret: Secret = {}, at = now) =>
  bootstrapTokenUser(
    text,
    (key) =>
      key === 'kube-system/bootstrap-token-abcdef'
        ? {
            type: 'bootstrap.kubernetes.io/token',
            data: Object.fromEntries(
              Object.entries({ ...good, ...fields }).map(([name, value]) => [
                name,
                Buffer.from(value).toString('base64'),
              ]),
            ),
            ...secret,
          }
        : undefined,
    at,
  );

test('a bootstrap token is a user of the groups that its Secret names', () => {
  assert.deepEqual(userOf(token), {
    name: 'system:bootstrap:abcdef',
    groups: ['system:bootstrappers', 'system:bootstrappers:kubeadm:default-node-token', 'system:authenticated'],
  });
});

test('a token that is wrong, has ended, is not for this, or asks for other groups is nobody', () => {
  assert.equal(userOf('abcdef.0123456789abcdee'), undefined);
  assert.equal(userOf('fedcba.0123456789abcdef'), undefined);
  assert.equal(userOf('no token'), undefined);
  assert.equal(userOf(token, {}, {}, now + 1000), undefined);
  assert.equal(userOf(token, { expiration: 'tomorrow' }), undefined);
  assert.equal(userOf(token, { 'usage-bootstrap-authentication': 'yes' }), undefined);
  assert.equal(userOf(token, { 'auth-extra-groups': 'system:masters' }), undefined);
  assert.equal(userOf(token, {}, { type: 'Opaque' }), undefined);
  assert.equal(userOf(token, {}, { metadata: { deletionTimestamp: '2029-01-01T00:00:00Z' } }), undefined);
});
