/**
 * Startup, liveness and readiness of containers (API: Probe).
 *
 * Guarantees: probes of one container never overlap themselves; liveness and readiness begin once startup has
 * succeeded; a verdict changes only after its threshold, and each change wakes the Pod's worker; nothing is asked of a
 * container that does not run.
 */
import type { EventRecorder } from '../../client/eventRecorder.ts';
import type { ActionContext } from '../pod/actions.ts';
import type { NodePod } from '../pod/identity.ts';
import { isSidecar } from '../pod/identity.ts';
import type { RuntimeContainer, RuntimePod } from '../pod/runtimePod.ts';
import { kindOf, tellPod } from '../podEvent.ts';
import type { CriClient } from '../runtime/cri/client.ts';
import { askExec, askGrpc, askHttp, askTcp } from './handlers.ts';
import type { Answer } from './handlers.ts';
import type { Container, Probe } from './types.ts';

type Kind = 'startup' | 'liveness' | 'readiness';
const titles: Record<Kind, string> = { startup: 'Startup', liveness: 'Liveness', readiness: 'Readiness' };

/** The probes of one running container. */
class ContainerProbes implements Disposable {
  pod: NodePod;
  readonly #container: Container;
  readonly #running: RuntimeContainer;
  readonly #podIP: string;
  readonly #owner: Probes;
  readonly #timers = new Map<Kind, NodeJS.Timeout>();
  readonly #streak = new Map<Kind, { ok: boolean; length: number }>();
  #disposed = false;
  started: boolean;
  ready: boolean;
  failed: 'startup' | 'liveness' | undefined;

  constructor(owner: Probes, pod: NodePod, container: Container, running: RuntimeContainer, podIP: string) {
    this.#owner = owner;
    this.pod = pod;
    this.#container = container;
    this.#running = running;
    this.#podIP = podIP;
    this.started = container.startupProbe === undefined;
    this.ready = container.readinessProbe === undefined;
    if (container.startupProbe !== undefined) this.#schedule('startup', container.startupProbe, true);
    else this.#begin();
  }

  /** Takes over what an earlier agent knew: a Pod that was ready stays so until a probe says otherwise. */
  inherit(ready: boolean, started: boolean): void {
    if (ready) this.ready = true;
    if (!started || this.started) return;
    clearTimeout(this.#timers.get('startup'));
    this.started = true;
    this.#begin();
  }

  #begin(): void {
    const { livenessProbe, readinessProbe } = this.#container;
    if (livenessProbe !== undefined) this.#schedule('liveness', livenessProbe, true);
    if (readinessProbe !== undefined) this.#schedule('readiness', readinessProbe, true);
  }

  #schedule(kind: Kind, probe: Probe, first: boolean): void {
    if (this.#disposed) return;
    const since = Date.now() - this.#running.startedAt;
    const wait = first
      ? Math.max(0, (probe.initialDelaySeconds ?? 0) * 1000 - since)
      : (probe.periodSeconds ?? 10) * 1000;
    const timer = setTimeout(() => void this.#ask(kind, probe), wait);
    timer.unref();
    this.#timers.set(kind, timer);
  }

  async #ask(kind: Kind, probe: Probe): Promise<void> {
    const answer = await this.#answer(probe).catch(
      (error: unknown): Answer => ({ ok: false, output: error instanceof Error ? error.message : String(error) }),
    );
    if (this.#disposed) return;
    if (!answer.ok) {
      tellPod(
        this.#owner.recorder,
        this.pod,
        'Warning',
        'Unhealthy',
        `${titles[kind]} probe failed: ${answer.output}`,
        { kind: kindOf(this.pod, this.#container.name), name: this.#container.name },
      );
    }
    const streak = this.#streak.get(kind);
    const length = streak?.ok === answer.ok ? streak.length + 1 : 1;
    this.#streak.set(kind, { ok: answer.ok, length });
    if (length >= (answer.ok ? (probe.successThreshold ?? 1) : (probe.failureThreshold ?? 3)))
      this.#conclude(kind, answer.ok);
    if (!(kind === 'startup' && this.started) && this.failed === undefined) this.#schedule(kind, probe, false);
  }

  #conclude(kind: Kind, ok: boolean): void {
    const before = [this.started, this.ready, this.failed].join();
    if (kind === 'readiness') this.ready = ok;
    else if (!ok) this.failed = kind;
    else if (kind === 'startup' && !this.started) {
      this.started = true;
      this.#begin();
    }
    if ([this.started, this.ready, this.failed].join() !== before) this.#owner.wake(this.pod.metadata.uid);
  }

  async #answer(probe: Probe): Promise<Answer> {
    const timeout = probe.timeoutSeconds ?? 1;
    if (probe.exec !== undefined) return askExec(this.#owner.cri, this.#running.id, probe.exec, timeout);
    if (probe.httpGet !== undefined) return askHttp(probe.httpGet, this.#container, this.#podIP, timeout);
    if (probe.tcpSocket !== undefined) return askTcp(probe.tcpSocket, this.#container, this.#podIP, timeout);
    if (probe.grpc !== undefined) return askGrpc(probe.grpc, this.#podIP, timeout);
    return { ok: false, output: 'probe has no handler' };
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }
}

export class Probes implements Disposable {
  readonly cri: CriClient;
  readonly recorder: EventRecorder;
  readonly wake: (podUid: string) => void;
  /** By Pod UID, then by container ID. */
  readonly #pods = new Map<string, Map<string, ContainerProbes>>();

  constructor(cri: CriClient, recorder: EventRecorder, wake: (podUid: string) => void) {
    this.cri = cri;
    this.recorder = recorder;
    this.wake = wake;
  }

  /** Begins with containers that run now, ends with those that do not. */
  follow(pod: NodePod, runtime: RuntimePod): void {
    const { uid } = pod.metadata;
    const known = this.#pods.get(uid) ?? new Map<string, ContainerProbes>();
    const podIP = pod.spec.hostNetwork ? (pod.status?.hostIP ?? '127.0.0.1') : (runtime.sandboxes[0]?.ips[0] ?? '');
    const running = new Map(runtime.containers.filter((c) => c.state === 'running').map((c) => [c.id, c]));
    for (const [id, probes] of known) {
      if (running.has(id)) probes.pod = pod;
      else {
        probes[Symbol.dispose]();
        known.delete(id);
      }
    }
    const probed = [...pod.spec.containers, ...(pod.spec.initContainers ?? []).filter(isSidecar)];
    for (const container of probed) {
      const current = [...running.values()].find((c) => c.name === container.name);
      if (current === undefined || known.has(current.id)) continue;
      if (!container.startupProbe && !container.livenessProbe && !container.readinessProbe) continue;
      const probes = new ContainerProbes(this, pod, container, current, podIP);
      const before = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])].find(
        (s) => s.containerID?.endsWith(`://${current.id}`),
      );
      if (before !== undefined) probes.inherit(before.ready, before.started === true);
      known.set(current.id, probes);
    }
    if (known.size > 0) this.#pods.set(uid, known);
    else this.#pods.delete(uid);
  }

  /** Of a running container; true when it has no such probe. */
  ready(podUid: string, containerId: string): boolean {
    return this.#pods.get(podUid)?.get(containerId)?.ready ?? true;
  }

  started(podUid: string, containerId: string): boolean {
    return this.#pods.get(podUid)?.get(containerId)?.started ?? true;
  }

  /** What computeActions() has to know. */
  context(podUid: string): ActionContext {
    const probeFailures = new Map<string, 'startup' | 'liveness'>();
    const notStarted = new Set<string>();
    for (const [id, probes] of this.#pods.get(podUid) ?? []) {
      if (probes.failed !== undefined) probeFailures.set(id, probes.failed);
      if (!probes.started) notStarted.add(id);
    }
    return { probeFailures, notStarted };
  }

  forget(podUid: string): void {
    for (const probes of this.#pods.get(podUid)?.values() ?? []) probes[Symbol.dispose]();
    this.#pods.delete(podUid);
  }

  [Symbol.dispose](): void {
    for (const uid of this.#pods.keys()) this.forget(uid);
  }
}
