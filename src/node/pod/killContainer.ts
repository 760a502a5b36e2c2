/**
 * Stops containers: preStop hook, SIGTERM (or the image's own signal), and SIGKILL when the grace period is over.
 *
 * Guarantees: each container is told to stop once; told again with less time, the shorter time counts, also while the
 * first call still waits; preStop counts against the grace period.
 */
import type { EventRecorder } from '../../client/eventRecorder.ts';
import { kindOf, tellPod } from '../podEvent.ts';
import { runHook } from '../probes/hooks.ts';
import type { CriClient } from '../runtime/cri/client.ts';
import { isNotFound } from '../runtime/cri/client.ts';
import type { NodePod } from './identity.ts';
import type { RuntimeContainer } from './runtimePod.ts';

/** The least a container gets to end by itself, whatever was asked for: in seconds. */
const shortestGrace = 2;

interface Kill {
  /** Milliseconds since the epoch at which SIGKILL comes. */
  deadline: number;
  readonly preStop: AbortController;
  calls: Promise<unknown>;
}

/** What has to be known of a container to stop it. */
type Killable = Pick<RuntimeContainer, 'id' | 'name' | 'state'>;

export interface KillOptions {
  readonly graceSeconds: number;
  /** The event's text, when not `Stopping container x`. */
  readonly message?: string | undefined;
  /** Where preStop reaches the Pod by HTTP or TCP. */
  readonly podIP?: string | undefined;
}

export class ContainerKiller {
  readonly #cri: CriClient;
  readonly #recorder: EventRecorder;
  readonly #kills = new Map<string, Kill>();

  constructor(cri: CriClient, recorder: EventRecorder) {
    this.#cri = cri;
    this.#recorder = recorder;
  }

  /** Resolves when the container has stopped. `pod` is undefined when the API server does not know it any more. */
  async kill(pod: NodePod | undefined, container: Killable, options: KillOptions): Promise<void> {
    const deadline = Date.now() + Math.max(options.graceSeconds, shortestGrace) * 1000;
    const under = this.#kills.get(container.id);
    if (under !== undefined) {
      // Half a second: the same wish computed a little later is not a longer one.
      if (deadline < under.deadline - 500) {
        under.deadline = deadline;
        under.preStop.abort();
        under.calls = Promise.all([under.calls, this.#stop(container.id, deadline)]);
      }
      await under.calls;
      return;
    }
    if (pod !== undefined) {
      tellPod(this.#recorder, pod, 'Normal', 'Killing', options.message ?? `Stopping container ${container.name}`, {
        kind: kindOf(pod, container.name),
        name: container.name,
      });
    }
    const kill: Kill = { deadline, preStop: new AbortController(), calls: Promise.resolve() };
    this.#kills.set(container.id, kill);
    kill.calls = this.#runPreStop(pod, container, kill, options.podIP ?? '').then(() =>
      this.#stop(container.id, kill.deadline),
    );
    try {
      await kill.calls;
    } finally {
      this.#kills.delete(container.id);
    }
  }

  async #runPreStop(pod: NodePod | undefined, container: Killable, kill: Kill, podIP: string): Promise<void> {
    const spec =
      pod && [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].find((c) => c.name === container.name);
    const handler = spec?.lifecycle?.preStop;
    if (pod === undefined || spec === undefined || handler === undefined || container.state !== 'running') return;
    const signal = AbortSignal.any([kill.preStop.signal, AbortSignal.timeout(Math.max(0, kill.deadline - Date.now()))]);
    try {
      await runHook(this.#cri, handler, { containerId: container.id, container: spec, podIP }, signal);
    } catch {
      if (!signal.aborted) {
        tellPod(this.#recorder, pod, 'Warning', 'FailedPreStopHook', 'PreStopHook failed', {
          kind: kindOf(pod, spec.name),
          name: spec.name,
        });
      }
    }
  }

  async #stop(containerId: string, deadline: number): Promise<void> {
    // After a long preStop too, the process gets its shortest time to end by itself.
    const seconds = Math.max(Math.ceil((deadline - Date.now()) / 1000), shortestGrace);
    try {
      await this.#cri.stopContainer({ containerId, timeout: BigInt(seconds) });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}
