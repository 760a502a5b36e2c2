/**
 * The nftables table of NetworkPolicies: one look-up by the Pod's address decides whether any policy governs it, and only
 * then are the policies' own chains gone through. Pods that none selects cost nothing more.
 */
import type { TableKind } from '../tables/rules.ts';

export interface PolicyTable {
  /** Name of the table, of the family ip. */
  readonly table: string;
  /** Where Pods ask for names: each node answers itself, and no policy keeps them from that. */
  readonly dnsAddress: string;
}

/** Two hooks in the forward path: what one accepts, the other still looks at. */
export const policyTableKind = ({ table, dnsAddress }: PolicyTable): TableKind => ({
  table,
  empty: `add table ip ${table}
delete table ip ${table}
table ip ${table} {
  map egress { type ipv4_addr : verdict; }
  map ingress { type ipv4_addr : verdict; }
  chain forward_egress {
    type filter hook forward priority -6;
    ct state established,related accept
    ip saddr vmap @egress
  }
  chain input_egress {
    type filter hook input priority -6;
    ct state established,related accept
    ct original ip daddr ${dnsAddress} accept
    ip saddr vmap @egress
  }
  chain forward_ingress {
    type filter hook forward priority -5;
    ct state established,related accept
    ip daddr vmap @ingress
  }
}
`,
  shared: () => '',
});
