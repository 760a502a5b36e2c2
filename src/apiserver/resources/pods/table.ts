/** `kubectl get pods`: how ready, in what state and how often restarted a Pod is, told from its containers' statuses. */
import type { ContainerStatus, Pod } from '../../../api/core/v1.ts';
import { age } from '../../../machinery/duration.ts';
import { getCondition, isPodTerminal, isRestartableInit } from '../../../machinery/pod.ts';
import type { TableShape } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf, orNone, wide } from '../shared/columns.ts';

export const podTable: TableShape<Pod> = {
  columns: [
    nameColumn,
    column('Ready', 'string', 'Containers that are ready, of all.'),
    column('Status', 'string', 'What the containers are doing, in one word.'),
    column('Restarts', 'string', 'How often containers were restarted, and when last.'),
    ageColumn,
    wide('IP', 'string', "The Pod's first address."),
    wide('Node', 'string', 'The node that runs the Pod.'),
    wide('Nominated Node', 'string', 'The node on which room is being made for the Pod.'),
    wide('Readiness Gates', 'string', 'Readiness gates that are true, of all.'),
  ],
  row(pod, now) {
    const { ready, total, reason, restarts, lastRestart } = summarize(pod);
    const gates = pod.spec?.readinessGates ?? [];
    const open = gates.filter(
      (gate) => getCondition(pod.status?.conditions, gate.conditionType)?.status === 'True',
    ).length;
    return [
      nameOf(pod),
      `${ready}/${total}`,
      reason,
      restarts !== 0 && lastRestart ? `${restarts} (${age(lastRestart, now)} ago)` : String(restarts),
      ageOf(pod, now),
      orNone(pod.status?.podIPs?.[0]?.ip),
      orNone(pod.spec?.nodeName),
      orNone(pod.status?.nominatedNodeName),
      gates.length ? `${open}/${gates.length}` : '<none>',
    ];
  },
  conditions(pod) {
    const completed = { type: 'Completed', status: 'True' };
    if (pod.status?.phase === 'Succeeded')
      return [{ ...completed, reason: 'Succeeded', message: 'The pod has completed successfully.' }];
    if (pod.status?.phase === 'Failed') return [{ ...completed, reason: 'Failed', message: 'The pod failed.' }];
    return [];
  },
};

interface Summary {
  ready: number;
  total: number;
  reason: string;
  restarts: number;
  lastRestart: string | undefined;
}

function summarize(pod: Pod): Summary {
  const sidecars = new Set(
    (pod.spec?.initContainers ?? []).filter(isRestartableInit).map((container) => container.name),
  );
  const summary: Summary = {
    ready: 0,
    total: (pod.spec?.containers.length ?? 0) + sidecars.size,
    reason: pod.status?.reason || pod.status?.phase || '',
    restarts: 0,
    lastRestart: undefined,
  };
  if (getCondition(pod.status?.conditions, 'PodScheduled')?.reason === 'SchedulingGated')
    summary.reason = 'SchedulingGated';
  const initializing = countInitContainers(pod, sidecars, summary);
  if (!initializing || getCondition(pod.status?.conditions, 'Initialized')?.status === 'True')
    countContainers(pod, sidecars, summary);
  if (pod.metadata?.deletionTimestamp && pod.status?.reason === 'NodeLost') summary.reason = 'Unknown';
  else if (pod.metadata?.deletionTimestamp && !isPodTerminal(pod)) summary.reason = 'Terminating';
  return summary;
}

/** Whether an init container has yet to finish, or failed; that is then the reason. */
function countInitContainers(pod: Pod, sidecars: ReadonlySet<string>, summary: Summary): boolean {
  const statuses = pod.status?.initContainerStatuses ?? [];
  for (const [i, status] of statuses.entries()) {
    countRestarts(status, summary);
    const { terminated, waiting } = status.state ?? {};
    if (terminated?.exitCode === 0) continue;
    if (sidecars.has(status.name) && status.started) {
      if (status.ready) summary.ready += 1;
      continue;
    }
    if (terminated) summary.reason = `Init:${terminated.reason || endOf(terminated)}`;
    else if (waiting?.reason && waiting.reason !== 'PodInitializing') summary.reason = `Init:${waiting.reason}`;
    else summary.reason = `Init:${i}/${pod.spec?.initContainers?.length ?? 0}`;
    return true;
  }
  return false;
}

function countContainers(pod: Pod, sidecars: ReadonlySet<string>, summary: Summary): void {
  summary.restarts = 0;
  summary.lastRestart = undefined;
  for (const status of pod.status?.initContainerStatuses ?? [])
    if (sidecars.has(status.name)) countRestarts(status, summary);
  let running = false;
  for (const status of [...(pod.status?.containerStatuses ?? [])].reverse()) {
    countRestarts(status, summary);
    const { terminated, waiting } = status.state ?? {};
    if (waiting?.reason) summary.reason = waiting.reason;
    else if (terminated) summary.reason = terminated.reason || endOf(terminated);
    else if (status.ready && status.state?.running) {
      running = true;
      summary.ready += 1;
    }
  }
  if (summary.reason === 'Completed' && running) {
    summary.reason = getCondition(pod.status?.conditions, 'Ready')?.status === 'True' ? 'Running' : 'NotReady';
  }
}

function countRestarts(status: ContainerStatus, summary: Summary): void {
  summary.restarts += status.restartCount;
  const finished = status.lastState?.terminated?.finishedAt;
  if (finished && (!summary.lastRestart || summary.lastRestart < finished)) summary.lastRestart = finished;
}

const endOf = (terminated: { signal?: number; exitCode: number }): string =>
  terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`;
