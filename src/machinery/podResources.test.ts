import assert from 'node:assert/strict';
import test from 'node:test';
import type { Pod, PodCondition } from '../api/core/v1.ts';
import { podTotal, specInUse } from './podResources.ts';

const podWith = (asked: string, has: string | undefined, conditions: PodCondition[] = []): Pod => ({
  spec: { containers: [{ name: 'c', resources: { requests: { cpu: asked } } }] },
  status: {
    conditions,
    containerStatuses: [
      {
        name: 'c',
        ready: true,
        restartCount: 0,
        image: 'i',
        imageID: 'i',
        ...(has !== undefined && { resources: { requests: { cpu: has } } }),
      },
    ],
  },
});

const requested = (pod: Pod): string | undefined => {
  const spec = specInUse(pod);
  return spec && podTotal(spec, 'requests')['cpu'];
};

test('while a Pod is resized it counts as the most of what it asks for and what it has', () => {
  assert.equal(requested(podWith('100m', '300m')), '300m');
  assert.equal(requested(podWith('300m', '100m')), '300m');
  assert.equal(requested(podWith('300m', undefined)), '300m');
});

test('a resize that the node can never carry out counts for nothing', () => {
  const never: PodCondition = { type: 'PodResizePending', status: 'True', reason: 'Infeasible' };
  assert.equal(requested(podWith('100', '100m', [never])), '100m');
  assert.equal(requested(podWith('100', '100m', [{ ...never, reason: 'Deferred' }])), '100');
});

test('a Pod that is not being resized counts by its very specification', () => {
  const pod = podWith('100m', '100m');
  assert.equal(specInUse(pod), pod.spec);
});
