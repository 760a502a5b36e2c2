import assert from 'node:assert/strict';
import test from 'node:test';
import type { StatefulSet, StatefulSetSpec } from '../api/apps/v1.ts';
import type { Pod } from '../api/core/v1.ts';
import { controllerRevisions, persistentVolumeClaims, pods, statefulSets } from '../machinery/resources.ts';
import { statefulSetController } from './statefulSet.ts';
import type { Harness } from './testing/harness.ts';
import { eventually, podSpec, startHarness } from './testing/harness.ts';

const web = (spec: Partial<StatefulSetSpec> = {}): StatefulSet => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    replicas: 3,
    serviceName: 'nginx',
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: podSpec },
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
    ...spec,
  },
});

const names = async (harness: Harness): Promise<string> =>
  (await harness.pods())
    .map((pod) => pod.metadata.name)
    .sort()
    .join(' ');
const imageOf = (pod: Pod | undefined): string | undefined => pod?.spec?.containers[0]?.image;
const images = async (harness: Harness): Promise<string> =>
  (await harness.pods())
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    .map(imageOf)
    .join(' ');
const patch = ({ client }: Harness, body: object) =>
  client.resource(statefulSets).patch('web', 'default', 'application/merge-patch+json', body);
const setImage = (harness: Harness, image: string) =>
  patch(harness, { spec: { template: { spec: { containers: [{ name: 'app', image }] } } } });
const statusOf = async ({ client }: Harness) => (await client.resource(statefulSets).get('web', 'default')).status;

/** Makes ready whatever comes, until `done`. */
async function readyUntil(harness: Harness, done: () => Promise<boolean>): Promise<void> {
  await eventually(async () => {
    await harness.makeReady();
    return done();
  });
}

const claimTemplate = {
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce' as const], resources: { requests: { storage: '1Gi' } } },
};

test('Pods are made in order, each once the one before is ready, under names that stay', async () => {
  await using harness = await startHarness(statefulSetController);
  await harness.client.resource(statefulSets).create(web());
  await eventually(async () => (await names(harness)) === 'web-0');
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(await names(harness), 'web-0');
  await harness.makeReady();
  await eventually(async () => (await names(harness)) === 'web-0 web-1');
  await readyUntil(harness, async () => (await statusOf(harness))?.availableReplicas === 3);
  const pod = (await harness.pods()).find((each) => each.metadata.name === 'web-1');
  assert.deepEqual([pod?.spec?.hostname, pod?.spec?.subdomain], ['web-1', 'nginx']);
  const status = await statusOf(harness);
  assert.deepEqual(pod?.metadata.labels, {
    app: 'web',
    'statefulset.kubernetes.io/pod-name': 'web-1',
    'apps.kubernetes.io/pod-index': '1',
    'controller-revision-hash': status?.updateRevision,
  });
  assert.match(status?.updateRevision ?? '', /^web-[a-z0-9]+$/);
  assert.deepEqual(status, {
    observedGeneration: 1,
    replicas: 3,
    readyReplicas: 3,
    availableReplicas: 3,
    currentReplicas: 3,
    updatedReplicas: 3,
    currentRevision: status?.updateRevision,
    updateRevision: status?.updateRevision,
    collisionCount: 0,
  });
  const events = await harness.events();
  assert.equal(events[0], 'SuccessfulCreate: create Pod web-0 in StatefulSet web successful');
});

test('scaling down gives up the highest first', async () => {
  await using harness = await startHarness(statefulSetController);
  await harness.client.resource(statefulSets).create(web());
  await readyUntil(harness, async () => (await statusOf(harness))?.readyReplicas === 3);
  await patch(harness, { spec: { replicas: 1 } });
  await eventually(async () => (await names(harness)) === 'web-0');
  await eventually(async () => {
    const deleted = (await harness.events()).filter((event) => event.startsWith('SuccessfulDelete'));
    assert.deepEqual(deleted, [
      'SuccessfulDelete: delete Pod web-2 in StatefulSet web successful',
      'SuccessfulDelete: delete Pod web-1 in StatefulSet web successful',
    ]);
  });
});

test('with parallel management Pods do not wait for one another', async () => {
  await using harness = await startHarness(statefulSetController);
  await harness.client.resource(statefulSets).create(web({ podManagementPolicy: 'Parallel', ordinals: { start: 5 } }));
  await eventually(async () => (await names(harness)) === 'web-5 web-6 web-7');
  await patch(harness, { spec: { replicas: 0 } });
  await eventually(async () => (await names(harness)) === '');
});

test('a new template rolls from the highest down to the partition, and back', async () => {
  await using harness = await startHarness(statefulSetController);
  const rollingUpdate = { partition: 1 };
  await harness.client.resource(statefulSets).create(web({ updateStrategy: { type: 'RollingUpdate', rollingUpdate } }));
  // What is below the partition is made of the current template, which at first is the only one.
  await readyUntil(harness, async () => (await statusOf(harness))?.readyReplicas === 3);
  const first = (await statusOf(harness))?.currentRevision;
  await setImage(harness, 'app:2');
  await eventually(async () =>
    (await harness.events()).includes('SuccessfulDelete: delete Pod web-2 in StatefulSet web successful'),
  );
  await eventually(async () => (await images(harness)) === 'app:1 app:1 app:2');
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(await images(harness), 'app:1 app:1 app:2');
  await readyUntil(harness, async () => (await images(harness)) === 'app:1 app:2 app:2');
  await readyUntil(harness, async () => (await statusOf(harness))?.readyReplicas === 3);
  let status = await statusOf(harness);
  assert.equal(status?.currentRevision, first);
  assert.deepEqual([status?.currentReplicas, status?.updatedReplicas], [1, 2]);

  await patch(harness, { spec: { updateStrategy: { rollingUpdate: { partition: 0 } } } });
  await readyUntil(harness, async () => (await images(harness)) === 'app:2 app:2 app:2');
  await readyUntil(harness, async () => (await statusOf(harness))?.currentRevision !== first);
  status = await statusOf(harness);
  assert.equal(status?.currentRevision, status?.updateRevision);

  await setImage(harness, 'app:1');
  await readyUntil(harness, async () => (await images(harness)) === 'app:1 app:1 app:1');
  await readyUntil(harness, async () => (await statusOf(harness))?.currentRevision === first);
  const { items } = await harness.client.resource(controllerRevisions).list('default');
  assert.deepEqual(
    items.map(({ revision }) => revision).sort((a, b) => a - b),
    [2, 3],
  );
});

test('with OnDelete a new template waits for the Pods to be deleted', async () => {
  await using harness = await startHarness(statefulSetController);
  await harness.client.resource(statefulSets).create(web({ replicas: 1, updateStrategy: { type: 'OnDelete' } }));
  await readyUntil(harness, async () => (await statusOf(harness))?.readyReplicas === 1);
  await setImage(harness, 'app:2');
  await eventually(async () => (await statusOf(harness))?.updatedReplicas === 0);
  assert.equal(await images(harness), 'app:1');
  await harness.client.resource(pods).delete('web-0', 'default');
  await eventually(async () => (await images(harness)) === 'app:2');
});

test('a Pod that failed is made anew under its name', async () => {
  await using harness = await startHarness(statefulSetController);
  await harness.client.resource(statefulSets).create(web({ replicas: 1 }));
  await eventually(async () => (await names(harness)) === 'web-0');
  const [first] = await harness.pods();
  if (!first) throw new Error('one Pod');
  await harness.setPhase(first, 'Failed');
  await eventually(async () => {
    const [pod] = await harness.pods();
    return pod !== undefined && pod.metadata.uid !== first.metadata.uid;
  });
  const text = 'RecreatingFailedPod: StatefulSet default/web is recreating failed Pod web-0';
  await eventually(async () => (await harness.events()).includes(text));
});

test('each Pod has its claims, made before it and kept after it', async () => {
  await using harness = await startHarness(statefulSetController);
  await harness.client.resource(statefulSets).create(web({ replicas: 1, volumeClaimTemplates: [claimTemplate] }));
  await eventually(async () => (await names(harness)) === 'web-0');
  const [pod] = await harness.pods();
  assert.deepEqual(pod?.spec?.volumes, [
    { name: 'data', persistentVolumeClaim: { claimName: 'data-web-0', readOnly: false } },
  ]);
  const claims = harness.client.resource(persistentVolumeClaims);
  assert.deepEqual((await claims.get('data-web-0', 'default')).metadata.labels, { app: 'web' });
  await patch(harness, { spec: { replicas: 0 } });
  await eventually(async () => (await names(harness)) === '');
  assert.equal((await claims.get('data-web-0', 'default')).metadata.ownerReferences, undefined);
  const text = 'SuccessfulCreate: create Claim data-web-0 Pod web-0 in StatefulSet web success';
  await eventually(async () => (await harness.events()).includes(text));
});

test('by the retention policy claims go with the set, or with the Pod that is scaled away', async () => {
  await using harness = await startHarness(statefulSetController);
  const persistentVolumeClaimRetentionPolicy = { whenDeleted: 'Delete' as const, whenScaled: 'Delete' as const };
  const spec = { replicas: 1, volumeClaimTemplates: [claimTemplate], persistentVolumeClaimRetentionPolicy };
  await harness.client.resource(statefulSets).create(web(spec));
  const owner = async () =>
    (await harness.client.resource(persistentVolumeClaims).get('data-web-0', 'default')).metadata.ownerReferences?.[0]
      ?.kind;
  await readyUntil(harness, async () => (await names(harness)) === 'web-0' && (await owner()) === 'StatefulSet');
  await patch(harness, { spec: { replicas: 0 } });
  await eventually(async () => (await owner()) === 'Pod' && (await names(harness)) === '');
  // Its claim has not been collected yet: the next web-0 must not use it.
  await patch(harness, { spec: { replicas: 1 } });
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(await names(harness), '');
  await harness.client.resource(persistentVolumeClaims).delete('data-web-0', 'default');
  await eventually(async () => (await names(harness)) === 'web-0');
});

test('revisions beyond the history limit go, the oldest first', async () => {
  await using harness = await startHarness(statefulSetController);
  await harness.client.resource(statefulSets).create(web({ replicas: 0, revisionHistoryLimit: 1 }));
  for (const image of ['app:2', 'app:3', 'app:4']) {
    const before = (await statusOf(harness))?.updateRevision;
    await setImage(harness, image);
    await eventually(async () => (await statusOf(harness))?.updateRevision !== before);
  }
  await eventually(async () => {
    const { items } = await harness.client.resource(controllerRevisions).list('default');
    assert.deepEqual(
      items.map(({ revision }) => revision).sort((a, b) => a - b),
      [3, 4],
    );
  });
});
