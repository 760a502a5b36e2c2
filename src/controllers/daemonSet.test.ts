import assert from 'node:assert/strict';
import test from 'node:test';
import type { DaemonSet, DaemonSetSpec } from '../api/apps/v1.ts';
import type { Node, NodeSpec, PodSpec } from '../api/core/v1.ts';
import { controllerRevisions, daemonSets, nodes } from '../machinery/resources.ts';
import { targetNode } from './daemonSet/daemonPod.ts';
import { daemonSetController } from './daemonSet.ts';
import type { Harness } from './testing/harness.ts';
import { eventually, podSpec, startHarness } from './testing/harness.ts';

const agent = (spec: Partial<DaemonSetSpec> = {}, pod: Partial<PodSpec> = {}): DaemonSet => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'agent', namespace: 'default' },
  spec: {
    selector: { matchLabels: { app: 'agent' } },
    template: { metadata: { labels: { app: 'agent' } }, spec: { ...podSpec, ...pod } },
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
    ...spec,
  },
});

const node = (name: string, labels: Record<string, string> = {}, spec: NodeSpec = {}): Node => ({
  metadata: { name, labels },
  spec,
});

async function withNodes(harness: Harness, ...all: Node[]): Promise<void> {
  for (const each of all) await harness.client.resource(nodes).create(each);
}

const placement = async (harness: Harness): Promise<string> =>
  (await harness.pods())
    .map((pod) => `${targetNode(pod)}:${pod.spec?.containers[0]?.image?.split(':')[1]}`)
    .sort()
    .join(' ');
const statusOf = async ({ client }: Harness) => (await client.resource(daemonSets).get('agent', 'default')).status;
const patch = ({ client }: Harness, body: object) =>
  client.resource(daemonSets).patch('agent', 'default', 'application/merge-patch+json', body);
const setImage = (harness: Harness, image: string) =>
  patch(harness, { spec: { template: { spec: { containers: [{ name: 'app', image }] } } } });

test('each node that fits gets one Pod, also one that joins later, and none when it no longer fits', async () => {
  await using harness = await startHarness(daemonSetController);
  await withNodes(harness, node('a', { disk: 'ssd' }), node('b'));
  await harness.client.resource(daemonSets).create(agent({}, { nodeSelector: { disk: 'ssd' } }));
  await eventually(async () => (await placement(harness)) === 'a:1');
  await withNodes(harness, node('c', { disk: 'ssd' }));
  await eventually(async () => (await placement(harness)) === 'a:1 c:1');
  await harness.makeReady();
  await eventually(async () => (await statusOf(harness))?.numberAvailable === 2);
  assert.deepEqual(await statusOf(harness), {
    observedGeneration: 1,
    desiredNumberScheduled: 2,
    currentNumberScheduled: 2,
    numberMisscheduled: 0,
    numberReady: 2,
    updatedNumberScheduled: 2,
    numberAvailable: 2,
    numberUnavailable: 0,
  });
  await harness.client
    .resource(nodes)
    .patch('a', undefined, 'application/merge-patch+json', { metadata: { labels: { disk: null } } });
  await eventually(async () => (await placement(harness)) === 'c:1');
  await eventually(async () =>
    (await harness.events()).some((event) => event.startsWith('SuccessfulDelete: Deleted pod: agent-')),
  );
});

test('its Pods are bound to their node by name, and tolerate that the node is not well', async () => {
  await using harness = await startHarness(daemonSetController);
  await withNodes(
    harness,
    node('a', {}, { taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] }),
  );
  await harness.client.resource(daemonSets).create(agent());
  await eventually(async () => (await harness.pods()).length === 1);
  const [pod] = await harness.pods();
  assert.deepEqual(pod?.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution, {
    nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a'] }] }],
  });
  assert.deepEqual(
    pod?.spec?.tolerations?.map(({ key, effect }) => `${key?.split('/')[1]}:${effect}`),
    [
      'not-ready:NoExecute',
      'unreachable:NoExecute',
      'disk-pressure:NoSchedule',
      'memory-pressure:NoSchedule',
      'pid-pressure:NoSchedule',
      'unschedulable:NoSchedule',
    ],
  );
  const { items } = await harness.client.resource(controllerRevisions).list('default');
  assert.equal(
    items[0]?.metadata.labels?.['controller-revision-hash'],
    pod?.metadata.labels?.['controller-revision-hash'],
  );
});

test('a taint that is not tolerated keeps new Pods away, and NoExecute expels those that are there', async () => {
  await using harness = await startHarness(daemonSetController);
  const taint = (effect: 'NoSchedule' | 'NoExecute') => ({ taints: [{ key: 'mine', effect }] });
  await withNodes(harness, node('a'), node('b', {}, taint('NoSchedule')));
  await harness.client.resource(daemonSets).create(agent());
  await eventually(async () => (await placement(harness)) === 'a:1');
  const nodeClient = harness.client.resource(nodes);
  await nodeClient.patch('a', undefined, 'application/merge-patch+json', { spec: taint('NoSchedule') });
  await eventually(async () => (await statusOf(harness))?.numberMisscheduled === 1);
  assert.equal(await placement(harness), 'a:1');
  await nodeClient.patch('a', undefined, 'application/merge-patch+json', { spec: taint('NoExecute') });
  await eventually(async () => (await placement(harness)) === '');
});

test('a new template rolls from node to node, no more of them unavailable than allowed', async () => {
  await using harness = await startHarness(daemonSetController);
  await withNodes(harness, node('a'), node('b'), node('c'));
  await harness.client.resource(daemonSets).create(agent());
  await eventually(async () => (await placement(harness)) === 'a:1 b:1 c:1');
  await harness.makeReady();
  await eventually(async () => (await statusOf(harness))?.numberAvailable === 3);
  await setImage(harness, 'app:2');
  const updated = async (): Promise<number> => (await placement(harness)).split(':2').length - 1;
  for (const count of [1, 2, 3]) {
    await eventually(async () => (await updated()) === count && (await harness.pods()).length === 3);
    await new Promise((resolve) => setTimeout(resolve, 15));
    assert.equal(await updated(), count);
    await harness.makeReady();
  }
  await eventually(async () => (await statusOf(harness))?.updatedNumberScheduled === 3);
  await setImage(harness, 'app:1');
  await eventually(async () => {
    const { items } = await harness.client.resource(controllerRevisions).list('default');
    assert.deepEqual(
      items.map(({ revision }) => revision).sort((a, b) => a - b),
      [2, 3],
    );
  });
});

test('with surge the new Pod comes up beside the old one, which goes when it is available', async () => {
  await using harness = await startHarness(daemonSetController);
  await withNodes(harness, node('a'), node('b'));
  const rollingUpdate = { maxUnavailable: 0, maxSurge: 1 };
  await harness.client.resource(daemonSets).create(agent({ updateStrategy: { type: 'RollingUpdate', rollingUpdate } }));
  await eventually(async () => (await placement(harness)) === 'a:1 b:1');
  await harness.makeReady();
  await eventually(async () => (await statusOf(harness))?.numberAvailable === 2);
  await setImage(harness, 'app:2');
  await eventually(async () => (await placement(harness)) === 'a:1 a:2 b:1');
  await harness.makeReady();
  await eventually(async () => (await placement(harness)) === 'a:2 b:1 b:2');
  await harness.makeReady();
  await eventually(async () => (await placement(harness)) === 'a:2 b:2');
});

test('with OnDelete a new template waits for the Pods to be deleted', async () => {
  await using harness = await startHarness(daemonSetController);
  await withNodes(harness, node('a'));
  await harness.client.resource(daemonSets).create(agent({ updateStrategy: { type: 'OnDelete' } }));
  await eventually(async () => (await placement(harness)) === 'a:1');
  await setImage(harness, 'app:2');
  await eventually(async () => (await statusOf(harness))?.observedGeneration === 2);
  assert.deepEqual([await placement(harness), (await statusOf(harness))?.updatedNumberScheduled], ['a:1', 0]);
});

test('a Pod that failed is replaced, the next time only after a pause', async () => {
  await using harness = await startHarness(daemonSetController);
  await withNodes(harness, node('a'));
  await harness.client.resource(daemonSets).create(agent());
  await eventually(async () => (await harness.pods()).length === 1);
  const [first] = await harness.pods();
  if (!first) throw new Error('one Pod');
  await harness.setPhase(first, 'Failed');
  await eventually(async () => {
    const [pod] = await harness.pods();
    return pod !== undefined && pod.metadata.uid !== first.metadata.uid;
  });
  const text = `FailedDaemonPod: Found failed daemon pod default/${first.metadata.name} on node a, will try to kill it`;
  await eventually(async () => (await harness.events()).includes(text));
  const [second] = await harness.pods();
  if (second) await harness.setPhase(second, 'Failed');
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(
    (await harness.pods()).map((pod) => pod.metadata.uid),
    [second?.metadata.uid],
  );
});
