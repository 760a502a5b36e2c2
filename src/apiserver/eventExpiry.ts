/**
 * Deletes Events an hour after they were last written.
 *
 *  - Events wait in the order of their last write: what expires next is looked up, never searched for, and one timer
 *    waits for it.
 *  - An Event that is written again in the meantime starts its hour anew, also while its deletion is on its way.
 *  - After a restart an Event's own times tell when it was last written.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Event } from '../api/core/v1.ts';
import type { Client } from '../client/client.ts';
import { createInformers } from '../client/informers.ts';
import { isConflict, isNotFound } from '../machinery/apiError.ts';
import type { Logger } from '../machinery/log.ts';
import { keyOf, splitKey } from '../machinery/object.ts';
import type { Stored } from '../machinery/object.ts';
import { coreEvents } from '../machinery/resources.ts';

const hour = 60 * 60 * 1000;
/** Milliseconds between two deletions: a burst of events of an hour ago does not hold up today's writes. */
const pace = 2;
/** Milliseconds after a deletion failed. */
const retryAfter = 10_000;

interface Waiting {
  readonly written: number;
  readonly resourceVersion: string;
}

/** `lifetime` in milliseconds: an hour when absent. */
export async function startEventExpiry(client: Client, log: Logger, lifetime = hour): Promise<AsyncDisposable> {
  const informers = createInformers(client, log);
  const events = informers.for(coreEvents);
  /** In the order in which they expire: who is written goes to the end. */
  const waiting = new Map<string, Waiting>();
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();
  let loaded = false;

  const put = (event: Stored<Event>, written: number): void => {
    const key = keyOf(event);
    waiting.delete(key);
    waiting.set(key, { written, resourceVersion: event.metadata.resourceVersion });
  };
  const arm = (delay?: number): void => {
    if (timer !== undefined || stop.signal.aborted) return;
    const [first] = waiting.values();
    if (!first) return;
    const due = delay ?? Math.max(0, first.written + lifetime - Date.now());
    timer = setTimeout(() => {
      working = expire().then((failed) => {
        timer = undefined;
        arm(failed ? retryAfter : undefined);
      });
    }, due).unref();
  };
  const expire = async (): Promise<boolean> => {
    for (const [key, { written, resourceVersion }] of waiting) {
      if (stop.signal.aborted || written + lifetime > Date.now()) return false;
      const { name, namespace } = splitKey(key);
      try {
        await client.resource(coreEvents).delete(name, namespace, { preconditions: { resourceVersion } });
        waiting.delete(key);
      } catch (error) {
        if (isNotFound(error)) waiting.delete(key);
        else if (!isConflict(error)) {
          log.error({ error: String(error), event: key }, 'an expired event could not be deleted');
          return true;
        }
      }
      await sleep(pace);
    }
    return false;
  };
  const written = (event: Stored<Event>): void => {
    if (!loaded) return;
    put(event, Date.now());
    arm();
  };
  events.addHandler({ added: written, updated: written, deleted: (event) => void waiting.delete(keyOf(event)) });
  await events.synced;
  const now = Date.now();
  const found = events.list().map((event) => ({ event, at: Math.min(now, lastWrite(event)) }));
  for (const { event, at } of found.sort((a, b) => a.at - b.at)) put(event, at);
  loaded = true;
  arm();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      clearTimeout(timer);
      await working;
      await informers[Symbol.asyncDispose]();
    },
  };
}

function lastWrite({ metadata, lastTimestamp, eventTime, series }: Stored<Event>): number {
  const times = [metadata.creationTimestamp, lastTimestamp, eventTime, series?.lastObservedTime];
  return Math.max(0, ...times.map((time) => (time ? Date.parse(time) : 0)));
}
