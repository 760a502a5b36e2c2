import assert from 'node:assert/strict';
import test from 'node:test';
import type { Pod, Service } from '../api/core/v1.ts';
import { endpoints, endpointSlices, nodes, pods, services } from '../machinery/resources.ts';
import type { Controller } from './controller.ts';
import { endpointsController } from './endpoints.ts';
import { endpointSliceController } from './endpointSlice.ts';
import { serviceLoadBalancerController } from './serviceLoadBalancer.ts';
import { eventually, startHarness, type Harness } from './testing/harness.ts';

const service = (spec: Service['spec'] = {}): Service => ({
  metadata: { name: 'web', namespace: 'default', labels: { team: 'a' } },
  spec: {
    type: 'ClusterIP',
    clusterIP: '10.96.0.20',
    selector: { app: 'web' },
    ports: [{ name: 'http', port: 80, targetPort: 'http' }],
    ...spec,
  },
});

async function addPod(harness: Harness, index: number, ready: boolean, spec: Partial<Pod['spec']> = {}): Promise<void> {
  const client = harness.client.resource(pods);
  const pod = await client.create({
    metadata: { name: `web-${index}`, namespace: 'default', labels: { app: 'web' } },
    spec: { nodeName: 'n1', containers: [{ name: 'a', ports: [{ name: 'http', containerPort: 8080 }] }], ...spec },
  });
  const conditions = [{ type: 'Ready', status: ready ? ('True' as const) : ('False' as const) }];
  await client.updateStatus({
    ...pod,
    status: { phase: 'Running', podIP: `10.0.${index >> 8}.${index & 255}`, conditions },
  });
}

async function started(controller: Controller): Promise<Harness> {
  const harness = await startHarness(controller);
  await harness.client
    .resource(nodes)
    .create({ metadata: { name: 'n1', labels: { 'topology.kubernetes.io/zone': 'z1' } } });
  return harness;
}

const slicesOf = async (harness: Harness) => (await harness.client.resource(endpointSlices).list('default')).items;

test('a slice tells of each Pod whether it is ready, serving and terminating, and is called by its Service', async () => {
  await using harness = await started(endpointSliceController);
  await harness.client.resource(services).create(service());
  await addPod(harness, 1, true);
  await addPod(harness, 2, false);
  await eventually(async () => (await slicesOf(harness))[0]?.endpoints.length === 2);
  const [slice, ...others] = await slicesOf(harness);
  assert.equal(others.length, 0);
  assert.deepEqual(slice?.metadata.labels, {
    team: 'a',
    'kubernetes.io/service-name': 'web',
    'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
  });
  assert.deepEqual(slice?.ports, [{ name: 'http', protocol: 'TCP', port: 8080 }]);
  const uids = (await harness.pods()).map((pod) => pod.metadata.uid);
  assert.deepEqual(
    [...(slice?.endpoints ?? [])].sort((a, b) => (a.addresses > b.addresses ? 1 : -1)),
    [1, 2].map((i) => ({
      addresses: [`10.0.0.${i}`],
      conditions: { ready: i === 1, serving: i === 1, terminating: false },
      targetRef: { kind: 'Pod', namespace: 'default', name: `web-${i}`, uid: uids[i - 1] },
      nodeName: 'n1',
      zone: 'z1',
    })),
  );
  await harness.client.resource(pods).delete('web-1', 'default');
  await eventually(async () =>
    (await slicesOf(harness))[0]?.endpoints.some(
      ({ conditions }) => conditions?.terminating && conditions.serving && !conditions.ready,
    ),
  );
});

test('a slice holds 100 endpoints, and one stays, empty, when there are none', async () => {
  await using harness = await started(endpointSliceController);
  await harness.client.resource(services).create(service({ clusterIP: 'None', publishNotReadyAddresses: true }));
  await eventually(async () =>
    assert.deepEqual(
      (await slicesOf(harness)).map(({ endpoints: list }) => list.length),
      [0],
    ),
  );
  for (let i = 1; i <= 120; i++) await addPod(harness, i, false, { hostname: `h${i}`, subdomain: 'web' });
  const total = async () => (await slicesOf(harness)).reduce((sum, { endpoints: list }) => sum + list.length, 0);
  await eventually(async () => assert.equal(await total(), 120));
  const all = await slicesOf(harness);
  assert.ok(
    all.every(
      ({ endpoints: list, metadata }) =>
        list.length <= 100 && metadata.labels?.['service.kubernetes.io/headless'] === '',
    ),
  );
  assert.ok(
    all
      .flatMap(({ endpoints: list }) => list)
      .every(({ conditions, hostname }) => conditions?.ready === true && hostname),
  );
  await harness.client.resource(pods).deleteCollection('default', {}, { gracePeriodSeconds: 0 });
  await eventually(async () =>
    assert.deepEqual(
      (await slicesOf(harness)).map(({ endpoints: list }) => list.length),
      [0],
    ),
  );
});

test('Endpoints part the ready from the unready, follow their Service, and go with it', async () => {
  await using harness = await started(endpointsController);
  await harness.client.resource(services).create(service());
  await addPod(harness, 1, true);
  await addPod(harness, 2, false);
  const api = harness.client.resource(endpoints);
  await eventually(async () => (await api.get('web', 'default')).subsets?.[0]?.notReadyAddresses?.length === 1);
  const { subsets, metadata } = await api.get('web', 'default');
  assert.deepEqual(
    subsets?.map((s) => [s.addresses?.map(({ ip }) => ip), s.notReadyAddresses?.map(({ ip }) => ip), s.ports]),
    [[['10.0.0.1'], ['10.0.0.2'], [{ name: 'http', port: 8080, protocol: 'TCP' }]]],
  );
  assert.deepEqual(metadata.labels, { team: 'a', 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' });
  await harness.client.resource(services).delete('web', 'default');
  await eventually(async () => (await api.list('default')).items.length === 0);
});

test('a load balancer gets the addresses of the nodes, and of two that want one port the older has it', async () => {
  await using harness = await startHarness(serviceLoadBalancerController);
  const api = harness.client.resource(services);
  const node = await harness.client.resource(nodes).create({ metadata: { name: 'n1' } });
  await harness.client
    .resource(nodes)
    .updateStatus({ ...node, status: { addresses: [{ type: 'InternalIP', address: '192.0.2.7' }] } });
  const create = (name: string, at: string) =>
    api.create({
      ...service({ type: 'LoadBalancer' }),
      metadata: { name, namespace: 'default', creationTimestamp: at },
    });
  const ingress = async (name: string) => (await api.get(name, 'default')).status?.loadBalancer?.ingress?.[0]?.ip;
  await create('first', '2025-01-01T00:00:00Z');
  await eventually(async () => (await ingress('first')) === '192.0.2.7');
  await create('second', '2025-01-02T00:00:00Z');
  await eventually(async () =>
    (await harness.events()).some((text) =>
      text.startsWith('SyncLoadBalancerFailed: Error syncing load balancer: port 80 is taken by Service default/first'),
    ),
  );
  assert.equal(await ingress('second'), undefined);
  await api.delete('first', 'default');
  await eventually(async () => (await ingress('second')) === '192.0.2.7');
});
