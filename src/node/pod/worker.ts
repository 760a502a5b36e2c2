/**
 * Keeps one Pod on this node as its object says. Woken by the object's changes, the runtime's events, probes, timers
 * and what the Pod refers to; each time it looks at the world as it is.
 *
 * Guarantees: never two passes at once; a wake during a pass makes another one; a Pod that is to end interrupts what
 * a pass waits for (a pull, a hook); a pass that failed is tried again.
 */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pod, PodStatus } from '../../api/core/v1.ts';
import { isNotFound } from '../../machinery/apiError.ts';
import type { Stored } from '../../machinery/object.ts';
import { pods } from '../../machinery/resources.ts';
import { orAborted } from '../abortable.ts';
import { isCritical } from '../eviction/ranking.ts';
import type { NodeServices } from '../nodeServices.ts';
import { tellPod } from '../podEvent.ts';
import { makePodDirectory, prepareVolumes, tearDownVolumes } from '../volumes/podVolumes.ts';
import type { MountedVolume } from '../volumes/volume.ts';
import { MountError } from '../volumes/volume.ts';
import { PodAllocation } from './allocation.ts';
import { computeActions } from './actions.ts';
import type { ContainerToStart, PodActions } from './actions.ts';
import { admit } from './admit.ts';
import type { ResizeProgress } from './conditions.ts';
import { createSandbox } from './createSandbox.ts';
import type { NodePod } from './identity.ts';
import { podLogDirectory } from './identity.ts';
import { prune, removeFromRuntime } from './prune.ts';
import { newRuntimeMemory, readRuntimePod } from './readRuntimePod.ts';
import { beginResize, endResize, podResize } from './resize.ts';
import type { PodResize } from './resize.ts';
import { podLimits } from './resources.ts';
import { noRoomFor, noRoomToResize } from './room.ts';
import type { RuntimePod } from './runtimePod.ts';
import { latestOf, mayRun } from './runtimePod.ts';
import { sameSizes, sizeOf, sizesOf, withSizes } from './sizes.ts';
import { StartError } from './startError.ts';
import { startContainer } from './startContainer.ts';
import type { PodFailure, WaitingReason } from './status.ts';
import { podStatus } from './status.ts';
import { StatusWriter } from './statusWriter.ts';
import { graceOf, stopContainers, stopSandboxes } from './terminate.ts';

const firstRetry = 500;
const firstStartRetry = 1000;
const longestRetry = 10_000;
/** Milliseconds until a resize that failed is tried again. */
const resizeRetry = 5_000;

export class PodWorker {
  readonly uid: string;
  readonly #services: NodeServices;
  readonly #status: StatusWriter;
  /** Told once, when nothing of the Pod is left on this machine. */
  readonly #gone: () => void;
  readonly #memory = newRuntimeMemory();
  readonly #waiting = new Map<string, WaitingReason>();
  #pod: NodePod | undefined;
  /** The last state known of a Pod that the API server has no more. */
  #lastPod: NodePod | undefined;
  #runtime: RuntimePod = { sandboxes: [], containers: [] };
  #volumes: ReadonlyMap<string, MountedVolume> = new Map();
  #volumesStale = true;
  #failure: PodFailure | undefined;
  #allocation: PodAllocation | undefined;
  #resize: ResizeProgress = {};
  /** Seconds that the containers of a Pod that is evicted get, and who waits for its end. */
  #eviction: { readonly graceSeconds: number; readonly ended: PromiseWithResolvers<void> } | undefined;
  #removedAt = 0;
  /** Everything has been stopped and unmounted. */
  #clean = false;
  #interrupt = new AbortController();
  #wanted = false;
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #retry = firstRetry;
  #startRetry = firstStartRetry;
  #closed = false;

  /** @param mirror of a static Pod: the Pod that shows it */
  constructor(services: NodeServices, uid: string, gone: () => void, mirror?: () => Stored<Pod> | undefined) {
    this.#services = services;
    this.uid = uid;
    this.#gone = gone;
    this.#status = new StatusWriter(services.client, services.log, mirror);
  }

  /** The object is new or has changed. */
  update(pod: NodePod): void {
    const ending = pod.metadata.deletionTimestamp !== undefined;
    const before = this.#pod;
    this.#pod = pod;
    this.#lastPod = pod;
    if (!ending) this.#services.references.hold(pod);
    else this.#interrupt.abort();
    if (before?.metadata !== pod.metadata) this.#volumesStale = true;
    this.wake();
  }

  /** The object is gone: what runs has to go too. */
  removed(last?: NodePod): void {
    this.#pod = undefined;
    this.#lastPod = last ?? this.#lastPod;
    this.#removedAt = Date.now();
    this.#interrupt.abort();
    this.wake();
  }

  /** Whether the Pod is to run on: it has neither finished nor is it about to end. */
  get isActive(): boolean {
    if (this.#pod === undefined || this.#failure !== undefined) return false;
    const phase = this.status?.phase;
    return this.#pod.metadata.deletionTimestamp === undefined && phase !== 'Failed' && phase !== 'Succeeded';
  }

  /** Ends the Pod for good, whatever it was doing. Resolves when nothing of it runs any more and its volumes are gone. */
  evict(failure: PodFailure, graceSeconds: number): Promise<void> {
    if (this.#eviction !== undefined) return this.#eviction.ended.promise;
    if (!this.isActive) return Promise.resolve();
    this.#failure = failure;
    this.#eviction = { graceSeconds, ended: Promise.withResolvers() };
    this.#interrupt.abort();
    this.wake();
    return this.#eviction.ended.promise;
  }

  /** Something that the Pod's volumes are made of may have changed. */
  refreshVolumes(): void {
    this.#volumesStale = true;
    this.wake();
  }

  wake(): void {
    if (this.#closed) return;
    this.#wanted = true;
    this.#running ??= this.#run();
  }

  /** What the runtime had at the last pass. */
  get runtime(): RuntimePod {
    return this.#runtime;
  }

  /** With the sizes that it has been allowed here. */
  get pod(): NodePod | undefined {
    return this.#pod && withSizes(this.#pod, this.#allocation?.allocated ?? {});
  }

  /** Whether the node has taken the Pod on and holds something for it still. */
  get holdsRoom(): boolean {
    if (this.#pod === undefined || this.#clean) return false;
    const { phase, startTime } = this.#status.last(this.#pod);
    const takenOn = this.#allocation === undefined ? startTime !== undefined : this.#allocation.allocated !== undefined;
    return takenOn && phase !== 'Failed' && phase !== 'Succeeded';
  }

  get waitsForRoom(): boolean {
    return this.#resize.pending !== undefined;
  }

  /** As computed last, written or about to be. */
  get status(): PodStatus | undefined {
    return this.#pod === undefined ? undefined : this.#status.last(this.#pod);
  }

  /** Ends the work on the Pod, not the Pod. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#wanted = false;
    clearTimeout(this.#timer);
    this.#interrupt.abort();
    this.#status.close();
    this.#services.probes.forget(this.uid);
    await this.#running;
    await this.#status.flush();
  }

  async #run(): Promise<void> {
    while (this.#wanted && !this.#closed) {
      this.#wanted = false;
      clearTimeout(this.#timer);
      try {
        const wakeAt = await this.#pass();
        this.#retry = firstRetry;
        if (wakeAt !== undefined) this.#wakeAt(wakeAt);
      } catch (error) {
        if (this.#closed || (this.#interrupt.signal.aborted && this.#wanted)) continue;
        this.#services.log.warn({ pod: this.#text(), error }, 'a Pod could not be brought to its desired state');
        this.#wakeAt(Date.now() + this.#retry);
        this.#retry = Math.min(this.#retry * 2, longestRetry);
      }
    }
    this.#running = undefined;
  }

  #wakeAt(time: number): void {
    // Timers hold at most 2^31 - 1 ms; waking early is harmless.
    this.#timer = setTimeout(() => this.wake(), Math.min(Math.max(0, time - Date.now()), 2 ** 31 - 1));
    this.#timer.unref();
  }

  #text(): string {
    const { namespace, name } = this.#lastPod?.metadata ?? {};
    return name === undefined ? this.uid : `${namespace}/${name}`;
  }

  get #folders() {
    const { podsDirectory, memoryDirectory } = this.#services;
    return { podDirectory: join(podsDirectory, this.uid), memoryDirectory: join(memoryDirectory, this.uid) };
  }

  async #read(): Promise<RuntimePod> {
    this.#runtime = await readRuntimePod(this.#services.cri, this.uid, this.#memory);
    for (const { id } of [...this.#runtime.sandboxes, ...this.#runtime.containers]) this.#services.own(id, this.uid);
    return this.#runtime;
  }

  /** One look at the world, and what follows from it. Resolves with the time at which to look again by itself. */
  async #pass(): Promise<number | undefined> {
    const runtime = await this.#read();
    const pod = this.#pod;
    if (pod === undefined) return this.#remove(runtime);
    if (this.#interrupt.signal.aborted && pod.metadata.deletionTimestamp === undefined)
      this.#interrupt = new AbortController();
    const last = this.#status.last(pod);
    const final = last.phase === 'Failed' || last.phase === 'Succeeded';
    if (pod.metadata.deletionTimestamp !== undefined || final || this.#failure !== undefined)
      return this.#end(pod, runtime);
    return this.#keep(pod, runtime);
  }

  /** The Pod with the sizes that it is allowed here: those it asks for, as far as there is room. */
  async #allocate(asked: NodePod, allocation: PodAllocation): Promise<NodePod> {
    const wanted = sizesOf(asked);
    const { allocated } = allocation;
    let pending: WaitingReason | undefined;
    if (allocated === undefined || !sameSizes(wanted, allocated)) {
      const services = this.#services;
      pending = allocated && noRoomToResize(asked, services.others(this.uid), services.allocatable());
      if (pending === undefined) await allocation.allocate(wanted);
    }
    this.#resize = { ...this.#resize, pending };
    return withSizes(asked, allocation.allocated ?? wanted);
  }

  async #keep(asked: NodePod, runtime: RuntimePod): Promise<number | undefined> {
    const { probes, tokens } = this.#services;
    const allocation = (this.#allocation ??= await PodAllocation.open(join(this.#services.podsDirectory, this.uid)));
    let pod = withSizes(asked, allocation.allocated ?? {});
    probes.follow(pod, runtime);
    const startTime = this.#status.last(pod).startTime;
    const deadline = deadlineOf(pod, startTime);
    this.#failure = runtime.sandboxes.length === 0 ? this.#refusal(pod, allocation) : undefined;
    if (this.#failure === undefined && deadline !== undefined && Date.now() >= deadline) {
      this.#failure = {
        reason: 'DeadlineExceeded',
        message: 'Pod was active on the node longer than the specified deadline',
      };
      tellPod(this.#services.recorder, pod, 'Normal', this.#failure.reason, this.#failure.message);
    }
    if (this.#failure !== undefined) return this.#end(pod, runtime);

    pod = await this.#allocate(asked, allocation);
    const resize = podResize(pod, allocation, runtime);
    const context = { ...probes.context(this.uid), restartToResize: resize?.restart ?? new Set<string>() };
    const actions = computeActions(pod, runtime, context);
    if (actions.killPod && !actions.createSandbox) return this.#end(pod, runtime);
    this.#resize = { ...this.#resize, inProgress: resize && { error: this.#resize.inProgress?.error } };
    this.#submit(pod, runtime);
    const busy = actions.createSandbox || resize !== undefined || actions.start.length > 0 || actions.kill.length > 0;
    const retryAt = busy
      ? await this.#resizing(pod, runtime, resize, () => this.#act(pod, runtime, actions))
      : undefined;
    if (!busy && this.#volumesStale) await this.#makeVolumes(pod);
    if (busy) {
      const after = await this.#read();
      probes.follow(pod, after);
      this.#submit(pod, after);
      await prune(this.#services, after);
    }
    const times = [retryAt, deadlineOf(pod, this.#status.last(pod).startTime), tokens.nextRefresh(this.uid)].filter(
      (t) => t !== undefined,
    );
    const refresh = tokens.nextRefresh(this.uid);
    if (refresh !== undefined && refresh <= Date.now()) this.#volumesStale = true;
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** `act` with what has to be done around it for containers to get other sizes. */
  async #resizing(
    pod: NodePod,
    runtime: RuntimePod,
    resize: PodResize | undefined,
    act: () => Promise<number | undefined>,
  ): Promise<number | undefined> {
    const allocation = this.#allocation;
    if (resize === undefined || allocation === undefined) return act();
    const attempt = async (step: typeof beginResize): Promise<boolean> => {
      try {
        await step(this.#services, pod, allocation, runtime, resize);
        return true;
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        this.#resize = { ...this.#resize, inProgress: { error: message } };
        this.#services.log.warn({ pod: this.#text(), error }, 'a Pod could not be resized');
        return false;
      }
    };
    const begun = await attempt(beginResize);
    const retryAt = await act();
    const done = begun && (await attempt((s, p, a, _, r) => endResize(s, p, a, r)));
    if (done) this.#resize = { ...this.#resize, inProgress: undefined };
    const again = done ? undefined : Date.now() + resizeRetry;
    return again === undefined || retryAt === undefined ? (again ?? retryAt) : Math.min(again, retryAt);
  }

  #refusal(pod: NodePod, { allocated }: PodAllocation): PodFailure | undefined {
    const services = this.#services;
    const refused =
      admit(pod, services.pressure()) ??
      (allocated === undefined && !isCritical(pod)
        ? noRoomFor(pod, services.others(this.uid), services.allocatable())
        : undefined);
    if (refused === undefined) return undefined;
    tellPod(this.#services.recorder, pod, 'Warning', refused.reason, refused.message);
    return { ...refused, message: `Pod was rejected: ${refused.message}`, rejected: true };
  }

  /** Carries out actions. Resolves with the time at which a container that has to wait may be tried again. */
  async #act(pod: NodePod, runtime: RuntimePod, actions: PodActions): Promise<number | undefined> {
    let { sandbox } = actions;
    let now = runtime;
    if (!actions.createSandbox) await this.#makeVolumes(pod);
    else {
      await this.#makeVolumes(pod, async () => {
        if (sandbox !== undefined) await this.#clearForNewSandbox(pod, runtime);
        await this.#makeSandbox(pod, actions.attempt);
        await this.#allocation?.actuate({}, podLimits(pod));
      });
      now = await this.#read();
      sandbox = now.sandboxes[0];
      this.#submit(pod, now);
    }
    if (sandbox === undefined) throw new Error('the sandbox vanished right after it was made');
    await Promise.all(actions.kill.map(({ container, message }) => this.#kill(pod, container, message)));
    return this.#startAll(pod, now, actions.start, sandbox);
  }

  /** @returns the earliest time at which one that failed may be tried again */
  async #startAll(
    pod: NodePod,
    runtime: RuntimePod,
    starts: readonly ContainerToStart[],
    sandbox: NonNullable<PodActions['sandbox']>,
  ): Promise<number | undefined> {
    const { signal } = this.#interrupt;
    const podIPs = pod.spec.hostNetwork ? this.#services.hostIPs : sandbox.ips;
    const retries: number[] = [];
    for (const start of starts) {
      const { name } = start.container;
      try {
        const target =
          'targetContainerName' in start.container && typeof start.container.targetContainerName === 'string'
            ? latestOf(runtime, start.container.targetContainerName)?.id
            : undefined;
        const backingOff = this.#waiting.get(name)?.reason === 'CrashLoopBackOff';
        await startContainer(this.#services, {
          pod,
          start,
          sandbox,
          podIPs,
          volumes: this.#volumes,
          target,
          backingOff,
          signal,
        });
        this.#waiting.delete(name);
        if (start.kind !== 'ephemeral') await this.#allocation?.actuate({ [name]: sizeOf(start.container.resources) });
        // A sidecar or init container that was started lets the next pass go on.
        if (start.kind === 'init') this.#wanted = true;
      } catch (error) {
        if (signal.aborted || !(error instanceof StartError)) throw error;
        this.#waiting.set(name, { reason: error.reason, message: error.message });
        retries.push(Date.now() + (error.retryAfter ?? this.#startRetry));
        if (error.retryAfter === undefined) this.#startRetry = Math.min(this.#startRetry * 2, longestRetry);
      }
    }
    if (retries.length === 0) this.#startRetry = firstStartRetry;
    return retries.length === 0 ? undefined : Math.min(...retries);
  }

  #kill(pod: NodePod, container: RuntimePod['containers'][number], message: string | undefined): Promise<void> {
    const probe = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].find((c) => c.name === container.name);
    const override = message?.includes('liveness probe')
      ? probe?.livenessProbe?.terminationGracePeriodSeconds
      : message?.includes('startup probe')
        ? probe?.startupProbe?.terminationGracePeriodSeconds
        : undefined;
    const graceSeconds = override ?? pod.spec.terminationGracePeriodSeconds ?? 30;
    const podIP = this.#runtime.sandboxes[0]?.ips[0];
    return orAborted(
      this.#services.killer.kill(pod, container, { graceSeconds, message, podIP }),
      this.#interrupt.signal,
    );
  }

  /**
   * Makes the volumes, if they are not as they should be. `meanwhile` begins once all they are made of is there: the
   * sandbox need not wait for files and mounts, but there is none for a Pod whose Secret is missing. It has ended too
   * when this resolves or rejects.
   */
  async #makeVolumes(pod: NodePod, meanwhile?: () => Promise<void>): Promise<void> {
    if (!this.#volumesStale) return meanwhile?.();
    const { references, tokens, hostIPs, claims, localPathOf } = this.#services;
    const folders = this.#folders;
    const { signal } = this.#interrupt;
    this.#clean = false;
    this.#volumesStale = false;
    const failed = (error: unknown): never => {
      this.#volumesStale = true;
      if (error instanceof MountError && !signal.aborted)
        tellPod(this.#services.recorder, pod, 'Warning', 'FailedMount', error.message);
      throw error;
    };
    const preparing = prepareVolumes({
      pod,
      ...folders,
      references: {
        configMap: (name) => orAborted(references.configMap(pod, name), signal),
        secret: (name) => orAborted(references.secret(pod, name), signal),
      },
      claims,
      localPathOf,
      token: (audience, seconds) => orAborted(tokens.get(pod, audience, seconds), signal),
      downward: { pod, podIPs: [], hostIPs, allocatable: this.#services.allocatable() },
    });
    const [make] = await Promise.all([preparing, makePodDirectory(folders.podDirectory)]).catch(failed);
    const making = make().then((volumes) => void (this.#volumes = volumes), failed);
    const ended = await Promise.allSettled([making, meanwhile?.()]);
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
  }

  async #makeSandbox(pod: NodePod, attempt: number): Promise<void> {
    try {
      await createSandbox(this.#services, pod, attempt);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      tellPod(
        this.#services.recorder,
        pod,
        'Warning',
        'FailedCreatePodSandBox',
        `Failed to create pod sandbox: ${text}`,
      );
      throw error;
    }
  }

  /** The old sandbox died or does not fit: what is left of it goes before a new one comes. */
  async #clearForNewSandbox(pod: NodePod, runtime: RuntimePod): Promise<void> {
    tellPod(
      this.#services.recorder,
      pod,
      'Normal',
      'SandboxChanged',
      'Pod sandbox changed, it will be killed and re-created.',
    );
    const running = runtime.containers.filter(mayRun);
    await Promise.all(running.map((c) => this.#kill(pod, c, undefined)));
    // Stopped ones too: the network of a sandbox that died by itself is still set up.
    await Promise.all(runtime.sandboxes.map(({ id }) => this.#services.cri.stopPodSandbox({ podSandboxId: id })));
  }

  #submit(pod: NodePod, runtime: RuntimePod, over = false): void {
    this.#status.submit(
      pod,
      podStatus({
        pod,
        runtime,
        previous: this.#status.last(pod),
        waiting: this.#waiting,
        over,
        failure: this.#failure,
        ready: ({ id }) => this.#services.probes.ready(this.uid, id),
        started: ({ id }) => this.#services.probes.started(this.uid, id),
        hostIPs: this.#services.hostIPs,
        runtimeName: this.#services.runtimeName,
        recursiveReadOnly: this.#services.recursiveReadOnly,
        actuated: this.#allocation?.actuated,
        resize: over ? undefined : this.#resize,
        now: Date.now(),
      }),
    );
  }

  /** The Pod will not run again: it is being deleted, or it has finished or failed. */
  async #end(pod: NodePod, runtime: RuntimePod): Promise<number | undefined> {
    const stopped = stopContainers(this.#services, pod, runtime, {
      graceSeconds: Math.min(graceOf(pod, Date.now()), this.#eviction?.graceSeconds ?? Infinity),
      stopped: () => this.wake(),
      failed: (error) => this.#killFailed(error),
    });
    this.#submit(pod, runtime, stopped);
    if (!stopped) return undefined;
    if (!this.#clean) {
      await this.#cleanUp(runtime);
      this.#submit(pod, this.#runtime, true);
    }
    // Not before its volumes are gone: their space is what it was evicted for.
    this.#eviction?.ended.resolve();
    if (pod.metadata.deletionTimestamp === undefined) return undefined;
    await this.#status.flush();
    await this.#deleteObject(pod);
    return undefined;
  }

  #killFailed(error: unknown): void {
    this.#services.log.warn({ pod: this.#text(), error }, 'a container could not be stopped');
    this.#wakeAt(Date.now() + this.#retry);
  }

  /** Network, mounts, cgroups: everything but what the runtime remembers and the logs. */
  async #cleanUp(runtime: RuntimePod): Promise<void> {
    const { probes, tokens, claims, images, references, cgroups } = this.#services;
    probes.forget(this.uid);
    await stopSandboxes(this.#services, runtime);
    await tearDownVolumes(this.#folders);
    await cgroups.remove(this.uid);
    references.release(this.uid);
    tokens.forget(this.uid);
    claims.forget(this.uid);
    images.forget(this.uid);
    await this.#read();
    this.#clean = true;
    this.#services.freed();
  }

  async #deleteObject(pod: NodePod): Promise<void> {
    const { name, namespace, uid } = pod.metadata;
    if (pod.metadata.finalizers?.length && pod.metadata.deletionGracePeriodSeconds === 0) return;
    try {
      await this.#services.client
        .resource(pods)
        .delete(name, namespace, { gracePeriodSeconds: 0, preconditions: { uid } });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  /** The API server has no such Pod: nothing of it may stay. */
  async #remove(runtime: RuntimePod): Promise<number | undefined> {
    const grace =
      this.#lastPod?.metadata.deletionTimestamp === undefined
        ? graceOf(this.#lastPod, Date.now()) - Math.floor((Date.now() - this.#removedAt) / 1000)
        : graceOf(this.#lastPod, Date.now());
    const stopped = stopContainers(this.#services, this.#lastPod, runtime, {
      graceSeconds: grace,
      stopped: () => this.wake(),
      failed: (error) => this.#killFailed(error),
    });
    if (!stopped) return undefined;
    if (!this.#clean) await this.#cleanUp(runtime);
    await removeFromRuntime(this.#services, this.#runtime);
    await rm(this.#folders.podDirectory, { recursive: true, force: true });
    await this.#removeLogs();
    this.#services.crashBackOff.forget(`${this.uid}/`);
    this.#closed = true;
    this.#status.close();
    this.#gone();
    return undefined;
  }

  async #removeLogs(): Promise<void> {
    const { logsDirectory } = this.#services;
    const { namespace, name } = this.#lastPod?.metadata ?? {};
    if (namespace !== undefined && name !== undefined) {
      await rm(podLogDirectory(logsDirectory, namespace, name, this.uid), { recursive: true, force: true });
      return;
    }
    const names = await readdir(logsDirectory).catch(() => []);
    for (const folder of names.filter((n) => n.endsWith(`_${this.uid}`)))
      await rm(join(logsDirectory, folder), { recursive: true, force: true });
  }
}

function deadlineOf(pod: NodePod, startTime: string | undefined): number | undefined {
  const { activeDeadlineSeconds } = pod.spec;
  if (activeDeadlineSeconds === undefined || startTime === undefined) return undefined;
  return Date.parse(startTime) + activeDeadlineSeconds * 1000;
}
