/**
 * What happens to the containers and sandboxes of a runtime, as it happens. Guarantees:
 * - a `relist` comes first, and again each time events may have been missed (the runtime restarted, the stream broke),
 *   always after the subscription is in effect: who then lists and from there on follows the events misses nothing;
 * - when `stopped` comes, the runtime's own status says so already;
 * - the iteration ends only with `signal`, or when the consumer leaves it.
 *
 * The source is the first of these that the runtime has: CRI's GetContainerEvents, containerd's own event service, or
 * a `relist` every second.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { CriCode, isCriError } from './cri/client.ts';
import type { CriClient } from './cri/client.ts';
import { ContainerEventType, ContainerState, PodSandboxState } from './cri/generated/cri_pb.js';
import { containerdEvents } from './containerdEvents.ts';
import { EventQueue } from './eventQueue.ts';
import type { ContainerLifecycleEvent, RuntimeEvent } from './runtimeEvent.ts';
import { silent } from '../../machinery/log.ts';
import type { Logger } from '../../machinery/log.ts';

export interface RuntimeEventOptions {
  readonly signal: AbortSignal;
  readonly log?: Logger | undefined;
}

const relistPeriod = 1000;
/** Milliseconds between looks at a container that has ended without the runtime's taking note. */
const longestStep = 200;

/** Returns when a stream that worked ends; throws when it could not begin. */
type Source = (cri: CriClient, queue: EventQueue<RuntimeEvent>, signal: AbortSignal) => Promise<void>;

export async function* runtimeEvents(cri: CriClient, options: RuntimeEventOptions): AsyncIterable<RuntimeEvent> {
  const queue = new EventQueue<RuntimeEvent>();
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const pumping = pump(cri, queue, signal, options.log ?? silent).finally(() => queue.end());
  try {
    yield* queue;
  } finally {
    stop.abort();
    await pumping;
  }
}

/** Follows the best source; after each break waits for the runtime and follows anew. */
async function pump(cri: CriClient, queue: EventQueue<RuntimeEvent>, signal: AbortSignal, log: Logger): Promise<void> {
  const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  let sources = allSources;
  while (!signal.aborted) {
    try {
      await Promise.race([cri.waitForReady(1000), aborted]);
      await (sources[0] ?? periodicRelist)(cri, queue, signal);
      // The runtime that comes back may be another one, and offer more or less.
      sources = allSources;
    } catch (error) {
      if (signal.aborted) return;
      const unavailable = isCriError(error, CriCode.Unavailable) || isCriError(error, CriCode.DeadlineExceeded);
      if (!unavailable) sources = sources.slice(1);
      log.debug({ error }, 'runtime events cannot be streamed this way');
    }
    await sleep(20, undefined, { signal }).catch(() => {});
  }
}

const allSources: readonly Source[] = [criEvents, containerdServiceEvents, periodicRelist];

async function criEvents(cri: CriClient, queue: EventQueue<RuntimeEvent>, signal: AbortSignal): Promise<void> {
  const types = {
    [ContainerEventType.CONTAINER_CREATED_EVENT]: 'created',
    [ContainerEventType.CONTAINER_STARTED_EVENT]: 'started',
    [ContainerEventType.CONTAINER_STOPPED_EVENT]: 'stopped',
    [ContainerEventType.CONTAINER_DELETED_EVENT]: 'deleted',
  } as const;
  await follow(cri, queue, cri.getContainerEvents({}, { signal }), (event) => {
    const type = types[event.containerEventType];
    if (type) queue.push({ type, containerId: event.containerId, sandboxId: event.podSandboxStatus?.id });
  });
}

async function containerdServiceEvents(
  cri: CriClient,
  queue: EventQueue<RuntimeEvent>,
  signal: AbortSignal,
): Promise<void> {
  await using events = containerdEvents(cri.endpoint);
  await events.waitForReady(1000);
  await follow(cri, queue, events.subscribe(signal), (event) => {
    if (event.type === 'stopped') void settled(cri, event, signal).then((stopped) => queue.push(stopped));
    else queue.push(event);
  });
}

async function periodicRelist(cri: CriClient, queue: EventQueue<RuntimeEvent>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && cri.connection === 'ready') {
    queue.push({ type: 'relist' });
    await sleep(relistPeriod, undefined, { signal }).catch(() => {});
  }
}

/**
 * Opens the stream, makes sure that the runtime serves it (a later call on the same connection has come back), then
 * announces `relist` and passes on what comes. A runtime without the stream fails it with Unimplemented.
 */
async function follow<Message>(
  cri: CriClient,
  queue: EventQueue<RuntimeEvent>,
  stream: AsyncIterable<Message>,
  handle: (message: Message) => void,
): Promise<void> {
  const iterator = stream[Symbol.asyncIterator]();
  try {
    let next = iterator.next();
    const refused = next.then(() => undefined);
    await Promise.race([refused, cri.version({}).then(() => cri.version({}))]);
    queue.push({ type: 'relist' });
    for (;;) {
      const result = await next.catch(() => undefined);
      if (result === undefined || result.done === true) return;
      handle(result.value);
      next = iterator.next();
    }
  } finally {
    await iterator.return?.();
  }
}

/**
 * containerd tells of an exit before its CRI service has taken note, and on a busy machine seconds before. Waits, in
 * steps that grow from a millisecond, until the status says it too; says which sandbox it belongs to.
 */
async function settled(
  cri: CriClient,
  event: ContainerLifecycleEvent,
  signal: AbortSignal,
): Promise<ContainerLifecycleEvent> {
  const id = event.containerId;
  let sandboxId: string | undefined;
  try {
    for (let step = 1; !signal.aborted; step = Math.min(2 * step, longestStep)) {
      const { containers } = await cri.listContainers({ filter: { id } }, { signal });
      const container = containers.find((candidate) => candidate.id === id);
      if (container) {
        sandboxId = container.podSandboxId;
        // One that ended as it began may be called created, then running, and only then exited.
        if (container.state === ContainerState.CONTAINER_EXITED) break;
        if (container.state === ContainerState.CONTAINER_UNKNOWN) break;
      } else {
        const { items } = await cri.listPodSandbox({ filter: { id } }, { signal });
        sandboxId = items.find((candidate) => candidate.id === id)?.id;
        if (items.every((sandbox) => sandbox.state !== PodSandboxState.SANDBOX_READY)) break;
      }
      await sleep(step, undefined, { signal });
    }
  } catch {
    // The runtime went away: a relist follows, which tells more than this event can.
  }
  return { ...event, sandboxId };
}
