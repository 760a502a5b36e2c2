import assert from 'node:assert/strict';
import test from 'node:test';
import type { PodSpec, SecurityContext } from '../../../api/core/v1.ts';
import { registrations } from '../../resources/index.ts';
import { startTestServer } from '../../testing/testServer.ts';
import type { TestAnswer } from '../../testing/testServer.ts';
import { admissionPlugins } from '../index.ts';
import { evaluate } from './evaluate.ts';
import type { Level } from './policy.ts';

const hardened: SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};
const plain =
  'allowPrivilegeEscalation != false (container "c" must set securityContext.allowPrivilegeEscalation=false), ' +
  'unrestricted capabilities (container "c" must set securityContext.capabilities.drop=["ALL"]), ' +
  'runAsNonRoot != true (pod or container "c" must set securityContext.runAsNonRoot=true), ' +
  'seccompProfile (pod or container "c" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")';

const cases: readonly (readonly [Level, Partial<PodSpec>, SecurityContext | undefined, string | undefined])[] = [
  ['privileged', { hostNetwork: true }, { privileged: true }, undefined],
  ['baseline', {}, {}, undefined],
  ['restricted', {}, hardened, undefined],
  ['restricted', {}, undefined, plain],
  ['baseline', { hostNetwork: true, hostIPC: true }, undefined, 'host namespaces (hostNetwork=true, hostIPC=true)'],
  ['baseline', {}, { privileged: true }, 'privileged (container "c" must not set securityContext.privileged=true)'],
  [
    'baseline',
    { volumes: [{ name: 'v', hostPath: { path: '/' } }], hostPID: true },
    undefined,
    'host namespaces (hostPID=true), hostPath volumes (volume "v")',
  ],
  [
    'baseline',
    {},
    { capabilities: { add: ['SYS_ADMIN', 'KILL'] } },
    'non-default capabilities (container "c" must not include "SYS_ADMIN" in securityContext.capabilities.add)',
  ],
  [
    'baseline',
    { securityContext: { seccompProfile: { type: 'Unconfined' } } },
    { seccompProfile: { type: 'Unconfined' } },
    'seccompProfile (pod and container "c" must not set securityContext.seccompProfile.type to "Unconfined")',
  ],
  [
    'baseline',
    { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } },
    {},
    'forbidden sysctls (kernel.msgmax)',
  ],
  [
    'restricted',
    { volumes: [{ name: 'v', hostPath: { path: '/' } }] },
    hardened,
    'restricted volume types (volume "v" uses restricted volume type "hostPath")',
  ],
  ['restricted', {}, { ...hardened, runAsUser: 0 }, 'runAsUser=0 (container "c" must not set runAsUser=0)'],
  [
    'restricted',
    {},
    { ...hardened, runAsNonRoot: false },
    'runAsNonRoot != true (container "c" must not set securityContext.runAsNonRoot=false)',
  ],
];
for (const [level, spec, securityContext, violation] of cases) {
  test(`${level} finds ${violation ?? `nothing in ${JSON.stringify({ ...spec, securityContext })}`}`, () => {
    const container = { name: 'c', image: 'nginx', ...(securityContext && { securityContext }) };
    assert.equal(evaluate(level, { spec: { containers: [container], ...spec } }), violation);
  });
}

test('host ports are listed with their containers', () => {
  const containers = ['a', 'b'].map((name, i) => ({
    name,
    image: 'i',
    ports: [{ containerPort: 1, hostPort: 80 + i }],
  }));
  assert.equal(evaluate('baseline', { spec: { containers } }), 'hostPorts (containers "a", "b" use hostPorts 80, 81)');
});

test('the labels of a namespace decide', async () => {
  await using server = await startTestServer({ registrations: registrations(), admission: admissionPlugins() });
  const send = (method: string, path: string, body: object): Promise<TestAnswer> =>
    server.request(method, `/api/v1/namespaces${path}`, body, {
      headers: { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' },
    });
  const prefix = 'pod-security.kubernetes.io/';
  const bad = await send('POST', '', { metadata: { name: 's', labels: { [`${prefix}enforce`]: 'loose' } } });
  assert.equal(bad.status, 422);
  assert.match(bad.text, /Invalid value: \\"loose\\": must be one of privileged, baseline, restricted/);
  const labels = {
    [`${prefix}enforce`]: 'baseline',
    [`${prefix}warn`]: 'restricted',
    [`${prefix}warn-version`]: 'v1.30',
  };
  assert.equal((await send('POST', '', { metadata: { name: 's', labels } })).status, 201);
  await send('POST', '/s/serviceaccounts', { metadata: { name: 'default' } });
  const pod = (name: string, spec: object): object => ({
    metadata: { name },
    spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
  });
  const refused = await send('POST', '/s/pods', pod('a', { hostPID: true }));
  assert.equal(refused.status, 403);
  assert.equal(
    refused.body?.message,
    'pods "a" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostPID=true)',
  );
  const warned = await send('POST', '/s/pods', pod('a', {}));
  assert.equal(warned.status, 201);
  assert.ok(String(warned.headers.warning).includes('would violate PodSecurity \\"restricted:v1.30\\": allowPriv'));
  const deployment = await server.request('POST', '/apis/apps/v1/namespaces/s/deployments', {
    metadata: { name: 'd' },
    spec: {
      selector: { matchLabels: { a: 'b' } },
      template: { ...pod('', { hostPID: true }), metadata: { labels: { a: 'b' } } },
    },
  });
  assert.equal(deployment.status, 201, deployment.text);
  assert.match(String(deployment.headers.warning), /would violate PodSecurity .*host namespaces/);
  const tightened = await send('PATCH', '/s', { metadata: { labels: { [`${prefix}enforce`]: 'restricted' } } });
  assert.match(
    String(tightened.headers.warning),
    /existing pods in namespace \\"s\\" violate the new PodSecurity enforce level \\"restricted:latest\\".*a: allowPriv/,
  );
});
