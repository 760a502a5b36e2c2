import assert from 'node:assert/strict';
import test from 'node:test';
import { serviceAddress } from './serviceAddress.ts';

test('serviceAddress() counts from the base of the range', () => {
  assert.equal(serviceAddress('10.96.0.0/16'), '10.96.0.1');
  assert.equal(serviceAddress('10.96.0.0/12', 10), '10.96.0.10');
  assert.equal(serviceAddress('192.168.255.0/24', 255), '192.168.255.255');
});
