/**
 * What one port of a Service has in the nftables table: elements of the maps that all Services share, and chains of its
 * own only where it asks for more than an even spread (session affinity, local traffic, source ranges). Pure.
 */
import { noRules } from '../tables/rules.ts';
import type { TableRules } from '../tables/rules.ts';
import type { Backend, ServicePortView } from './backends.ts';

export function serviceRules(ports: readonly ServicePortView[]): TableRules {
  const rules = noRules();
  for (const port of ports) addPort(rules, port);
  return rules;
}

function addPort(rules: TableRules, port: ServicePortView): void {
  const { elements } = rules;
  const at = (address: string): string => `${address} . ${port.protocol} . ${port.port}`;
  const nodePort = `${port.protocol} . ${port.nodePort}`;
  const outside = [...port.externalIPs, ...port.loadBalancerIPs];
  elements.set(`cluster_ips { ${port.clusterIP}`, '');
  if (port.isEmpty) {
    for (const address of [port.clusterIP, ...outside]) elements.set(`no_endpoints { ${at(address)}`, 'goto refuse');
    if (port.nodePort !== undefined) elements.set(`no_endpoints_node_ports { ${nodePort}`, 'goto refuse');
    return;
  }
  for (const address of port.localAddresses) elements.set(`hairpin { ${address} . ${address}`, '');
  const key = (address: string): string => `${address} . ${port.port}`;
  elements.set(`services { ${at(port.clusterIP)}`, verdict(rules, port, 'internal', 'backends', key(port.clusterIP)));
  for (const address of outside) {
    const isGuarded = port.sourceRanges.length > 0 && port.loadBalancerIPs.includes(address);
    const inside = verdict(rules, port, 'all', 'backends', key(address));
    elements.set(`services { ${at(address)}`, isGuarded ? guarded(rules, port, 'inside', inside) : inside);
    const external = port.externalIsLocal
      ? verdict(rules, port, 'external', undefined, '')
      : marked(rules, port, inside);
    elements.set(
      `external_services { ${at(address)}`,
      isGuarded ? guarded(rules, port, 'outside', external) : external,
    );
  }
  if (port.nodePort === undefined) return;
  const inside = verdict(rules, port, 'all', 'node_backends', String(port.nodePort));
  elements.set(`node_ports { ${nodePort}`, inside);
  elements.set(
    `external_node_ports { ${nodePort}`,
    port.externalIsLocal ? verdict(rules, port, 'external', undefined, '') : marked(rules, port, inside),
  );
}

/** Where packets go that are to reach one of a list of endpoints. With a map, the choice is made in a chain that is shared. */
function verdict(
  rules: TableRules,
  port: ServicePortView,
  list: 'all' | 'internal' | 'external',
  map: 'backends' | 'node_backends' | undefined,
  key: string,
): string {
  const backends = port[list];
  if (backends.length === 0) return 'drop';
  if (map === undefined || port.affinity !== undefined) {
    const isAll = backends === port.all;
    const chain = `${isAll ? 'service' : list}-${port.id}`;
    rules.chains.set(
      chain,
      port.affinity === undefined ? [spread(port, backends)] : sticky(rules, port, backends, port.affinity),
    );
    return `goto ${chain}`;
  }
  backends.forEach((backend, index) => rules.elements.set(`${port.protocol}_${map} { ${key} . ${index}`, backend));
  const choice = `${port.protocol}_${backends.length}`;
  rules.shared.add(choice);
  return `goto ${map === 'backends' ? 'pick' : 'node_pick'}_${choice}`;
}

const spread = (port: ServicePortView, backends: readonly Backend[]): string =>
  `meta l4proto ${port.protocol} dnat ip to numgen random mod ${backends.length} map { ${backends.map((backend, i) => `${i} : ${backend}`).join(', ')} }`;

/** A client that an endpoint has seen goes there again, and each new connection starts its time anew. */
function sticky(rules: TableRules, port: ServicePortView, backends: readonly Backend[], seconds: number): string[] {
  const steps = backends.map((backend) => {
    const set = `clients-${port.id}/${backend.replace(' . ', '/')}`;
    rules.sets.set(set, 'type ipv4_addr; flags dynamic,timeout;');
    return { set, go: `update @${set} { ip saddr timeout ${seconds}s } dnat ip to ${backend.replace(' . ', ':')}` };
  });
  const match = `meta l4proto ${port.protocol}`;
  return [
    ...steps.map(({ set, go }) => `${match} ip saddr @${set} ${go}`),
    ...steps.map(({ go }, i) => {
      const left = steps.length - i;
      return left === 1 ? `${match} ${go}` : `${match} numgen random mod ${left} == 0 ${go}`;
    }),
  ];
}

/** The endpoint may be on another node, which must answer by way of this one: postrouting masquerades what is marked. */
function marked(rules: TableRules, port: ServicePortView, inside: string): string {
  const shared = /^goto (node_)?pick_[a-z]+_\d+$/.test(inside);
  if (shared) return inside.replace('goto ', 'goto marked_');
  if (!inside.startsWith('goto ')) return inside;
  const chain = `marked-${port.id}`;
  rules.chains.set(chain, [mark, inside]);
  return `goto ${chain}`;
}

function guarded(rules: TableRules, port: ServicePortView, side: string, next: string): string {
  const chain = `guard-${side}-${port.id}`;
  rules.chains.set(chain, [...port.sourceRanges.map((range) => `ip saddr ${range} ${next}`), 'drop']);
  return `goto ${chain}`;
}

/** Bit of the connection mark: it came from outside for any endpoint of the cluster. */
export const fromOutside = '0x00200000';
export const mark = `ct mark set ct mark or ${fromOutside}`;
