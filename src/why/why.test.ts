/** What cannot be brought about at will on one machine, and what holds for every explanation. The rest: test/e2e/why.test.ts. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { ApiError, notFound } from '../machinery/apiError.ts';
import type { KubeObject, Stored } from '../machinery/object.ts';
import { matchesSelector, parseSelector } from '../machinery/labels.ts';
import type { Resource } from '../machinery/resource.ts';
import {
  coreEvents,
  cronJobs,
  deployments,
  namespaces,
  nodes,
  persistentVolumeClaims,
  pods,
  replicaSets,
  services,
  storageClasses,
} from '../machinery/resources.ts';
import { evictedFor } from './causes/ended.ts';
import { registryOf } from './causes/images.ts';
import { reasonsOf } from './causes/scheduling.ts';
import { explain, rootOf, survey, type Reader } from './index.ts';

const now = Date.parse('2025-06-01T12:00:00Z');
const earlier = '2025-06-01T11:59:00Z';

interface World {
  readonly reader: Reader;
  readonly asked: string[];
  forbid(resource: string): void;
}

type Given = readonly [Resource, KubeObject & Readonly<Record<string, unknown>>];

let uids = 0;

/** Objects in memory behind a Reader. */
function world(...given: readonly Given[]): World {
  const asked: string[] = [];
  const forbidden = new Set<string>();
  const all = given.map(([resource, object]) => ({
    resource,
    object: {
      ...object,
      metadata: {
        ...(resource.namespaced && { namespace: 'default' }),
        uid: `uid-${++uids}`,
        resourceVersion: '1',
        creationTimestamp: earlier,
        name: '',
        ...object.metadata,
      },
    },
  }));
  const allowed = (resource: Resource): void => {
    if (forbidden.has(resource.resource)) throw new ApiError(403, 'Forbidden', `${resource.resource} is forbidden`);
  };
  const of = (resource: Resource, namespace?: string) =>
    all
      .filter((e) => e.resource.resource === resource.resource)
      .map((e) => e.object)
      .filter((o) => namespace === undefined || o.metadata.namespace === namespace);
  return {
    asked,
    forbid: (resource) => forbidden.add(resource),
    reader: {
      async get<T extends KubeObject>(resource: Resource<T>, name: string, namespace?: string) {
        asked.push(`${resource.resource}/${name}`);
        allowed(resource);
        const found = of(resource, namespace).find((o) => o.metadata.name === name);
        if (!found) throw notFound(resource, name);
        return found as Stored<T>;
      },
      async list<T extends KubeObject>(
        resource: Resource<T>,
        namespace?: string,
        { labelSelector = '', fieldSelector = '' }: { labelSelector?: string; fieldSelector?: string } = {},
      ) {
        asked.push(`${resource.resource}?${labelSelector}${fieldSelector}`);
        allowed(resource);
        const name = /involvedObject.name=(.*)$/.exec(fieldSelector)?.[1];
        const found = of(resource, namespace).filter(
          (o) =>
            matchesSelector(parseSelector(labelSelector), o.metadata.labels) &&
            (name === undefined || ('involvedObject' in o && (o.involvedObject as { name: string }).name === name)),
        );
        return found as Stored<T>[];
      },
      log: async () => '',
    },
  };
}

const pod = (name: string, spec: object, status: object = {}, metadata: object = {}) =>
  [pods, { metadata: { name, ...metadata }, spec: { containers: [{ name: 'c' }], ...spec }, status }] as const;

const event = (kind: string, name: string, reason: string, message: string) =>
  [
    coreEvents,
    {
      metadata: { name: `${name}.${reason}` },
      involvedObject: { kind, name },
      reason,
      message,
      type: 'Warning',
      lastTimestamp: earlier,
    },
  ] as const;

const node = (name: string, conditions: readonly object[]) =>
  [nodes, { metadata: { name }, status: { conditions } }] as const;

const ready = { type: 'Ready', status: 'True', lastTransitionTime: earlier };

const unschedulable = (message: string) => ({
  phase: 'Pending',
  conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }],
});

test('reasonsOf() takes the scheduler’s sentence apart, what most nodes say first', () => {
  const message =
    '0/5 nodes are available: 1 Too many pods, 2 Insufficient cpu, 3 node(s) had untolerated taint {a: b}. preemption: 0/5 nodes are available: 5 Preemption is not helpful for scheduling.';
  assert.deepEqual(reasonsOf(message), {
    all: 5,
    parts: [
      { nodes: 3, reason: 'node(s) had untolerated taint {a: b}' },
      { nodes: 2, reason: 'Insufficient cpu' },
      { nodes: 1, reason: 'Too many pods' },
    ],
  });
  assert.deepEqual(reasonsOf('0/1 nodes are available: persistentvolumeclaim "x" not found.').parts, [
    { reason: 'persistentvolumeclaim "x" not found' },
  ]);
  assert.deepEqual(reasonsOf('nothing of the kind').parts, []);
});

test('evictedFor() names the resource in each of the agent’s sentences', () => {
  const low = 'The node was low on resource: memory. Threshold quantity: 100Mi, available: 50Mi. ';
  assert.equal(evictedFor(low), 'its node ran short of memory');
  assert.equal(evictedFor('The node had condition: [DiskPressure]. '), 'its node had DiskPressure');
});

test('registryOf() tells the host of an image', () => {
  assert.deepEqual(['nginx', 'library/nginx', 'a.example/b', 'localhost/b', 'h:5000/b'].map(registryOf), [
    'docker.io',
    'docker.io',
    'a.example',
    'localhost',
    'h:5000',
  ]);
});

test('a Pod that several nodes refuse for different reasons is told all of them', async () => {
  const status = unschedulable('0/3 nodes are available: 1 Too many pods, 2 Insufficient cpu.');
  const { reader } = world(pod('p', {}, status));
  const { findings } = await explain(reader, { resource: pods, name: 'p', namespace: 'default' }, now);
  assert.match(
    findings[0]?.summary ?? '',
    /none of the 3 nodes takes it: 2 nodes: too little CPU is free.*; 1 node: it runs as many Pods as it may/,
  );
  assert.equal(findings[0]?.advice.length, 2);
});

test('a node under pressure is named, and a Pod that it evicted leads to it', async () => {
  const condition = { type: 'MemoryPressure', status: 'True', reason: 'KubeletHasInsufficientMemory', message: 'low' };
  const status = { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory. ' };
  const { reader } = world(pod('p', { nodeName: 'n' }, status), node('n', [ready, condition]));
  const { findings } = await explain(reader, { resource: pods, name: 'p', namespace: 'default' }, now);
  const [first] = findings;
  assert.ok(first);
  assert.deepEqual([first.cause, rootOf(first).cause], ['evicted', 'node-memory-pressure']);
});

test('a taint that a node has by its own trouble leads to that trouble', async () => {
  const message = '0/1 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/not-ready: }.';
  const notReady = { type: 'Ready', status: 'False', reason: 'KubeletNotReady', message: 'container runtime is down' };
  const tainted = [
    nodes,
    {
      metadata: { name: 'n' },
      spec: { taints: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }] },
      status: { conditions: [notReady] },
    },
  ] as const;
  const { reader } = world(pod('p', {}, unschedulable(message)), tainted);
  const { findings } = await explain(reader, { resource: pods, name: 'p', namespace: 'default' }, now);
  assert.equal(findings[0]?.because[0]?.summary, 'Node n is not ready: container runtime is down.');
});

test('a Pod that the scheduler has not looked at is told apart from one that it refused', async () => {
  const { reader } = world(pod('p', {}, { phase: 'Pending' }));
  const answer = await explain(reader, { resource: pods, name: 'p', namespace: 'default' }, now);
  assert.deepEqual([answer.findings[0]?.cause, answer.verdict], ['not-scheduled-yet', 'waiting']);
});

test('what the scheduler says of the cluster as a whole is told as it is', async () => {
  const { reader } = world(pod('p', {}, unschedulable('no nodes available to schedule pods')));
  const { findings, summary } = await explain(reader, { resource: pods, name: 'p', namespace: 'default' }, now);
  assert.equal(findings[0]?.cause, 'unschedulable');
  assert.equal(summary, 'Pod p cannot be scheduled: no nodes available to schedule pods.');
});

test('an image that the runtime cannot look up is the runtime’s trouble', async () => {
  const message =
    'Failed to inspect image "busybox:1": rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: connection refused"';
  const container = { name: 'c', state: { waiting: { reason: 'ImageInspectError', message } }, ready: false };
  const { reader } = world(
    pod('p', { nodeName: 'n' }, { phase: 'Pending', containerStatuses: [container] }),
    node('n', [ready]),
  );
  const { findings, summary } = await explain(reader, { resource: pods, name: 'p', namespace: 'default' }, now);
  assert.equal(findings[0]?.cause, 'image-inspection');
  assert.match(summary, /cannot be looked up in the runtime: .*connection refused/);
});

test('a CronJob that is due and not started says since when; one that is a moment late does not', async () => {
  const told = async (lastScheduleTime: string) => {
    const spec = { schedule: '*/5 * * * *', timeZone: 'Etc/UTC' };
    const { reader } = world([cronJobs, { metadata: { name: 'c' }, spec, status: { lastScheduleTime } }]);
    return (await explain(reader, { resource: cronJobs, name: 'c', namespace: 'default' }, now)).summary;
  };
  assert.equal(
    await told('2025-06-01T11:40:00Z'),
    'CronJob c was due at 2025-06-01T11:45:00Z, and has not been started.',
  );
  assert.match(await told('2025-06-01T11:55:00Z'), /is on schedule/);
});

test('a claim for which a node was chosen waits for its provisioner, and no longer for a Pod', async () => {
  const claim = [
    persistentVolumeClaims,
    {
      metadata: { name: 'c', annotations: { 'volume.kubernetes.io/selected-node': 'n' } },
      spec: { storageClassName: 'local-path' },
      status: { phase: 'Pending' },
    },
  ] as const;
  const local = { provisioner: 'peapod.dev/local-path', volumeBindingMode: 'WaitForFirstConsumer' };
  const { reader } = world(claim, [storageClasses, { metadata: { name: 'local-path' }, ...local }]);
  const { findings } = await explain(
    reader,
    { resource: persistentVolumeClaims, name: 'c', namespace: 'default' },
    now,
  );
  assert.equal(findings[0]?.cause, 'provisioning');
});

test('an event of a Pod that had the name before says nothing of this one', async () => {
  const old = event('Pod', 'p', 'FailedMount', 'MountVolume.SetUp failed for volume "v" : secret "s" not found');
  const [, body] = old;
  const container = { name: 'c', state: { waiting: { reason: 'ContainerCreating' } }, ready: false, restartCount: 0 };
  const { reader } = world(
    pod('p', { nodeName: 'n' }, { phase: 'Pending', containerStatuses: [container] }),
    node('n', [ready]),
    [coreEvents, { ...body, involvedObject: { ...body.involvedObject, uid: 'another' } }],
  );
  const { findings } = await explain(reader, { resource: pods, name: 'p', namespace: 'default' }, now);
  assert.deepEqual(
    findings.map((f) => f.cause),
    ['starting'],
  );
});

test('what may not be read is told, and the rest is answered all the same', async () => {
  const made = world(pod('p', {}, unschedulable('0/1 nodes are available: 1 Insufficient cpu.')));
  made.forbid('nodes');
  made.forbid('events');
  const { findings, blind } = await explain(made.reader, { resource: pods, name: 'p', namespace: 'default' }, now);
  assert.equal(findings[0]?.cause, 'insufficient-cpu');
  assert.deepEqual(blind, ['events is forbidden', 'nodes is forbidden']);
});

test('an object that may not be read is not said to be missing', async () => {
  const made = world(pod('p', {}));
  made.forbid('pods');
  const answer = await explain(made.reader, { resource: pods, name: 'p', namespace: 'default' }, now);
  assert.equal(answer.findings[0]?.cause, 'unreadable');
});

test('survey() asks for each list once, whatever is in them, and tells what follows from another thing once', async () => {
  const owner = (kind: string, name: string, uid: string) => ({
    ownerReferences: [{ apiVersion: 'apps/v1', kind, name, uid, controller: true }],
  });
  const labels = { app: 'web' };
  const selector = { matchLabels: labels };
  const status = unschedulable('0/1 nodes are available: 1 Too many pods.');
  const replicas = [1, 2, 3, 4].map((i) =>
    pod(`web-${i}`, {}, status, { labels, ...owner('ReplicaSet', 'web-1', 'uid-set') }),
  );
  const made = world(
    [deployments, { metadata: { name: 'web', uid: 'uid-web' }, spec: { replicas: 4, selector }, status: {} }],
    [
      replicaSets,
      {
        metadata: { name: 'web-1', uid: 'uid-set', labels, ...owner('Deployment', 'web', 'uid-web') },
        spec: { replicas: 4, selector },
      },
    ],
    ...replicas,
    [services, { metadata: { name: 'web' }, spec: { selector: labels, ports: [] } }],
    pod('done', {}, { phase: 'Succeeded' }),
  );
  const { explanations } = await survey(made.reader, undefined, now);
  assert.deepEqual(
    explanations.map((e) => `${e.about.kind} ${e.about.name}`),
    ['Deployment web', 'Service web'],
  );
  assert.equal(new Set(made.asked).size, made.asked.length, 'nothing is asked for twice');
  assert.equal(made.asked.filter((a) => a.startsWith('pods')).length, 1);
  assert.ok(!made.asked.some((a) => a.includes('involvedObject')));
});

test('a namespace that holds nothing wrong is fine', async () => {
  const { reader } = world([namespaces, { metadata: { name: 'n' }, status: { phase: 'Active' } }]);
  const answer = await explain(reader, { resource: namespaces, name: 'n' }, now);
  assert.deepEqual([answer.verdict, answer.summary], ['ok', 'Namespace n is active.']);
});
