/** Descriptions of Nodes: what they are, what they can take, and what runs on them. */
import type { Node, Pod } from '../../api/core/v1.ts';
import { ApiError } from '../../machinery/apiError.ts';
import { podTotal } from '../../machinery/podResources.ts';
import { addQuantities, formatQuantity, milliValue, value } from '../../machinery/quantity.ts';
import { leases, pods } from '../../machinery/resources.ts';
import { byCodePoint } from '../kube/json.ts';
import type { DescribeContext, Describer } from './contract.ts';
import { dateText, since, type Description } from './description.ts';
import { describeEvents } from './events.ts';

type Amounts = Readonly<Record<string, string>>;
const rolePrefix = 'node-role.kubernetes.io/';

export const describeNode: Describer = async (context, to) => {
  const { metadata, spec, status } = context.as<Node>();
  const name = metadata?.name ?? '';
  to.line(0, `Name:\t${name}`);
  const roles = Object.entries(metadata?.labels ?? {}).flatMap(([key, text]) =>
    key.startsWith(rolePrefix) && key.length > rolePrefix.length
      ? [key.slice(rolePrefix.length)]
      : key === 'kubernetes.io/role' && text
        ? [text]
        : [],
  );
  to.line(0, `Roles:\t${[...new Set(roles)].sort(byCodePoint).join(',') || '<none>'}`);
  to.labels('Labels', metadata?.labels);
  to.annotations('Annotations', metadata?.annotations);
  to.line(0, `CreationTimestamp:\t${dateText(metadata?.creationTimestamp)}`);
  to.entries(
    'Taints',
    [...(spec?.taints ?? [])]
      .sort((a, b) => byCodePoint(`${a.effect},${a.key}`, `${b.effect},${b.key}`))
      .map((t) =>
        t.effect
          ? t.value
            ? `${t.key}=${t.value}:${t.effect}`
            : `${t.key}:${t.effect}`
          : t.value
            ? `${t.key}=${t.value}:`
            : t.key,
      ),
  );
  to.line(0, `Unschedulable:\t${spec?.unschedulable === true}`);
  await describeLease(context, name, to);
  if (status?.conditions?.length) {
    to.line(0, 'Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage');
    to.line(1, '----\t------\t-----------------\t------------------\t------\t-------');
    for (const c of status.conditions)
      to.line(
        1,
        `${c.type} \t${c.status} \t${dateText(c.lastHeartbeatTime)} \t${dateText(c.lastTransitionTime)} \t${c.reason ?? ''} \t${c.message ?? ''}`,
      );
  }
  to.line(0, 'Addresses:');
  for (const { type, address } of status?.addresses ?? []) to.line(1, `${type}:\t${address}`);
  amounts(to, 'Capacity', status?.capacity);
  amounts(to, 'Allocatable', status?.allocatable);
  const info = status?.nodeInfo;
  to.line(0, 'System Info:');
  to.line(0, `  Machine ID:\t${info?.machineID ?? ''}`);
  to.line(0, `  System UUID:\t${info?.systemUUID ?? ''}`);
  to.line(0, `  Boot ID:\t${info?.bootID ?? ''}`);
  to.line(0, `  Kernel Version:\t${info?.kernelVersion ?? ''}`);
  to.line(0, `  OS Image:\t${info?.osImage ?? ''}`);
  to.line(0, `  Operating System:\t${info?.operatingSystem ?? ''}`);
  to.line(0, `  Architecture:\t${info?.architecture ?? ''}`);
  to.line(0, `  Container Runtime Version:\t${info?.containerRuntimeVersion ?? ''}`);
  to.line(0, `  Kubelet Version:\t${info?.kubeletVersion ?? ''}`);
  to.line(0, `  Kube-Proxy Version:\t${info?.kubeProxyVersion ?? ''}`);
  if (spec?.podCIDR) to.line(0, `PodCIDR:\t${spec.podCIDR}`);
  if (spec?.podCIDRs?.length) to.line(0, `PodCIDRs:\t${spec.podCIDRs.join(',')}`);
  if (spec?.providerID) to.line(0, `ProviderID:\t${spec.providerID}`);
  const running = await context
    .list<Pod>(pods, '', { fieldSelector: `spec.nodeName=${name},status.phase!=Succeeded,status.phase!=Failed` })
    .catch((error: unknown) => {
      if (error instanceof ApiError && error.reason === 'Forbidden') return undefined;
      throw error;
    });
  if (running)
    describePods(
      to,
      running,
      (Object.keys(status?.allocatable ?? {}).length > 0 ? status?.allocatable : status?.capacity) ?? {},
    );
  else to.line(0, 'Pods:\tnot authorized');
  // The node agent names a node by its name where others use the UID.
  const own = await context.events();
  const byName = await context.events({ uid: name });
  if (own) describeEvents(to, [...own, ...(byName ?? [])]);
};

async function describeLease(context: DescribeContext, name: string, to: Description): Promise<void> {
  try {
    const { spec } = await context.get(leases, 'kube-node-lease', name);
    const time = (text: string | undefined): string => (text ? dateText(text) : '<unset>');
    to.line(0, 'Lease:');
    to.line(1, `HolderIdentity:\t${spec?.holderIdentity ?? '<unset>'}`);
    to.line(1, `AcquireTime:\t${time(spec?.acquireTime)}`);
    to.line(1, `RenewTime:\t${time(spec?.renewTime)}`);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    to.line(0, `Lease:\tFailed to get lease: ${error.message}`);
  }
}

function amounts(to: Description, title: string, list: Amounts = {}): void {
  const names = Object.keys(list).sort(byCodePoint);
  if (names.length > 0) to.line(0, `${title}:`);
  for (const name of names) to.line(0, `  ${name}:\t${list[name] ?? ''}`);
}

const share = (amount: number, of: number): number => (of === 0 ? 0 : Math.trunc((amount / of) * 100));

function describePods(to: Description, list: readonly Pod[], allocatable: Amounts): void {
  const cpu = (text: string): string => `${text} (${share(milliValue(text), milliValue(allocatable['cpu'] ?? '0'))}%)`;
  const bytes = (text: string, name: string): string =>
    `${text} (${share(value(text), value(allocatable[name] ?? '0'))}%)`;
  const of = (totals: Amounts, name: string): string => totals[name] ?? '0';

  to.line(0, `Non-terminated Pods:\t(${list.length} in total)`);
  to.line(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge');
  to.line(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---');
  let requests: Amounts = {};
  let limits: Amounts = {};
  for (const { metadata, spec } of list) {
    const own = spec
      ? { requests: podTotal(spec, 'requests'), limits: podTotal(spec, 'limits') }
      : { requests: {}, limits: {} };
    to.line(
      1,
      `${metadata?.namespace ?? ''}\t${metadata?.name ?? ''}\t\t${cpu(of(own.requests, 'cpu'))}\t${cpu(of(own.limits, 'cpu'))}\t${bytes(of(own.requests, 'memory'), 'memory')}\t${bytes(of(own.limits, 'memory'), 'memory')}\t${since(metadata?.creationTimestamp)}`,
    );
    requests = plus(requests, own.requests);
    limits = plus(limits, own.limits);
  }
  to.line(0, 'Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)');
  to.line(1, 'Resource\tRequests\tLimits');
  to.line(1, '--------\t--------\t------');
  to.line(1, `cpu\t${cpu(of(requests, 'cpu'))}\t${cpu(of(limits, 'cpu'))}`);
  for (const name of ['memory', 'ephemeral-storage'])
    to.line(1, `${name}\t${bytes(of(requests, name), name)}\t${bytes(of(limits, name), name)}`);
  const others = Object.keys(allocatable).sort(byCodePoint);
  for (const name of others.filter((n) => n.startsWith('hugepages-')))
    to.line(1, `${name}\t${bytes(of(requests, name), name)}\t${bytes(of(limits, name), name)}`);
  for (const name of others.filter((n) => n.includes('/')))
    to.line(1, `${name}\t${of(requests, name)}\t${of(limits, name)}`);
}

function plus(a: Amounts, b: Amounts): Amounts {
  const sum: Record<string, string> = { ...a };
  for (const [name, amount] of Object.entries(b)) sum[name] = formatQuantity(addQuantities(sum[name] ?? '0', amount));
  return sum;
}
