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
import type { Correlated } from './eventCorrelator.ts';
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
  const waiting: Event[] = [];
  let writing: Promise<void> | undefined;

  const drain = async (): Promise<void> => {
    for (let event = waiting.shift(); event; event = waiting.shift()) {
      await write(client.resource(coreEvents), correlator, event, stop.signal, log);
    }
    writing = undefined;
  };

  return {
    event(about, type, reason, message, fieldPath) {
      if (stop.signal.aborted) return;
      if (waiting.length >= longestQueue)
        return log.warn({ reason, message }, 'too many events wait to be written; one is dropped');
      waiting.push(eventAbout(referenceTo(about, fieldPath), type, reason, message, component, host));
      writing ??= drain();
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await writing;
    },
  };
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

async function write(
  events: ResourceClient<Event>,
  correlator: EventCorrelator,
  fresh: Event,
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  const correlated = correlator.correlate(fresh, Date.now());
  if (correlated.action === 'drop') return;
  for (let tries = 1; tries <= maxTries; tries += 1) {
    try {
      return correlator.written(correlated.key, await send(events, correlated));
    } catch (error) {
      if (isAlreadyExists(error)) return;
      // The server has looked at it and said no: it will say so again.
      if (!(error instanceof ConnectionError)) {
        return log.debug({ error: String(error), reason: fresh.reason }, 'the server rejected an event; it is dropped');
      }
      if (signal.aborted) return;
      await pause(retryAfter * (tries === 1 ? Math.random() : 1), signal);
    }
  }
  log.warn({ reason: fresh.reason, message: fresh.message }, 'an event could not be written for long; it is dropped');
}

async function send(
  events: ResourceClient<Event>,
  { action, event }: Exclude<Correlated, { action: 'drop' }>,
): Promise<Event> {
  const { name = '', namespace } = event.metadata;
  if (action === 'patch') {
    try {
      const patch = { count: event.count, lastTimestamp: event.lastTimestamp, message: event.message };
      return await events.patch(name, namespace, 'application/strategic-merge-patch+json', patch);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
  // It may have expired since it was written: then it is written anew, under its name, with its count.
  return events.create({ ...event, metadata: { name, ...(namespace && { namespace }) } });
}
