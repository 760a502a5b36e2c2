import assert from 'node:assert/strict';
import test from 'node:test';
import type { Container, PodCondition, PodSpec } from '../api/core/v1.ts';
import { isPodAvailable, podRequests, qosClassOf, setCondition } from './pod.ts';

const container = (requests?: Record<string, string>, limits?: Record<string, string>): Container => ({
  name: 'c',
  resources: { ...(requests && { requests }), ...(limits && { limits }) },
});
const spec = (...containers: Container[]): PodSpec => ({ containers });

test('the class of service follows requests and limits', () => {
  assert.equal(qosClassOf(spec(container())), 'BestEffort');
  assert.equal(qosClassOf(spec(container({ cpu: '1' }))), 'Burstable');
  assert.equal(
    qosClassOf(spec(container({ cpu: '1', memory: '1Gi' }, { cpu: '1000m', memory: '1024Mi' }))),
    'Guaranteed',
  );
  assert.equal(
    qosClassOf(spec(container({ cpu: '1', memory: '1Gi' }, { cpu: '1', memory: '1Gi' }), container())),
    'Burstable',
  );
});

test('a Pod requests the sum of its containers, or what an init container needs', () => {
  assert.deepEqual(
    podRequests({
      containers: [container({ cpu: '100m', memory: '64Mi' }), container({ cpu: '200m' })],
      initContainers: [{ ...container({ cpu: '50m' }), restartPolicy: 'Always' }, container({ cpu: '1' })],
    }),
    { cpu: '1050m', memory: '64Mi' },
  );
});

test('setCondition() keeps the time of the last transition while the status stays', () => {
  const now = Date.parse('2025-01-01T00:00:00Z');
  const first = setCondition<PodCondition>([], { type: 'Ready', status: 'False', reason: 'A' }, now);
  const second = setCondition(first, { type: 'Ready', status: 'False', reason: 'B' }, now + 5000);
  assert.deepEqual(
    [...second],
    [{ type: 'Ready', status: 'False', reason: 'B', lastTransitionTime: '2025-01-01T00:00:00Z' }],
  );
  assert.equal(setCondition(second, { type: 'Ready', status: 'False', reason: 'B' }, now + 9000), second);
  const ready = setCondition(second, { type: 'Ready', status: 'True' }, now + 5000);
  assert.equal(isPodAvailable({ status: { conditions: ready } }, 10, now + 14_000), false);
  assert.equal(isPodAvailable({ status: { conditions: ready } }, 10, now + 15_000), true);
});
