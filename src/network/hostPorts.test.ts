import assert from 'node:assert/strict';
import test from 'node:test';
import type { Pod } from '../api/core/v1.ts';
import { changes, hostPortsOf } from './hostPorts.ts';

const pod = (changed: Partial<Pod> = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: {
    containers: [
      { name: 'a', ports: [{ containerPort: 80, hostPort: 8080 }, { containerPort: 81 }] },
      { name: 'b', ports: [{ containerPort: 53, hostPort: 53, hostIP: '127.0.0.1', protocol: 'UDP' }] },
    ],
  },
  status: { podIP: '10.0.0.2' },
  ...changed,
});

test('hostPortsOf() takes the ports of every container that name a host port', () => {
  assert.deepEqual(hostPortsOf(pod()), [
    { protocol: 'tcp', hostIP: undefined, hostPort: 8080, podIP: '10.0.0.2', containerPort: 80 },
    { protocol: 'udp', hostIP: '127.0.0.1', hostPort: 53, podIP: '10.0.0.2', containerPort: 53 },
  ]);
});

test('hostPortsOf() gives nothing for a Pod without an address or one that has ended', () => {
  assert.deepEqual(hostPortsOf(pod({ status: {} })), []);
  assert.deepEqual(hostPortsOf(pod({ status: { podIP: '10.0.0.2', phase: 'Succeeded' } })), []);
});

test('changes() holds only what differs, deletions first', () => {
  const now = new Map([
    ['hostports { tcp . 1', '10.0.0.1 . 1'],
    ['hostports { tcp . 2', '10.0.0.1 . 2'],
  ]);
  const next = new Map([
    ['hostports { tcp . 1', '10.0.0.1 . 1'],
    ['hostports { tcp . 2', '10.0.0.9 . 2'],
  ]);
  assert.equal(
    changes('t', now, next),
    'delete element ip t hostports { tcp . 2 }\nadd element ip t hostports { tcp . 2 : 10.0.0.9 . 2 }\n',
  );
  assert.equal(changes('t', next, next), '');
});
