import assert from 'node:assert/strict';
import test from 'node:test';
import { clusterRoles } from '../machinery/resources.ts';
import { clusterRoleAggregationController } from './clusterRoleAggregation.ts';
import { eventually, startHarness } from './testing/harness.ts';

const rule = (resource: string) => ({ verbs: ['get'], apiGroups: [''], resources: [resource] });

test('a role has the rules of those that its aggregation rule selects, each once, as they come and go', async () => {
  await using harness = await startHarness(clusterRoleAggregationController);
  const client = harness.client.resource(clusterRoles);
  const labels = { part: 'true' };
  const aggregationRule = { clusterRoleSelectors: [{ matchLabels: labels }] };
  await client.create({ metadata: { name: 'sum' }, aggregationRule });
  await client.create({ metadata: { name: 'b', labels }, rules: [rule('pods'), rule('secrets')] });
  await client.create({ metadata: { name: 'a', labels }, rules: [rule('pods')] });
  await client.create({ metadata: { name: 'other' }, rules: [rule('nodes')] });
  const rules = async () => (await client.get('sum')).rules;
  await eventually(async () => assert.deepEqual(await rules(), [rule('pods'), rule('secrets')]));
  await client.delete('b');
  await eventually(async () => assert.deepEqual(await rules(), [rule('pods')]));
});
