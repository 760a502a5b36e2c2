import assert from 'node:assert/strict';
import test from 'node:test';
import type { Deployment, DeploymentSpec, ReplicaSet } from '../api/apps/v1.ts';
import type { Stored } from '../machinery/object.ts';
import { getCondition } from '../machinery/pod.ts';
import { deployments, pods, replicaSets } from '../machinery/resources.ts';
import { deploymentController } from './deployment.ts';
import { replicaSetController } from './replicaSet.ts';
import type { Harness } from './testing/harness.ts';
import { eventually, podSpec, startHarness } from './testing/harness.ts';

const image = (tag: string) => ({ ...podSpec, containers: [{ name: 'app', image: `app:${tag}` }] });

const web = (spec: Partial<DeploymentSpec> = {}): Deployment => ({
  metadata: { name: 'web', namespace: 'default', annotations: { note: 'kept' } },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: image('1') },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    ...spec,
  },
});

async function start(spec: Partial<DeploymentSpec> = {}) {
  const harness = await startHarness(deploymentController, replicaSetController);
  const client = harness.client.resource(deployments);
  await client.create(web(spec));
  return {
    harness,
    client,
    get: () => client.get('web', 'default'),
    sets: async () => (await harness.client.resource(replicaSets).list('default')).items,
    patch: (patch: Record<string, unknown>) => client.patch('web', 'default', 'application/merge-patch+json', patch),
    setImage: (tag: string) =>
      client.patch('web', 'default', 'application/merge-patch+json', { spec: { template: { spec: image(tag) } } }),
    [Symbol.asyncDispose]: () => harness[Symbol.asyncDispose](),
  };
}

const complete = (deployment: Stored<Deployment>): boolean => {
  const { status, spec, metadata } = deployment;
  return (
    status?.observedGeneration === metadata.generation &&
    status?.updatedReplicas === spec?.replicas &&
    status?.replicas === spec?.replicas &&
    status?.availableReplicas === spec?.replicas
  );
};

async function settle(harness: Harness, get: () => Promise<Stored<Deployment>>): Promise<void> {
  await eventually(async () => {
    await harness.makeReady().catch(() => undefined);
    const deployment = await get();
    return (
      complete(deployment) &&
      getCondition(deployment.status?.conditions, 'Progressing')?.reason === 'NewReplicaSetAvailable'
    );
  });
}

test('a Deployment makes one ReplicaSet, named by the hash of its template, and reports its progress', async () => {
  await using t = await start();
  await settle(t.harness, t.get);
  const [set, ...others] = await t.sets();
  assert.equal(others.length, 0);
  const hash = set?.metadata.labels?.['pod-template-hash'] ?? '';
  assert.match(hash, /^[bcdfghjklmnpqrstvwxz2456789]{5,10}$/);
  assert.equal(set?.metadata.name, `web-${hash}`);
  assert.equal(set?.spec?.selector.matchLabels?.['pod-template-hash'], hash);
  assert.deepEqual(set?.metadata.annotations, {
    note: 'kept',
    'deployment.kubernetes.io/revision': '1',
    'deployment.kubernetes.io/desired-replicas': '2',
    'deployment.kubernetes.io/max-replicas': '3',
  });
  const { metadata, status } = await t.get();
  assert.equal(metadata.annotations?.['deployment.kubernetes.io/revision'], '1');
  assert.deepEqual(
    status?.conditions?.map((c) => [c.type, c.status, c.reason, c.message]),
    [
      ['Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.'],
      ['Progressing', 'True', 'NewReplicaSetAvailable', `ReplicaSet "web-${hash}" has successfully progressed.`],
    ],
  );
  assert.ok((await t.harness.events()).includes(`ScalingReplicaSet: Scaled up replica set web-${hash} from 0 to 2`));
});

test('a rolling update stays within surge and availability, and an old template that comes back gets a new revision', async () => {
  await using t = await start({ replicas: 4 });
  await settle(t.harness, t.get);
  let most = 0;
  let leastReady = Infinity;
  const watch = async (): Promise<void> => {
    const all = (await t.harness.pods()).filter((pod) => !pod.metadata.deletionTimestamp);
    most = Math.max(most, all.length);
    leastReady = Math.min(leastReady, all.filter((pod) => pod.status?.conditions?.[0]?.status === 'True').length);
  };
  await t.setImage('2');
  await eventually(async () => {
    await watch();
    for (const pod of await t.harness.pods()) {
      if (pod.status?.conditions?.[0]?.status === 'True') continue;
      await t.harness.setPhase(pod, 'Running', true);
      break;
    }
    const sets = await t.sets();
    return sets.length === 2 && complete(await t.get()) && sets.every((s) => s.spec?.replicas === s.status?.replicas);
  });
  assert.ok(most <= 5, `at most replicas + surge Pods, saw ${most}`);
  assert.ok(leastReady >= 3, `at least replicas - unavailable ready, saw ${leastReady}`);
  await settle(t.harness, t.get);
  await t.setImage('1');
  await eventually(async () => (await t.get()).metadata.annotations?.['deployment.kubernetes.io/revision'] === '3');
  const back = (await t.sets()).find((s) => s.spec?.template?.spec?.containers[0]?.image === 'app:1');
  assert.equal(back?.metadata.annotations?.['deployment.kubernetes.io/revision'], '3');
  assert.equal(back?.metadata.annotations?.['deployment.kubernetes.io/revision-history'], '1');
  assert.equal((await t.sets()).length, 2);
});

test('Recreate makes no new Pod before the last old one is gone', async () => {
  await using t = await start({ strategy: { type: 'Recreate' } });
  await settle(t.harness, t.get);
  // On a node, a Pod lingers until its node agent has stopped it.
  for (const pod of await t.harness.pods()) {
    await t.harness.client.resource(pods).update({ ...pod, spec: { ...podSpec, nodeName: 'n1' } });
  }
  await eventually(async () => (await t.harness.pods()).every((pod) => pod.spec?.nodeName === 'n1'));
  await t.setImage('2');
  await eventually(async () => (await t.harness.pods()).every((pod) => pod.metadata.deletionTimestamp !== undefined));
  assert.equal((await t.sets()).length, 1);
  for (const pod of await t.harness.pods()) {
    await t.harness.client.resource(pods).delete(pod.metadata.name, 'default', { gracePeriodSeconds: 0 });
  }
  await settle(t.harness, t.get);
  assert.equal((await t.sets()).length, 2);
});

test('a paused Deployment scales but does not roll out', async () => {
  await using t = await start({ paused: false });
  await settle(t.harness, t.get);
  await t.patch({ spec: { paused: true, replicas: 3, template: { spec: image('2') } } });
  await eventually(async () => (await t.harness.pods()).length === 3);
  assert.equal((await t.sets()).length, 1);
  const progressing = getCondition((await t.get()).status?.conditions, 'Progressing');
  assert.deepEqual(
    [progressing?.status, progressing?.reason, progressing?.message],
    ['Unknown', 'DeploymentPaused', 'Deployment is paused'],
  );
  await t.patch({ spec: { paused: false } });
  await settle(t.harness, t.get);
  assert.equal((await t.sets()).length, 2);
});

test('a rollout that makes no progress within its deadline says so', async () => {
  await using t = await start({ progressDeadlineSeconds: 1 });
  await eventually(
    async () => getCondition((await t.get()).status?.conditions, 'Progressing')?.reason === 'ProgressDeadlineExceeded',
    6_000,
  );
  const progressing = getCondition((await t.get()).status?.conditions, 'Progressing');
  assert.match(progressing?.message ?? '', /^ReplicaSet "web-\w+" has timed out progressing\.$/);
  assert.equal(progressing?.status, 'False');
});

test('only as many old ReplicaSets are kept as the history limit allows', async () => {
  await using t = await start({ revisionHistoryLimit: 1, replicas: 1 });
  for (const tag of ['2', '3', '4']) {
    await settle(t.harness, t.get);
    await t.setImage(tag);
    await eventually(async () =>
      (await t.sets()).some((s) => s.spec?.template?.spec?.containers[0]?.image === `app:${tag}`),
    );
  }
  await settle(t.harness, t.get);
  await eventually(async () => (await t.sets()).length === 2);
  const images = new Set((await t.sets()).map((s: ReplicaSet) => s.spec?.template?.spec?.containers[0]?.image));
  assert.deepEqual(images, new Set(['app:3', 'app:4']));
});

test('a name that another owner has taken leads to another hash', async () => {
  await using t = await start();
  await settle(t.harness, t.get);
  const [set] = await t.sets();
  if (!set) throw new Error('one set');
  await t.client.delete('web', 'default');
  await t.harness.client.resource(replicaSets).delete(set.metadata.name, 'default');
  await t.harness.client.resource(replicaSets).create({
    metadata: { name: set.metadata.name, namespace: 'default' },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: 'other' } },
      template: { metadata: { labels: { app: 'other' } }, spec: podSpec },
    },
  });
  await t.client.create(web());
  await eventually(async () => (await t.sets()).length === 2);
  assert.equal((await t.get()).status?.collisionCount, 1);
});
