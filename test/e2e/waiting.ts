/** Bounded waits that follow a watch instead of asking again and again. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ResourceClient, WatchParameters } from '../../src/client/client.ts';
import type { KubeObject, Stored } from '../../src/machinery/object.ts';

export interface WaitOptions<T extends KubeObject> {
  /** 'default' where it is not given; undefined for what is in none. */
  readonly namespace?: string | undefined;
  readonly parameters?: WatchParameters;
  /** For the error. */
  readonly what: string;
  /** Milliseconds. */
  readonly timeout: number;
  readonly until: (object: Stored<T>) => boolean;
}

/** The first object for which `until` holds, now or later. A watch that breaks is begun again. Rejects when time is up. */
export async function waitFor<T extends KubeObject>(
  api: ResourceClient<T>,
  options: WaitOptions<T>,
): Promise<Stored<T>> {
  const { parameters = {}, what, timeout, until } = options;
  const namespace = 'namespace' in options ? options.namespace : 'default';
  const signal = AbortSignal.timeout(timeout);
  let last: Stored<T> | undefined;
  while (!signal.aborted) {
    try {
      for await (const event of api.watch(namespace, parameters, signal)) {
        if (event.type === 'BOOKMARK' || event.type === 'DELETED') continue;
        last = event.object;
        if (until(event.object)) return event.object;
      }
    } catch {
      // The server is away: it is what some tests bring about.
    }
    await sleep(50);
  }
  throw new Error(`${what}: not within ${timeout} ms; last seen ${JSON.stringify(last, undefined, 1)}`);
}

/** For what nothing can be watched of. Rejects with the last error. */
export async function eventually<R>(what: string, timeout: number, attempt: () => Promise<R>): Promise<R> {
  const end = performance.now() + timeout;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > end) throw new Error(`${what}: not within ${timeout} ms`, { cause: error });
      await sleep(100);
    }
  }
}

/** The arguments of a process; '' when there is none. */
export function commandLine(pid: number | string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}
