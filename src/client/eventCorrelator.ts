/**
 * Decides what becomes of an event (client-go's EventCorrelator):
 *  - the same event again raises `count` and `lastTimestamp` of the one that is there;
 *  - more than 10 messages for one object and reason within 10 minutes are combined into one event;
 *  - an object of which there is too much to say (25 at once, then one in 5 minutes) is passed over in silence.
 */
import type { Event } from '../api/core/v1.ts';
import { TokenBucket } from './tokenBucket.ts';

export type Correlated =
  | { readonly action: 'create'; readonly event: Event; readonly key: string }
  | { readonly action: 'patch'; readonly event: Event; readonly key: string }
  | { readonly action: 'drop' };

const remembered = 4096;
const similarWindow = 600_000;
const similarMessages = 10;
const burst = 25;
const refillPerSecond = 1 / 300;

interface Similar {
  readonly messages: Set<string>;
  last: number;
}

export class EventCorrelator {
  readonly #written = new LeastRecentlyUsed<Event>(remembered);
  readonly #similar = new LeastRecentlyUsed<Similar>(remembered);
  readonly #budgets = new LeastRecentlyUsed<TokenBucket>(remembered);

  /** `now` in milliseconds. */
  correlate(fresh: Event, now: number): Correlated {
    const { event, key } = this.#combine(fresh, now);
    const before = this.#written.get(key);
    const next: Event = before
      ? { ...event, metadata: before.metadata, count: (before.count ?? 0) + 1, ...firstOf(before) }
      : event;
    this.#written.set(key, next);
    if (!this.#allowed(event, now)) return { action: 'drop' };
    return { action: before ? 'patch' : 'create', event: next, key };
  }

  #combine(event: Event, now: number): { event: Event; key: string } {
    const message = event.message ?? '';
    const group = keyOfParts(event, [
      event.type,
      event.reason,
      event.action,
      event.reportingComponent,
      event.reportingInstance,
    ]);
    let similar = this.#similar.get(group);
    if (!similar || now - similar.last > similarWindow) similar = { messages: new Set(), last: now };
    similar.last = now;
    similar.messages.add(message);
    this.#similar.set(group, similar);
    if (similar.messages.size < similarMessages) {
      return { event, key: keyOfParts(event, [event.involvedObject.fieldPath, event.type, event.reason, message]) };
    }
    // Only how many they were matters from here on.
    for (const oldest of similar.messages) {
      if (similar.messages.size <= similarMessages) break;
      similar.messages.delete(oldest);
    }
    return { event: { ...event, message: `(combined from similar events): ${message}` }, key: group };
  }

  #allowed(event: Event, now: number): boolean {
    const key = keyOfParts(event, []);
    const budget = this.#budgets.get(key) ?? new TokenBucket(burst, refillPerSecond, now);
    this.#budgets.set(key, budget);
    return budget.take(now);
  }
}

const firstOf = (before: Event): Pick<Event, 'firstTimestamp'> =>
  before.firstTimestamp ? { firstTimestamp: before.firstTimestamp } : {};

function keyOfParts(event: Event, more: readonly (string | undefined)[]): string {
  const { kind, namespace, name, uid, apiVersion } = event.involvedObject;
  return [event.source?.component, event.source?.host, kind, namespace, name, uid, apiVersion, ...more].join('\0');
}

class LeastRecentlyUsed<V> {
  readonly #entries = new Map<string, V>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string): V | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, value);
    }
    return value;
  }

  set(key: string, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#limit) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }
}
