import assert from 'node:assert/strict';
import test from 'node:test';
import { coreEvents } from '../machinery/resources.ts';
import { createClient } from './createClient.ts';
import { createEventRecorder } from './eventRecorderImpl.ts';
import { eventually } from './testing/eventually.ts';
import { MemoryTransport } from './testing/memoryTransport.ts';

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-0', namespace: 'shop', uid: 'u1', resourceVersion: '7' },
};

function setUp() {
  const transport = new MemoryTransport();
  const client = createClient(transport);
  const list = async () => (await client.resource(coreEvents).list('shop')).items;
  return { transport, list, recorder: createEventRecorder(client, 'kubelet', 'node-1') };
}

test('an event names its object, its part and its source', async () => {
  const { recorder, list } = setUp();
  await using _ = recorder;
  recorder.event(pod, 'Normal', 'Pulled', 'here already', 'spec.containers{web}');
  await eventually(async () => (await list()).length === 1);
  const [event] = await list();
  assert.match(event?.metadata.name ?? '', /^web-0\.[0-9a-f]{16}$/);
  assert.deepEqual(event?.involvedObject, {
    kind: 'Pod',
    namespace: 'shop',
    name: 'web-0',
    uid: 'u1',
    apiVersion: 'v1',
    resourceVersion: '7',
    fieldPath: 'spec.containers{web}',
  });
  assert.deepEqual(event?.source, { component: 'kubelet', host: 'node-1' });
  assert.equal(event?.count, 1);
  assert.equal(event?.reportingComponent, 'kubelet');
  assert.ok(event?.firstTimestamp && event.firstTimestamp === event.lastTimestamp);
});

test('the same event again raises the count of the first', async () => {
  const { recorder, list } = setUp();
  await using _ = recorder;
  recorder.event(pod, 'Warning', 'BackOff', 'again');
  await eventually(async () => (await list()).length === 1);
  for (let i = 0; i < 2; i += 1) recorder.event(pod, 'Warning', 'BackOff', 'again');
  recorder.event(pod, 'Warning', 'BackOff', 'other');
  await eventually(async () => (await list()).reduce((sum, e) => sum + (e.count ?? 0), 0) === 4);
  assert.deepEqual(
    (await list()).map((e) => [e.message, e.count]),
    [
      ['again', 3],
      ['other', 1],
    ],
  );
});

test('an event that was removed meanwhile is written anew with its count', async () => {
  const { recorder, list, transport } = setUp();
  await using _ = recorder;
  recorder.event(pod, 'Normal', 'Created', 'x');
  await eventually(async () => (await list()).length === 1);
  const [event] = await list();
  await createClient(transport)
    .resource(coreEvents)
    .delete(event?.metadata.name ?? '', 'shop');
  recorder.event(pod, 'Normal', 'Created', 'x');
  await eventually(async () => (await list())[0]?.count === 2);
});

test('many similar messages are combined, and an object about which too much is said is passed over', async () => {
  const { recorder, list, transport } = setUp();
  for (let i = 0; i < 40; i += 1) recorder.event(pod, 'Warning', 'Unhealthy', `try ${i}`);
  await eventually(async () => (await list()).length === 10);
  assert.equal(transport.requests.filter((r) => r.verb !== 'list').length, 10);
  const combined = (await list()).find((e) => e.message?.startsWith('(combined from similar events): '));
  assert.equal(combined?.count, 16);
  await recorder[Symbol.asyncDispose]();
});
