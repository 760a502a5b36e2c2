/**
 * The two processes of a machine keep each other: when one dies, the other starts it again. So there is no third
 * process to supervise them, and none that could itself be killed unnoticed.
 *
 * Guarantees:
 *  - A death is seen at once (the connection closes), without polling.
 *  - What was ready is restarted after 100 ms; what fails while it starts, or was never seen, after 3 s, then up to 10 s.
 *  - Nothing is started while the cluster is to be down (no marker file).
 */
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import type { Layout } from '../layout.ts';
import type { Logger } from '../../machinery/log.ts';
import { launch } from './launch.ts';
import { currentState, observe } from './observe.ts';
import type { Role } from './role.ts';

/** Exists while the cluster is to be up: written by `peapod up`, removed by `peapod down` before it stops anything. */
export const upMarker = (layout: Layout): string => join(layout.run, 'up');

const firstDelay = 100;
const unseenDelay = 3_000;
const longestDelay = 10_000;

/** Keeps `role` running until disposed. */
export function keep(layout: Layout, role: Role, log: Logger): AsyncDisposable {
  const stop = new AbortController();
  const done = run(layout, role, log, stop.signal);
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await done;
    },
  };
}

async function run(layout: Layout, role: Role, log: Logger, signal: AbortSignal): Promise<void> {
  let delay = unseenDelay;
  while (!signal.aborted) {
    let seen = false;
    for await (const state of observe(layout, role, signal)) {
      seen = true;
      if (state.ready) delay = firstDelay;
    }
    try {
      await sleep(delay, undefined, { signal });
    } catch {
      return;
    }
    // Meanwhile it may have been started by somebody else, or the cluster is going down.
    if (!existsSync(upMarker(layout)) || (await currentState(layout, role))) continue;
    if (seen) log.warn({ role }, 'the other process ended; starting it again');
    launch(layout, role);
    delay = Math.min(Math.max(delay * 2, unseenDelay), longestDelay);
  }
}
