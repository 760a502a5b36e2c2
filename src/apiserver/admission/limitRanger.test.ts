import assert from 'node:assert/strict';
import test from 'node:test';
import type { Pod } from '../../api/core/v1.ts';
import type { Status } from '../../api/meta/v1.ts';
import { registrations } from '../resources/index.ts';
import { startTestServer } from '../testing/testServer.ts';
import type { TestAnswer, TestServer } from '../testing/testServer.ts';
import { admissionPlugins } from './index.ts';

let server: TestServer;
test.before(async () => {
  server = await startTestServer({ registrations: registrations(), admission: admissionPlugins() });
});
test.after(() => server[Symbol.asyncDispose]());

let count = 0;
/** A namespace with a LimitRange of one item. */
async function namespaceWith(limit: object): Promise<string> {
  const name = `n${++count}`;
  for (const [path, body] of [
    ['/api/v1/namespaces', { metadata: { name } }],
    [`/api/v1/namespaces/${name}/serviceaccounts`, { metadata: { name: 'default' } }],
    [`/api/v1/namespaces/${name}/limitranges`, { metadata: { name: 'l' }, spec: { limits: [limit] } }],
  ] as const) {
    const answer = await server.request('POST', path, body);
    assert.equal(answer.status, 201, answer.text);
    assert.equal(answer.headers.warning, undefined);
  }
  return name;
}

const createPod = (namespace: string, ...resources: object[]): Promise<TestAnswer> =>
  server.request('POST', `/api/v1/namespaces/${namespace}/pods`, {
    metadata: { name: 'p' },
    spec: { containers: resources.map((each, i) => ({ name: `c${i}`, image: 'nginx', resources: each })) },
  });

test('containers get what they do not ask for, and an annotation says so', async () => {
  const namespace = await namespaceWith({
    type: 'Container',
    default: { cpu: '500m', memory: '64Mi' },
    defaultRequest: { cpu: '100m' },
  });
  const answer = await createPod(namespace, {}, { limits: { cpu: '300m' } });
  assert.equal(answer.status, 201, answer.text);
  const { spec, metadata } = answer.body as Pod;
  assert.deepEqual(
    spec?.containers.map(({ resources }) => resources),
    [
      { limits: { cpu: '500m', memory: '64Mi' }, requests: { cpu: '100m', memory: '64Mi' } },
      { limits: { cpu: '300m', memory: '64Mi' }, requests: { cpu: '300m', memory: '64Mi' } },
    ],
  );
  assert.equal(
    metadata?.annotations?.['kubernetes.io/limit-ranger'],
    'LimitRanger plugin set: cpu, memory request for container c0; cpu, memory limit for container c0; ' +
      'memory request for container c1; memory limit for container c1',
  );
});

const container = (bounds: object): object => ({ type: 'Container', ...bounds });
const cases: readonly (readonly [object, object[], string])[] = [
  [{ type: 'Pod', min: { cpu: '1' } }, [{}], 'minimum cpu usage per Pod is 1.  No request is specified'],
  [
    container({ min: { cpu: '100m' } }),
    [{ requests: { cpu: '50m' } }],
    'minimum cpu usage per Container is 100m, but request is 50m',
  ],
  [
    container({ max: { memory: '1Gi' } }),
    [{ limits: { memory: '2Gi' } }],
    'maximum memory usage per Container is 1Gi, but limit is 2Gi',
  ],
  [{ type: 'Pod', max: { cpu: '1' } }, [{}], 'maximum cpu usage per Pod is 1.  No limit is specified'],
  [
    { type: 'Pod', max: { cpu: '1' } },
    [{ limits: { cpu: '600m' } }, { limits: { cpu: '600m' } }],
    'maximum cpu usage per Pod is 1, but limit is 1200m',
  ],
  [
    container({ maxLimitRequestRatio: { cpu: '2' } }),
    [{ requests: { cpu: '100m' }, limits: { cpu: '250m' } }],
    'cpu max limit to request ratio per Container is 2, but provided ratio is 2.500000',
  ],
  [
    container({ maxLimitRequestRatio: { cpu: '2' } }),
    [{}],
    'cpu max limit to request ratio per Container is 2, but no request is specified or request is 0',
  ],
  [
    { type: 'Pod', min: { cpu: '1', memory: '1Gi' } },
    [{}],
    '[minimum cpu usage per Pod is 1.  No request is specified, minimum memory usage per Pod is 1Gi.  No request is specified]',
  ],
];
for (const [limit, containers, message] of cases) {
  test(`a Pod is refused: ${message}`, async () => {
    const answer = await createPod(await namespaceWith(limit), ...containers);
    assert.equal((answer.body as unknown as Status).message, `pods "p" is forbidden: ${message}`);
    assert.equal(answer.status, 403);
  });
}

test('a claim stays within its bounds', async () => {
  const bounds = { type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '2Gi' } };
  const namespace = await namespaceWith(bounds);
  const claim = (storage: string): Promise<TestAnswer> =>
    server.request('POST', `/api/v1/namespaces/${namespace}/persistentvolumeclaims`, {
      metadata: { name: 'p' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
    });
  const message = async (storage: string): Promise<unknown> => (await claim(storage)).body?.message;
  assert.equal(
    await message('3Gi'),
    'persistentvolumeclaims "p" is forbidden: maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 3Gi',
  );
  assert.equal(
    await message('1Mi'),
    'persistentvolumeclaims "p" is forbidden: minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 1Mi',
  );
  assert.equal((await claim('1500Mi')).status, 201);
});
