import assert from 'node:assert/strict';
import test from 'node:test';
import { admit } from './admit.ts';
import { testPod } from './testPods.ts';

const admitted = (name: string) =>
  admit(testPod({ securityContext: { sysctls: [{ name, value: '1' }] } }), {
    memory: false,
    disk: false,
    pids: false,
  });

test('a Pod may set kernel parameters that are its own alone, however they are written', () => {
  for (const name of ['net.ipv4.tcp_syncookies', 'net/ipv4/tcp_syncookies', 'kernel.shm_rmid_forced'])
    assert.equal(admitted(name), undefined, name);
});

test('a Pod that asks for any other kernel parameter is refused', () => {
  assert.deepEqual(admitted('net.core.somaxconn'), {
    reason: 'SysctlForbidden',
    message: 'forbidden sysctl: "net.core.somaxconn" not allowlisted',
  });
});
