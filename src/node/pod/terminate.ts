/**
 * Ends what runs of a Pod: its containers within their grace period (sidecars after the others, in reverse order), then
 * its sandbox. Called again and again until nothing runs: a step that is under way is not begun twice.
 */
import type { NodeServices } from '../nodeServices.ts';
import type { NodePod } from './identity.ts';
import { isSidecar } from './identity.ts';
import type { RuntimeContainer, RuntimePod } from './runtimePod.ts';
import { mayRun } from './runtimePod.ts';

/** Upstream's default of terminationGracePeriodSeconds. */
const defaultGrace = 30;
/** Of a Pod that was deleted while no agent ran: its time is over. */
const orphanGrace = 1;

/**
 * Seconds that containers have to end by themselves. Counted from the deletion: an agent that was restarted in the
 * middle does not begin anew.
 */
export function graceOf(pod: NodePod | undefined, now: number): number {
  if (pod === undefined) return orphanGrace;
  const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
  if (deletionTimestamp === undefined) return pod.spec.terminationGracePeriodSeconds ?? defaultGrace;
  const whole = deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? defaultGrace;
  return Math.min(whole, Math.max(0, Math.ceil((Date.parse(deletionTimestamp) - now) / 1000)));
}

export interface TerminateOptions {
  readonly graceSeconds: number;
  /** Told when a container has stopped. */
  readonly stopped: () => void;
  /** Told when one could not be stopped. */
  readonly failed: (error: unknown) => void;
}

/** Begins to stop what may be stopped now. True when no container runs any more. */
export function stopContainers(
  services: NodeServices,
  pod: NodePod | undefined,
  runtime: RuntimePod,
  options: TerminateOptions,
): boolean {
  const running = runtime.containers.filter(mayRun);
  const podIP = runtime.sandboxes[0]?.ips[0];
  for (const container of stoppable(pod, running)) {
    services.killer
      .kill(pod, container, { graceSeconds: options.graceSeconds, podIP })
      .then(options.stopped, options.failed);
  }
  return running.length === 0;
}

/** Everything but sidecars; once those alone are left, the last of them. */
function stoppable(pod: NodePod | undefined, running: readonly RuntimeContainer[]): readonly RuntimeContainer[] {
  const sidecars = (pod?.spec.initContainers ?? []).filter(isSidecar).map((c) => c.name);
  const others = running.filter((c) => !sidecars.includes(c.name));
  if (others.length > 0) return others;
  const last = sidecars.findLast((name) => running.some((c) => c.name === name));
  return running.filter((c) => c.name === last);
}

/** Takes down the network and namespaces of every sandbox, also of one whose process died by itself. */
export async function stopSandboxes(services: NodeServices, runtime: RuntimePod): Promise<void> {
  await Promise.all(runtime.sandboxes.map(({ id }) => services.cri.stopPodSandbox({ podSandboxId: id })));
}
