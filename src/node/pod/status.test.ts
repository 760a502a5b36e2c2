import assert from 'node:assert/strict';
import test from 'node:test';
import type { PodStatus } from '../../api/core/v1.ts';
import type { RuntimeContainer } from './runtimePod.ts';
import { podStatus } from './status.ts';
import type { StatusInput } from './status.ts';
import { container, exited, ran, runtimeOf, sandbox, testPod } from './testPods.ts';

const now = Date.parse('2025-01-02T00:00:00Z');

const status = (more: Partial<StatusInput> = {}): PodStatus =>
  podStatus({
    pod: testPod(),
    runtime: runtimeOf([]),
    previous: {},
    waiting: new Map(),
    ready: () => true,
    started: () => true,
    hostIPs: ['192.168.0.1'],
    runtimeName: 'containerd',
    over: false,
    recursiveReadOnly: false,
    now,
    ...more,
  });

const conditionsOf = ({ conditions = [] }: PodStatus): string[] =>
  conditions.map((c) => [c.type, c.status, c.reason, c.message].filter(Boolean).join(' '));

test('a Pod that has just come is Pending, its containers are being created', () => {
  const made = status();
  assert.equal(made.phase, 'Pending');
  assert.equal(made.startTime, '2025-01-02T00:00:00Z');
  assert.equal(made.qosClass, 'BestEffort');
  assert.deepEqual(made.containerStatuses, [
    {
      name: 'a',
      state: { waiting: { reason: 'ContainerCreating' } },
      lastState: {},
      ready: false,
      started: false,
      restartCount: 0,
      image: 'busybox:1',
      imageID: '',
    },
  ]);
  assert.deepEqual(conditionsOf(made), [
    'PodReadyToStartContainers False',
    'Initialized True',
    'Ready False ContainersNotReady containers with unready status: [a]',
    'ContainersReady False ContainersNotReady containers with unready status: [a]',
    'PodScheduled True',
  ]);
});

test('a Pod whose container runs is Running and ready, with its addresses', () => {
  const made = status({ runtime: runtimeOf([sandbox({ ips: ['10.0.0.2', 'fd00::2'] })], ran('a')) });
  assert.equal(made.phase, 'Running');
  assert.equal(made.podIP, '10.0.0.2');
  assert.deepEqual(made.podIPs, [{ ip: '10.0.0.2' }, { ip: 'fd00::2' }]);
  assert.deepEqual(made.hostIPs, [{ ip: '192.168.0.1' }]);
  assert.deepEqual(made.containerStatuses?.[0], {
    name: 'a',
    state: { running: { startedAt: '1970-01-01T00:00:03Z' } },
    lastState: {},
    ready: true,
    started: true,
    restartCount: 0,
    image: 'docker.io/library/busybox:1',
    imageID: 'sha256:1',
    containerID: 'containerd://a0',
    resources: {},
  });
  assert.ok(conditionsOf(made).every((text) => text.endsWith(' True')));
});

test('a container that waits to be restarted shows why, and how the last one ended', () => {
  const made = status({
    runtime: runtimeOf([sandbox()], exited('a', 3, { restartCount: 1, message: 'bye' })),
    waiting: new Map([
      ['a', { reason: 'CrashLoopBackOff', message: 'back-off 10s restarting failed container=a pod=p_ns(u1)' }],
    ]),
  });
  const [a] = made.containerStatuses ?? [];
  assert.equal(made.phase, 'Running');
  assert.equal(a?.state?.waiting?.reason, 'CrashLoopBackOff');
  assert.deepEqual(a?.lastState, {
    terminated: {
      exitCode: 3,
      reason: 'Error',
      message: 'bye',
      startedAt: '1970-01-01T00:00:03Z',
      finishedAt: '1970-01-01T00:00:04Z',
      containerID: 'containerd://a1',
    },
  });
  assert.equal(a?.restartCount, 1);
});

test('a restarted container remembers the one before it', () => {
  const made = status({ runtime: runtimeOf([sandbox()], ran('a', { restartCount: 1 }), exited('a', 137)) });
  assert.equal(made.containerStatuses?.[0]?.lastState?.terminated?.exitCode, 137);
});

test('phases follow restartPolicy and exit codes', () => {
  const ended = (...codes: number[]): RuntimeContainer[] => codes.map((code, i) => exited(`c${i}`, code));
  const cases = [
    ['Always', [0, 0], 'Running'],
    ['OnFailure', [0, 0], 'Succeeded'],
    ['OnFailure', [0, 1], 'Running'],
    ['Never', [0, 0], 'Succeeded'],
    ['Never', [0, 1], 'Failed'],
  ] as const;
  for (const [restartPolicy, codes, phase] of cases) {
    const pod = testPod({ restartPolicy, containers: codes.map((_, i) => container(`c${i}`)) });
    assert.equal(
      status({ pod, runtime: runtimeOf([sandbox()], ...ended(...codes)) }).phase,
      phase,
      `${restartPolicy} ${codes.join()}`,
    );
  }
});

test('a finished Pod says so in its conditions and keeps its address', () => {
  const pod = testPod({ restartPolicy: 'Never' });
  const made = status({
    pod,
    runtime: runtimeOf([sandbox({ ready: false })], exited('a', 0)),
    previous: { podIP: '10.0.0.2', podIPs: [{ ip: '10.0.0.2' }] },
  });
  assert.equal(made.phase, 'Succeeded');
  assert.equal(made.podIP, '10.0.0.2');
  assert.deepEqual(conditionsOf(made).slice(1, 4), [
    'Initialized True PodCompleted',
    'Ready False PodCompleted',
    'ContainersReady False PodCompleted',
  ]);
});

test('a final phase stays, with its reason', () => {
  const made = status({
    previous: { phase: 'Failed', reason: 'Evicted', message: 'low on memory' },
    runtime: runtimeOf([sandbox()], ran('a')),
  });
  assert.deepEqual([made.phase, made.reason, made.message], ['Failed', 'Evicted', 'low on memory']);
});

test('a Pod that is deleted while it runs ends by how its containers end', () => {
  const over = { over: true, pod: testPod({}, { deletionTimestamp: '2025-01-02T00:00:00Z' }) };
  assert.equal(status({ ...over, runtime: runtimeOf([sandbox()], exited('a', 0)) }).phase, 'Succeeded');
  assert.equal(status({ ...over, runtime: runtimeOf([sandbox()], exited('a', 137)) }).phase, 'Failed');
  assert.equal(status({ ...over, runtime: runtimeOf([]) }).phase, 'Failed');
});

test('while init containers run the others wait, and the condition names them', () => {
  const pod = testPod({ initContainers: [container('i'), container('s', { restartPolicy: 'Always' })] });
  const made = status({ pod, runtime: runtimeOf([sandbox()], ran('i')) });
  assert.equal(made.phase, 'Pending');
  assert.equal(made.containerStatuses?.[0]?.state?.waiting?.reason, 'PodInitializing');
  assert.deepEqual(conditionsOf(made).slice(1, 3), [
    'Initialized False ContainersNotInitialized containers with incomplete status: [i s]',
    'Ready False ContainersNotReady containers with unready status: [s a]',
  ]);
});

test('an init container is ready when it has succeeded', () => {
  const pod = testPod({ initContainers: [container('i')] });
  const made = status({ pod, runtime: runtimeOf([sandbox()], exited('i', 0), ran('a')) });
  assert.deepEqual(
    made.initContainerStatuses?.map((s) => [s.ready, s.started, s.state?.terminated?.reason]),
    [[true, false, 'Completed']],
  );
});

test('readiness gates hold back Ready, not ContainersReady', () => {
  const pod = testPod({ readinessGates: [{ conditionType: 'x/y' }] });
  const made = status({ pod, runtime: runtimeOf([sandbox()], ran('a')) });
  assert.deepEqual(conditionsOf(made).slice(2, 4), [
    'Ready False ReadinessGatesNotReady corresponding condition of pod readiness gate "x/y" does not exist.',
    'ContainersReady True',
  ]);
});

test('conditions of others are kept, and times change only with the verdict', () => {
  const previous: PodStatus = {
    conditions: [
      { type: 'DisruptionTarget', status: 'True' },
      { type: 'Ready', status: 'True', lastTransitionTime: '2025-01-01T00:00:00Z' },
      { type: 'ContainersReady', status: 'False', lastTransitionTime: '2025-01-01T00:00:00Z' },
    ],
  };
  const { conditions = [] } = status({ previous, runtime: runtimeOf([sandbox()], ran('a')) });
  assert.equal(conditions[0]?.type, 'DisruptionTarget');
  assert.equal(conditions.find((c) => c.type === 'Ready')?.lastTransitionTime, '2025-01-01T00:00:00Z');
  assert.equal(conditions.find((c) => c.type === 'ContainersReady')?.lastTransitionTime, '2025-01-02T00:00:00Z');
});

test('a container that was seen running and is gone does not look as if it never ran', () => {
  const previous: PodStatus = {
    containerStatuses: [{ name: 'a', ready: true, restartCount: 1, image: 'x', imageID: 'y', state: { running: {} } }],
  };
  const [a] = status({ previous, runtime: runtimeOf([sandbox()]) }).containerStatuses ?? [];
  assert.equal(a?.state?.terminated?.reason, 'ContainerStatusUnknown');
  assert.equal(a?.restartCount, 2);
});

test('read-only mounts tell their recursive mode', () => {
  const volumeMounts = [
    { name: 'v', mountPath: '/v' },
    { name: 'r', mountPath: '/r', readOnly: true, recursiveReadOnly: 'IfPossible' as const },
  ];
  const [a] = status({ pod: testPod({ containers: [container('a', { volumeMounts })] }) }).containerStatuses ?? [];
  assert.deepEqual(a?.volumeMounts, [
    { name: 'v', mountPath: '/v' },
    { name: 'r', mountPath: '/r', readOnly: true, recursiveReadOnly: 'Disabled' },
  ]);
});
