/** Encoded answers of the cluster's zone by the bytes of the question, dropped when the Service that they tell of changes. */
const capacity = 10_000;

interface Entry {
  /** Addresses in different orders: clients mostly take the first. */
  readonly variants: readonly Buffer[];
  next: number;
}

export class ZoneCache {
  readonly #entries = new Map<string, Entry>();
  readonly #byService = new Map<string, Set<string>>();

  /** Shared bytes under a foreign ID: copy before writing. */
  get(key: string): Buffer | undefined {
    const entry = this.#entries.get(key);
    return entry?.variants[entry.next++ % entry.variants.length];
  }

  put(key: string, variants: readonly Buffer[], service: string): void {
    if (this.#entries.size >= capacity) this.clear();
    // Whoever puts it here gives the first away.
    this.#entries.set(key, { variants, next: 1 });
    const keys = this.#byService.get(service);
    if (keys) keys.add(key);
    else this.#byService.set(service, new Set([key]));
  }

  /** @param service 'namespace/name' */
  changed(service: string): void {
    for (const name of [service, service.slice(0, service.indexOf('/') + 1)]) {
      for (const key of this.#byService.get(name) ?? []) this.#entries.delete(key);
      this.#byService.delete(name);
    }
  }

  clear(): void {
    this.#entries.clear();
    this.#byService.clear();
  }
}
