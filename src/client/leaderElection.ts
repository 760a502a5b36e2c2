/**
 * One of several candidates leads at a time, by a Lease (client-go's leaderelection).
 *
 * Guarantees:
 *  - A candidate takes the lease only when it is free, or when the holder has not renewed it for its duration, measured
 *    on the candidate's own clock from when it saw the last renewal.
 *  - A leader that cannot renew within the renew deadline stops leading: `lead`'s signal aborts before another may start,
 *    as long as `renewDeadline` is shorter than `leaseDuration`.
 *  - A leader that is stopped gives the lease up, so that the next one need not wait.
 */
import type { Lease } from '../api/coordination/v1.ts';
import { isNotFound } from '../machinery/apiError.ts';
import type { Logger } from '../machinery/log.ts';
import type { Stored } from '../machinery/object.ts';
import { leases } from '../machinery/resources.ts';
import { formatMicroTime } from '../machinery/time.ts';
import { pause } from './backoff.ts';
import type { Client } from './client.ts';

export interface LeaderElectionOptions {
  readonly client: Client;
  readonly namespace: string;
  readonly name: string;
  /** Different for each candidate. */
  readonly identity: string;
  readonly log: Logger;
  /** Runs while leading; when it ends by itself, the lease is given up. */
  readonly lead: (signal: AbortSignal) => Promise<void>;
  readonly newLeader?: (identity: string) => void;
  /** Milliseconds: 15 s, 10 s and 2 s when absent. */
  readonly leaseDuration?: number;
  readonly renewDeadline?: number;
  readonly retryPeriod?: number;
}

/** Runs for the lease until `signal` aborts, then gives it up; resolves when `lead` has ended. */
export async function runLeaderElection(options: LeaderElectionOptions, signal: AbortSignal): Promise<void> {
  const candidate = new Candidate(options);
  const { retryPeriod = 2_000, renewDeadline = 10_000 } = options;
  while (!signal.aborted) {
    if (!(await candidate.tryToAcquireOrRenew(signal))) {
      await pause(retryPeriod * (1 + Math.random() * 1.2), signal);
      continue;
    }
    options.log.info({ lease: options.name, identity: options.identity }, 'leads');
    const term = new AbortController();
    const leading = options.lead(term.signal).finally(() => term.abort());
    try {
      await candidate.renewUntilLost(AbortSignal.any([signal, term.signal]), retryPeriod, renewDeadline);
      options.log.info({ lease: options.name, identity: options.identity }, 'leads no longer');
    } finally {
      term.abort();
      await leading;
      await candidate.release();
    }
  }
}

class Candidate {
  readonly #options: LeaderElectionOptions;
  readonly #duration: number;
  #observed: Stored<Lease> | undefined;
  /** On the monotonic clock. */
  #observedAt = 0;
  #leader = '';

  constructor(options: LeaderElectionOptions) {
    this.#options = options;
    this.#duration = options.leaseDuration ?? 15_000;
  }

  get #leases() {
    return this.#options.client.resource(leases);
  }

  /** Never rejects. */
  async tryToAcquireOrRenew(signal: AbortSignal): Promise<boolean> {
    try {
      return await this.#acquireOrRenew();
    } catch (error) {
      if (!signal.aborted)
        this.#options.log.debug(
          { lease: this.#options.name, error: String(error) },
          'the lease could not be taken or renewed',
        );
      return false;
    }
  }

  async renewUntilLost(signal: AbortSignal, retryPeriod: number, renewDeadline: number): Promise<void> {
    let renewed = performance.now();
    while (!signal.aborted && performance.now() - renewed < renewDeadline) {
      await pause(retryPeriod, signal);
      if (signal.aborted) return;
      const left = renewDeadline - (performance.now() - renewed);
      if (await Promise.race([this.tryToAcquireOrRenew(signal), pause(Math.max(left, 0)).then(() => false)]))
        renewed = performance.now();
      else if (this.#observed && !this.#isMine(this.#observed)) return;
    }
  }

  async release(): Promise<void> {
    const lease = this.#observed;
    if (!lease || !this.#isMine(lease)) return;
    const now = formatMicroTime(Date.now());
    const spec = { ...lease.spec, holderIdentity: '', leaseDurationSeconds: 1, renewTime: now, acquireTime: now };
    try {
      this.#observe(await this.#leases.update({ ...lease, spec }));
    } catch (error) {
      this.#options.log.debug(
        { lease: this.#options.name, error: String(error) },
        'the lease could not be given up; it runs out',
      );
    }
  }

  async #acquireOrRenew(): Promise<boolean> {
    const { namespace, name, identity } = this.#options;
    const now = formatMicroTime(Date.now());
    const mine = { holderIdentity: identity, leaseDurationSeconds: Math.ceil(this.#duration / 1000), renewTime: now };
    const current = await this.#current();
    if (!current) {
      this.#observe(
        await this.#leases.create({
          metadata: { namespace, name },
          spec: { ...mine, acquireTime: now, leaseTransitions: 0 },
        }),
      );
      return true;
    }
    this.#observe(current);
    const renewing = this.#isMine(current);
    const held = current.spec?.holderIdentity && performance.now() - this.#observedAt < this.#duration;
    if (!renewing && held) return false;
    const transitions = current.spec?.leaseTransitions ?? 0;
    const spec = renewing
      ? { ...current.spec, ...mine }
      : { ...current.spec, ...mine, acquireTime: now, leaseTransitions: transitions + 1 };
    // Whoever else wrote since gets the better of this one: the resourceVersion tells.
    this.#observe(await this.#leases.update({ ...current, spec }));
    return true;
  }

  async #current(): Promise<Stored<Lease> | undefined> {
    const { namespace, name } = this.#options;
    try {
      return await this.#leases.get(name, namespace);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  #isMine(lease: Lease): boolean {
    return lease.spec?.holderIdentity === this.#options.identity;
  }

  #observe(lease: Stored<Lease>): void {
    const before = this.#observed?.metadata;
    this.#observed = lease;
    if (before?.resourceVersion === lease.metadata.resourceVersion) return;
    this.#observedAt = performance.now();
    const leader = lease.spec?.holderIdentity ?? '';
    if (leader === '' || leader === this.#leader) return;
    this.#leader = leader;
    this.#options.newLeader?.(leader);
  }
}
