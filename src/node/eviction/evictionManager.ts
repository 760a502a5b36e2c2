/**
 * Keeps the node alive when memory, disk or process numbers run short: tells so by the node's conditions, gives back
 * what nobody needs, and then evicts Pods, one at a time.
 *
 * Guarantees: never two looks at once; one Pod at most is evicted a look, and the next look comes when that Pod is
 * gone (or 30 s later); Pods of the system are not evicted; a condition stays for the transition period after it was
 * seen last, so that the scheduler is not led to and fro.
 *
 * Looks every ten seconds, as upstream does: the kernel has no event for most of these, and none that Node.js can
 * wait for.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../machinery/log.ts';
import type { NodePod } from '../pod/identity.ts';
import { exceededLimit, hasStorageLimit } from './localStorage.ts';
import { evictionMessage } from './message.ts';
import { isCritical, ranked } from './ranking.ts';
import type { Observations, Signal, Threshold } from './thresholds.ts';
import { conditionOf, resourceOf, thresholdsMet } from './thresholds.ts';
import type { PodUsage } from './usage.ts';

/** The conditions that hold now. */
export interface Pressure {
  readonly memory: boolean;
  readonly disk: boolean;
  readonly pids: boolean;
}

export interface Eviction {
  readonly message: string;
  /** The node's fault and not the Pod's: told by condition DisruptionTarget. */
  readonly disruption: boolean;
}

export interface EvictionOptions {
  readonly thresholds: readonly Threshold[];
  /** Milliseconds for which a condition stays after it was seen last. */
  readonly transitionPeriod: number;
  readonly log: Logger;
  readonly observe: () => Promise<Observations>;
  readonly usages: (pods: readonly NodePod[]) => Promise<PodUsage[]>;
  /** Pods that run and are not about to end. */
  readonly pods: () => readonly NodePod[];
  /** Resolves when nothing of the Pod runs any more. */
  readonly evict: (pod: NodePod, eviction: Eviction) => Promise<void>;
  /** Gives back what nobody needs: images, for a disk that fills up. */
  readonly reclaim: (signal: Signal) => Promise<void>;
  /** A threshold was met: for an event on the node. */
  readonly attempting: (resource: string) => void;
  /** The conditions have changed. */
  readonly changed: () => void;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** What a look has done. */
export interface Evicted {
  /** Resolves when nothing of what was evicted runs any more. */
  readonly ended: Promise<void>;
}

const period = 10_000;
const longestCleanUp = 30_000;

export class EvictionManager implements AsyncDisposable {
  readonly #options: EvictionOptions;
  /** When each condition was seen last. */
  readonly #seen = new Map<string, number>();
  readonly #closed = new AbortController();
  #pressure: Pressure = { memory: false, disk: false, pids: false };
  #looking: Promise<void> | undefined;

  constructor(options: EvictionOptions) {
    this.#options = options;
  }

  /** As of the last look. */
  get pressure(): Pressure {
    return this.#pressure;
  }

  /** Looks now and then every ten seconds. Resolves after the first look. */
  async start(): Promise<void> {
    await this.#look();
    this.#looking = this.#keepLooking();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort();
    await this.#looking;
  }

  async #keepLooking(): Promise<void> {
    const { signal } = this.#closed;
    while (!signal.aborted) {
      const eviction = await this.#look();
      if (eviction === undefined) await sleep(period, undefined, { signal, ref: false }).catch(() => {});
      else
        await Promise.race([eviction.ended, sleep(longestCleanUp, undefined, { signal, ref: false }).catch(() => {})]);
    }
  }

  async #look(): Promise<Evicted | undefined> {
    try {
      return await this.synchronize();
    } catch (error) {
      this.#options.log.warn({ error }, 'the use of memory and disk could not be looked at');
      return undefined;
    }
  }

  /** One look. */
  async synchronize(): Promise<Evicted | undefined> {
    const { thresholds, observe } = this.#options;
    const observations = await observe();
    const met = thresholdsMet(thresholds, observations);
    this.#conclude(met);
    const evicted = await this.#evictBeyondLimits();
    if (evicted !== undefined || met.length === 0) return evicted;

    // Memory first: a node without it soon does nothing at all.
    const [threshold] = met.toSorted(
      (a, b) => Number(b.signal === 'memory.available') - Number(a.signal === 'memory.available'),
    );
    if (threshold === undefined) return undefined;
    this.#options.attempting(resourceOf(threshold.signal));
    await this.#options.reclaim(threshold.signal);
    const after = await observe();
    const seen = after.get(threshold.signal);
    if (seen === undefined || thresholdsMet([threshold], after).length === 0) return undefined;

    const usages = await this.#options.usages(this.#options.pods().filter((pod) => !isCritical(pod)));
    const [first] = ranked(usages, threshold.signal);
    if (first === undefined) {
      this.#options.log.warn({ signal: threshold.signal }, 'the node runs short, and there is no Pod to evict');
      return undefined;
    }
    const message = evictionMessage(threshold, seen, first);
    return { ended: this.#options.evict(first.pod, { message, disruption: true }) };
  }

  /** Pods that use more local storage than they may; all of them at once. */
  async #evictBeyondLimits(): Promise<Evicted | undefined> {
    const limited = this.#options.pods().filter(hasStorageLimit);
    if (limited.length === 0) return undefined;
    const ends = (await this.#options.usages(limited)).flatMap((usage) => {
      const message = exceededLimit(usage);
      return message === undefined || isCritical(usage.pod)
        ? []
        : [this.#options.evict(usage.pod, { message, disruption: false })];
    });
    return ends.length === 0 ? undefined : { ended: Promise.all(ends).then(() => {}) };
  }

  #conclude(met: readonly Threshold[]): void {
    const { transitionPeriod, changed, now = Date.now } = this.#options;
    for (const { signal } of met) this.#seen.set(conditionOf(signal), now());
    const holds = (condition: string): boolean => {
      const seen = this.#seen.get(condition);
      return (
        met.some(({ signal }) => conditionOf(signal) === condition) ||
        (seen !== undefined && now() - seen < transitionPeriod)
      );
    };
    const before = this.#pressure;
    this.#pressure = {
      memory: holds('MemoryPressure'),
      disk: holds('DiskPressure'),
      pids: holds('PIDPressure'),
    };
    const { memory, disk, pids } = this.#pressure;
    if (memory !== before.memory || disk !== before.disk || pids !== before.pids) changed();
  }
}
