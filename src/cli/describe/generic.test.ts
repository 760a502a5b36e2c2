import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelOf } from './generic.ts';

test('labelOf() spells names of fields out', () => {
  const labels = ['creationTimestamp', 'apiVersion', 'podCIDR', 'uid', 'clusterIPs', 'a.b/c', 'holder'].map(labelOf);
  assert.deepEqual(labels, ['Creation Timestamp', 'API Version', 'Pod CIDR', 'UID', 'Cluster I Ps', 'a.b/c', 'Holder']);
});
