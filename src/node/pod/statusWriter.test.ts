import assert from 'node:assert/strict';
import test from 'node:test';
import { createClient } from '../../client/createClient.ts';
import { MemoryTransport } from '../../client/testing/memoryTransport.ts';
import { serviceUnavailable } from '../../machinery/apiError.ts';
import { silent } from '../../machinery/log.ts';
import { pods } from '../../machinery/resources.ts';
import { asNodePod } from './identity.ts';
import type { NodePod } from './identity.ts';
import { same, statusPatch } from './statusPatch.ts';
import { StatusWriter } from './statusWriter.ts';

async function setUp(): Promise<{
  transport: MemoryTransport;
  pod: NodePod;
  writer: StatusWriter;
  patches: () => number;
}> {
  const transport = new MemoryTransport();
  const client = createClient(transport);
  const pod = asNodePod(
    await client.resource(pods).create({ metadata: { name: 'p', namespace: 'ns' }, spec: { containers: [] } }),
  );
  assert.ok(pod);
  return {
    transport,
    pod,
    writer: new StatusWriter(client, silent),
    patches: () => transport.requests.filter((r) => r.verb === 'patch').length,
  };
}

test('writes what was submitted last, and nothing that is there already', async () => {
  const { pod, writer, patches } = await setUp();
  writer.submit(pod, { phase: 'Pending' });
  writer.submit(pod, { phase: 'Running' });
  await writer.flush();
  assert.equal(patches(), 1);
  assert.equal(writer.last(pod).phase, 'Running');
  writer.submit(pod, { phase: 'Running' });
  await writer.flush();
  assert.equal(patches(), 1);
  writer.submit(pod, { phase: 'Succeeded' });
  await writer.flush();
  assert.equal(patches(), 2);
});

test('tries again after a failure', async () => {
  const { transport, pod, writer } = await setUp();
  let failures = 1;
  transport.intercept = (request) => {
    if (request.verb === 'patch' && failures-- > 0) throw serviceUnavailable('not now');
  };
  writer.submit(pod, { phase: 'Running' });
  await writer.flush();
  assert.equal(writer.last(pod).phase, 'Running');
});

test('statusPatch() names only what changed, and takes out what is gone', () => {
  const from = {
    phase: 'Pending',
    message: 'm',
    podIPs: [{ ip: '1' }],
    conditions: [
      { type: 'Other', status: 'True' as const },
      { type: 'Ready', status: 'False' as const, reason: 'R', lastProbeTime: '' },
    ],
  } as const;
  const to = {
    phase: 'Running',
    podIPs: [{ ip: '2' }],
    conditions: [
      { type: 'Other', status: 'True' as const },
      { type: 'Ready', status: 'True' as const },
    ],
  } as const;
  assert.deepEqual(statusPatch(structuredClone(from) as never, structuredClone(to) as never), {
    phase: 'Running',
    message: null,
    podIPs: [{ ip: '2' }, { $patch: 'replace' }],
    conditions: [{ type: 'Ready', status: 'True', reason: null }],
    '$setElementOrder/conditions': [{ type: 'Other' }, { type: 'Ready' }],
  });
  assert.equal(statusPatch(structuredClone(to) as never, structuredClone(to) as never), undefined);
});

test('same() takes absent, null and empty for one', () => {
  assert.ok(same({ a: 1, b: null, c: {}, d: [] }, { a: 1 }));
  assert.ok(!same({ a: [1, 2] }, { a: [2, 1] }));
  assert.ok(!same({ a: 0 }, {}));
});
