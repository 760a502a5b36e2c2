/**
 * The status of a Pod: pure, from its spec, its last status and what the runtime has.
 *
 * Guarantees: what the status says of a container is what the runtime says of it, or why there is none; a phase that
 * is final stays; restart counts never go back while the runtime remembers the last container.
 */
import type {
  Container,
  ContainerState,
  ContainerStatus,
  PodPhase,
  PodStatus,
  ResourceRequirements,
  VolumeMountStatus,
} from '../../api/core/v1.ts';
import { shouldRun } from './actions.ts';
import { podConditions } from './conditions.ts';
import type { ResizeProgress } from './conditions.ts';
import type { ContainerKind, NodePod } from './identity.ts';
import { isSidecar } from './identity.ts';
import { phaseOf } from './phase.ts';
import { qosClassOf } from './qos.ts';
import type { RuntimeContainer, RuntimePod } from './runtimePod.ts';
import { latestOf } from './runtimePod.ts';
import type { Sizes } from './sizes.ts';
import { withSize } from './sizes.ts';
import { timeText } from './timeText.ts';

/** Why a container does not run: ImagePullBackOff, CrashLoopBackOff, CreateContainerConfigError, … */
export interface WaitingReason {
  readonly reason: string;
  readonly message: string;
}

export interface PodFailure extends WaitingReason {
  /** The node's fault and not the Pod's: condition DisruptionTarget tells so. */
  readonly disruption?: boolean;
  /** The node never took the Pod on: there is nothing to say of its containers. */
  readonly rejected?: boolean;
}

export interface StatusInput {
  readonly pod: NodePod;
  readonly runtime: RuntimePod;
  /** The last status that is known: transition times, start time and addresses carry over from it. */
  readonly previous: PodStatus;
  /** By container name. */
  readonly waiting: ReadonlyMap<string, WaitingReason>;
  /** Verdict of the readiness probe of a running container; true when it has none. */
  ready(container: RuntimeContainer): boolean;
  /** Whether a running container's startup probe has succeeded; true when it has none. */
  started(container: RuntimeContainer): boolean;
  readonly hostIPs: readonly string[];
  /** 'containerd': what container IDs begin with. */
  readonly runtimeName: string;
  /** Nothing of the Pod will run again: it is being deleted, or failed as a whole. */
  readonly over: boolean;
  /** The Pod fails as a whole (deadline, admission, eviction): phase Failed with this, once nothing of it runs. */
  readonly failure?: PodFailure | undefined;
  /** Whether the runtime can mount recursively read-only. */
  readonly recursiveReadOnly: boolean;
  /** What running containers have of CPU and memory, where it is known. */
  readonly actuated?: Sizes | undefined;
  readonly resize?: ResizeProgress | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export function podStatus(input: StatusInput): PodStatus {
  const { pod, runtime, previous } = input;
  const { spec } = pod;
  const hasInit = (spec.initContainers ?? []).length > 0;
  const init = statusesOf(input, spec.initContainers ?? [], previous.initContainerStatuses, 'init', hasInit);
  const regular = statusesOf(input, spec.containers, previous.containerStatuses, 'regular', hasInit).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  const ephemeral = statusesOf(
    input,
    spec.ephemeralContainers ?? [],
    previous.ephemeralContainerStatuses,
    'ephemeral',
    hasInit,
  ).sort((a, b) => (a.name < b.name ? -1 : 1));

  const failure = input.over ? input.failure : undefined;
  const phase = finalPhase(previous) ?? (failure ? 'Failed' : phaseOf(pod, init, regular, input.over));
  const why = finalPhase(previous) !== undefined ? previous : (failure ?? {});
  const disruption = input.failure?.disruption ? input.failure.message : undefined;
  const [ready] = runtime.sandboxes;
  const ips =
    spec.hostNetwork === true
      ? ready !== undefined
        ? [...input.hostIPs]
        : []
      : ready?.ready === true
        ? [...ready.ips]
        : [];
  const podIPs = ips.length > 0 ? ips.map((ip) => ({ ip })) : (previous.podIPs ?? []);

  const rejected = failure?.rejected === true;
  const status: PodStatus = {
    phase,
    conditions: podConditions({
      pod,
      runtime,
      previous,
      phase,
      init,
      regular,
      disruption,
      resize: input.resize,
      now: input.now,
    }),
    ...(why.message && { message: why.message }),
    ...(why.reason && { reason: why.reason }),
    ...(input.hostIPs[0] !== undefined && { hostIP: input.hostIPs[0], hostIPs: input.hostIPs.map((ip) => ({ ip })) }),
    ...(podIPs[0] !== undefined && { podIP: podIPs[0].ip, podIPs }),
    startTime: previous.startTime ?? timeText(input.now),
    ...(init.length > 0 && !rejected && { initContainerStatuses: init }),
    ...(!rejected && { containerStatuses: regular }),
    ...(ephemeral.length > 0 && { ephemeralContainerStatuses: ephemeral }),
    qosClass: previous.qosClass ?? qosClassOf(pod),
  };
  return status;
}

const finalPhase = (previous: PodStatus): PodPhase | undefined =>
  previous.phase === 'Failed' || previous.phase === 'Succeeded' ? previous.phase : undefined;

function statusesOf(
  input: StatusInput,
  containers: readonly Container[],
  previous: readonly ContainerStatus[] | undefined,
  kind: ContainerKind,
  podHasInit: boolean,
): ContainerStatus[] {
  const old = new Map((previous ?? []).map((s) => [s.name, s]));
  return containers.map((container) => {
    const status = containerStatus(input, container, old.get(container.name), kind, podHasInit);
    const latest = latestOf(input.runtime, container.name);
    const running = latest !== undefined && status.state?.running !== undefined;
    // Nobody waits for an ephemeral container to be ready.
    if (kind === 'ephemeral') return status;
    status.started = running && input.started(latest);
    status.ready =
      kind === 'init' && !isSidecar(container)
        ? status.state?.terminated?.exitCode === 0
        : running && status.started && input.ready(latest);
    return status;
  });
}

function containerStatus(
  input: StatusInput,
  container: Container,
  old: ContainerStatus | undefined,
  kind: ContainerKind,
  podHasInit: boolean,
): ContainerStatus {
  const found = input.runtime.containers.filter((c) => c.name === container.name);
  const [latest, before] = found;
  const status =
    latest === undefined ? statusWithout(input, container, old, podHasInit) : fromRuntime(input, latest, before, old);
  const resizable = kind === 'regular' || isSidecar(container);
  if (latest !== undefined && resizable) {
    const has = latest.state === 'running' ? input.actuated?.[container.name] : undefined;
    const resources = resourcesOf(container);
    status.resources = has === undefined ? resources : withSize(resources, has);
  }
  const mounts = mountStatuses(container, input.recursiveReadOnly);
  if (mounts.length > 0) status.volumeMounts = mounts;

  const doneInit = kind === 'init' && !isSidecar(container) && latest?.state === 'exited' && latest.exitCode === 0;
  const waiting = input.waiting.get(container.name);
  if (waiting === undefined || doneInit || input.over || !shouldRun(input.pod, container, latest)) return status;
  if (status.state?.terminated !== undefined) status.lastState = status.state;
  status.state = { waiting: { reason: waiting.reason, ...(waiting.message && { message: waiting.message }) } };
  return status;
}

/** The runtime has no such container: not made yet, or its traces are gone. */
function statusWithout(
  input: StatusInput,
  container: Container,
  old: ContainerStatus | undefined,
  podHasInit: boolean,
): ContainerStatus {
  if (old?.state?.terminated !== undefined) return { ...old };
  const status: ContainerStatus = {
    name: container.name,
    state: { waiting: { reason: podHasInit ? 'PodInitializing' : 'ContainerCreating' } },
    lastState: old?.lastState ?? {},
    ready: false,
    restartCount: old?.restartCount ?? 0,
    image: container.image ?? '',
    imageID: '',
  };
  if (old?.state?.running === undefined) return status;
  // It was seen running and has vanished: it must not fall back to "never started".
  status.state = {
    terminated: {
      exitCode: 137,
      reason: 'ContainerStatusUnknown',
      startedAt: undefinedTime,
      finishedAt: undefinedTime,
      message: 'The container could not be located when the pod was deleted.  The container used to be Running',
    },
  };
  if (input.pod.metadata.deletionTimestamp === undefined) status.restartCount += 1;
  return status;
}

/** What the container was given: limits and requests, without claims. */
function resourcesOf({ resources }: Container): ResourceRequirements {
  return {
    ...(resources?.limits && { limits: resources.limits }),
    ...(resources?.requests && { requests: resources.requests }),
  };
}

function fromRuntime(
  { runtimeName }: StatusInput,
  latest: RuntimeContainer,
  before: RuntimeContainer | undefined,
  old: ContainerStatus | undefined,
): ContainerStatus {
  const status: ContainerStatus = {
    name: latest.name,
    state: stateOf(latest, runtimeName),
    lastState:
      before !== undefined
        ? stateOf(before, runtimeName)
        : latest.restartCount === old?.restartCount
          ? (old.lastState ?? {})
          : {},
    ready: false,
    restartCount: latest.restartCount,
    image: latest.image,
    imageID: latest.imageId,
    containerID: `${runtimeName}://${latest.id}`,
  };
  if (latest.user !== undefined) {
    const { uid, gid, supplementalGroups } = latest.user;
    status.user = {
      linux: { uid, gid, ...(supplementalGroups.length > 0 && { supplementalGroups: [...supplementalGroups] }) },
    };
  }
  return status;
}

/** The zero time of the API, which travels as null. */
const undefinedTime = null as unknown as string;

function stateOf(container: RuntimeContainer, runtimeName: string): ContainerState {
  switch (container.state) {
    case 'running':
      return { running: { startedAt: timeText(container.startedAt) } };
    case 'exited':
      return {
        terminated: {
          exitCode: container.exitCode,
          ...(container.reason && { reason: container.reason }),
          ...(container.message && { message: container.message }),
          // A container that never started says so with the epoch, as upstream's do.
          startedAt: timeText(container.startedAt),
          finishedAt: timeText(container.finishedAt),
          containerID: `${runtimeName}://${container.id}`,
        },
      };
    case 'created':
    case 'unknown':
      return { waiting: {} };
  }
}

function mountStatuses(container: Container, recursiveReadOnly: boolean): VolumeMountStatus[] {
  return (container.volumeMounts ?? []).map(({ name, mountPath, readOnly, recursiveReadOnly: asked }) => {
    if (!readOnly) return { name, mountPath };
    const enabled = asked === 'Enabled' || (asked === 'IfPossible' && recursiveReadOnly);
    return { name, mountPath, readOnly: true, recursiveReadOnly: enabled ? 'Enabled' : 'Disabled' };
  });
}
