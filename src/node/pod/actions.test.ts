import assert from 'node:assert/strict';
import test from 'node:test';
import { computeActions } from './actions.ts';
import type { PodActions } from './actions.ts';
import { container, exited, ran, runtimeOf, sandbox, testPod } from './testPods.ts';

/** The parts of a plan that a test speaks of, as one line. */
function plan(actions: PodActions): string {
  const start = actions.start.map((s) => `${s.container.name}#${s.restartCount}`);
  const kill = actions.kill.map((k) => `${k.container.name}:${k.reason}`);
  return [
    actions.killPod ? 'killPod' : '',
    actions.createSandbox ? `sandbox#${actions.attempt}` : '',
    start.length ? `start ${start.join(' ')}` : '',
    kill.length ? `kill ${kill.join(' ')}` : '',
  ]
    .filter(Boolean)
    .join(', ');
}

const two = { containers: [container('a'), container('b')] };

test('a new Pod gets a sandbox and all its containers', () => {
  assert.equal(plan(computeActions(testPod(two), runtimeOf([]))), 'killPod, sandbox#0, start a#0 b#0');
});

test('a Pod that runs as specified is left alone', () => {
  assert.equal(plan(computeActions(testPod(two), runtimeOf([sandbox()], ran('a'), ran('b')))), '');
});

test('a container that ended is started again, beside the others, with its count raised', () => {
  assert.equal(
    plan(computeActions(testPod(two), runtimeOf([sandbox()], exited('a', 0, { restartCount: 2 }), ran('b')))),
    'start a#3',
  );
});

test('restartPolicy decides which ended containers come back', () => {
  const cases = [
    ['Always', 0, 'start a#1'],
    ['Always', 1, 'start a#1'],
    ['OnFailure', 0, ''],
    ['OnFailure', 1, 'start a#1'],
    ['Never', 0, ''],
    ['Never', 1, ''],
  ] as const;
  for (const [restartPolicy, exitCode, expected] of cases) {
    const actions = computeActions(
      testPod({ ...two, restartPolicy }),
      runtimeOf([sandbox()], exited('a', exitCode), ran('b')),
    );
    assert.equal(plan(actions), expected, `${restartPolicy} after ${exitCode}`);
  }
});

test('a Pod whose containers have all ended for good is taken down', () => {
  const done = runtimeOf([sandbox()], exited('a', 0), exited('b', 0));
  assert.equal(plan(computeActions(testPod({ ...two, restartPolicy: 'OnFailure' }), done)), 'killPod');
});

test('a dead sandbox is replaced, with everything in it', () => {
  const actions = computeActions(testPod(two), runtimeOf([sandbox({ ready: false })], ran('a'), ran('b')));
  assert.equal(plan(actions), 'killPod, sandbox#1, start a#1 b#1');
});

test('a dead sandbox of a Pod that never restarts is not replaced', () => {
  const actions = computeActions(testPod({ restartPolicy: 'Never' }), runtimeOf([sandbox({ ready: false })], ran('a')));
  assert.equal(plan(actions), 'killPod');
});

test('a new sandbox starts only what has not succeeded under OnFailure', () => {
  const actions = computeActions(
    testPod({ ...two, restartPolicy: 'OnFailure' }),
    runtimeOf([sandbox({ ready: false })], exited('a', 0), exited('b', 1)),
  );
  assert.equal(plan(actions), 'killPod, sandbox#1, start b#1');
});

test('a sandbox without an address is replaced, unless the Pod is on the host network', () => {
  const bare = sandbox({ ips: [] });
  assert.equal(computeActions(testPod(), runtimeOf([bare], ran('a'))).createSandbox, true);
  assert.equal(
    plan(
      computeActions(testPod({ hostNetwork: true }), runtimeOf([sandbox({ ips: [], hostNetwork: true })], ran('a'))),
    ),
    '',
  );
});

test('a changed image replaces the container, whatever the restart policy', () => {
  const actions = computeActions(
    testPod({ restartPolicy: 'Never', containers: [container('a', { image: 'busybox:2' })] }),
    runtimeOf([sandbox()], ran('a')),
  );
  assert.equal(plan(actions), 'start a#1, kill a:Changed');
  assert.equal(actions.kill[0]?.message, 'Container a definition changed, will be restarted');
});

test('a failed liveness probe kills, and restarts only where the policy allows it', () => {
  const context = { probeFailures: new Map([['a0', 'liveness']] as const) };
  assert.equal(
    plan(computeActions(testPod(), runtimeOf([sandbox()], ran('a')), context)),
    'start a#1, kill a:LivenessProbe',
  );
  assert.equal(
    computeActions(testPod({ restartPolicy: 'Never' }), runtimeOf([sandbox()], ran('a'), ran('b')), context).start
      .length,
    0,
  );
});

test('a Pod that is being deleted starts nothing', () => {
  const pod = testPod(two, { deletionTimestamp: '2025-01-01T00:00:00Z' });
  assert.equal(plan(computeActions(pod, runtimeOf([sandbox()], ran('a'), exited('b', 1)))), 'killPod');
  assert.equal(plan(computeActions(pod, runtimeOf([]))), 'killPod');
});

test('a container of unknown state is killed before it is started again', () => {
  assert.equal(
    plan(computeActions(testPod(), runtimeOf([sandbox()], ran('a', { state: 'unknown' })))),
    'start a#1, kill a:Unknown',
  );
});

test('init containers run one after the other, then the others', () => {
  const pod = testPod({ initContainers: [container('i'), container('j')] });
  const steps = [
    [runtimeOf([]), 'killPod, sandbox#0, start i#0'],
    [runtimeOf([sandbox()], ran('i')), ''],
    [runtimeOf([sandbox()], exited('i', 0)), 'start j#0'],
    [runtimeOf([sandbox()], exited('i', 0), exited('j', 1)), 'start j#1'],
    [runtimeOf([sandbox()], exited('i', 0), exited('j', 0)), 'start a#0'],
    [runtimeOf([sandbox()], exited('i', 0), exited('j', 0), ran('a')), ''],
  ] as const;
  for (const [runtime, expected] of steps) assert.equal(plan(computeActions(pod, runtime)), expected);
});

test('an init container that fails ends a Pod that never restarts', () => {
  const pod = testPod({ restartPolicy: 'Never', initContainers: [container('i')] });
  assert.equal(plan(computeActions(pod, runtimeOf([sandbox()], exited('i', 1)))), 'killPod');
});

test('init containers run again in a new sandbox', () => {
  const pod = testPod({ initContainers: [container('i')] });
  const runtime = runtimeOf(
    [sandbox({ id: 's1', attempt: 1, createdAt: 5000 }), sandbox({ ready: false })],
    exited('a', 137),
    exited('i', 0),
  );
  assert.equal(plan(computeActions(pod, runtime)), 'start i#1');
});

test('a sidecar lets the next one start once it has started, and is restarted by itself', () => {
  const pod = testPod({
    restartPolicy: 'Never',
    initContainers: [container('s', { restartPolicy: 'Always' }), container('i')],
  });
  assert.equal(plan(computeActions(pod, runtimeOf([sandbox()], ran('s')), { notStarted: new Set(['s0']) })), '');
  assert.equal(plan(computeActions(pod, runtimeOf([sandbox()], ran('s')))), 'start i#0');
  assert.equal(
    plan(computeActions(pod, runtimeOf([sandbox()], exited('s', 0), exited('i', 0), ran('a')))),
    'start s#1',
  );
});

test('sidecars do not keep a Pod alive whose containers are done', () => {
  const pod = testPod({ restartPolicy: 'Never', initContainers: [container('s', { restartPolicy: 'Always' })] });
  assert.equal(plan(computeActions(pod, runtimeOf([sandbox()], ran('s'), exited('a', 0)))), 'killPod');
});

test('an ephemeral container starts once', () => {
  const pod = testPod({ ephemeralContainers: [container('e')] });
  assert.equal(plan(computeActions(pod, runtimeOf([sandbox()], ran('a')))), 'start e#0');
  assert.equal(plan(computeActions(pod, runtimeOf([sandbox()], ran('a'), exited('e', 1)))), '');
});

test('back-off of a container that still runs, and is to be replaced, counts from the end of the one before it', () => {
  const before = exited('a', 137, { restartCount: 3 });
  const now = ran('a', { restartCount: 4 });
  const actions = computeActions(testPod(), runtimeOf([sandbox()], now, before), {
    probeFailures: new Map([[now.id, 'liveness']]),
  });
  assert.equal(plan(actions), 'start a#5, kill a:LivenessProbe');
  assert.equal(actions.start[0]?.ended, before);
});
