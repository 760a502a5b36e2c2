/** The catalog as it is now: the built-in resources, and the custom ones that come and go. */
import type { Registration } from '../registration.ts';
import { catalogOf } from './catalog.ts';
import type { CatalogVersion } from './catalog.ts';

export type Catalog = readonly CatalogVersion[];

export class LiveCatalog {
  readonly #builtIn: readonly Registration[];
  #current: Catalog;

  constructor(builtIn: readonly Registration[]) {
    this.#builtIn = builtIn;
    this.#current = catalogOf(builtIn);
  }

  /** Another list after each change; versions that have not changed are the same in it. */
  get current(): Catalog {
    return this.#current;
  }

  setCustom(registrations: readonly Registration[]): void {
    const known = new Map(this.#current.map((version) => [`${version.group}/${version.version}`, version]));
    this.#current = catalogOf([...this.#builtIn, ...registrations]).map((version) => {
      const before = known.get(`${version.group}/${version.version}`);
      return before && sameResources(before, version) ? before : version;
    });
  }

  /** What is made of the catalog, made anew once it has changed and is asked for. */
  derived<T>(make: (catalog: Catalog) => T): () => T {
    let made: { readonly from: Catalog; readonly value: T } | undefined;
    return () => {
      if (made?.from !== this.#current) made = { from: this.#current, value: make(this.#current) };
      return made.value;
    };
  }
}

const sameResources = (a: CatalogVersion, b: CatalogVersion): boolean =>
  a.resources.length === b.resources.length &&
  a.resources.every(({ registration }, i) => registration === b.resources[i]?.registration);
