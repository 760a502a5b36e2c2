/** Writes core/v1 Events, one after another, behind the caller's back. */
import type { Event, ObjectReference } from '../api/core/v1.ts';
import { isAlreadyExists, isNotFound } from '../machinery/apiError.ts';
import type { Logger } from '../machinery/log.ts';
import { silent } from '../machinery/log.ts';
import type { KubeObject } from '../machinery/object.ts';
import { coreEvents } from '../machinery/resources.ts';
import { formatTime } from '../machinery/time.ts';
import { pause } from './backoff.ts';
import type { Client, ResourceClient } from './client.ts';
import { ConnectionError } from './connectionError.ts';
import { EventCorrelator } from './eventCorrelator.ts';
import type { EventRecorder } from './eventRecorder.ts';

/** Events that wait to be written; more are dropped. */
const longestQueue = 1000;
const maxTries = 12;
const retryAfter = 10_000;

/**
 * `component` and `host` are what `kubectl describe` shows as `From`. Disposing waits for what can be written at once
 * and drops the rest.
 */
export function createEventRecorder(
  client: Client,
  component: string,
  host?: string,
  log: Logger = silent,
): EventRecorder & AsyncDisposable {
  const stop = new AbortController();
  const correlator = new EventCorrelator();
  /** By what makes an event the same as another: while it waits, its repetitions only raise its count. */
  const waiting = new Map<string, Write>();
  let dropped = 0;
  let writing: Promise<void> | undefined;

  const drain = async (): Promise<void> => {
    for (const [key, write] of waiting) {
      waiting.delete(key);
      await perform(client.resource(coreEvents), write, stop.signal, log);
    }
    if (dropped > 0) log.warn({ dropped }, 'too many events waited to be written; the newest were dropped');
    dropped = 0;
    writing = undefined;
  };

  return {
    event(about, type, reason, message, fieldPath) {
      if (stop.signal.aborted) return;
      const fresh = eventAbout(referenceTo(about, fieldPath), type, reason, message, component, host);
      const correlated = correlator.correlate(fresh, Date.now());
      if (correlated.action === 'drop') return;
      const { key, event } = correlated;
      const before = waiting.get(key);
      if (!before && waiting.size >= longestQueue) {
        dropped += 1;
        return;
      }
      waiting.set(key, { action: before?.action ?? correlated.action, event });
      writing ??= drain();
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await writing;
    },
  };
}

interface Write {
  readonly action: 'create' | 'patch';
  readonly event: Event;
}

function referenceTo(about: KubeObject, fieldPath: string | undefined): ObjectReference {
  const { namespace, name, uid, resourceVersion } = about.metadata ?? {};
  return {
    ...(about.kind && { kind: about.kind }),
    ...(namespace && { namespace }),
    ...(name && { name }),
    ...(uid && { uid }),
    ...(about.apiVersion && { apiVersion: about.apiVersion }),
    ...(resourceVersion && { resourceVersion }),
    ...(fieldPath && { fieldPath }),
  };
}

function eventAbout(
  involvedObject: ObjectReference,
  type: string,
  reason: string,
  message: string,
  component: string,
  host: string | undefined,
): Event {
  const now = formatTime(Date.now());
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name: `${involvedObject.name}.${nanoseconds().toString(16)}`,
      namespace: involvedObject.namespace || 'default',
    },
    involvedObject,
    reason,
    message,
    type,
    count: 1,
    firstTimestamp: now,
    lastTimestamp: now,
    source: { component, ...(host && { host }) },
    reportingComponent: component,
    reportingInstance: host ?? '',
  };
}

/** Nanoseconds since 1970 that never come twice in a process. */
function nanoseconds(): bigint {
  const now = BigInt(Date.now()) * 1_000_000n;
  lastNanoseconds = now > lastNanoseconds ? now : lastNanoseconds + 1n;
  return lastNanoseconds;
}
let lastNanoseconds = 0n;

async function perform(events: ResourceClient<Event>, write: Write, signal: AbortSignal, log: Logger): Promise<void> {
  const { reason, message } = write.event;
  for (let tries = 1; tries <= maxTries; tries += 1) {
    try {
      await send(events, write);
      return;
    } catch (error) {
      if (isAlreadyExists(error)) return;
      // The server has looked at it and said no: it will say so again.
      if (!(error instanceof ConnectionError)) {
        log.debug({ error: String(error), reason }, 'the server rejected an event; it is dropped');
        return;
      }
      if (signal.aborted) return;
      await pause(retryAfter * (tries === 1 ? Math.random() : 1), signal);
    }
  }
  log.warn({ reason, message }, 'an event could not be written for long; it is dropped');
}

async function send(events: ResourceClient<Event>, { action, event }: Write): Promise<void> {
  const { name = '', namespace } = event.metadata;
  if (action === 'patch') {
    try {
      const patch = { count: event.count, lastTimestamp: event.lastTimestamp, message: event.message };
      await events.patch(name, namespace, 'application/strategic-merge-patch+json', patch);
      return;
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
  // It may have expired since it was written: then it is written anew, under its name, with its count.
  await events.create({ ...event, metadata: { name, ...(namespace && { namespace }) } });
}
