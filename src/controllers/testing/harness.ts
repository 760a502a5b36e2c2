/** Runs controllers against an in-memory API, for tests; Pods become ready, and end, when the test says so. */
import type { Pod, PodSpec } from '../../api/core/v1.ts';
import type { Client } from '../../client/client.ts';
import { createClient } from '../../client/createClient.ts';
import { createInformers } from '../../client/informers.ts';
import { eventually } from '../../client/testing/eventually.ts';
import { MemoryTransport } from '../../client/testing/memoryTransport.ts';
import { silent } from '../../machinery/log.ts';
import { coreEvents, pods } from '../../machinery/resources.ts';
import type { Stored } from '../../machinery/object.ts';
import { formatTime } from '../../machinery/time.ts';
import type { Controller } from '../controller.ts';
import { startControllers } from '../startControllers.ts';

export const podSpec: PodSpec = { containers: [{ name: 'app', image: 'app:1' }] };

export interface Harness extends AsyncDisposable {
  readonly transport: MemoryTransport;
  readonly client: Client;
  pods(namespace?: string): Promise<Stored<Pod>[]>;
  /** 'reason: message' of every event, in order, with (xN) where it came N times. */
  events(): Promise<string[]>;
  setPhase(pod: Stored<Pod>, phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed', ready?: boolean): Promise<void>;
  /** Every Pod that is not ready becomes so, on a node. */
  makeReady(): Promise<void>;
}

export async function startHarness(...controllers: readonly Controller[]): Promise<Harness> {
  const transport = new MemoryTransport();
  const client = createClient(transport);
  const informers = createInformers(client, silent);
  const running = await startControllers(controllers, { client, informers, log: silent });
  const harness: Harness = {
    transport,
    client,
    async pods(namespace) {
      return (await client.resource(pods).list(namespace)).items;
    },
    async events() {
      const { items } = await client.resource(coreEvents).list();
      return items.map(
        (event) => `${event.reason}: ${event.message}${(event.count ?? 1) > 1 ? ` (x${event.count})` : ''}`,
      );
    },
    async setPhase(pod, phase, ready = false) {
      const lastTransitionTime = formatTime(Date.now());
      await client.resource(pods).updateStatus({
        ...(await client.resource(pods).get(pod.metadata.name, pod.metadata.namespace)),
        status: {
          ...pod.status,
          phase,
          conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime }],
        },
      });
    },
    async makeReady() {
      for (const pod of await harness.pods()) {
        if (pod.status?.conditions?.[0]?.status !== 'True') await harness.setPhase(pod, 'Running', true);
      }
    },
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      await informers[Symbol.asyncDispose]();
    },
  };
  return harness;
}

export { eventually };
