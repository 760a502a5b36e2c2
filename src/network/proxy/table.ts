/**
 * The nftables table of Services: maps from a Service's address and port to a verdict, so that a packet costs one look-up
 * however many Services there are, and maps from a random index to an endpoint. Made and removed as one.
 */
import type { TableKind } from '../tables/rules.ts';
import { fromOutside, mark } from './serviceRules.ts';

export interface ServiceTable {
  /** Name of the table, of the family ip. */
  readonly table: string;
  /** The bridge of this node's Pods: only they, and the node itself, reach cluster addresses. */
  readonly bridge: string;
}

/** A shared chain of it, 'tcp_3', chooses one of three endpoints. */
export const serviceTableKind = (options: ServiceTable): TableKind => ({
  table: options.table,
  empty: emptyTable(options),
  shared: (choice) => choiceChains(options.table, choice),
});

const protocols = ['tcp', 'udp', 'sctp'] as const;

/**
 * Of each protocol on its own: what would serve all, `th dport`, nft 1.0.6 cannot read back as part of what a map leads
 * to, and any protocol's name there binds the rule to that protocol.
 */
const backendMaps = (protocol: string): string =>
  `  map ${protocol}_backends { typeof ip daddr . ${protocol} dport . numgen random mod 65536 : ip daddr . ${protocol} dport; }
  map ${protocol}_node_backends { typeof ${protocol} dport . numgen random mod 65536 : ip daddr . ${protocol} dport; }
`;

/** An empty table in the place of any that was there. */
function emptyTable({ table, bridge }: ServiceTable): string {
  const key = 'type ipv4_addr . inet_proto . inet_service : verdict;';
  const nodePortKey = 'type inet_proto . inet_service : verdict;';
  return `add table ip ${table}
delete table ip ${table}
table ip ${table} {
  map services { ${key} }
  map external_services { ${key} }
  map node_ports { ${nodePortKey} }
  map external_node_ports { ${nodePortKey} }
${protocols.map(backendMaps).join('')}  map no_endpoints { ${key} }
  map no_endpoints_node_ports { ${nodePortKey} }
  set cluster_ips { type ipv4_addr; }
  set hairpin { type ipv4_addr . ipv4_addr; }
  chain inside {
    ip daddr . meta l4proto . th dport vmap @services
    fib daddr type local meta l4proto . th dport vmap @node_ports
  }
  chain outside {
    ip daddr . meta l4proto . th dport vmap @external_services
    fib daddr type local meta l4proto . th dport vmap @external_node_ports
  }
  chain refuse {
    meta l4proto tcp reject with tcp reset
    reject with icmp port-unreachable
  }
  chain prerouting {
    type nat hook prerouting priority dstnat;
    iifname "${bridge}" goto inside
    goto outside
  }
  chain output {
    type nat hook output priority -100;
    goto inside
  }
  chain postrouting {
    type nat hook postrouting priority srcnat;
    ct status dnat ip saddr . ip daddr @hairpin masquerade
    ct status dnat ct mark and ${fromOutside} != 0 oifname != "${bridge}" masquerade
  }
  chain refuse_forwarded {
    type filter hook forward priority filter;
    iifname "${bridge}" ct state new ip daddr . meta l4proto . th dport vmap @no_endpoints
    iifname "${bridge}" ct state new ip daddr @cluster_ips goto refuse
  }
  chain refuse_incoming {
    type filter hook input priority filter;
    ct state new ip daddr . meta l4proto . th dport vmap @no_endpoints
    ct state new fib daddr type local meta l4proto . th dport vmap @no_endpoints_node_ports
  }
  chain refuse_outgoing {
    type filter hook output priority filter;
    ct state new ip daddr . meta l4proto . th dport vmap @no_endpoints
    ct state new fib daddr type local meta l4proto . th dport vmap @no_endpoints_node_ports
    ct state new ip daddr @cluster_ips goto refuse
  }
}
`;
}

/**
 * Chains that choose one endpoint for whatever Service has so many.
 *
 * @param choice Protocol and number: 'tcp_3'.
 */
function choiceChains(table: string, choice: string): string {
  const [protocol = '', count = ''] = choice.split('_');
  const rule = (chain: string, ...rules: string[]): string =>
    `add chain ip ${table} ${chain}\n${rules.map((each) => `add rule ip ${table} ${chain} ${each}\n`).join('')}`;
  const index = `numgen random mod ${count}`;
  return (
    rule(`pick_${choice}`, `dnat ip to ip daddr . ${protocol} dport . ${index} map @${protocol}_backends`) +
    rule(`node_pick_${choice}`, `dnat ip to ${protocol} dport . ${index} map @${protocol}_node_backends`) +
    rule(`marked_pick_${choice}`, mark, `goto pick_${choice}`) +
    rule(`marked_node_pick_${choice}`, mark, `goto node_pick_${choice}`)
  );
}
