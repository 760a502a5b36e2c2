import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import type { Container } from '../../api/core/v1.ts';
import { PodAllocation } from './allocation.ts';
import { widest } from './resources.ts';
import { resizesOf, sameSizes, sizesOf, withSizes } from './sizes.ts';
import { exited, ran, runtimeOf, sandbox, testPod } from './testPods.ts';

const container = (cpu: string, more: Partial<Container> = {}): Container => ({
  name: 'c',
  image: 'i',
  resources: { requests: { cpu, 'ephemeral-storage': '1Gi' } },
  ...more,
});

test('withSizes() changes CPU and memory and keeps the rest; the very Pod when nothing differs', () => {
  const pod = testPod({ containers: [container('100m')] });
  assert.equal(withSizes(pod, { c: { requests: { cpu: '0.1' } } }), pod);
  const sized = withSizes(pod, { c: { requests: { cpu: '50m' }, limits: { memory: '1Gi' } } });
  assert.deepEqual(sized.spec.containers[0]?.resources, {
    requests: { cpu: '50m', 'ephemeral-storage': '1Gi' },
    limits: { memory: '1Gi' },
  });
});

test('sizes are the same however they are written', () => {
  assert.ok(sameSizes({ c: { requests: { cpu: '1' } } }, { c: { requests: { cpu: '1000m' } } }));
  assert.ok(!sameSizes({ c: { requests: { cpu: '1' } } }, { c: { limits: { cpu: '1' } } }));
});

test('a container is resized in place unless its policy restarts it for what changes', () => {
  const resizePolicy = [{ resourceName: 'memory', restartPolicy: 'RestartContainer' as const }];
  const resources = { limits: { cpu: '1', memory: '1Gi' } };
  const pod = testPod({ containers: [container('1', { resources, resizePolicy })] });
  const runtime = runtimeOf([sandbox()], ran('c'));
  const of = (limits: Record<string, string>) => resizesOf(pod, { c: { limits } }, runtime);
  assert.deepEqual(of({ cpu: '2', memory: '1Gi' }).inPlace.length, 1);
  assert.deepEqual([...of({ cpu: '1', memory: '2Gi' }).restart], ['c']);
  assert.deepEqual(of({ cpu: '1000m', memory: '1024Mi' }), { inPlace: [], restart: new Set() });
  const stopped = runtimeOf([sandbox()], exited('c', 0));
  assert.deepEqual(resizesOf(pod, { c: { limits: { cpu: '2' } } }, stopped).inPlace, []);
});

test('no limit is wider than any', () => {
  assert.deepEqual(
    widest({ cpuShares: 2, cpuQuota: 0, memoryLimit: 10 }, { cpuShares: 4, cpuQuota: 5, memoryLimit: 20 }),
    { cpuShares: 4, cpuQuota: 0, memoryLimit: 20 },
  );
});

test('what a Pod was allowed is there again for the next agent, and a broken file is as none', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'peapod-sizes-'));
  try {
    const first = await PodAllocation.open(directory);
    assert.equal(first.allocated, undefined);
    const sizes = sizesOf(testPod({ containers: [container('100m')] }));
    await first.allocate(sizes);
    await first.actuate(sizes, { cpuShares: 102, cpuQuota: 0, memoryLimit: 0 });
    const second = await PodAllocation.open(directory);
    assert.deepEqual(
      [second.allocated, second.actuated, second.cgroup],
      [sizes, sizes, { cpuShares: 102, cpuQuota: 0, memoryLimit: 0 }],
    );
    await writeFile(join(directory, 'sizes.json'), '{');
    assert.equal((await PodAllocation.open(directory)).allocated, undefined);
  } finally {
    await rm(directory, { recursive: true });
  }
});
