import assert from 'node:assert/strict';
import test from 'node:test';
import type { StatefulSet } from '../../api/apps/v1.ts';
import type { Pod } from '../../api/core/v1.ts';
import type { TableColumnDefinition } from '../../api/meta/v1.ts';
import type { RoleBinding } from '../../api/rbac/v1.ts';
import { factsOf } from './facts.ts';

const texts = (facts: ReturnType<typeof factsOf>): Record<string, string> =>
  Object.fromEntries(facts.map(({ term, text }) => [term, text]));

test('a Pod leads to its node and its service account', () => {
  const pod: Pod = {
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { nodeName: 'alder', serviceAccountName: 'default', containers: [] },
  };
  const facts = factsOf(pod);
  assert.deepEqual(texts(facts), { Node: 'alder', 'Service account': 'default' });
  assert.deepEqual(
    facts.map(({ about }) => [about?.kind, about?.name]),
    [
      ['Node', 'alder'],
      ['ServiceAccount', 'default'],
    ],
  );
});

test('a StatefulSet tells its replicas, its Service and its claims', () => {
  const set: StatefulSet = {
    kind: 'StatefulSet',
    spec: {
      replicas: 3,
      serviceName: 'db',
      selector: { matchLabels: { app: 'db' } },
      template: { spec: { containers: [{ name: 'redis', image: 'redis:7' }] } },
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { resources: { requests: { storage: '1Gi' } } } }],
    },
    status: { replicas: 3, readyReplicas: 2 },
  };
  const facts = factsOf(set);
  assert.deepEqual(texts(facts), {
    Replicas: '2 ready of 3',
    Service: 'db',
    Selector: 'app=db',
    Images: 'redis:7',
    Claims: 'data (1Gi)',
  });
});

test('a kind that is not known here tells what its columns say, but for its name and its age', () => {
  const column = (name: string): TableColumnDefinition => ({
    name,
    type: 'string',
    format: '',
    description: '',
    priority: 0,
  });
  const row = { key: 'shop/red', object: {}, cells: ['red', 'crimson', 3, '<none>', '5m'] };
  const columns = ['Name', 'Colour', 'Replicas', 'Owner', 'Age'].map(column);
  assert.deepEqual(texts(factsOf({ kind: 'Widget' }, row, columns)), { Colour: 'crimson', Replicas: '3' });
});

test('a RoleBinding leads to its role, and names everybody who has it', () => {
  const binding: RoleBinding = {
    kind: 'RoleBinding',
    metadata: { name: 'viewer', namespace: 'shop' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'viewer' },
    subjects: [
      { kind: 'ServiceAccount', namespace: 'shop', name: 'viewer' },
      { kind: 'User', name: 'jane' },
    ],
  };
  const facts = factsOf(binding);
  assert.deepEqual(
    facts.map(({ term, text }) => `${term}: ${text}`),
    ['Role: Role viewer', 'Given to: ServiceAccount shop/viewer', 'Given to: User jane'],
  );
  assert.equal(facts[0]?.about?.apiVersion, 'rbac.authorization.k8s.io/v1');
});
