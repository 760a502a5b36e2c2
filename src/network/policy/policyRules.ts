/** From NetworkPolicies to rules. Pure: what is selected is found by the caller. */
import { createHash } from 'node:crypto';
import type { Pod } from '../../api/core/v1.ts';
import type {
  IPBlock,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  PolicyType,
} from '../../api/networking/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import { keyOf } from '../../machinery/object.ts';
import { noRules, type TableRules } from '../tables/rules.ts';

type Direction = 'ingress' | 'egress';

/** What a policy needs to know of the cluster. */
export interface PolicyWorld {
  /** The Pods that a peer of a policy in `namespace` stands for, with addresses. */
  podsOf(peer: NetworkPolicyPeer, namespace: string): readonly Pod[];
  /** The Pods that the policy governs, with addresses. */
  governed(policy: NetworkPolicy): readonly Pod[];
}

/** Absent: ingress always, egress where there are rules for it. */
export function governs({ spec }: NetworkPolicy, type: PolicyType): boolean {
  const types = spec?.policyTypes?.length
    ? spec.policyTypes
    : spec?.egress?.length
      ? ['Ingress', 'Egress']
      : ['Ingress'];
  return types.includes(type);
}

const chainOf = (policy: NetworkPolicy, direction: Direction): string => `${direction}-policy-${shortKey(policy)}`;

/** nftables names have at most 255 characters. */
function shortKey(object: NetworkPolicy | Pod): string {
  const key = keyOf(object);
  return key.length <= 200
    ? key
    : `${key.slice(0, 180)}-${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
}

/** The chains of one policy: they accept what it allows, and return what it does not speak of. */
export function policyRules(policy: Stored<NetworkPolicy>, world: PolicyWorld): TableRules {
  const rules = noRules();
  const { namespace = '' } = policy.metadata;
  for (const direction of ['ingress', 'egress'] as const) {
    if (!governs(policy, direction === 'ingress' ? 'Ingress' : 'Egress')) continue;
    const list =
      direction === 'ingress'
        ? (policy.spec?.ingress ?? []).map(({ from, ports }) => ({ peers: from ?? [], ports: ports ?? [] }))
        : (policy.spec?.egress ?? []).map(({ to, ports }) => ({ peers: to ?? [], ports: ports ?? [] }));
    const body = list.flatMap(({ peers, ports }, i) => {
      const name = `${direction}-${i}-${shortKey(policy)}`;
      const destinations = direction === 'ingress' ? world.governed(policy) : undefined;
      const from =
        peers.length === 0
          ? ['']
          : peers.flatMap((peer, j) =>
              peerMatches(rules, `${name}/peer-${j}`, direction, peer, world.podsOf(peer, namespace)),
            );
      const to =
        ports.length === 0
          ? ['']
          : ports.map((port, j) => {
              const pods = destinations ?? peers.flatMap((peer) => world.podsOf(peer, namespace));
              return portMatch(rules, `${name}/port-${j}`, port, pods);
            });
      return from.flatMap((peer) => to.map((port) => `${peer}${port}accept`));
    });
    rules.chains.set(chainOf(policy, direction), body);
  }
  return rules;
}

/** What leads a Pod's packets through its policies; undefined when none governs it. */
export function podRules(pod: Stored<Pod>, policies: readonly NetworkPolicy[]): TableRules | undefined {
  const address = pod.status?.podIP;
  if (!address) return undefined;
  const rules = noRules();
  for (const direction of ['ingress', 'egress'] as const) {
    const governing = policies.filter((policy) => governs(policy, direction === 'ingress' ? 'Ingress' : 'Egress'));
    if (governing.length === 0) continue;
    const chain = `${direction}-pod-${shortKey(pod)}`;
    // A Pod always reaches itself.
    const itself = direction === 'ingress' ? `ip saddr ${address} accept` : `ip daddr ${address} accept`;
    rules.chains.set(chain, [
      itself,
      ...governing.map((policy) => `jump ${chainOf(policy, direction)}`).sort(),
      'drop',
    ]);
    rules.elements.set(`${direction} { ${address}`, `goto ${chain}`);
  }
  return rules.chains.size > 0 ? rules : undefined;
}

/** Each ends in a space. */
function peerMatches(
  rules: TableRules,
  set: string,
  direction: Direction,
  peer: NetworkPolicyPeer,
  pods: readonly Pod[],
): string[] {
  const field = direction === 'ingress' ? 'ip saddr' : 'ip daddr';
  if (peer.ipBlock) return blockMatch(field, peer.ipBlock);
  rules.sets.set(set, 'type ipv4_addr;');
  for (const { status } of pods) if (status?.podIP) rules.elements.set(`${set} { ${status.podIP}`, '');
  return [`${field} @${set} `];
}

function blockMatch(field: string, { cidr, except = [] }: IPBlock): string[] {
  if (cidr.includes(':')) return [];
  const apart = except
    .filter((range) => !range.includes(':'))
    .map((range) => `${field} != ${range} `)
    .join('');
  // nft takes no range of length 0.
  return [`${cidr.endsWith('/0') ? '' : `${field} ${cidr} `}${apart}`];
}

/** Ends in a space. A name stands for whatever number each destination gives it. */
function portMatch(
  rules: TableRules,
  set: string,
  { protocol = 'TCP', port, endPort }: NetworkPolicyPort,
  destinations: readonly Pod[],
): string {
  const name = protocol.toLowerCase();
  if (port === undefined) return `meta l4proto ${name} `;
  if (typeof port === 'number') return `${name} dport ${endPort === undefined ? port : `${port}-${endPort}`} `;
  rules.sets.set(set, 'type ipv4_addr . inet_service;');
  for (const { spec, status } of destinations) {
    for (const each of [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].flatMap(
      (container) => container.ports ?? [],
    )) {
      if (each.name === port && (each.protocol ?? 'TCP') === protocol && status?.podIP)
        rules.elements.set(`${set} { ${status.podIP} . ${each.containerPort}`, '');
    }
  }
  return `ip daddr . ${name} dport @${set} `;
}
