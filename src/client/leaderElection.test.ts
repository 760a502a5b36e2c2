import assert from 'node:assert/strict';
import { once } from 'node:events';
import test from 'node:test';
import { ApiError } from '../machinery/apiError.ts';
import { silent } from '../machinery/log.ts';
import { leases } from '../machinery/resources.ts';
import { createClient } from './createClient.ts';
import { runLeaderElection } from './leaderElection.ts';
import { eventually } from './testing/eventually.ts';
import { MemoryTransport } from './testing/memoryTransport.ts';

const times = { leaseDuration: 150, renewDeadline: 80, retryPeriod: 10 };

function candidate(transport: MemoryTransport, identity: string, leading: Set<string>) {
  const stop = new AbortController();
  const ended = runLeaderElection(
    {
      client: createClient(transport),
      namespace: 'kube-system',
      name: 'boss',
      identity,
      log: silent,
      ...times,
      async lead(signal) {
        leading.add(identity);
        if (!signal.aborted) await once(signal, 'abort');
        leading.delete(identity);
      },
    },
    stop.signal,
  );
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await ended;
    },
  };
}

test('one candidate leads, and the next one takes over at once when it gives the lease up', async () => {
  const transport = new MemoryTransport();
  const leading = new Set<string>();
  const first = candidate(transport, 'a', leading);
  await eventually(() => leading.has('a'));
  await using second = candidate(transport, 'b', leading);
  assert.ok(second);
  await new Promise((resolve) => setTimeout(resolve, 40));
  assert.deepEqual([...leading], ['a']);
  await first[Symbol.asyncDispose]();
  await eventually(() => leading.has('b'));
  const lease = await createClient(transport).resource(leases).get('boss', 'kube-system');
  assert.equal(lease.spec?.holderIdentity, 'b');
  assert.equal(lease.spec?.leaseTransitions, 1);
});

test('a leader that cannot renew stops leading before another starts', async () => {
  const transport = new MemoryTransport();
  const leading = new Set<string>();
  await using first = candidate(transport, 'a', leading);
  assert.ok(first);
  await eventually(() => leading.has('a'));
  await using second = candidate(transport, 'b', leading);
  assert.ok(second);
  let most = 0;
  transport.intercept = (request) => {
    most = Math.max(most, leading.size);
    const body = request.body as { spec?: { holderIdentity?: string } } | undefined;
    if (body?.spec?.holderIdentity === 'a') throw new ApiError(503, 'ServiceUnavailable', 'no');
  };
  await eventually(() => leading.has('b'));
  assert.deepEqual([...leading], ['b']);
  assert.equal(most, 1);
});
