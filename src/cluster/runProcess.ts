/**
 * The life of one of Peapod's processes: announce it, start each component as soon as what it requires has started,
 * keep the other process, and stop in reverse.
 */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../machinery/log.ts';
import type { Component, Running } from './component.ts';
import type { Layout } from './layout.ts';
import { inOrder } from './order.ts';
import { announce, AlreadyRunningError, type ProcessState } from './process/announce.ts';
import { readNodeConfig } from './nodeConfig.ts';
import { keep, upMarker } from './process/keep.ts';
import { endsWithParent, type Role } from './process/role.ts';

const healthTimeout = 2_000;
const stopTimeout = 5_000;

/**
 * Resolves when the process was asked to end (SIGTERM, SIGINT) and every component has stopped. A component that
 * cannot start ends the process with its error; the other process will start it again, with back-off.
 */
export async function runProcess<Context>(
  layout: Layout,
  role: Role,
  components: readonly Component<Context>[],
  context: Context,
  log: Logger,
): Promise<void> {
  const started: { name: string; running: Running }[] = [];
  let ready = false;
  const state = async (): Promise<ProcessState> => ({
    role,
    ...(layout.namespace !== undefined && { node: basename(layout.data) }),
    pid: process.pid,
    ready,
    components: await Promise.all(started.map(async ({ name, running }) => ({ name, ...(await healthOf(running)) }))),
  });

  await using stack = new AsyncDisposableStack();
  const ended = new Promise<string>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
    if (process.env[endsWithParent]) process.stdin.once('end', () => resolve('end of input')).resume();
  });
  let announcement;
  try {
    announcement = stack.use(await announce(layout, role, state));
  } catch (error) {
    if (!(error instanceof AlreadyRunningError)) throw error;
    log.info({}, error.message);
    return;
  }
  const other = existsSync(upMarker(layout)) ? keptBy(layout, role) : undefined;
  if (other) stack.use(keep(layout, other, log));

  const startedAt = performance.now();
  const starting = new Map<string, Promise<void>>();
  for (const component of inOrder(components)) {
    const required = component.requires.flatMap((name) => starting.get(name) ?? []);
    const start = async (): Promise<void> => {
      await Promise.all(required);
      const from = performance.now();
      const running = await component.start(context);
      stack.defer(() => stop(component.name, running, log));
      started.push({ name: component.name, running });
      log.info({ component: component.name, milliseconds: Math.round(performance.now() - from) }, 'started');
      await announcement.publish();
    };
    starting.set(component.name, start());
  }
  await Promise.all(starting.values());
  ready = true;
  log.info({ milliseconds: Math.round(performance.now() - startedAt) }, `${role} is ready`);
  await announcement.publish();
  log.info({ signal: await ended }, `${role} is stopping`);
}

/** Further nodes of a machine are kept by its control plane, as one component, and keep nobody. */
export function keptBy(layout: Layout, role: Role): Role | undefined {
  if (role !== 'node') return 'node';
  if (layout.namespace !== undefined) return undefined;
  return readNodeConfig(layout) ? 'keeper' : 'control-plane';
}

/** A component that does not stop is named in the log, and not waited for. */
async function stop(component: string, running: Running, log: Logger): Promise<void> {
  const from = performance.now();
  const waiting = new AbortController();
  const stopped = running[Symbol.asyncDispose]().then(() => true);
  const late = sleep(stopTimeout, false, { signal: waiting.signal }).catch(() => false);
  if (await Promise.race([stopped, late]))
    log.info({ component, milliseconds: Math.round(performance.now() - from) }, 'stopped');
  else log.warn({ component, milliseconds: stopTimeout }, 'does not stop; going on without it');
  waiting.abort();
}

/** A health check that hangs is itself the news. */
async function healthOf(running: Running) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ ok: false; message: string }>((resolve) => {
    timer = setTimeout(
      () => resolve({ ok: false, message: `did not answer within ${healthTimeout / 1000} s` }),
      healthTimeout,
    );
  });
  try {
    return await Promise.race([Promise.resolve(running.health()), late]);
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
