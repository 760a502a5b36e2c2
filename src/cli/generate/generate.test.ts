import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { configMap, genericSecret, registrySecret } from './config.ts';
import { exposedService } from './exposedService.ts';
import { ingress } from './ingress.ts';
import { pod } from './pod.ts';
import { labelSelectorOf } from './policy.ts';
import { parseRuleResources, policyRules, ruleVerbs } from './rbac.ts';
import { service } from './service.ts';
import { containerName, deployment } from './workloads.ts';

const nothing = { literals: [], files: [], envFiles: [] };

test('deployment() names containers by their images, and gives the port to the first', () => {
  const { spec } = deployment('d', { images: ['r.example/a/web:1@x', 'busybox'], port: 80 });
  const containers = spec?.template.spec?.containers ?? [];
  assert.deepEqual(
    containers.map((c) => [c.name, c.image, c.ports]),
    [
      ['web', 'r.example/a/web:1@x', [{ containerPort: 80 }]],
      ['busybox', 'busybox', undefined],
    ],
  );
  assert.match(containerName('a_b.c:1'), /^a-b-c-[a-z0-9]{5}$/);
  assert.throws(() => deployment('d', { images: ['a', 'b'], command: ['x'] }), /multiple --image options and command/);
});

test('configMap() takes files, literals and lines of an env file, and keeps what is no UTF-8 as bytes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'peapod-generate-'));
  try {
    const [text, binary, env] = ['a.txt', 'b.bin', 'c.env'].map((name) => join(folder, name));
    writeFileSync(text ?? '', 'text');
    writeFileSync(binary ?? '', Buffer.of(0xff, 0xfe));
    writeFileSync(env ?? '', '\n# no\n A=1=2\nB=\n');
    const made = configMap('c', { ...nothing, files: [text ?? '', `k=${binary}`], literals: ['x=y'] });
    assert.deepEqual([made.data, made.binaryData], [{ 'a.txt': 'text', x: 'y' }, { k: '//4=' }]);
    assert.deepEqual(configMap('c', { ...nothing, envFiles: [env ?? ''] }).data, { A: '1=2', B: '' });
    assert.equal(Object.keys(configMap('c', { ...nothing, files: [folder] }).data ?? {}).length, 2);
    assert.throws(() => configMap('c', { ...nothing, files: [text ?? ''], envFiles: ['x'] }), /cannot be combined/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('secrets hold base64, and a registry login as docker keeps it', () => {
  assert.deepEqual(genericSecret('s', 't', { ...nothing, literals: ['a=ü'] }).data, { a: 'w7w=' });
  const { data } = registrySecret('s', { server: 'r', username: 'u', password: 'p<', email: '' }, []);
  const text = Buffer.from(data?.['.dockerconfigjson'] ?? '', 'base64').toString();
  assert.equal(text, '{"auths":{"r":{"username":"u","password":"p\\u003c","auth":"dTpwPA=="}}}');
});

test('service() reads ports, and refuses what is none', () => {
  assert.deepEqual(service('s', { type: 'ClusterIP', tcp: ['80:web'] }).spec?.ports, [
    { name: '80-web', protocol: 'TCP', port: 80, targetPort: 'web' },
  ]);
  for (const [tcp, message] of [
    ['x', 'strconv.ParseUint: parsing "x": invalid syntax'],
    ['80:99999', 'must be between 1 and 65535, inclusive'],
  ] as const)
    assert.throws(() => service('s', { type: 'ClusterIP', tcp: [tcp] }), { message });
});

test('policyRules() makes one rule a group, in the order of groups', () => {
  const resources = parseRuleResources(['deployments.apps', 'pods/log', 'pods']);
  assert.deepEqual(policyRules({ verbs: ruleVerbs(['get', 'get']), resources }), [
    { apiGroups: [''], resources: ['pods/log', 'pods'], verbs: ['get'] },
    { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get'] },
  ]);
  assert.deepEqual(ruleVerbs(['get', '*']), ['*']);
});

test('ingress() joins the paths of a host, and the hosts of a secret', () => {
  const { spec } = ingress('i', {
    ingressClass: '',
    defaultBackend: '',
    annotations: [],
    rules: ['a/x*=s:80,tls=c', 'b/=s:http,tls=c', 'a/y=t:1'],
  });
  assert.deepEqual(
    spec?.rules?.map((r) => [r.host, r.http?.paths.map((p) => [p.path, p.pathType, p.backend.service?.port])]),
    [
      [
        'a',
        [
          ['/x', 'Prefix', { number: 80 }],
          ['/y', 'Exact', { number: 1 }],
        ],
      ],
      ['b', [['/', 'Exact', { name: 'http' }]]],
    ],
  );
  assert.deepEqual(spec?.tls, [{ hosts: ['a', 'b'], secretName: 'c' }]);
});

test('labelSelectorOf() turns equality into labels, and the rest into expressions', () => {
  assert.deepEqual(labelSelectorOf('a=b,c in (d,e),!f'), {
    matchLabels: { a: 'b' },
    matchExpressions: [
      { key: 'c', operator: 'In', values: ['d', 'e'] },
      { key: 'f', operator: 'DoesNotExist' },
    ],
  });
});

test('pod() refuses what is no variable and no port', () => {
  assert.throws(() => pod('p', { image: 'i', env: ['=x'] }), { message: 'invalid env: =x' });
  assert.throws(() => pod('p', { image: 'i', port: 'web' }), /strconv\.Atoi: parsing "web"/);
});

test('exposedService() names ports when there are several, and splits one that has two protocols', () => {
  const { spec } = exposedService('s', {
    selector: 'a=b',
    labels: '',
    ports: ['53', '80'],
    protocol: '',
    protocols: new Map([['53', ['TCP', 'UDP']]]),
    targetPort: '',
    type: '',
    externalIP: '',
    loadBalancerIP: '',
    sessionAffinity: '',
    clusterIP: '',
  });
  assert.deepEqual(
    spec?.ports?.map((p) => [p.name, p.port, p.protocol, p.targetPort]),
    [
      ['port-1-tcp', 53, 'TCP', 53],
      ['port-1-udp', 53, 'UDP', 53],
      ['port-2', 80, 'TCP', 80],
    ],
  );
});
