import assert from 'node:assert/strict';
import test from 'node:test';
import type { Container } from '../../api/core/v1.ts';
import { silent } from '../../machinery/log.ts';
import { admit } from '../pod/admit.ts';
import type { NodePod } from '../pod/identity.ts';
import { container, testPod } from '../pod/testPods.ts';
import { EvictionManager } from './evictionManager.ts';
import type { Eviction } from './evictionManager.ts';
import { exceededLimit } from './localStorage.ts';
import { evictionMessage } from './message.ts';
import { ranked } from './ranking.ts';
import { defaultThresholds, leastOf, parseThresholds, thresholdsMet } from './thresholds.ts';
import type { Observations } from './thresholds.ts';
import type { PodUsage } from './usage.ts';

const mebi = 1024 * 1024;

const pod = (name: string, more: { request?: string; priority?: number; resources?: Container['resources'] } = {}) =>
  testPod(
    {
      ...(more.priority !== undefined && { priority: more.priority }),
      containers: [
        container('a', {
          resources: more.resources ?? (more.request === undefined ? {} : { requests: { memory: more.request } }),
        }),
      ],
    },
    { name, uid: name },
  );

const usage = (of: NodePod, amounts: Partial<PodUsage> = {}): PodUsage => ({
  pod: of,
  memory: 0,
  storage: 0,
  processes: 0,
  emptyDirs: new Map(),
  containers: [{ name: 'a', memory: amounts.memory ?? 0, storage: amounts.storage ?? 0 }],
  ...amounts,
});

const memory = (available: number): Observations =>
  new Map([['memory.available', { available: available * mebi, capacity: 1000 * mebi }]]);

test('thresholds are quantities or percentages of known signals; anything else is refused by name', () => {
  assert.deepEqual(parseThresholds('memory.available<1Gi, nodefs.inodesFree<2.5%'), [
    { signal: 'memory.available', least: '1Gi' },
    { signal: 'nodefs.inodesFree', least: 0.025 },
  ]);
  for (const bad of ['cpu<1', 'memory.available', 'memory.available<x', 'nodefs.available<101%'])
    assert.throws(() => parseThresholds(bad), /^Error: eviction threshold "/);
  assert.equal(leastOf({ signal: 'nodefs.available', least: 0.1 }, 1005), 100);
});

test('a threshold is met while less is available, and not by what could not be measured', () => {
  assert.deepEqual(
    thresholdsMet(defaultThresholds, memory(99)).map((t) => t.signal),
    ['memory.available'],
  );
  assert.deepEqual(thresholdsMet(defaultThresholds, memory(100)), []);
});

test('Pods that use more memory than they asked for go first, then those of low priority, then the greediest', () => {
  const modest = usage(pod('modest', { request: '500Mi' }), { memory: 400 * mebi });
  const important = usage(pod('important', { priority: 10 }), { memory: 900 * mebi });
  const small = usage(pod('small'), { memory: 10 * mebi });
  const large = usage(pod('large', { request: '100Mi' }), { memory: 200 * mebi });
  const order = ranked([modest, important, small, large], 'memory.available').map((u) => u.pod.metadata.name);
  assert.deepEqual(order, ['large', 'small', 'important', 'modest']);
});

test('with too few process numbers left, priority and the number of processes decide', () => {
  const few = usage(pod('few'), { processes: 3 });
  const many = usage(pod('many'), { processes: 30 });
  const important = usage(pod('important', { priority: 1 }), { processes: 300 });
  const order = ranked([few, important, many], 'pid.available').map((u) => u.pod.metadata.name);
  assert.deepEqual(order, ['many', 'few', 'important']);
});

test("the message names the resource, the threshold and the containers beyond their requests, in upstream's words", () => {
  const [threshold] = parseThresholds('memory.available<100Mi');
  assert.ok(threshold);
  assert.equal(
    evictionMessage(threshold, { available: 42 * mebi, capacity: 1000 * mebi }, usage(pod('p'), { memory: 7 * mebi })),
    'The node was low on resource: memory. Threshold quantity: 100Mi, available: 42Mi. ' +
      'Container a was using 7Mi, request is 0, has larger consumption of memory. ',
  );
});

test('local storage beyond a limit of the volume, the Pod or a container is told', () => {
  const withVolume = testPod({ volumes: [{ name: 'v', emptyDir: { sizeLimit: '1Mi' } }] });
  assert.equal(exceededLimit(usage(withVolume, { emptyDirs: new Map([['v', mebi]]) })), undefined);
  assert.equal(
    exceededLimit(usage(withVolume, { emptyDirs: new Map([['v', mebi + 1]]) })),
    'Usage of EmptyDir volume "v" exceeds the limit "1Mi". ',
  );
  const limited = pod('p', { resources: { limits: { 'ephemeral-storage': '2Mi' } } });
  assert.equal(
    exceededLimit(usage(limited, { storage: 3 * mebi })),
    'Pod ephemeral local storage usage exceeds the total limit of containers 2Mi. ',
  );
});

test('a node short of memory refuses best-effort Pods alone; one short of disk refuses all but critical ones', () => {
  const short = { memory: true, disk: false, pids: false };
  assert.deepEqual(admit(pod('p'), short), {
    reason: 'Evicted',
    message: 'The node had condition: [MemoryPressure]. ',
  });
  assert.equal(admit(pod('p', { request: '1Mi' }), short), undefined);
  const full = { ...short, disk: true };
  assert.equal(
    admit(pod('p', { request: '1Mi' }), full)?.message,
    'The node had condition: [MemoryPressure DiskPressure]. ',
  );
  assert.equal(admit(pod('p', { priority: 2_000_000_000 }), full), undefined);
});

/** A manager over a node whose memory the test sets. */
function managed(pods: readonly PodUsage[]) {
  const state = { available: 1000, now: 0, reclaimed: 0 };
  const evicted: [string, Eviction][] = [];
  const manager = new EvictionManager({
    thresholds: parseThresholds('memory.available<100Mi'),
    transitionPeriod: 1000,
    log: silent,
    observe: async () => memory(state.available),
    usages: async (list) => pods.filter((u) => list.includes(u.pod)),
    pods: () => pods.map((u) => u.pod).filter((p) => !evicted.some(([name]) => name === p.metadata.name)),
    evict: async ({ metadata }, eviction) => void evicted.push([metadata.name, eviction]),
    reclaim: async () => void (state.available += state.reclaimed),
    attempting() {},
    changed() {},
    now: () => state.now,
  });
  return { manager, state, evicted };
}

test('one Pod is evicted a look, none of the system, and the condition stays for the transition period', async () => {
  const system = usage(pod('system', { priority: 2_000_001_000 }), { memory: 900 * mebi });
  const { manager, state, evicted } = managed([system, usage(pod('a'), { memory: 5 }), usage(pod('b'), { memory: 9 })]);
  await manager.synchronize();
  assert.deepEqual([manager.pressure.memory, evicted.length], [false, 0]);
  state.available = 50;
  for (const expected of [['b'], ['b', 'a'], ['b', 'a']]) {
    await manager.synchronize();
    assert.deepEqual(
      evicted.map(([name]) => name),
      expected,
    );
  }
  assert.equal(evicted[0]?.[1].disruption, true);
  state.available = 1000;
  state.now = 999;
  await manager.synchronize();
  assert.equal(manager.pressure.memory, true);
  state.now = 1000;
  await manager.synchronize();
  assert.equal(manager.pressure.memory, false);
});

test('nobody is evicted when what nobody needs was enough', async () => {
  const { manager, state, evicted } = managed([usage(pod('a'), { memory: 5 })]);
  Object.assign(state, { available: 50, reclaimed: 60 });
  await manager.synchronize();
  assert.deepEqual([manager.pressure.memory, evicted], [true, []]);
});
