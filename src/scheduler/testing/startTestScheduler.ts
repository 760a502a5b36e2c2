/** A running scheduler over a transport in memory, which carries out bindings. */
import type { Binding, Event, Node, Pod } from '../../api/core/v1.ts';
import { createClient } from '../../client/createClient.ts';
import type { Client } from '../../client/client.ts';
import { createInformers } from '../../client/informers.ts';
import { MemoryTransport } from '../../client/testing/memoryTransport.ts';
import { silent } from '../../machinery/log.ts';
import type { Stored } from '../../machinery/object.ts';
import { nodes, pods } from '../../machinery/resources.ts';
import { Registry } from 'prom-client';
import { startScheduler } from '../scheduler.ts';

export interface TestScheduler extends AsyncDisposable {
  readonly client: Client;
  readonly metrics: Registry;
  /** 'Normal Scheduled pod: message', in order. */
  readonly events: string[];
  /** Called before a binding is carried out; throws what it should fail with. */
  onBinding: (binding: Binding) => void | Promise<void>;
  add(...objects: (Stored<Node> | Stored<Pod>)[]): Promise<void>;
  get(name: string): Promise<Stored<Pod>>;
}

export async function startTestScheduler(...before: (Stored<Node> | Stored<Pod>)[]): Promise<TestScheduler> {
  const transport = new MemoryTransport();
  const client = createClient(transport);
  const events: string[] = [];
  transport.intercept = async ({ subresource, body, namespace, name }) => {
    if (subresource !== 'binding') return;
    // A named seam: what the scheduler sends to this subresource is a Binding.
    const binding = body as Binding;
    await test.onBinding(binding);
    const patch = { spec: { nodeName: binding.target.name }, status: {} };
    await client.resource(pods).patch(name ?? '', namespace, 'application/merge-patch+json', patch);
  };
  const add = async (object: Stored<Node> | Stored<Pod>): Promise<void> => {
    const { uid: _, resourceVersion: __, ...metadata } = object.metadata;
    if (isNode(object)) await client.resource(nodes).create({ ...object, metadata });
    else await client.resource(pods).create({ ...object, metadata });
  };
  for (const object of before) await add(object);
  const informers = createInformers(client, silent);
  const metrics = new Registry();
  const recorder = {
    event: (about: Event | Pod, type: string, reason: string, message: string) =>
      void events.push(`${type} ${reason} ${about.metadata?.name}: ${message}`),
  };
  const scheduler = await startScheduler({ client, informers, recorder, log: silent, metrics });
  const test: TestScheduler = {
    client,
    events,
    metrics,
    onBinding: () => undefined,
    add: async (...objects) => {
      for (const object of objects) await add(object);
    },
    get: (name) => client.resource(pods).get(name, 'default'),
    async [Symbol.asyncDispose]() {
      await scheduler[Symbol.asyncDispose]();
      await informers[Symbol.asyncDispose]();
    },
  };
  return test;
}

const isNode = (object: Stored<Node> | Stored<Pod>): object is Stored<Node> => object.kind === 'Node';
