/** The phase of a Pod from the statuses of its containers (API concept "Pod phase"): pure. */
import type { ContainerStatus, PodPhase } from '../../api/core/v1.ts';
import type { NodePod } from './identity.ts';
import { isSidecar } from './identity.ts';

/** @param over nothing of the Pod will run again, whatever its restart policy */
export function phaseOf(
  pod: NodePod,
  init: readonly ContainerStatus[],
  regular: readonly ContainerStatus[],
  over: boolean,
): PodPhase {
  const { restartPolicy } = pod.spec;
  const initialization = initializationOf(pod, init);
  if (initialization.failed && (restartPolicy === 'Never' || over)) return 'Failed';

  let waiting = 0,
    running = 0,
    stopped = 0,
    succeeded = 0;
  for (const { state, lastState } of regular) {
    if (state?.running !== undefined) running++;
    else if (state?.terminated !== undefined) {
      stopped++;
      if (state.terminated.exitCode === 0) succeeded++;
    } else if (lastState?.terminated !== undefined) stopped++;
    else waiting++;
  }
  if (over && running === 0) return waiting === 0 && stopped > 0 && stopped === succeeded ? 'Succeeded' : 'Failed';
  const begun = running > 0 || stopped > 0;
  if (initialization.pendingRegular || (initialization.pendingSidecars && !begun)) return 'Pending';
  if (waiting > 0) return 'Pending';
  if (running > 0) return 'Running';
  if (stopped === 0) return 'Pending';
  if (restartPolicy === 'Always' || restartPolicy === undefined) return 'Running';
  if (stopped === succeeded) return sidecarsRun(pod, init) ? 'Running' : 'Succeeded';
  if (restartPolicy === 'Never') return sidecarsRun(pod, init) ? 'Running' : 'Failed';
  return 'Running';
}

/** Sidecars that still run hold back the final phase: they stop after the main containers. */
function sidecarsRun(pod: NodePod, init: readonly ContainerStatus[]): boolean {
  return (pod.spec.initContainers ?? []).some(
    (container, i) => isSidecar(container) && init[i]?.state?.running !== undefined,
  );
}

function initializationOf(
  pod: NodePod,
  init: readonly ContainerStatus[],
): { failed: boolean; pendingRegular: boolean; pendingSidecars: boolean } {
  let failed = false,
    pendingRegular = false,
    pendingSidecars = false;
  (pod.spec.initContainers ?? []).forEach((container, i) => {
    const status = init[i];
    if (isSidecar(container)) {
      if (status?.started !== true) pendingSidecars = true;
      return;
    }
    const ended = status?.state?.terminated ?? (status?.state?.waiting ? status.lastState?.terminated : undefined);
    if (status?.state?.terminated?.exitCode === 0) return;
    if (ended !== undefined && ended.exitCode !== 0) failed = true;
    pendingRegular = true;
  });
  return { failed, pendingRegular, pendingSidecars };
}
