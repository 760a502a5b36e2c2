/** Descriptions of Namespaces and of what bounds the things in them. */
import type { LimitRange, Namespace, ResourceQuota } from '../../api/core/v1.ts';
import type { PodDisruptionBudget } from '../../api/policy/v1.ts';
import type { PriorityClass } from '../../api/scheduling/v1.ts';
import { formatLabels, formatLabelSelector } from '../../machinery/labels.ts';
import { formatQuantity, parseQuantity, quantityOf, value } from '../../machinery/quantity.ts';
import { limitRanges, resourceQuotas } from '../../machinery/resources.ts';
import { byCodePoint } from '../kube/json.ts';
import type { Describer } from './contract.ts';
import { dateText, type Description } from './description.ts';

export const describeNamespace: Describer = async (context, to) => {
  const { metadata, status } = context.as<Namespace>();
  const name = metadata?.name ?? '';
  to.line(0, `Name:\t${name}`);
  to.labels('Labels', metadata?.labels);
  to.annotations('Annotations', metadata?.annotations);
  to.line(0, `Status:\t${status?.phase ?? ''}`);
  if (status?.conditions?.length) {
    to.line(0, 'Conditions:');
    to.line(1, 'Type\tStatus\tLastTransitionTime\tReason\tMessage');
    to.line(1, '----\t------\t------------------\t------\t-------');
    for (const c of status.conditions)
      to.line(1, `${c.type}\t${c.status}\t${dateText(c.lastTransitionTime)}\t${c.reason ?? ''}\t${c.message ?? ''}`);
  }
  to.line(0, '');
  quotasOfNamespace(to, await context.list(resourceQuotas, name));
  to.line(0, '');
  limitsOfNamespace(to, await context.list(limitRanges, name));
};

function quotasOfNamespace(to: Description, quotas: readonly ResourceQuota[]): void {
  if (quotas.length === 0) return to.line(0, 'No resource quota.');
  to.line(0, 'Resource Quotas');
  for (const quota of [...quotas].sort((a, b) => byCodePoint(a.metadata?.name ?? '', b.metadata?.name ?? ''))) {
    to.line(1, `Name:\t${quota.metadata?.name ?? ''}`);
    scopes(to, quota, 1, '* ');
    to.line(1, 'Resource\tUsed\tHard');
    to.line(1, '--------\t---\t---');
    const { hard = {}, used = {} } = quota.status ?? {};
    for (const name of Object.keys(hard).sort(byCodePoint))
      to.line(1, `${name}\t${used[name] ?? '0'}\t${hard[name] ?? '0'}`);
  }
}

const scopeHelp: Readonly<Record<string, string>> = {
  Terminating:
    'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
  NotTerminating:
    'Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  BestEffort:
    'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.',
  NotBestEffort:
    'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
};

function scopes(to: Description, { spec }: ResourceQuota, level: number, bullet: string): void {
  const list = [...(spec?.scopes ?? [])].sort(byCodePoint);
  if (list.length === 0) return;
  to.line(level, `Scopes:\t${list.join(', ')}`);
  for (const scope of list) if (scopeHelp[scope]) to.line(level, `${bullet}${scopeHelp[scope]}`);
}

function limitsOfNamespace(to: Description, ranges: readonly LimitRange[]): void {
  if (ranges.length === 0) return to.line(0, 'No LimitRange resource.');
  to.line(0, 'Resource Limits\n Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio');
  to.line(0, ' ----\t--------\t---\t---\t---------------\t-------------\t-----------------------');
  for (const range of ranges) limits(to, range, ' ');
}

function limits(to: Description, { spec }: LimitRange, indent: string): void {
  for (const item of spec?.limits ?? []) {
    const lists = [item.min, item.max, item.defaultRequest, item.default, item.maxLimitRequestRatio];
    // kubectl has them in no order at all; theirs by name is as good as any.
    for (const name of [...new Set(lists.flatMap((l) => Object.keys(l ?? {})))].sort(byCodePoint))
      to.line(0, `${indent}${[item.type, name, ...lists.map((l) => l?.[name] ?? '-')].join('\t')}`);
  }
}

export const describeLimitRange: Describer = (context, to) => {
  const range = context.as<LimitRange>();
  to.name(range.metadata);
  to.line(0, 'Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio');
  to.line(0, '----\t--------\t---\t---\t---------------\t-------------\t-----------------------');
  limits(to, range, '');
};

export const describeResourceQuota: Describer = (context, to) => {
  const quota = context.as<ResourceQuota>();
  to.name(quota.metadata);
  scopes(to, quota, 0, ' * ');
  to.line(0, 'Resource\tUsed\tHard');
  to.line(0, '--------\t----\t----');
  const { hard = {}, used = {} } = quota.status ?? {};
  for (const name of Object.keys(hard).sort(byCodePoint)) {
    const limit = hard[name] ?? '0';
    const { format } = parseQuantity(limit);
    const amount = used[name] ?? '0';
    // In the family of the limit, so that the two can be compared by eye.
    const shown = parseQuantity(amount).format === format ? amount : formatQuantity(quantityOf(value(amount), format));
    to.line(0, `${name}\t${shown}\t${limit}`);
  }
};

export const describePodDisruptionBudget: Describer = async (context, to) => {
  const { metadata, spec, status } = context.as<PodDisruptionBudget>();
  to.name(metadata);
  if (spec?.minAvailable !== undefined) to.line(0, `Min available:\t${spec.minAvailable}`);
  else if (spec?.maxUnavailable !== undefined) to.line(0, `Max unavailable:\t${spec.maxUnavailable}`);
  to.line(0, `Selector:\t${spec?.selector ? formatLabelSelector(spec.selector) : '<unset>'}`);
  to.line(0, 'Status:');
  to.line(2, `Allowed disruptions:\t${status?.disruptionsAllowed ?? 0}`);
  to.line(2, `Current:\t${status?.currentHealthy ?? 0}`);
  to.line(2, `Desired:\t${status?.desiredHealthy ?? 0}`);
  to.line(2, `Total:\t${status?.expectedPods ?? 0}`);
  await context.writeEvents(to);
};

export const describePriorityClass: Describer = async (context, to) => {
  const { metadata, value: priority, globalDefault, preemptionPolicy, description } = context.as<PriorityClass>();
  to.line(0, `Name:\t${metadata?.name ?? ''}`);
  to.line(0, `Value:\t${priority}`);
  to.line(0, `GlobalDefault:\t${globalDefault === true}`);
  to.line(0, `PreemptionPolicy:\t${preemptionPolicy ?? ''}`);
  to.line(0, `Description:\t${description ?? ''}`);
  to.line(0, `Annotations:\t${formatLabels(metadata?.annotations)}`);
  await context.writeEvents(to);
};
