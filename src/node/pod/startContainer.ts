/** Starts one container of a Pod: back-off, image, configuration, creation, start; each step with its own reason. */
import path from 'node:path';
import { orAborted } from '../abortable.ts';
import type { NodeServices } from '../nodeServices.ts';
import { tellPod } from '../podEvent.ts';
import { runHook } from '../probes/hooks.ts';
import type { MountedVolume } from '../volumes/volume.ts';
import type { ContainerToStart } from './actions.ts';
import { goDuration } from './backOff.ts';
import { containerConfig } from './containerConfig.ts';
import type { NodePod } from './identity.ts';
import { podLogDirectory, podText } from './identity.ts';
import { restartCountFromLogs } from './restartCount.ts';
import { sandboxConfig } from './sandboxConfig.ts';
import { StartError } from './startError.ts';

export interface StartRequest {
  readonly pod: NodePod;
  readonly start: ContainerToStart;
  readonly sandbox: { readonly id: string; readonly attempt: number };
  readonly podIPs: readonly string[];
  readonly volumes: ReadonlyMap<string, MountedVolume>;
  /** For an ephemeral container that targets another one: that one's ID. */
  readonly target?: string | undefined;
  /** The status says CrashLoopBackOff already: no event tells it again. */
  readonly backingOff: boolean;
  /** Aborted when the Pod is to end: nothing is created any more. */
  readonly signal: AbortSignal;
}

/** Resolves with the container's ID. Rejects with StartError, whose reason the status shows. */
export async function startContainer(services: NodeServices, request: StartRequest): Promise<string> {
  const { pod, start, sandbox, signal } = request;
  const { container, kind } = start;
  const tell = (type: 'Normal' | 'Warning', reason: string, message: string): void =>
    tellPod(services.recorder, pod, type, reason, message, { kind, name: container.name });
  const failed = (reason: string, error: unknown): StartError => {
    const message = descriptionOf(error);
    tell('Warning', 'Failed', `Error: ${message}`);
    return new StartError(reason, message);
  };

  backOffOrRaise(services, request, tell);
  const pulling = pullSecretsOf(services, pod).then((pullSecrets) =>
    services.images.ensure({ pod, kind, container, pullSecrets }),
  );
  const image = await orAborted(pulling, signal).catch((error: unknown) => {
    if (error instanceof StartError) tell('Warning', 'Failed', `Error: ${error.reason}`);
    throw error;
  });
  signal.throwIfAborted();

  const { name, namespace, uid } = pod.metadata;
  const logs = path.join(podLogDirectory(services.logsDirectory, namespace, name, uid), container.name);
  const restartCount = start.previous === undefined ? await restartCountFromLogs(logs) : start.restartCount;
  const configuring = containerConfig(services, { ...request, container, restartCount, image });
  const config = await orAborted(configuring, signal).catch((error: unknown) => {
    throw signal.aborted ? error : failed('CreateContainerConfigError', error);
  });
  const { containerId } = await services.cri
    .createContainer({
      podSandboxId: sandbox.id,
      config,
      sandboxConfig: await sandboxConfig(services, pod, sandbox.attempt),
    })
    .catch((error: unknown) => {
      throw failed('CreateContainerError', error);
    });
  services.own(containerId, pod.metadata.uid);
  tell('Normal', 'Created', `Created container: ${container.name}`);

  await services.cri.startContainer({ containerId }).catch((error: unknown) => {
    throw failed('RunContainerError', error);
  });
  tell('Normal', 'Started', `Started container ${container.name}`);

  const hook = container.lifecycle?.postStart;
  if (hook === undefined) return containerId;
  try {
    await runHook(services.cri, hook, { containerId, container, podIP: request.podIPs[0] ?? '' }, signal);
  } catch (error) {
    if (signal.aborted) return containerId;
    tell('Warning', 'FailedPostStartHook', 'PostStartHook failed');
    await killStarted(services, request, containerId);
    throw new StartError('PostStartHookError', descriptionOf(error));
  }
  return containerId;
}

/** Of a container whose postStart hook failed: it is stopped as any other, its preStop hook first. */
async function killStarted(services: NodeServices, request: StartRequest, containerId: string): Promise<void> {
  const { pod, start, podIPs } = request;
  await services.killer
    .kill(
      pod,
      { id: containerId, name: start.container.name, state: 'running' },
      {
        graceSeconds: pod.spec.terminationGracePeriodSeconds ?? 30,
        message: 'FailedPostStartHook',
        podIP: podIPs[0],
      },
    )
    .catch((error: unknown) => services.log.warn({ pod: podText(pod), error }, 'a container could not be stopped'));
}

/** The runtime's sentence without the frame that gRPC puts around it. */
function descriptionOf(error: unknown): string {
  if (error instanceof Error)
    return 'details' in error && typeof error.details === 'string' ? error.details : error.message;
  return String(error);
}

/** What a container that crashes waits for the first time, and how long it must have run to begin afresh: milliseconds. */
const firstDelay = 10_000;
const steadyAfter = 600_000;

/** Throws CrashLoopBackOff while a container that ended has to wait; else notes one more attempt. */
function backOffOrRaise(
  services: NodeServices,
  { pod, start: { container, ended }, backingOff }: StartRequest,
  tell: (type: 'Warning', reason: string, message: string) => void,
): void {
  if (ended === undefined) return;
  const key = `${pod.metadata.uid}/${container.name}`;
  const since = ended.finishedAt;
  // An agent that was restarted goes on where the one before was.
  if (ended.restartCount > 0 && since - ended.startedAt < steadyAfter) {
    services.crashBackOff.seed(key, firstDelay * 2 ** (ended.restartCount - 1), ended.startedAt);
  }
  const wait = services.crashBackOff.remaining(key, since);
  if (wait === 0) {
    services.crashBackOff.raise(key, since);
    return;
  }
  if (!backingOff)
    tell('Warning', 'BackOff', `Back-off restarting failed container ${container.name} in pod ${podText(pod)}`);
  const delay = goDuration(services.crashBackOff.delay(key));
  throw new StartError(
    'CrashLoopBackOff',
    `back-off ${delay} restarting failed container=${container.name} pod=${podText(pod)}`,
    { retryAfter: wait },
  );
}

async function pullSecretsOf(services: NodeServices, pod: NodePod) {
  const names = (pod.spec.imagePullSecrets ?? []).flatMap(({ name }) => (name ? [name] : []));
  const found = await Promise.all(names.map((name) => services.references.secret(pod, name)));
  const missing = names.filter((_, i) => found[i] === undefined);
  if (missing.length > 0) {
    tellPod(
      services.recorder,
      pod,
      'Warning',
      'FailedToRetrieveImagePullSecret',
      `Unable to retrieve some image pull secrets (${missing.join(', ')}); attempting to pull the image may not succeed.`,
    );
  }
  return found.filter((s) => s !== undefined);
}
