/** What one owner (a Service, a Pod, a policy) has in an nftables table of ours. */

export interface TableRules {
  /** '<map or set> { <key>' → what it maps to; '' in a set. */
  readonly elements: Map<string, string>;
  /** Name → rules. */
  readonly chains: Map<string, readonly string[]>;
  /** Name → what the set is: 'type ipv4_addr;'. */
  readonly sets: Map<string, string>;
  /** Shared chains that it needs, which are made once and stay. */
  readonly shared: Set<string>;
}

export const noRules = (): TableRules => ({
  elements: new Map(),
  chains: new Map(),
  sets: new Map(),
  shared: new Set(),
});

/** A table of the family ip. */
export interface TableKind {
  readonly table: string;
  /** Makes it, with its hooks and maps, in the place of any that was there. */
  readonly empty: string;
  /** Makes a shared chain. */
  shared(name: string): string;
}
