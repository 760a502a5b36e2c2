/** From the names in a request to the container or sandbox that is meant. */
import type { ContainerStatus } from '../../api/core/v1.ts';
import type { PodManager } from '../podManager.ts';
import type { RuntimeContainer } from '../pod/runtimePod.ts';
import { latestOf } from '../pod/runtimePod.ts';
import type { PodWorker } from '../pod/worker.ts';
import { HttpError } from './httpError.ts';

export function podWorker(manager: PodManager, namespace: string, name: string): PodWorker {
  const worker = manager.find(namespace, name);
  if (worker === undefined) throw new HttpError(404, `pod "${namespace}/${name}" not found`);
  return worker;
}

/** A container that runs now. */
export function runningContainer(worker: PodWorker, container: string): RuntimeContainer {
  const found = latestOf(worker.runtime, container);
  if (found === undefined || found.state !== 'running')
    throw new HttpError(404, `container not found ("${container}")`);
  return found;
}

export function readySandbox(worker: PodWorker): string {
  const sandbox = worker.runtime.sandboxes[0];
  if (sandbox === undefined || !sandbox.ready)
    throw new HttpError(404, `pod not found ("${worker.pod?.metadata.name ?? worker.uid}")`);
  return sandbox.id;
}

/** The container whose log is asked for; throws, in upstream's words, when there is none yet. */
export function loggedContainer(worker: PodWorker, container: string, previous: boolean): RuntimeContainer {
  const pod = worker.pod;
  const podName = pod?.metadata.name ?? '';
  const all = [
    ...(pod?.spec.containers ?? []),
    ...(pod?.spec.initContainers ?? []),
    ...(pod?.spec.ephemeralContainers ?? []),
  ];
  if (!all.some((c) => c.name === container))
    throw new HttpError(404, `container "${container}" not found in pod "${podName}"`);
  const found = worker.runtime.containers.filter((c) => c.name === container);
  const [latest, before] = found;
  if (previous) {
    // While the next one waits to be started, the last one that ended is the previous one already.
    const waiting = statusOf(worker, container)?.state?.waiting !== undefined;
    const ended = waiting && latest?.state === 'exited' ? latest : before;
    if (ended === undefined)
      throw new HttpError(400, `previous terminated container "${container}" in pod "${podName}" not found`);
    return ended;
  }
  if (latest !== undefined && latest.state !== 'created') return latest;
  if (before !== undefined) return before;
  const reason = statusOf(worker, container)?.state?.waiting?.reason;
  const why =
    reason === 'ErrImagePull'
      ? "image can't be pulled"
      : reason === 'ImagePullBackOff'
        ? 'trying and failing to pull image'
        : reason;
  throw new HttpError(
    400,
    why === undefined
      ? `container "${container}" in pod "${podName}" is waiting to start - no logs yet`
      : `container "${container}" in pod "${podName}" is waiting to start: ${why}`,
  );
}

function statusOf(worker: PodWorker, container: string): ContainerStatus | undefined {
  const { containerStatuses = [], initContainerStatuses = [], ephemeralContainerStatuses = [] } = worker.status ?? {};
  return [...containerStatuses, ...initContainerStatuses, ...ephemeralContainerStatuses].find(
    (s) => s.name === container,
  );
}
