/** What a namespace's limits, quota and labels do to Pods, on a real control plane, with its controllers and over a restart. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { Pod } from '../../src/api/core/v1.ts';
import { eventually } from '../../src/client/testing/eventually.ts';
import { ApiError } from '../../src/machinery/apiError.ts';
import type { Stored } from '../../src/machinery/object.ts';
import {
  deployments,
  limitRanges,
  namespaces,
  pods,
  priorityClasses,
  replicaSets,
  resourceQuotas,
  runtimeClasses,
} from '../../src/machinery/resources.ts';
import type { TestControlPlane } from '../../src/testing/controlPlane.ts';
import { startControlPlane } from '../../src/testing/controlPlane.ts';

const pod = (namespace: string, name: string, spec: Partial<Pod['spec']> = {}): Pod => ({
  metadata: { name, namespace },
  spec: { containers: [{ name: 'c', image: 'example.test/app:1' }], ...spec },
});

async function refusal(creating: Promise<unknown>): Promise<string> {
  try {
    await creating;
  } catch (error) {
    assert.ok(error instanceof ApiError);
    assert.equal(error.code, 403);
    return error.message;
  }
  return assert.fail('it was not refused');
}

test('limits, quotas, security levels and classes hold for Pods', async (t) => {
  await using controlPlane = await startControlPlane('admission');
  const { client } = controlPlane;
  const create = (body: Pod): Promise<Stored<Pod>> => client.resource(pods).create(body);
  const used = async (namespace: string): Promise<unknown> =>
    (await client.resource(resourceQuotas).get('q', namespace)).status?.used;

  await t.test('a LimitRange gives requests and limits', async () => {
    await client.resource(namespaces).create({ metadata: { name: 'limited' } });
    await client.resource(limitRanges).create({
      metadata: { name: 'l', namespace: 'limited' },
      spec: { limits: [{ type: 'Container', default: { cpu: '200m' }, max: { cpu: '1' } }] },
    });
    const { spec } = await create(pod('limited', 'a'));
    assert.deepEqual(spec?.containers[0]?.resources, { limits: { cpu: '200m' }, requests: { cpu: '200m' } });
    const container = { name: 'c', image: 'i', resources: { limits: { cpu: '2' } } };
    assert.equal(
      await refusal(create(pod('limited', 'b', { containers: [container] }))),
      'pods "b" is forbidden: maximum cpu usage per Container is 1, but limit is 2',
    );
  });

  await t.test('a quota lets in exactly what there is room for, and has room again when Pods go', async () => {
    await fillQuota(controlPlane);
    await eventually(async () => assert.deepEqual(await used('quota'), { pods: '3' }));
    const [first] = (await client.resource(pods).list('quota')).items;
    assert.ok(first);
    await client.resource(pods).delete(first.metadata.name, 'quota');
    await eventually(async () => {
      const set = await client.resource(replicaSets).list('quota');
      assert.equal(set.items[0]?.status?.replicas, 3);
      assert.deepEqual(await used('quota'), { pods: '3' });
    });
  });

  await t.test('a security level refuses', async () => {
    const labels = { 'pod-security.kubernetes.io/enforce': 'baseline' };
    await client.resource(namespaces).create({ metadata: { name: 'secure', labels } });
    assert.equal(
      await refusal(create(pod('secure', 'a', { hostNetwork: true }))),
      'pods "a" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true)',
    );
    await create(pod('secure', 'a'));
  });

  await t.test('classes of priority and runtime give what they say', async () => {
    await client.resource(priorityClasses).create({ metadata: { name: 'high' }, value: 1000, globalDefault: true });
    assert.equal(
      await refusal(
        client.resource(priorityClasses).create({ metadata: { name: 'low' }, value: 1, globalDefault: true }),
      ),
      'priorityclasses.scheduling.k8s.io "low" is forbidden: PriorityClass high is already marked as default. Only one default can exist',
    );
    await client.resource(runtimeClasses).create({
      metadata: { name: 'other' },
      handler: 'crun',
      overhead: { podFixed: { memory: '16Mi' } },
      scheduling: { nodeSelector: { runtime: 'crun' } },
    });
    const { spec } = await create(pod('default', 'classy', { runtimeClassName: 'other' }));
    assert.deepEqual(
      [spec?.priorityClassName, spec?.priority, spec?.overhead, spec?.nodeSelector],
      ['high', 1000, { memory: '16Mi' }, { runtime: 'crun' }],
    );
  });

  await t.test('the usage is right after a restart', async () => {
    await controlPlane.kill();
    await controlPlane.start();
    await eventually(async () => assert.deepEqual(await used('quota'), { pods: '3' }));
    assert.match(await refusal(create(pod('quota', 'more'))), /exceeded quota: q, requested: pods=1, used: pods=3/);
    assert.equal((await client.resource(priorityClasses).get('system-node-critical')).value, 2_000_001_000);
  });
});

/** A quota of three Pods, and a Deployment that wants five. */
async function fillQuota({ client }: TestControlPlane): Promise<void> {
  await client.resource(namespaces).create({ metadata: { name: 'quota' } });
  await client.resource(resourceQuotas).create({
    metadata: { name: 'q', namespace: 'quota' },
    spec: { hard: { pods: '3' } },
  });
  await eventually(async () => {
    const { status } = await client.resource(resourceQuotas).get('q', 'quota');
    assert.deepEqual(status, { hard: { pods: '3' }, used: { pods: '0' } });
  });
  await client.resource(deployments).create({
    metadata: { name: 'd', namespace: 'quota' },
    spec: {
      replicas: 5,
      selector: { matchLabels: { app: 'd' } },
      template: {
        metadata: { labels: { app: 'd' } },
        spec: { containers: [{ name: 'c', image: 'example.test/app:1' }] },
      },
    },
  });
}
