/** Remembers the slices that were just written until the cache shows them, so that none is made twice. */
import type { EndpointSlice } from '../../api/discovery/v1.ts';
import type { Stored } from '../../machinery/object.ts';

/** Milliseconds after which what was written counts as seen: somebody removed it before the cache could show it. */
const patience = 10_000;

interface Awaited {
  /** undefined: its deletion. */
  readonly revision: bigint | undefined;
  readonly until: number;
}

export class SliceTracker {
  /** Service key → UID of the slice → what was written. */
  readonly #awaited = new Map<string, Map<string, Awaited>>();

  wrote(service: string, slice: Stored<EndpointSlice>): void {
    this.#await(service, slice, BigInt(slice.metadata.resourceVersion));
  }

  removed(service: string, slice: Stored<EndpointSlice>): void {
    this.#await(service, slice, undefined);
  }

  forget(service: string): void {
    this.#awaited.delete(service);
  }

  /** Milliseconds to wait until `cached`, the Service's slices in the cache, may be trusted; 0 when they may. */
  staleFor(service: string, cached: readonly Stored<EndpointSlice>[], now = Date.now()): number {
    const awaited = this.#awaited.get(service);
    if (!awaited) return 0;
    const byUid = new Map(cached.map((slice) => [slice.metadata.uid, slice]));
    let longest = 0;
    for (const [uid, { revision, until }] of awaited) {
      const slice = byUid.get(uid);
      const isSeen =
        revision === undefined ? !slice : slice !== undefined && BigInt(slice.metadata.resourceVersion) >= revision;
      if (isSeen || until <= now) awaited.delete(uid);
      else longest = Math.max(longest, until - now);
    }
    if (awaited.size === 0) this.#awaited.delete(service);
    return longest;
  }

  #await(service: string, { metadata: { uid } }: Stored<EndpointSlice>, revision: bigint | undefined): void {
    let awaited = this.#awaited.get(service);
    if (!awaited) this.#awaited.set(service, (awaited = new Map()));
    awaited.set(uid, { revision, until: Date.now() + patience });
  }
}
