/**
 * What has to be done for a Pod to run as its spec says: pure, from the spec and what the runtime has.
 *
 * Guarantees: a running container whose image is as specified is left alone; a container is never started before the
 * sandbox is ready and initialisation is done; what restartPolicy forbids is not started again; a Pod that is being
 * deleted starts nothing.
 */
import { createHash } from 'node:crypto';
import type { Container } from '../../api/core/v1.ts';
import type { ContainerKind, NodePod } from './identity.ts';
import { isSidecar } from './identity.ts';
import type { RuntimeContainer, RuntimePod, RuntimeSandbox } from './runtimePod.ts';
import { latestOf } from './runtimePod.ts';

export interface ContainerToStart {
  readonly kind: ContainerKind;
  readonly container: Container;
  /** The container that it replaces, which may run still. */
  readonly previous: RuntimeContainer | undefined;
  /** The newest one of its name that has ended already: back-off counts from its end. */
  readonly ended: RuntimeContainer | undefined;
  readonly restartCount: number;
}

export interface ContainerToKill {
  readonly container: RuntimeContainer;
  /** The event's text; undefined for the usual one. */
  readonly message?: string;
  readonly reason: 'Unknown' | 'Changed' | 'Resize' | 'LivenessProbe' | 'StartupProbe' | 'PodDone';
}

export interface PodActions {
  /** Every container and the sandbox have to go, before a new sandbox is made or for good. */
  readonly killPod: boolean;
  readonly createSandbox: boolean;
  /** Attempt number of the sandbox to create. */
  readonly attempt: number;
  /** The sandbox that is in use, or that is to be replaced. */
  readonly sandbox: RuntimeSandbox | undefined;
  readonly start: readonly ContainerToStart[];
  readonly kill: readonly ContainerToKill[];
}

/** Verdicts of the probes by container ID; absent means that no probe has failed. */
export type ProbeFailures = ReadonlyMap<string, 'liveness' | 'startup'>;

/** Containers whose startup probe has not succeeded yet, by container ID. */
export type NotStarted = ReadonlySet<string>;

export interface ActionContext {
  readonly probeFailures?: ProbeFailures;
  readonly notStarted?: NotStarted;
  /** Containers that have to be started again to get another size, by name. */
  readonly restartToResize?: ReadonlySet<string>;
}

/** Short hash of what may change in a running Pod's container: a container made from another one is replaced. */
export function containerHash(container: Pick<Container, 'name' | 'image'>): string {
  return createHash('sha256')
    .update(JSON.stringify([container.name, container.image]))
    .digest('hex')
    .slice(0, 8);
}

/** The sandbox in use, and whether the Pod needs another one. */
export function sandboxState(
  pod: NodePod,
  runtime: RuntimePod,
): { changed: boolean; attempt: number; sandbox: RuntimeSandbox | undefined } {
  const [latest] = runtime.sandboxes;
  if (latest === undefined) return { changed: true, attempt: 0, sandbox: undefined };
  const hostNetwork = pod.spec.hostNetwork === true;
  const changed =
    runtime.sandboxes.filter((s) => s.ready).length > 1 ||
    !latest.ready ||
    latest.hostNetwork !== hostNetwork ||
    (!hostNetwork && latest.ips.length === 0);
  return { changed, attempt: changed ? latest.attempt + 1 : latest.attempt, sandbox: latest };
}

export function computeActions(pod: NodePod, runtime: RuntimePod, context: ActionContext = {}): PodActions {
  const { changed, attempt, sandbox } = sandboxState(pod, runtime);
  const none = { killPod: false, createSandbox: false, attempt, sandbox, start: [], kill: [] };
  if (pod.metadata.deletionTimestamp !== undefined) return { ...none, killPod: true };
  if (changed) return { ...none, ...actionsWithoutSandbox(pod, runtime, attempt) };

  const { initialized, doomed, actions } = initActions(pod, runtime, sandbox, context);
  const kill = [...actions.kill];
  const start = [...actions.start, ...ephemeralToStart(pod, runtime)];
  if (doomed) return { ...none, killPod: true };
  if (!initialized) return { ...none, start, kill };

  let kept = 0;
  let starting = 0;
  for (const container of pod.spec.containers) {
    const latest = latestOf(runtime, container.name);
    if (latest === undefined || latest.state !== 'running') {
      if (!shouldRun(pod, container, latest)) continue;
      starting++;
      start.push(toStart(runtime, 'regular', container, latest));
      if (latest?.state === 'unknown') kill.push({ container: latest, reason: 'Unknown' });
      continue;
    }
    const verdict = whyReplace(pod, container, latest, context);
    if (verdict === undefined) {
      kept++;
      continue;
    }
    kill.push(verdict.kill);
    if (!verdict.restart) continue;
    starting++;
    start.push(toStart(runtime, 'regular', container, latest));
  }
  if (kept === 0 && starting === 0) return { ...none, killPod: true };
  return { ...none, start, kill };
}

function actionsWithoutSandbox(pod: NodePod, runtime: RuntimePod, attempt: number): Partial<PodActions> {
  if (pod.spec.restartPolicy === 'Never' && attempt !== 0 && runtime.containers.length !== 0) return { killPod: true };
  const regular = pod.spec.containers.filter((container) => {
    const latest = latestOf(runtime, container.name);
    return !(pod.spec.restartPolicy === 'OnFailure' && latest?.state === 'exited' && latest.exitCode === 0);
  });
  if (regular.length === 0) return { killPod: true };
  const [firstInit] = pod.spec.initContainers ?? [];
  const start =
    firstInit !== undefined
      ? [toStart(runtime, 'init', firstInit, latestOf(runtime, firstInit.name))]
      : regular.map((container) => toStart(runtime, 'regular', container, latestOf(runtime, container.name)));
  return { killPod: true, createSandbox: true, start };
}

interface InitVerdict {
  readonly initialized: boolean;
  /** An init container failed and may not be run again: the Pod fails. */
  readonly doomed: boolean;
  readonly actions: { readonly start: readonly ContainerToStart[]; readonly kill: readonly ContainerToKill[] };
}

/** Init containers run one after the other; sidecars stay and let the next one begin once they have started. */
function initActions(
  pod: NodePod,
  runtime: RuntimePod,
  sandbox: RuntimeSandbox | undefined,
  context: ActionContext,
): InitVerdict {
  const start: ContainerToStart[] = [];
  const kill: ContainerToKill[] = [];
  const verdict = (initialized: boolean, doomed = false): InitVerdict => ({
    initialized,
    doomed,
    actions: { start, kill },
  });
  // A new sandbox runs every init container again: those of earlier ones do not count.
  const here = (c: RuntimeContainer | undefined): boolean => c !== undefined && c.sandboxId === sandbox?.id;
  const done = pod.spec.containers.some((c) => here(latestOf(runtime, c.name)));
  const mayFail = pod.spec.restartPolicy === 'Never';

  for (const container of pod.spec.initContainers ?? []) {
    const found = latestOf(runtime, container.name);
    const latest = here(found) ? found : undefined;
    if (isSidecar(container)) {
      if (latest?.state === 'running') {
        const replace = whyReplace(pod, container, latest, context);
        if (replace !== undefined) {
          kill.push(replace.kill);
          start.push(toStart(runtime, 'init', container, latest));
        } else if (!context.notStarted?.has(latest.id)) {
          continue;
        }
      } else {
        if (latest?.state === 'unknown') kill.push({ container: latest, reason: 'Unknown' });
        start.push(toStart(runtime, 'init', container, found));
      }
      if (!done) return verdict(false);
      continue;
    }
    if (done) continue;
    if (latest?.state === 'exited' && latest.exitCode === 0) continue;
    if (latest?.state === 'running') return verdict(false);
    if (latest?.state === 'exited' && mayFail) return verdict(false, true);
    if (latest?.state === 'unknown') kill.push({ container: latest, reason: 'Unknown' });
    start.push(toStart(runtime, 'init', container, found));
    return verdict(false);
  }
  return verdict(true);
}

/** Ephemeral containers run once, whatever the Pod's restart policy. */
function ephemeralToStart(pod: NodePod, runtime: RuntimePod): ContainerToStart[] {
  return (pod.spec.ephemeralContainers ?? [])
    .filter((container) => latestOf(runtime, container.name) === undefined)
    .map((container) => toStart(runtime, 'ephemeral', container, undefined));
}

const toStart = (
  runtime: RuntimePod,
  kind: ContainerKind,
  container: Container,
  previous: RuntimeContainer | undefined,
): ContainerToStart => ({
  kind,
  container,
  previous,
  ended: runtime.containers.find((c) => c.name === container.name && c.state === 'exited'),
  restartCount: previous === undefined ? 0 : previous.restartCount + 1,
});

/** Whether a container that does not run should: upstream's ShouldContainerBeRestarted. */
export function shouldRun(pod: NodePod, container: Container, latest: RuntimeContainer | undefined): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false;
  if (latest === undefined) return true;
  if (latest.state === 'running') return false;
  if (latest.state === 'unknown' || latest.state === 'created' || isSidecar(container)) return true;
  if (pod.spec.restartPolicy === 'Never') return false;
  return !(pod.spec.restartPolicy === 'OnFailure' && latest.exitCode === 0);
}

function whyReplace(
  pod: NodePod,
  container: Container,
  running: RuntimeContainer,
  context: ActionContext,
): { kill: ContainerToKill; restart: boolean } | undefined {
  const mayRestart = pod.spec.restartPolicy !== 'Never' || isSidecar(container);
  const because = (text: string, reason: ContainerToKill['reason'], restart: boolean) => ({
    kill: { container: running, message: restart ? `${text}, will be restarted` : text, reason },
    restart,
  });
  if (running.hash !== '' && running.hash !== containerHash(container)) {
    return because(`Container ${container.name} definition changed`, 'Changed', true);
  }
  switch (context.probeFailures?.get(running.id)) {
    case 'liveness':
      return because(`Container ${container.name} failed liveness probe`, 'LivenessProbe', mayRestart);
    case 'startup':
      return because(`Container ${container.name} failed startup probe`, 'StartupProbe', mayRestart);
    case undefined:
      return context.restartToResize?.has(container.name)
        ? {
            kill: {
              container: running,
              message: `Container ${container.name} resize requires restart`,
              reason: 'Resize',
            },
            restart: true,
          }
        : undefined;
  }
}
