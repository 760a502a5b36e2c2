/**
 * Kills the node agent, containerd, shims and the control plane while Pods start, restart and are deleted. After each
 * kill the Pods must come to what their objects say.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isPodReady } from '../../src/machinery/pod.ts';
import { pods } from '../../src/machinery/resources.ts';
import type { TestCluster } from '../e2e/cluster.ts';
import { dice } from './dice.ts';
import { persist } from './persist.ts';
import { type Victim, kill, victims } from './victims.ts';
import { namespace, pod } from './workload.ts';

export interface KillOptions {
  readonly kills: number;
  readonly seed: number;
  /** Told of each kill. */
  readonly tell?: (line: string) => void;
}

/** Milliseconds that Pods may take to come to what they should be after a kill. */
const patience = 90_000;
/** A kill falls somewhere into the work of this many milliseconds. */
const span = 1500;

/** Resolves with how often each was killed. Rejects when Pods do not get there in time; says which. */
export async function killAndSee(cluster: TestCluster, options: KillOptions): Promise<Record<Victim, number>> {
  const luck = dice(options.seed);
  const api = cluster.client.resource(pods);
  const done: Record<Victim, number> = { node: 0, 'control-plane': 0, containerd: 0, shim: 0 };
  let standing: string | undefined;
  // A round may find nobody to kill: rounds and kills are counted apart, for the Pods of each round are others.
  for (let round = 0, count = 0; count < options.kills; round++) {
    const [starting, crashing] = [`r${round}-start`, `r${round}-crash`];
    await persist(() => api.create(pod(starting)));
    await persist(() => api.create(pod(crashing, true)));
    const deleted = standing;
    if (deleted !== undefined) await persist(() => api.delete(deleted, namespace));
    const after = luck.roll(span);
    await sleep(after);
    const victim = luck.pick(victims);
    if (await kill(cluster.layout, victim, luck)) {
      done[victim]++;
      count++;
      options.tell?.(`${count}: ${victim}, ${after} ms after the beginning`);
    }
    await settled(cluster, [starting, crashing], deleted === undefined ? [] : [deleted]);
    await persist(() => api.delete(crashing, namespace));
    standing = starting;
  }
  const last = standing;
  if (last !== undefined) await persist(() => api.delete(last, namespace));
  await gone(cluster);
  return done;
}

async function settled(cluster: TestCluster, ready: readonly string[], deleted: readonly string[]): Promise<void> {
  await until(cluster, (list) => {
    const unready = ready.filter((name) => !list.some((each) => each.metadata.name === name && isPodReady(each)));
    const present = deleted.filter((name) => list.some((each) => each.metadata.name === name));
    return [...unready.map((name) => `${name} is not ready`), ...present.map((name) => `${name} is not gone`)];
  });
}

/** Resolves when the namespace has no Pod any more. */
export const gone = (cluster: TestCluster): Promise<void> =>
  until(cluster, (list) => list.map(({ metadata }) => `${metadata.name} is not gone`));

type PodList = Awaited<ReturnType<ReturnType<typeof podsOf>['list']>>['items'];
const podsOf = ({ client }: TestCluster) => client.resource(pods);

async function until(cluster: TestCluster, missing: (list: PodList) => readonly string[]): Promise<void> {
  const end = performance.now() + patience;
  for (;;) {
    const list = (await persist(() => podsOf(cluster).list(namespace)))?.items ?? [];
    const lacks = missing(list);
    if (lacks.length === 0) return;
    if (performance.now() > end) {
      const { stdout: events } = await cluster.kubectl()(['get', 'events', '-A', '--sort-by=.lastTimestamp']);
      const objects = JSON.stringify(list, undefined, 1);
      throw new Error(`not within ${patience} ms: ${lacks.join(', ')}\n${objects}\n${events}`);
    }
    await sleep(200);
  }
}
