import assert from 'node:assert/strict';
import test from 'node:test';
import type { Container } from '../api/core/v1.ts';
import { environmentOf } from './environment.ts';
import { expand } from './expansion.ts';
import { container, testPod } from './pod/testPods.ts';
import { serviceVariables } from './serviceLinks.ts';

test('expand() replaces what is known, leaves what is not, and unescapes $$', () => {
  const lookup = (name: string): string | undefined => ({ A: '1', B: '$(A)' })[name];
  const cases = [
    ['$(A)', '1'],
    ['x$(A)y', 'x1y'],
    ['$(B)', '$(A)'],
    ['$(C)', '$(C)'],
    ['$$(A)', '$(A)'],
    ['$$$(A)', '$1'],
    ['$', '$'],
    ['$(A', '$(A'],
    ['$A', '$A'],
    ['a$$', 'a$'],
    ['$()', '$()'],
  ] as const;
  for (const [text, expected] of cases) assert.equal(expand(text, lookup), expected, text);
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');

function environment(more: Partial<Container>, skipped: string[] = []): Promise<ReadonlyMap<string, string>> {
  const resources = { limits: { cpu: '1500m', memory: '64Mi' } };
  const spec = container('a', { resources, ...more });
  return environmentOf({
    container: spec,
    downward: {
      pod: testPod({ containers: [spec], nodeName: 'n1' }, { labels: { app: 'x' } }),
      podIPs: ['10.0.0.2'],
      hostIPs: ['192.168.0.1'],
      allocatable: { cpu: '2', memory: '1Gi' },
    },
    references: {
      configMap: async (name) => (name === 'cm' ? { data: { k: 'v', 'bad=key': 'x' } } : undefined),
      secret: async (name) => (name === 'sec' ? { data: { s: base64('hush') } } : undefined),
    },
    serviceVariables: new Map([
      ['KUBERNETES_SERVICE_HOST', '10.96.0.1'],
      ['OWN', 'service'],
    ]),
    skipped: (source, keys) => skipped.push(`${source}: ${keys.join()}`),
  });
}

test('env overrides envFrom, later overrides earlier, and Services fill what is left', async () => {
  const skipped: string[] = [];
  const result = await environment(
    {
      envFrom: [{ prefix: 'P_', configMapRef: { name: 'cm' } }, { secretRef: { name: 'sec' } }],
      env: [
        { name: 'OWN', value: 'mine' },
        { name: 'X', value: '$(s) $(OWN) $(KUBERNETES_SERVICE_HOST) $(NO)' },
        { name: 's', value: 'over' },
      ],
    },
    skipped,
  );
  assert.deepEqual(Object.fromEntries(result), {
    P_k: 'v',
    s: 'over',
    OWN: 'mine',
    X: 'hush mine 10.96.0.1 $(NO)',
    KUBERNETES_SERVICE_HOST: '10.96.0.1',
  });
  assert.deepEqual(skipped, ['configMap ns/cm: P_bad=key']);
});

test('a Pod reads its own fields and resources', async () => {
  const field = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
  const result = await environment({
    env: [
      field('N', 'metadata.name'),
      field('L', "metadata.labels['app']"),
      field('IP', 'status.podIP'),
      field('NODE', 'spec.nodeName'),
      { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
      { name: 'MEM', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } },
      { name: 'MILLI', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } } },
    ],
  });
  const { N, L, IP, NODE, CPU, MEM, MILLI } = Object.fromEntries(result);
  assert.deepEqual([N, L, IP, NODE, CPU, MEM, MILLI], ['p', 'x', '10.0.0.2', 'n1', '2', '64', '1500']);
});

test('what is missing is named, unless it is optional', async () => {
  const from = (valueFrom: NonNullable<Container['env']>[number]['valueFrom'] & object) =>
    environment({ env: [{ name: 'X', valueFrom }] });
  await assert.rejects(from({ configMapKeyRef: { name: 'no', key: 'k' } }), { message: 'configmap "no" not found' });
  await assert.rejects(from({ configMapKeyRef: { name: 'cm', key: 'z' } }), {
    message: "couldn't find key z in ConfigMap ns/cm",
  });
  await assert.rejects(from({ secretKeyRef: { name: 'sec', key: 'z' } }), {
    message: "couldn't find key z in Secret ns/sec",
  });
  await assert.rejects(environment({ envFrom: [{ secretRef: { name: 'no' } }] }), { message: 'secret "no" not found' });
  assert.equal((await from({ secretKeyRef: { name: 'no', key: 'z', optional: true } })).has('X'), false);
});

test('links of the namespace come only when wanted, those of kubernetes always', () => {
  const service = (namespace: string, name: string, clusterIP: string, ports: { port: number; name?: string }[]) => ({
    metadata: { namespace, name, uid: name, resourceVersion: '1', creationTimestamp: '' },
    spec: { clusterIP, ports },
  });
  const all = [
    service('default', 'kubernetes', '10.96.0.1', [{ port: 443, name: 'https' }]),
    service('ns', 'my-db', '10.96.0.2', [{ port: 5432 }]),
    service('ns', 'headless', 'None', [{ port: 1 }]),
    service('other', 'x', '10.96.0.3', [{ port: 1 }]),
  ];
  assert.deepEqual(
    [...serviceVariables(all, 'ns', false).keys()].filter((k) => !k.startsWith('KUBERNETES_')),
    [],
  );
  const links = Object.fromEntries(serviceVariables(all, 'ns', true));
  assert.equal(links['MY_DB_SERVICE_HOST'], '10.96.0.2');
  assert.equal(links['MY_DB_PORT_5432_TCP_ADDR'], '10.96.0.2');
  assert.equal(links['KUBERNETES_SERVICE_PORT_HTTPS'], '443');
  assert.equal(links['HEADLESS_SERVICE_HOST'] ?? links['X_SERVICE_HOST'], undefined);
});
