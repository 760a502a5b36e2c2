import assert from 'node:assert/strict';
import test from 'node:test';
import type { ReplicaSet } from '../api/apps/v1.ts';
import { ApiError, forbidden } from '../machinery/apiError.ts';
import { controllerOf } from '../machinery/owner.ts';
import { pods, replicaSets } from '../machinery/resources.ts';
import { replicaSetController } from './replicaSet.ts';
import { eventually, podSpec, startHarness } from './testing/harness.ts';

const web = (replicas: number): ReplicaSet => ({
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: podSpec },
  },
});

test('Pods are created from the template, controlled by the set, and told in events', async () => {
  await using harness = await startHarness(replicaSetController);
  const set = await harness.client.resource(replicaSets).create(web(3));
  await eventually(async () => (await harness.pods()).length === 3);
  const [pod] = await harness.pods();
  assert.match(pod?.metadata.name ?? '', /^web-[a-z0-9]{5}$/);
  assert.deepEqual(controllerOf(pod ?? {}), {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    name: 'web',
    uid: set.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  });
  await eventually(async () => (await harness.events()).length === 3);
  assert.ok((await harness.events()).every((event) => event.startsWith('SuccessfulCreate: Created pod: web-')));
});

test('the status counts Pods, and a Pod that ends or is deleted is replaced', async () => {
  await using harness = await startHarness(replicaSetController);
  await harness.client.resource(replicaSets).create(web(2));
  await eventually(async () => (await harness.pods()).length === 2);
  await harness.makeReady();
  const status = async () => (await harness.client.resource(replicaSets).get('web', 'default')).status;
  await eventually(async () => (await status())?.availableReplicas === 2);
  assert.deepEqual(await status(), {
    replicas: 2,
    fullyLabeledReplicas: 2,
    readyReplicas: 2,
    availableReplicas: 2,
    observedGeneration: 1,
    conditions: [],
  });
  const [first, second] = await harness.pods();
  if (!first || !second) throw new Error('two Pods');
  await harness.setPhase(first, 'Failed');
  await harness.client.resource(pods).delete(second.metadata.name, 'default');
  await eventually(async () => (await harness.pods()).filter((pod) => pod.status?.phase !== 'Failed').length === 2);
});

test('scaling down deletes what is missed least, by exactly as much as is too much', async () => {
  await using harness = await startHarness(replicaSetController);
  const client = harness.client.resource(replicaSets);
  await client.create(web(5));
  await eventually(async () => (await harness.pods()).length === 5);
  const [kept] = await harness.pods();
  if (!kept) throw new Error('five Pods');
  await harness.setPhase(kept, 'Running', true);
  await client.patch('web', 'default', 'application/merge-patch+json', { spec: { replicas: 1 } });
  await eventually(async () => (await harness.pods()).length === 1);
  assert.deepEqual(
    (await harness.pods()).map((pod) => pod.metadata.name),
    [kept.metadata.name],
  );
  await eventually(
    async () =>
      (await harness.events()).filter((event) => event.startsWith('SuccessfulDelete: Deleted pod: web-')).length === 4,
  );
});

test('orphans that match are adopted, and a Pod whose labels change is released and replaced', async () => {
  await using harness = await startHarness(replicaSetController);
  const podClient = harness.client.resource(pods);
  const orphan = await podClient.create({
    metadata: { name: 'orphan', namespace: 'default', labels: { app: 'web' } },
    spec: podSpec,
  });
  const set = await harness.client.resource(replicaSets).create(web(1));
  await eventually(async () => controllerOf(await podClient.get('orphan', 'default'))?.uid === set.metadata.uid);
  assert.equal((await harness.pods()).length, 1);
  await podClient.patch(orphan.metadata.name, 'default', 'application/merge-patch+json', {
    metadata: { labels: { app: 'debug' } },
  });
  await eventually(async () => (await harness.pods()).length === 2);
  await eventually(async () => controllerOf(await podClient.get('orphan', 'default')) === undefined);
});

test('a creation that is refused is told in an event and a condition, and tried again', async () => {
  await using harness = await startHarness(replicaSetController);
  let refuse = true;
  harness.transport.intercept = ({ verb, resource }) => {
    if (refuse && verb === 'create' && resource.resource === 'pods')
      throw forbidden({ group: '', resource: 'pods' }, 'web-x', 'exceeded quota');
  };
  const client = harness.client.resource(replicaSets);
  await client.create(web(4));
  await eventually(async () => (await client.get('web', 'default')).status?.conditions?.[0]?.reason === 'FailedCreate');
  const { status } = await client.get('web', 'default');
  assert.equal(status?.conditions?.[0]?.message, 'pods "web-x" is forbidden: exceeded quota');
  assert.match(
    (await harness.events())[0] ?? '',
    /^FailedCreate: Error creating: pods "web-x" is forbidden: exceeded quota/,
  );
  refuse = false;
  await eventually(async () => (await harness.pods()).length === 4);
  await eventually(async () => (await client.get('web', 'default')).status?.conditions?.length === 0);
});

test('nothing is created twice while the cache is behind, and nothing in a namespace that goes away', async () => {
  await using harness = await startHarness(replicaSetController);
  let tries = 0;
  harness.transport.intercept = ({ verb, resource, namespace }) => {
    if (verb !== 'create' || resource.resource !== 'pods' || namespace !== 'doomed') return;
    tries += 1;
    throw new ApiError(403, 'Forbidden', 'no', { causes: [{ reason: 'NamespaceTerminating' }] });
  };
  const client = harness.client.resource(replicaSets);
  const doomed = web(1);
  await client.create({ ...doomed, metadata: { ...doomed.metadata, namespace: 'doomed' } });
  await client.create(web(50));
  await eventually(async () => (await harness.pods()).length === 50 && tries > 0);
  for (let i = 0; i < 20; i += 1)
    await client.patch('web', 'default', 'application/merge-patch+json', { metadata: { annotations: { i: `${i}` } } });
  await eventually(async () => (await client.get('web', 'default')).status?.replicas === 50);
  assert.equal((await harness.pods()).length, 50);
  assert.ok((await harness.events()).every((event) => !event.startsWith('FailedCreate')));
});
