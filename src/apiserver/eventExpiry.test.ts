import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Event } from '../api/core/v1.ts';
import { createClient } from '../client/createClient.ts';
import { eventually } from '../client/testing/eventually.ts';
import { MemoryTransport } from '../client/testing/memoryTransport.ts';
import { silent } from '../machinery/log.ts';
import { coreEvents } from '../machinery/resources.ts';
import { startEventExpiry } from './eventExpiry.ts';

const event = (name: string): Event => ({ metadata: { name, namespace: 'default' }, involvedObject: {} });

test('events go when they have not been written for their lifetime', async () => {
  const client = createClient(new MemoryTransport());
  const events = client.resource(coreEvents);
  const names = async (): Promise<string[]> => (await events.list()).items.map(({ metadata }) => metadata.name).sort();
  await events.create(event('before'));
  const lifetime = 300;
  await using _ = await startEventExpiry(client, silent, lifetime);
  await events.create(event('once'));
  const again = await events.create(event('again'));
  await sleep(lifetime * 0.6);
  await events.update({ ...again, count: 2 });
  await eventually(async () => assert.deepEqual(await names(), ['again']));
  await eventually(async () => assert.deepEqual(await names(), []));
});
