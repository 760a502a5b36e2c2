import assert from 'node:assert/strict';
import test from 'node:test';
import type { Node } from '../api/core/v1.ts';
import { addressesAnnotation, behindAnnotation, wantedRoutes } from './nodeRoutes.ts';

const node = (name: string, address: string, podCIDR: string, annotations: Record<string, string> = {}): Node => ({
  metadata: { name, annotations },
  spec: { podCIDR, podCIDRs: [podCIDR] },
  status: { addresses: [{ type: 'InternalIP', address }] },
});

/** One machine of two nodes at 192.0.2.2, one at 192.0.2.9, and one far away. */
const all = [
  node('a', '192.0.2.2', '10.1.0.0/24', { [addressesAnnotation]: '198.51.100.2' }),
  node('a-2', '10.245.0.2', '10.1.1.0/24', { [behindAnnotation]: 'a' }),
  node('b', '192.0.2.9', '10.1.2.0/24'),
  node('far', '203.0.113.1', '10.1.3.0/24'),
];

const from = (nodeName: string, links: readonly string[], behind?: string) => {
  const isOnLink = (address: string): boolean => links.some((prefix) => address.startsWith(prefix));
  const { routes, farEnds } = wantedRoutes(all, { nodeName, behind, podBridge: 'p', isOnLink });
  return { routes: Object.fromEntries(routes), farEnds: Object.fromEntries(farEnds) };
};

test('wantedRoutes() leads to each node on a shared link by its address, and through the tunnel to others', () => {
  assert.deepEqual(from('a', ['192.0.2.', '10.245.0.']), {
    routes: {
      '10.1.1.0/24': 'via 10.245.0.2',
      '10.1.2.0/24': 'via 192.0.2.9',
      '10.1.3.0/24': 'via 10.1.3.0 dev p-far onlink',
    },
    farEnds: { '10.1.3.0/24': '203.0.113.1' },
  });
});

test('wantedRoutes() leads to a node behind another, and to its Pods, by way of that one', () => {
  const { routes } = from('b', ['192.0.2.']);
  assert.equal(routes['10.1.1.0/24'], 'via 192.0.2.2');
  assert.equal(routes['10.245.0.2/32'], 'via 192.0.2.2');
  const far = from('far', []);
  assert.equal(far.routes['10.1.1.0/24'], 'via 10.1.0.0 dev p-far onlink');
  assert.equal(far.routes['10.245.0.2/32'], 'via 10.1.0.0 dev p-far onlink');
  assert.deepEqual(far.farEnds, { '10.1.0.0/24': '192.0.2.2', '10.1.2.0/24': '192.0.2.9' });
});

test('wantedRoutes() finds the link that is shared among all of a machine', () => {
  assert.equal(from('far', ['198.51.100.']).routes['10.1.0.0/24'], 'via 198.51.100.2');
});

test('wantedRoutes() leaves to the default route what a node behind another does not share a link with', () => {
  assert.deepEqual(from('a-2', ['10.245.0.'], 'a'), { routes: {}, farEnds: {} });
});

test('wantedRoutes() waits for a node that has no block or no address yet', () => {
  const isOnLink = (): boolean => false;
  const nodes = [{ metadata: { name: 'new' } }, { ...node('half', '192.0.2.3', ''), spec: {} }];
  const { routes, farEnds } = wantedRoutes(nodes, { nodeName: 'a', behind: undefined, podBridge: 'p', isOnLink });
  assert.equal(routes.size + farEnds.size, 0);
});
