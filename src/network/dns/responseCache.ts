/** Responses of other servers, kept for as long as they allow, and no longer than half a minute. */
import { recordsOf } from './message.ts';
import type { RawRecord } from './message.ts';

const longest = 30;
/** Of entries; when there are more, the oldest go. */
const capacity = 10_000;

interface Entry {
  readonly response: Buffer;
  readonly records: readonly RawRecord[];
  readonly storedAt: number;
  readonly expiresAt: number;
}

export class ResponseCache {
  readonly #entries = new Map<string, Entry>();

  /** A copy with TTLs that have run down; its ID is not set. `now` is in milliseconds. */
  get(key: string, now = Date.now()): Buffer | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    if (entry.expiresAt <= now) {
      this.#entries.delete(key);
      return undefined;
    }
    const response = Buffer.from(entry.response);
    const age = Math.floor((now - entry.storedAt) / 1000);
    for (const { ttl, ttlAt } of entry.records) response.writeUInt32BE(Math.max(0, ttl - age), ttlAt);
    return response;
  }

  /** Keeps it if it is whole, and says that something is there or that nothing is. */
  put(key: string, response: Buffer, now = Date.now()): void {
    const rcode = response.readUInt8(3) & 0x0f;
    const isTruncated = (response.readUInt8(2) & 0x02) !== 0;
    if (isTruncated || (rcode !== 0 && rcode !== 3)) return;
    let records: RawRecord[];
    try {
      records = recordsOf(response);
    } catch {
      return;
    }
    const ttl = Math.min(longest, ...records.map((record) => record.ttl));
    if (records.length === 0 || ttl <= 0) return;
    if (this.#entries.size >= capacity)
      for (const oldest of this.#entries.keys()) if (this.#entries.size >= capacity) this.#entries.delete(oldest);
    this.#entries.set(key, { response: Buffer.from(response), records, storedAt: now, expiresAt: now + ttl * 1000 });
  }
}
