import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Taint, Toleration } from '../api/core/v1.ts';
import { getCondition } from '../machinery/pod.ts';
import { nodes, pods } from '../machinery/resources.ts';
import { taintEvictionController } from './taintEviction.ts';
import { eventually, podSpec, startHarness } from './testing/harness.ts';

const lost: Taint = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' };

async function start() {
  const harness = await startHarness(taintEvictionController);
  await harness.client.resource(nodes).create({ metadata: { name: 'n' } });
  const pod = (name: string, ...tolerations: Toleration[]) =>
    harness.client.resource(pods).create({
      metadata: { name, namespace: 'default' },
      spec: { ...podSpec, nodeName: 'n', tolerations },
    });
  const taint = (...taints: Taint[]) =>
    harness.client.resource(nodes).patch('n', undefined, 'application/merge-patch+json', { spec: { taints } });
  const dying = async () =>
    (await harness.pods()).filter((p) => p.metadata.deletionTimestamp).map((p) => p.metadata.name);
  return { harness, pod, taint, dying, [Symbol.asyncDispose]: () => harness[Symbol.asyncDispose]() };
}

test('what does not tolerate a NoExecute taint is deleted, and what does stays', async () => {
  await using t = await start();
  await t.pod('weak');
  await t.pod('tough', { operator: 'Exists' });
  await t.taint({ ...lost, effect: 'NoSchedule' });
  await delay(10);
  assert.deepEqual(await t.dying(), []);
  await t.taint(lost);
  await eventually(async () => assert.deepEqual(await t.dying(), ['weak']));
  const weak = (await t.harness.pods()).find((p) => p.metadata.name === 'weak');
  const condition = getCondition(weak?.status?.conditions, 'DisruptionTarget');
  assert.deepEqual(
    [condition?.status, condition?.reason, condition?.message],
    ['True', 'DeletionByTaintManager', 'Taint manager: deleting due to NoExecute taint'],
  );
  await eventually(async () =>
    assert.deepEqual(await t.harness.events(), ['TaintManagerEviction: Marking for deletion Pod default/weak']),
  );
});

test('tolerationSeconds count down, and the taint that goes in time calls it off', async () => {
  await using t = await start();
  await t.pod('soon', { operator: 'Exists', tolerationSeconds: 1 });
  await t.pod('later', { operator: 'Exists', tolerationSeconds: 300 });
  await t.taint(lost);
  await delay(30);
  assert.deepEqual(await t.dying(), []);
  await eventually(async () => assert.deepEqual(await t.dying(), ['soon']));
  await t.taint();
  await eventually(async () =>
    (await t.harness.events()).includes('TaintManagerEviction: Cancelling deletion of Pod default/later'),
  );
  assert.deepEqual(await t.dying(), ['soon']);
});

test('a Pod that is bound to a tainted node is evicted too', async () => {
  await using t = await start();
  await t.taint(lost);
  await t.pod('late');
  await eventually(async () => assert.deepEqual(await t.dying(), ['late']));
});
