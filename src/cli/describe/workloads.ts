/** Descriptions of what makes Pods. */
import type { DaemonSet, Deployment, ReplicaSet, StatefulSet } from '../../api/apps/v1.ts';
import type { CronJob, Job } from '../../api/batch/v1.ts';
import type { ReplicationController } from '../../api/core/v1.ts';
import { semanticEqual } from '../../machinery/equal.ts';
import {
  formatLabels,
  formatLabelSelector,
  formatSelector,
  selectorFrom,
  selectorFromSet,
} from '../../machinery/labels.ts';
import { replicaSets } from '../../machinery/resources.ts';
import { humanDuration } from '../../machinery/duration.ts';
import { byCodePoint } from '../kube/json.ts';
import { controllerOf, type DescribeContext, type Describer } from './contract.ts';
import { dateText, orUnset, trueOrFalse, type Description } from './description.ts';
import { describePodTemplate } from './pod.ts';
import { describeClaimTemplates } from './volumes.ts';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

function conditions(to: Description, list: readonly Condition[] = []): void {
  if (list.length === 0) return;
  to.line(0, 'Conditions:\n  Type\tStatus\tReason');
  to.line(1, '----\t------\t------');
  for (const c of list) to.line(1, `${c.type} \t${c.status}\t${c.reason ?? ''}`);
}

export const describeDeployment: Describer = async (context, to) => {
  const deployment = context.as<Deployment>();
  const { metadata, spec, status } = deployment;
  to.name(metadata);
  to.line(0, `CreationTimestamp:\t${dateText(metadata?.creationTimestamp)}`);
  to.labels('Labels', metadata?.labels);
  to.annotations('Annotations', metadata?.annotations);
  to.line(0, `Selector:\t${formatSelector(selectorFrom(spec?.selector))}`);
  to.line(
    0,
    `Replicas:\t${spec?.replicas ?? 0} desired | ${status?.updatedReplicas ?? 0} updated | ${status?.replicas ?? 0} total | ${status?.availableReplicas ?? 0} available | ${status?.unavailableReplicas ?? 0} unavailable`,
  );
  to.line(0, `StrategyType:\t${spec?.strategy?.type ?? ''}`);
  to.line(0, `MinReadySeconds:\t${spec?.minReadySeconds ?? 0}`);
  const rolling = spec?.strategy?.rollingUpdate;
  if (rolling)
    to.line(
      0,
      `RollingUpdateStrategy:\t${rolling.maxUnavailable ?? ''} max unavailable, ${rolling.maxSurge ?? ''} max surge`,
    );
  describePodTemplate(to, spec?.template);
  conditions(to, status?.conditions);
  await replicaSetsOf(context, deployment, to);
  await context.writeEvents(to);
};

/** The ReplicaSet of the present template, and those of earlier ones that still have Pods or not. */
async function replicaSetsOf(context: DescribeContext, { metadata, spec }: Deployment, to: Description): Promise<void> {
  const all = await context.tryList(replicaSets, context.namespace, {
    labelSelector: formatSelector(selectorFrom(spec?.selector)),
  });
  const own = (all ?? []).filter((rs) =>
    rs.metadata?.ownerReferences?.some((o) => o.controller && o.uid === metadata?.uid),
  );
  const withoutHash = (rs: ReplicaSet): unknown => {
    const { 'pod-template-hash': _, ...labels } = rs.spec?.template?.metadata?.labels ?? {};
    return { ...rs.spec?.template, metadata: { ...rs.spec?.template?.metadata, labels } };
  };
  const template = {
    ...spec?.template,
    metadata: { ...spec?.template?.metadata, labels: spec?.template?.metadata?.labels ?? {} },
  };
  // Of several that match the oldest is the one: the others are what a collision left behind.
  const current = [...own]
    .sort(
      (a, b) =>
        byCodePoint(a.metadata?.creationTimestamp ?? '', b.metadata?.creationTimestamp ?? '') ||
        byCodePoint(a.metadata?.name ?? '', b.metadata?.name ?? ''),
    )
    .find((rs) => semanticEqual(withoutHash(rs), template));
  const old = own.filter((rs) => rs !== current);
  if (old.length === 0 && !current) return;
  const text = (list: readonly ReplicaSet[]): string =>
    list
      .map(
        (rs) => `${rs.metadata?.name ?? ''} (${rs.status?.replicas ?? 0}/${rs.spec?.replicas ?? 0} replicas created)`,
      )
      .join(', ') || '<none>';
  to.line(0, `OldReplicaSets:\t${text(old)}`);
  to.line(0, `NewReplicaSet:\t${text(current ? [current] : [])}`);
}

export const describeReplicaSet: Describer = async (context, to) => {
  const set = context.as<ReplicaSet>();
  const { metadata, spec, status } = set;
  to.name(metadata);
  to.line(0, `Selector:\t${formatLabelSelector(spec?.selector)}`);
  to.labels('Labels', metadata?.labels);
  to.annotations('Annotations', metadata?.annotations);
  const owner = controllerOf(set);
  if (owner) to.line(0, `Controlled By:\t${owner}`);
  to.line(0, `Replicas:\t${status?.replicas ?? 0} current / ${spec?.replicas ?? 0} desired`);
  to.line(0, `Pods Status:\t${await context.podStatuses(formatSelector(selectorFrom(spec?.selector)))}`);
  describePodTemplate(to, spec?.template);
  conditions(to, status?.conditions);
  await context.writeEvents(to);
};

export const describeReplicationController: Describer = async (context, to) => {
  const { metadata, spec, status } = context.as<ReplicationController>();
  to.name(metadata);
  to.line(0, `Selector:\t${formatLabels(spec?.selector)}`);
  to.labels('Labels', metadata?.labels);
  to.annotations('Annotations', metadata?.annotations);
  to.line(0, `Replicas:\t${status?.replicas ?? 0} current / ${spec?.replicas ?? 0} desired`);
  to.line(0, `Pods Status:\t${await context.podStatuses(formatSelector(selectorFromSet(spec?.selector)))}`);
  describePodTemplate(to, spec?.template);
  conditions(to, status?.conditions);
  await context.writeEvents(to);
};

export const describeStatefulSet: Describer = async (context, to) => {
  const { metadata, spec, status } = context.as<StatefulSet>();
  const selector = formatSelector(selectorFrom(spec?.selector));
  to.name(metadata);
  to.line(0, `CreationTimestamp:\t${dateText(metadata?.creationTimestamp)}`);
  to.line(0, `Selector:\t${selector}`);
  to.labels('Labels', metadata?.labels);
  to.annotations('Annotations', metadata?.annotations);
  to.line(0, `Replicas:\t${spec?.replicas ?? 0} desired | ${status?.replicas ?? 0} total`);
  to.line(0, `Update Strategy:\t${spec?.updateStrategy?.type ?? ''}`);
  const rolling = spec?.updateStrategy?.rollingUpdate;
  if (rolling?.partition !== undefined) {
    to.line(1, `Partition:\t${rolling.partition}`);
    if (rolling.maxUnavailable !== undefined) to.line(1, `MaxUnavailable:\t${rolling.maxUnavailable}`);
  }
  to.line(0, `Pods Status:\t${await context.podStatuses(selector)}`);
  describePodTemplate(to, spec?.template);
  describeClaimTemplates(to, spec?.volumeClaimTemplates);
  await context.writeEvents(to);
};

export const describeDaemonSet: Describer = async (context, to) => {
  const { metadata, spec, status } = context.as<DaemonSet>();
  const selector = formatSelector(selectorFrom(spec?.selector));
  to.name(metadata);
  to.line(0, `Selector:\t${selector}`);
  to.line(0, `Node-Selector:\t${formatLabels(spec?.template?.spec?.nodeSelector)}`);
  to.labels('Labels', metadata?.labels);
  to.annotations('Annotations', metadata?.annotations);
  to.line(0, `Desired Number of Nodes Scheduled: ${status?.desiredNumberScheduled ?? 0}`);
  to.line(0, `Current Number of Nodes Scheduled: ${status?.currentNumberScheduled ?? 0}`);
  to.line(0, `Number of Nodes Scheduled with Up-to-date Pods: ${status?.updatedNumberScheduled ?? 0}`);
  to.line(0, `Number of Nodes Scheduled with Available Pods: ${status?.numberAvailable ?? 0}`);
  to.line(0, `Number of Nodes Misscheduled: ${status?.numberMisscheduled ?? 0}`);
  to.line(0, `Pods Status:\t${await context.podStatuses(selector)}`);
  describePodTemplate(to, spec?.template);
  await context.writeEvents(to);
};

export const describeJob: Describer = async (context, to) => {
  const job = context.as<Job>();
  const { metadata, spec, status } = job;
  to.name(metadata);
  to.line(0, `Selector:\t${formatSelector(selectorFrom(spec?.selector))}`);
  to.labels('Labels', metadata?.labels);
  to.annotations('Annotations', metadata?.annotations);
  const owner = controllerOf(job);
  if (owner) to.line(0, `Controlled By:\t${owner}`);
  if (spec?.parallelism !== undefined) to.line(0, `Parallelism:\t${spec.parallelism}`);
  to.line(0, `Completions:\t${orUnset(spec?.completions)}`);
  if (spec?.completionMode !== undefined) to.line(0, `Completion Mode:\t${spec.completionMode}`);
  if (spec?.suspend !== undefined) to.line(0, `Suspend:\t${spec.suspend}`);
  if (spec?.backoffLimit !== undefined) to.line(0, `Backoff Limit:\t${spec.backoffLimit}`);
  if (spec?.ttlSecondsAfterFinished !== undefined)
    to.line(0, `TTL Seconds After Finished:\t${spec.ttlSecondsAfterFinished}`);
  if (status?.startTime) to.line(0, `Start Time:\t${dateText(status.startTime)}`);
  if (status?.completionTime) to.line(0, `Completed At:\t${dateText(status.completionTime)}`);
  if (status?.startTime && status.completionTime)
    to.line(0, `Duration:\t${humanDuration(Date.parse(status.completionTime) - Date.parse(status.startTime))}`);
  if (spec?.activeDeadlineSeconds !== undefined) to.line(0, `Active Deadline Seconds:\t${spec.activeDeadlineSeconds}s`);
  const active = `${status?.active ?? 0} Active${status?.ready === undefined ? '' : ` (${status.ready} Ready)`}`;
  to.line(0, `Pods Statuses:\t${active} / ${status?.succeeded ?? 0} Succeeded / ${status?.failed ?? 0} Failed`);
  if (spec?.completionMode === 'Indexed') to.line(0, `Completed Indexes:\t${someIndexes(status?.completedIndexes)}`);
  describePodTemplate(to, spec?.template);
  await context.writeEvents(to);
};

/** About fifty characters of a list of indexes. */
function someIndexes(indexes = ''): string {
  if (indexes === '') return '<none>';
  const comma = indexes.indexOf(',', 50);
  return comma < 0 ? indexes : `${indexes.slice(0, comma + 1)}...`;
}

export const describeCronJob: Describer = async (context, to) => {
  const { metadata, spec, status } = context.as<CronJob>();
  const jobSpec = spec?.jobTemplate.spec;
  to.name(metadata);
  to.labels('Labels', metadata?.labels);
  to.annotations('Annotations', metadata?.annotations);
  to.line(0, `Schedule:\t${spec?.schedule ?? ''}`);
  to.line(0, `Concurrency Policy:\t${spec?.concurrencyPolicy ?? ''}`);
  to.line(0, `Suspend:\t${spec?.suspend === undefined ? '<unset>' : trueOrFalse(spec.suspend)}`);
  to.line(0, `Successful Job History Limit:\t${orUnset(spec?.successfulJobsHistoryLimit)}`);
  to.line(0, `Failed Job History Limit:\t${orUnset(spec?.failedJobsHistoryLimit)}`);
  const deadline = spec?.startingDeadlineSeconds;
  to.line(0, `Starting Deadline Seconds:\t${deadline === undefined ? '<unset>' : `${deadline}s`}`);
  to.line(0, `Selector:\t${jobSpec?.selector ? formatSelector(selectorFrom(jobSpec.selector)) : '<unset>'}`);
  to.line(0, `Parallelism:\t${orUnset(jobSpec?.parallelism)}`);
  to.line(0, `Completions:\t${orUnset(jobSpec?.completions)}`);
  if (jobSpec?.activeDeadlineSeconds !== undefined)
    to.line(0, `Active Deadline Seconds:\t${jobSpec.activeDeadlineSeconds}s`);
  describePodTemplate(to, jobSpec?.template);
  to.line(0, `Last Schedule Time:\t${status?.lastScheduleTime ? dateText(status.lastScheduleTime) : '<unset>'}`);
  to.line(0, `Active Jobs:\t${(status?.active ?? []).map((j) => j.name ?? '').join(', ') || '<none>'}`);
  await context.writeEvents(to);
};
