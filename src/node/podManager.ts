/**
 * One worker for each Pod of this node, and for each Pod of which the runtime or the disk still has something. Brings
 * the object's changes and the runtime's events to the workers.
 */
import { EventEmitter, once } from 'node:events';
import { readdir } from 'node:fs/promises';
import type { Pod } from '../api/core/v1.ts';
import type { Informer } from '../client/informer.ts';
import type { Stored } from '../machinery/object.ts';
import { mirrorAnnotation } from '../machinery/pod.ts';
import { rotateLog } from './logs/rotate.ts';
import type { NodeServices } from './nodeServices.ts';
import type { NodePod } from './pod/identity.ts';
import { asNodePod, runtimeKeys } from './pod/identity.ts';
import { tellPod } from './podEvent.ts';
import { PodWorker } from './pod/worker.ts';
import type { StaticPodRunner } from './staticPods.ts';
import type { RuntimeEvent } from './runtime/runtimeEvent.ts';

/** Milliseconds between looks at the size of logs. */
const rotationPeriod = 10_000;
/** Milliseconds after which whoever had a container made has noted that it is its own. */
const ownTime = 5_000;
/** Seconds that a Pod has to end when the node cannot bear it any longer. */
const evictionGrace = 1;

/** Of a Pod that shows a static one: the UID of that. */
const staticUid = ({ metadata }: Stored<Pod>): string | undefined => metadata.annotations?.[mirrorAnnotation];

export class PodManager implements AsyncDisposable, StaticPodRunner {
  readonly #services: NodeServices;
  readonly #informer: Informer<Pod>;
  readonly #workers = new Map<string, PodWorker>();
  /** Pods of the API server that show static ones, by the UID of those. */
  readonly #mirrors = new Map<string, Stored<Pod>>();
  readonly #ends = new EventEmitter().setMaxListeners(0);
  /** Told when a mirror is deleted, and when it is gone. */
  mirrorEnds: (() => void) | undefined;
  /** Whose a container or sandbox is: Pod UID by runtime ID. */
  readonly #owners: Map<string, string>;
  #handler: Disposable | undefined;
  #rotating: NodeJS.Timeout | undefined;
  readonly #expecting = new Set<NodeJS.Timeout>();
  /** Who waits for a container to stop. */
  readonly #stops = new EventEmitter().setMaxListeners(0);
  #synced = false;

  constructor(services: NodeServices, informer: Informer<Pod>, owners: Map<string, string>) {
    this.#services = services;
    this.#informer = informer;
    this.#owners = owners;
  }

  /** Resolves when every Pod that the API server has for this node has its worker. */
  async start(): Promise<void> {
    const changed = (object: Stored<Pod>): void => {
      const shown = staticUid(object);
      if (shown !== undefined) {
        this.#mirrors.set(shown, object);
        if (object.metadata.deletionTimestamp !== undefined) this.mirrorEnds?.();
        this.wake(shown);
        return;
      }
      const pod = asNodePod(object);
      if (pod !== undefined) this.#worker(pod.metadata.uid).update(pod);
    };
    this.#handler = this.#informer.addHandler({
      added: changed,
      updated: changed,
      deleted: (object) => {
        const shown = staticUid(object);
        if (shown === undefined) {
          this.#workers.get(object.metadata.uid)?.removed(asNodePod(object));
        } else if (this.#mirrors.get(shown)?.metadata.uid === object.metadata.uid) {
          this.#mirrors.delete(shown);
          this.mirrorEnds?.();
        }
      },
    });
    await this.#informer.synced;
    this.#synced = true;
    this.#rotating = setInterval(() => void this.#rotateLogs(), rotationPeriod).unref();
  }

  wake(podUid: string): void {
    this.#workers.get(podUid)?.wake();
  }

  refreshVolumes(podUid: string): void {
    this.#workers.get(podUid)?.refreshVolumes();
  }

  async handle(event: RuntimeEvent): Promise<void> {
    if (event.type === 'relist') return this.#relist();
    if (event.type === 'created') this.#expectOwner(event.containerId);
    if (event.type === 'created' || event.type === 'started') return;
    if (event.type === 'stopped') this.#stops.emit(event.containerId);
    const uid = this.#owners.get(event.containerId) ?? this.#owners.get(event.sandboxId ?? '');
    if (event.type === 'deleted') this.#owners.delete(event.containerId);
    if (uid !== undefined) this.wake(uid);
  }

  /** By name, as logs, exec and port-forward ask for it. */
  find(namespace: string, name: string): PodWorker | undefined {
    const pod = this.#informer.get(`${namespace}/${name}`);
    return pod && this.#workers.get(staticUid(pod) ?? pod.metadata.uid);
  }

  /** Resolves when a container that runs has stopped; rejects when the signal fires. */
  async stopped(containerId: string, signal: AbortSignal): Promise<void> {
    await once(this.#stops, containerId, { signal });
  }

  runStatic(pod: NodePod): void {
    const { uid } = pod.metadata;
    this.#worker(uid, () => this.#mirrors.get(uid)).update(pod);
  }

  async endStatic(uid: string): Promise<void> {
    const worker = this.#workers.get(uid);
    if (worker === undefined) return;
    const ended = once(this.#ends, uid);
    worker.removed();
    await ended;
  }

  mirrors(): ReadonlyMap<string, Stored<Pod>> {
    return this.#mirrors;
  }

  pods(): readonly NodePod[] {
    return [...this.#workers.values()].flatMap((w) => (w.pod === undefined ? [] : [w.pod]));
  }

  /** Those that hold something of the node, with their sizes as allowed and their last status; without that of `uid`. */
  holders(uid: string): readonly Pod[] {
    return [...this.#workers.values()].flatMap((worker) =>
      worker.uid === uid || !worker.holdsRoom || worker.pod === undefined
        ? []
        : [{ ...worker.pod, status: worker.status ?? {} }],
    );
  }

  /** There is room again: Pods that wait for it to be resized look. */
  freed(): void {
    for (const worker of this.#workers.values()) if (worker.waitsForRoom) worker.wake();
  }

  /** Those that are to run on. */
  activePods(): readonly NodePod[] {
    return [...this.#workers.values()].flatMap((w) => (w.pod === undefined || !w.isActive ? [] : [w.pod]));
  }

  /** Resolves when nothing of the Pod runs any more and its volumes are gone. */
  async evict(pod: NodePod, message: string, disruption: boolean): Promise<void> {
    tellPod(this.#services.recorder, pod, 'Warning', 'Evicted', message);
    await this.#workers.get(pod.metadata.uid)?.evict({ reason: 'Evicted', message, disruption }, evictionGrace);
  }

  workers(): Iterable<PodWorker> {
    return this.#workers.values();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#handler?.[Symbol.dispose]();
    clearInterval(this.#rotating);
    for (const timer of this.#expecting) clearTimeout(timer);
    await Promise.all([...this.#workers.values()].map((worker) => worker.close()));
  }

  /** A call of an agent before us, or one that broke off, may still have its effect after its Pod has been removed. */
  #expectOwner(id: string): void {
    const timer = setTimeout(() => {
      this.#expecting.delete(timer);
      if (this.#owners.has(id)) return;
      this.#relist().catch((error: unknown) =>
        this.#services.log.warn({ error, id }, 'a container that nobody expected could not be looked at'),
      );
    }, ownTime).unref();
    this.#expecting.add(timer);
  }

  /** A log's growth is no event of the runtime's: looking at its size now and then is the cheapest way to know. */
  async #rotateLogs(): Promise<void> {
    const { cri, log } = this.#services;
    for (const worker of this.#workers.values()) {
      for (const { id, state, logPath } of worker.runtime.containers) {
        if (state !== 'running') continue;
        await rotateLog(logPath, () => cri.reopenContainerLog({ containerId: id })).catch((error: unknown) => {
          log.warn({ logPath, error }, 'the log of a container could not be rotated');
        });
      }
    }
  }

  #worker(uid: string, mirror?: () => Stored<Pod> | undefined): PodWorker {
    const known = this.#workers.get(uid);
    if (known !== undefined) return known;
    const gone = (): void => {
      this.#workers.delete(uid);
      for (const [id, owner] of this.#owners) if (owner === uid) this.#owners.delete(id);
      this.#ends.emit(uid);
    };
    const worker = new PodWorker(this.#services, uid, gone, mirror);
    this.#workers.set(uid, worker);
    return worker;
  }

  /** Events may have been missed: every worker looks, and what belongs to no Pod gets a worker that removes it. */
  async #relist(): Promise<void> {
    const { cri, podsDirectory } = this.#services;
    const [sandboxes, containers, folders] = await Promise.all([
      cri.listPodSandbox({}),
      cri.listContainers({}),
      readdir(podsDirectory).catch(() => []),
    ]);
    const found = new Set(folders);
    for (const { id, labels } of [...sandboxes.items, ...containers.containers]) {
      const uid = labels[runtimeKeys.podUid];
      if (uid === undefined) continue;
      this.#owners.set(id, uid);
      found.add(uid);
    }
    for (const worker of this.#workers.values()) worker.wake();
    if (!this.#synced) return;
    for (const uid of found) if (!this.#workers.has(uid)) this.#worker(uid).removed();
  }
}
