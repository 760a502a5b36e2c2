/**
 * The Pods that wait for a node.
 *
 * Guarantees:
 *  - Of the Pods that are ready, the one with the highest priority comes first; among equals, the one that waits longest.
 *  - A Pod is in one place at a time: active, backing off, unschedulable, gated, or handed out by next().
 *  - A Pod that fitted nowhere stays unschedulable until an event happens that one of the plugins which refused it says
 *    may help, until the Pod itself changes, or until it has waited five minutes.
 *  - After its n-th failure a Pod backs off for 1 s × 2ⁿ⁻¹, at most 10 s. When nothing is active, Pods that an event
 *    has moved do not wait for the rest of it; those that failed by an error do.
 *  - A Pod with scheduling gates is never handed out.
 */
import type { Pod } from '../api/core/v1.ts';
import type { Stored } from '../machinery/object.ts';
import type { PodInfo } from './cache/podInfo.ts';
import { podInfoOf, renewed } from './cache/podInfo.ts';
import type { ClusterEvent, ClusterEventKind } from './clusterEvent.ts';
import type { Plugin } from './framework.ts';
import { Heap } from './heap.ts';

const initialBackoff = 1_000;
const maxBackoff = 10_000;
const longestUnschedulable = 5 * 60_000;
const leftoverInterval = 30_000;

export interface QueuedPod {
  info: PodInfo;
  /** How often it was handed out. */
  attempts: number;
  /** Milliseconds: when it came in first. */
  readonly since: number;
  /** Milliseconds: when it last entered a queue. */
  queuedAt: number;
  backoffUntil: number;
  /** The plugins that refused it; empty: none did, but there was no node at all. */
  refusedBy: ReadonlySet<string>;
}

export interface QueueSizes {
  readonly active: number;
  readonly backoff: number;
  readonly unschedulable: number;
  readonly gated: number;
}

const keyOfQueued = (queued: QueuedPod): string => queued.info.key;
const sooner = (a: QueuedPod, b: QueuedPod): boolean => a.backoffUntil < b.backoffUntil;

function first(a: QueuedPod, b: QueuedPod): boolean {
  if (a.info.priority !== b.info.priority) return a.info.priority > b.info.priority;
  return a.queuedAt < b.queuedAt;
}

export class SchedulingQueue implements Disposable {
  readonly #plugins: ReadonlyMap<string, Plugin>;
  readonly #interested: ReadonlyMap<ClusterEventKind, ReadonlySet<string>>;
  readonly #now: () => number;
  readonly #active = new Heap<QueuedPod>(keyOfQueued, first);
  /** Moved by an event, waiting for their backoff. */
  readonly #backoff = new Heap<QueuedPod>(keyOfQueued, sooner);
  /** Failed by an error. */
  readonly #errorBackoff = new Heap<QueuedPod>(keyOfQueued, sooner);
  readonly #unschedulable = new Map<string, QueuedPod>();
  readonly #gated = new Map<string, QueuedPod>();
  /** Handed out: its attempts are remembered until done() or failed(). */
  readonly #inFlight = new Map<string, QueuedPod>();
  /** Unschedulable Pods by a plugin that refused them; '' for none. */
  readonly #refusals = new Map<string, Map<string, QueuedPod>>();
  #wake: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #leftover: NodeJS.Timeout | undefined;
  #sequence = 0;
  #closed = false;

  constructor(plugins: readonly Plugin[], now: () => number = Date.now) {
    this.#plugins = new Map(plugins.map((plugin) => [plugin.name, plugin]));
    const interested = new Map<ClusterEventKind, Set<string>>([['node', new Set([''])]]);
    for (const { name, events = [] } of plugins) {
      for (const kind of events) interested.set(kind, (interested.get(kind) ?? new Set()).add(name));
    }
    this.#interested = interested;
    this.#now = now;
  }

  get sizes(): QueueSizes {
    return {
      active: this.#active.size,
      backoff: this.#backoff.size + this.#errorBackoff.size,
      unschedulable: this.#unschedulable.size,
      gated: this.#gated.size,
    };
  }

  /** A new Pod without a node. Throws SelectorError when its affinity cannot be understood. */
  add(pod: Stored<Pod>): void {
    const info = podInfoOf(pod);
    this.delete(info.key);
    const since = this.#now();
    this.#enter({ info, attempts: 0, since, queuedAt: 0, backoffUntil: 0, refusedBy: new Set() });
  }

  /** A newer state of a waiting Pod. `changed`: something that may let it fit now (not merely its status). */
  update(pod: Stored<Pod>, key: string, changed: boolean): void {
    const queued = this.#find(key);
    if (!queued) {
      this.add(pod);
      return;
    }
    queued.info = changed ? podInfoOf(pod) : renewed(queued.info, pod);
    if (!changed || this.#inFlight.has(key)) return;
    if (this.#gated.delete(key)) this.#enter(queued);
    else if (this.#unschedulable.has(key)) this.#move(queued);
    // Its priority may be another.
    else if (this.#active.remove(key)) this.#active.push(queued);
  }

  /** The Pod as it waits, or as it was handed out. */
  info(key: string): PodInfo | undefined {
    return this.#find(key)?.info;
  }

  delete(key: string): void {
    this.#active.remove(key);
    this.#backoff.remove(key);
    this.#errorBackoff.remove(key);
    this.#gated.delete(key);
    this.#inFlight.delete(key);
    const queued = this.#unschedulable.get(key);
    if (queued) this.#leaveUnschedulable(queued);
  }

  /** Hands out the next Pod, and waits for one; undefined once disposed. */
  async next(): Promise<QueuedPod | undefined> {
    for (;;) {
      if (this.#closed) return undefined;
      const queued = this.#active.pop() ?? this.#backoff.pop();
      if (queued) {
        queued.attempts += 1;
        this.#inFlight.set(queued.info.key, queued);
        return queued;
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** The Pod that was handed out has found its node, or is gone. */
  done(key: string): void {
    this.#inFlight.delete(key);
  }

  /** It fitted nowhere; `refusedBy` names the plugins, and is empty when there was no node. */
  unschedulable(queued: QueuedPod, refusedBy: ReadonlySet<string>): void {
    if (!this.#takeBack(queued)) return;
    queued.refusedBy = refusedBy;
    this.#unschedulable.set(queued.info.key, queued);
    for (const name of refusedBy.size > 0 ? refusedBy : ['']) {
      const refused = this.#refusals.get(name) ?? new Map<string, QueuedPod>();
      this.#refusals.set(name, refused.set(queued.info.key, queued));
    }
    this.#leftover ??= setInterval(() => this.#moveLeftover(), leftoverInterval).unref();
  }

  /** Something failed that is not the Pod's fault: it is tried again after its backoff. */
  failed(queued: QueuedPod): void {
    if (!this.#takeBack(queued)) return;
    this.#errorBackoff.push(queued);
    this.#arm();
  }

  /** Moves the Pods that the event may help. */
  happened(event: ClusterEvent): void {
    for (const name of this.#interested.get(event.kind) ?? []) {
      const plugin = this.#plugins.get(name);
      for (const queued of this.#refusals.get(name)?.values() ?? []) {
        if (plugin?.helps?.(queued.info, event) ?? true) this.#move(queued);
      }
    }
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearInterval(this.#leftover);
    this.#wake?.();
  }

  #find(key: string): QueuedPod | undefined {
    return (
      this.#active.get(key) ??
      this.#backoff.get(key) ??
      this.#errorBackoff.get(key) ??
      this.#unschedulable.get(key) ??
      this.#gated.get(key) ??
      this.#inFlight.get(key)
    );
  }

  /** False when the Pod was deleted, or is another one by now, while it was handed out. */
  #takeBack(queued: QueuedPod): boolean {
    const { key } = queued.info;
    if (this.#inFlight.get(key) !== queued) return false;
    this.#inFlight.delete(key);
    queued.backoffUntil = this.#now() + Math.min(initialBackoff * 2 ** (queued.attempts - 1), maxBackoff);
    return true;
  }

  #enter(queued: QueuedPod): void {
    if ((queued.info.pod.spec?.schedulingGates ?? []).length > 0) {
      this.#gated.set(queued.info.key, queued);
      return;
    }
    // A running number keeps Pods of the same millisecond in order.
    queued.queuedAt = this.#now() + (this.#sequence = (this.#sequence + 1e-6) % 1);
    this.#active.push(queued);
    this.#signal();
  }

  #move(queued: QueuedPod): void {
    this.#leaveUnschedulable(queued);
    if (queued.backoffUntil <= this.#now()) {
      this.#enter(queued);
      return;
    }
    this.#backoff.push(queued);
    this.#arm();
    this.#signal();
  }

  #leaveUnschedulable(queued: QueuedPod): void {
    const { key } = queued.info;
    this.#unschedulable.delete(key);
    for (const name of queued.refusedBy.size > 0 ? queued.refusedBy : ['']) this.#refusals.get(name)?.delete(key);
    if (this.#unschedulable.size > 0) return;
    clearInterval(this.#leftover);
    this.#leftover = undefined;
  }

  #moveLeftover(): void {
    const limit = this.#now() - longestUnschedulable;
    for (const queued of this.#unschedulable.values()) {
      if (queued.queuedAt < limit) this.#move(queued);
    }
  }

  #signal(): void {
    this.#wake?.();
    this.#wake = undefined;
  }

  /** Sets the timer to the end of the earliest backoff. */
  #arm(): void {
    clearTimeout(this.#timer);
    const ends = [this.#backoff.first, this.#errorBackoff.first].flatMap((queued) => queued?.backoffUntil ?? []);
    if (ends.length === 0 || this.#closed) return;
    this.#timer = setTimeout(() => this.#endBackoffs(), Math.max(1, Math.min(...ends) - this.#now()));
  }

  #endBackoffs(): void {
    for (const heap of [this.#backoff, this.#errorBackoff]) {
      for (let queued = heap.first; queued && queued.backoffUntil <= this.#now(); queued = heap.first) {
        heap.pop();
        this.#enter(queued);
      }
    }
    this.#arm();
  }
}
