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
  const { routes, unreachable } = wantedRoutes(all, { nodeName, behind, isOnLink });
  return { routes: Object.fromEntries(routes), unreachable };
};

test('wantedRoutes() leads to each node on a shared link by its address', () => {
  assert.deepEqual(from('a', ['192.0.2.', '10.245.0.']), {
    routes: { '10.1.1.0/24': '10.245.0.2', '10.1.2.0/24': '192.0.2.9' },
    unreachable: ['far'],
  });
});

test('wantedRoutes() leads to a node behind another, and to its Pods, by way of that one', () => {
  assert.deepEqual(from('b', ['192.0.2.']).routes, {
    '10.1.0.0/24': '192.0.2.2',
    '10.1.1.0/24': '192.0.2.2',
    '10.245.0.2/32': '192.0.2.2',
  });
});

test('wantedRoutes() finds the link that is shared among all of a machine', () => {
  assert.equal(from('far', ['198.51.100.']).routes['10.1.0.0/24'], '198.51.100.2');
});

test('wantedRoutes() leaves to the default route what a node behind another does not share a link with', () => {
  assert.deepEqual(from('a-2', ['10.245.0.'], 'a'), { routes: {}, unreachable: [] });
});

test('wantedRoutes() waits for a node that has no block or no address yet', () => {
  const isOnLink = (): boolean => true;
  const nodes = [{ metadata: { name: 'new' } }, { ...node('half', '192.0.2.3', ''), spec: {} }];
  assert.deepEqual(wantedRoutes(nodes, { nodeName: 'a', behind: undefined, isOnLink }).routes, new Map());
});
