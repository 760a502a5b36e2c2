import assert from 'node:assert/strict';
import test from 'node:test';
import type { ContainerPort } from '../../api/core/v1.ts';
import { cluster, filterAll, info, node, pod } from '../testing/build.ts';
import { nodePorts } from './nodePorts.ts';

const refusal = "node(s) didn't have free ports for the requested pod ports";
const withPort = (port: Partial<ContainerPort>) => ({ container: { ports: [{ containerPort: 80, ...port }] } });
const asking = (wanted: Partial<ContainerPort>, taken: Partial<ContainerPort>): string | undefined =>
  filterAll(
    nodePorts,
    info('new', withPort(wanted)),
    cluster([node('a')], [pod('old', { ...withPort(taken), node: 'a' })]),
  )['a'];

test('NodePorts rejects a host port that is taken', () => {
  assert.equal(asking({ hostPort: 8080 }, { hostPort: 8080 }), refusal);
  assert.equal(asking({ hostPort: 8080 }, { hostPort: 8081 }), 'fits');
  assert.equal(asking({}, { hostPort: 8080 }), 'fits');
});

test('NodePorts tells protocols and addresses apart', () => {
  assert.equal(asking({ hostPort: 53, protocol: 'UDP' }, { hostPort: 53 }), 'fits');
  assert.equal(asking({ hostPort: 53, hostIP: '127.0.0.1' }, { hostPort: 53, hostIP: '10.0.0.1' }), 'fits');
  assert.equal(asking({ hostPort: 53, hostIP: '127.0.0.1' }, { hostPort: 53 }), refusal);
  assert.equal(asking({ hostPort: 53, hostIP: '0.0.0.0' }, { hostPort: 53, hostIP: '10.0.0.1' }), refusal);
});

test('NodePorts gives a port free when its Pod goes', () => {
  const context = cluster([node('a')], [pod('old', { ...withPort({ hostPort: 80 }), node: 'a' })]);
  context.snapshot.removePod('default/old');
  assert.equal(filterAll(nodePorts, info('new', withPort({ hostPort: 80 })), context)['a'], 'fits');
});
