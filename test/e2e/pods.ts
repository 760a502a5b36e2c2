/** Small Pods for tests, and waiting for what becomes of them. */
import type { Container, Pod, PodSpec } from '../../src/api/core/v1.ts';
import type { Stored } from '../../src/machinery/object.ts';
import { isPodReady } from '../../src/machinery/pod.ts';
import { events, pods } from '../../src/machinery/resources.ts';
import type { TestCluster } from './cluster.ts';
import { eventually, waitFor } from './waiting.ts';

export const sleeper: Container = { name: 'c', image: 'busybox', command: ['sleep', '1000'] };

/** A container that runs a script of the shell. */
export const script = (text: string, more: Partial<Container> = {}): Container => ({
  ...sleeper,
  command: ['sh', '-c', text],
  ...more,
});

export const podOf = (name: string, spec: Partial<PodSpec>): Pod => ({
  metadata: { name, namespace: 'default' },
  spec: { terminationGracePeriodSeconds: 1, containers: [sleeper], ...spec },
});

export const create = ({ client }: TestCluster, pod: Pod): Promise<Stored<Pod>> => client.resource(pods).create(pod);

/** Waits at most 40 s. */
export const until = (
  { client }: TestCluster,
  name: string,
  what: string,
  holds: (pod: Stored<Pod>) => boolean,
): Promise<Stored<Pod>> =>
  waitFor(client.resource(pods), {
    parameters: { fieldSelector: `metadata.name=${name}` },
    what: `${name} ${what}`,
    timeout: 40_000,
    until: holds,
  });

export const isReady = isPodReady;
export const hasFailed = ({ status }: Pod): boolean => status?.phase === 'Failed';
export const hasSucceeded = ({ status }: Pod): boolean => status?.phase === 'Succeeded';

/** Deletes it and waits until it is gone. */
export async function remove(cluster: TestCluster, name: string): Promise<void> {
  const api = cluster.client.resource(pods);
  await api.delete(name, 'default');
  await eventually(`${name} to be gone`, 40_000, async () => {
    const { items } = await api.list('default');
    if (items.some(({ metadata }) => metadata.name === name)) throw new Error('it is there still');
  });
}

/** `reason: message` of each event about a Pod. */
export async function eventsOf({ client }: TestCluster, name: string): Promise<string[]> {
  const { items } = await client.resource(events).list('default');
  return items.filter((e) => e.regarding?.name === name).map((e) => `${e.reason}: ${e.note}`);
}
