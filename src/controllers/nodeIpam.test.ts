import assert from 'node:assert/strict';
import test from 'node:test';
import { nodes } from '../machinery/resources.ts';
import { Blocks, nodeIpamController } from './nodeIpam.ts';
import { eventually, startHarness } from './testing/harness.ts';

const none: ReadonlyMap<string, string> = new Map();

test('every node gets a block of its own, one that was chosen beforehand keeps it', async () => {
  const fixed = new Map([['first', '10.8.2.0/24']]);
  await using harness = await startHarness(nodeIpamController({ clusterCIDR: '10.8.0.0/16', fixed }));
  const client = harness.client.resource(nodes);
  for (const name of ['first', 'a', 'b', 'c']) await client.create({ metadata: { name } });
  await eventually(async () => (await client.list()).items.every(({ spec }) => spec?.podCIDR));
  const blocks = new Map((await client.list()).items.map(({ metadata, spec }) => [metadata.name, spec?.podCIDRs]));
  assert.deepEqual(blocks.get('first'), ['10.8.2.0/24']);
  assert.deepEqual(
    ['a', 'b', 'c'].map((name) => blocks.get(name)?.[0]).sort((a = '', b = '') => a.localeCompare(b)),
    ['10.8.0.0/24', '10.8.1.0/24', '10.8.3.0/24'],
  );
});

test('where no block is left the node is told, and gets one when another node is gone', async () => {
  await using harness = await startHarness(nodeIpamController({ clusterCIDR: '10.8.0.0/24', fixed: none }));
  const client = harness.client.resource(nodes);
  await client.create({ metadata: { name: 'a' } });
  await eventually(async () => (await client.get('a')).spec?.podCIDR === '10.8.0.0/24');
  await client.create({ metadata: { name: 'b' } });
  await eventually(async () =>
    (await harness.events()).includes('CIDRNotAvailable: Node b status is now: CIDRNotAvailable'),
  );
  await client.delete('a');
  await eventually(async () => (await client.get('b')).spec?.podCIDR === '10.8.0.0/24');
});

test('Blocks gives none that overlaps with what a node has, of whatever size', () => {
  const blocks = new Blocks('10.8.0.0/16', none);
  blocks.note('large', '10.8.0.0/23');
  blocks.note('elsewhere', '10.9.0.0/24');
  assert.equal(blocks.take('a'), '10.8.2.0/24');
  assert.equal(blocks.take('a'), '10.8.2.0/24');
  blocks.free('large');
  assert.equal(blocks.take('b'), '10.8.0.0/24');
});
