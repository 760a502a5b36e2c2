/** Descriptions of NetworkPolicies. */
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../api/networking/v1.ts';
import { formatLabelSelector } from '../../machinery/labels.ts';
import type { Describer } from './contract.ts';
import { goDateText, orNone, type Description } from './description.ts';

export const describeNetworkPolicy: Describer = (context, to) => {
  const { metadata, spec } = context.as<NetworkPolicy>();
  to.name(metadata);
  to.line(0, `Created on:\t${goDateText(metadata?.creationTimestamp)}`);
  to.labels('Labels', metadata?.labels);
  to.annotations('Annotations', metadata?.annotations);
  const selector = formatLabelSelector(spec?.podSelector ?? {});
  to.line(0, 'Spec:');
  to.write(1, 'PodSelector: ');
  to.line(2, selector === '<none>' ? '<none> (Allowing the specific traffic to all pods in this namespace)' : selector);
  const types = spec?.policyTypes ?? [];
  if (types.includes('Ingress')) {
    to.line(1, 'Allowing ingress traffic:');
    rules(
      to,
      'ingress',
      (spec?.ingress ?? []).map((r) => ({ ports: r.ports, peers: r.from })),
      'From',
      'source',
    );
  } else to.line(1, 'Not affecting ingress traffic');
  if (types.includes('Egress')) {
    to.line(1, 'Allowing egress traffic:');
    rules(
      to,
      'egress',
      (spec?.egress ?? []).map((r) => ({ ports: r.ports, peers: r.to })),
      'To',
      'destination',
    );
  } else to.line(1, 'Not affecting egress traffic');
  to.line(1, `Policy Types: ${orNone(types.join(', '))}`);
};

interface Rule {
  readonly ports: readonly NetworkPolicyPort[] | undefined;
  readonly peers: readonly NetworkPolicyPeer[] | undefined;
}

const indent = '    ';

function rules(to: Description, direction: string, list: readonly Rule[], word: string, end: string): void {
  if (list.length === 0)
    return to.line(0, `${indent}<none> (Selected pods are isolated for ${direction} connectivity)`);
  list.forEach(({ ports = [], peers = [] }, i) => {
    if (ports.length === 0) to.line(0, `${indent}To Port: <any> (traffic allowed to all ports)`);
    for (const { port, endPort, protocol = 'TCP' } of ports)
      to.line(
        0,
        endPort === undefined
          ? `${indent}To Port: ${port ?? '<nil>'}/${protocol}`
          : `${indent}To Port Range: ${port ?? '<nil>'}-${endPort}/${protocol}`,
      );
    if (peers.length === 0) to.line(0, `${indent}${word}: <any> (traffic not restricted by ${end})`);
    for (const { podSelector, namespaceSelector, ipBlock } of peers) {
      to.line(0, `${indent}${word}:`);
      if (namespaceSelector) to.line(1, `${indent}NamespaceSelector: ${formatLabelSelector(namespaceSelector)}`);
      if (podSelector) to.line(1, `${indent}PodSelector: ${formatLabelSelector(podSelector)}`);
      if (!namespaceSelector && !podSelector && ipBlock) {
        to.line(1, `${indent}IPBlock:`);
        to.line(2, `${indent}CIDR: ${ipBlock.cidr}`);
        to.line(2, `${indent}Except: ${(ipBlock.except ?? []).join(', ')}`);
      }
    }
    if (i < list.length - 1) to.line(0, `${indent}----------`);
  });
}
