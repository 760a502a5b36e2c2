/**
 * The node's own nftables table: what leaves the Pods' range goes out under the node's address, and host ports lead to
 * their Pods. All of it is one table, made in one transaction, so that one `delete table` removes it.
 */
import { applyRuleset, deleteTable } from './nft.ts';

export interface PodTable {
  /** Name of the table, of the family ip. Another one for each cluster on a machine. */
  readonly table: string;
  readonly bridge: string;
  /** The range of this node's Pods. */
  readonly podCIDR: string;
  /** Ranges that see Pods under their own addresses, such as the Pods of other nodes. Default: `podCIDR` alone. */
  readonly clusterCIDRs?: readonly string[] | undefined;
  /** The network of the machine's further nodes, whose own packets leave the machine under its address. */
  readonly machineNetwork?: { readonly cidr: string; readonly bridge: string } | undefined;
}

/** Makes the table, or replaces its rules; entries of its maps stay. */
export async function ensurePodTable(options: PodTable): Promise<void> {
  await applyRuleset(podTableRuleset(options));
}

export async function removePodTable(table: string): Promise<void> {
  await deleteTable('ip', table);
}

/** Bit of the connection mark: a Pod called an address of the node. Where that leads to a Pod, perhaps the same one,
 * answers must come back this way. */
const podToNode = '0x00100000';

export function podTableRuleset(options: PodTable): string {
  const { table, bridge, podCIDR, clusterCIDRs = [podCIDR], machineNetwork } = options;
  const within = [...clusterCIDRs, '224.0.0.0/4'].join(', ');
  return `add table ip ${table}
add map ip ${table} hostports { type inet_proto . inet_service : ipv4_addr . inet_service; }
add map ip ${table} hostports_at { type ipv4_addr . inet_proto . inet_service : ipv4_addr . inet_service; }
add chain ip ${table} loopback_guard { type filter hook prerouting priority raw; }
add chain ip ${table} prerouting { type nat hook prerouting priority -105; }
add chain ip ${table} output { type nat hook output priority -105; }
add chain ip ${table} postrouting { type nat hook postrouting priority srcnat; }
add chain ip ${table} to_hostports
flush table ip ${table}
add rule ip ${table} loopback_guard iifname "${bridge}" ip daddr 127.0.0.0/8 drop
add rule ip ${table} to_hostports dnat ip to ip daddr . meta l4proto . th dport map @hostports_at
add rule ip ${table} to_hostports dnat ip to meta l4proto . th dport map @hostports
add rule ip ${table} prerouting ip saddr ${podCIDR} fib daddr type local ct mark set ct mark or ${podToNode}
add rule ip ${table} prerouting fib daddr type local meta l4proto { tcp, udp, sctp } jump to_hostports
add rule ip ${table} output fib daddr type local meta l4proto { tcp, udp, sctp } jump to_hostports
add rule ip ${table} postrouting oifname "${bridge}" ip saddr 127.0.0.0/8 masquerade
add rule ip ${table} postrouting oifname "${bridge}" ip saddr ${podCIDR} ct status dnat ct mark and ${podToNode} != 0 masquerade
add rule ip ${table} postrouting ip saddr ${podCIDR} ip daddr != { ${within} } oifname != "${bridge}" masquerade
${
  machineNetwork
    ? `add rule ip ${table} postrouting ip saddr ${machineNetwork.cidr} ip daddr != { ${within} } oifname != { "${bridge}", "${machineNetwork.bridge}" } masquerade\n`
    : ''
}`;
}
