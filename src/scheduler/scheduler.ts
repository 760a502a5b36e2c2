/**
 * The scheduler: finds a node for each Pod that has none (kube-scheduler's default profile).
 *
 * One Pod at a time is decided, synchronously and in memory; bindings are written concurrently behind that, the Pod
 * being assumed on its node meanwhile. What the API server says through the informers is the truth that remains.
 */
import type { Node, Pod } from '../api/core/v1.ts';
import { Registry } from 'prom-client';
import type { Client } from '../client/client.ts';
import type { EventRecorder } from '../client/eventRecorder.ts';
import type { InformerFactory } from '../client/informer.ts';
import { isNotFound } from '../machinery/apiError.ts';
import { semanticEqual } from '../machinery/equal.ts';
import type { Logger } from '../machinery/log.ts';
import type { Stored } from '../machinery/object.ts';
import { keyOf } from '../machinery/object.ts';
import { isPodTerminal } from '../machinery/pod.ts';
import { namespaces, nodes, podDisruptionBudgets, pods } from '../machinery/resources.ts';
import { bindPod } from './bind.ts';
import { Snapshot } from './cache/snapshot.ts';
import { nodeChanges } from './clusterEvent.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Filters } from './filters.ts';
import type { Reservation, SchedulingContext } from './framework.ts';
import { SchedulerMetrics } from './metrics.ts';
import { Nominations } from './nominations.ts';
import { writeVerdict } from './podStatus.ts';
import type { Verdict } from './podStatus.ts';
import { evict } from './evict.ts';
import type { Preemption } from './preemption.ts';
import { findPreemption } from './preemption.ts';
import { defaultPlugins, defaultSchedulerName } from './profile.ts';
import type { QueuedPod } from './queue.ts';
import { SchedulingQueue } from './queue.ts';
import { replicaSelectors } from './replicas.ts';
import { NodeSelection } from './selectNode.ts';
import { Volumes } from './volumes.ts';

export interface SchedulerContext {
  readonly client: Client;
  /** Shared with the controllers of the process, as a rule. */
  readonly informers: InformerFactory;
  /** Its component should be 'default-scheduler'. */
  readonly recorder: EventRecorder;
  readonly log: Logger;
  /** Where the metrics go; nowhere when absent. */
  readonly metrics?: Registry;
}

/** Bindings under way at once. */
const mostBindings = 128;
/** How long deciding may hold the event loop, in milliseconds. */
const slice = 5;
/** Longest message of an event, in UTF-16 units. */
const longestMessage = 1024;

/** Resolves once it works; disposing stops it and waits for the bindings under way. */
export async function startScheduler(context: SchedulerContext): Promise<AsyncDisposable> {
  const scheduler = new Scheduler(context);
  try {
    await scheduler.start();
    return scheduler;
  } catch (error) {
    await scheduler[Symbol.asyncDispose]();
    throw error;
  }
}

class Scheduler implements AsyncDisposable {
  readonly #context: SchedulerContext;
  readonly #snapshot = new Snapshot();
  readonly #nominations = new Nominations();
  readonly #queue = new SchedulingQueue(defaultPlugins);
  readonly #selection: NodeSelection;
  readonly #volumes: Volumes;
  readonly #plugins: SchedulingContext;
  /** Of Pods that wait for what their node must have first, by key: ends the wait. */
  readonly #waits = new Map<string, AbortController>();
  readonly #metrics: SchedulerMetrics;
  readonly #handlers = new DisposableStack();
  /** Writes under way: bindings, verdicts, evictions. */
  readonly #writes = new Set<Promise<void>>();
  #bindings = 0;
  #bindingDone: (() => void) | undefined;
  #loop: Promise<void> | undefined;

  constructor(context: SchedulerContext) {
    this.#context = context;
    this.#metrics = new SchedulerMetrics(context.metrics ?? new Registry(), () => this.#queue.sizes);
    const { informers } = context;
    const namespaceInformer = informers.for(namespaces);
    this.#volumes = new Volumes(context.client, informers, (key) =>
      this.#queue.happened({ kind: 'volume', ...(key !== undefined && { key }) }),
    );
    this.#plugins = {
      snapshot: this.#snapshot,
      namespaceLabels: (name) => namespaceInformer.get(name)?.metadata.labels,
      replicaSelectors: replicaSelectors(informers),
      volumes: this.#volumes,
    };
    this.#selection = new NodeSelection(defaultPlugins, this.#plugins, this.#nominations);
  }

  async start(): Promise<void> {
    const { informers } = this.#context;
    const nodeInformer = informers.for(nodes);
    const podInformer = informers.for(pods);
    await Promise.all([nodeInformer.synced, this.#volumes.synced]);
    this.#handlers.use(this.#volumes.follow());
    this.#handlers.use(
      nodeInformer.addHandler({
        added: (node) => this.#nodeAdded(node),
        updated: (node, old) => this.#nodeUpdated(node, old),
        deleted: (node) => this.#snapshot.removeNode(node.metadata.name),
      }),
    );
    await Promise.all([podInformer.synced, informers.for(namespaces).synced]);
    this.#handlers.use(
      podInformer.addHandler({
        added: (pod) => this.#podChanged(pod, undefined),
        updated: (pod, old) => this.#podChanged(pod, old),
        deleted: (pod) => this.#podGone(pod),
      }),
    );
    this.#loop = this.#run();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#handlers.dispose();
    this.#queue[Symbol.dispose]();
    for (const wait of this.#waits.values()) wait.abort(new Error('the scheduler stops'));
    this.#bindingDone?.();
    await this.#loop;
    // A binding that fails is told of by a further write.
    while (this.#writes.size > 0) await Promise.all(this.#writes);
  }

  #nodeAdded(node: Stored<Node>): void {
    const info = this.#snapshot.setNode(node);
    this.#queue.happened({ kind: 'node', changes: new Set(['added']), node: info });
  }

  #nodeUpdated(node: Stored<Node>, old: Stored<Node>): void {
    const info = this.#snapshot.setNode(node);
    const changes = nodeChanges(old, node);
    if (changes.size > 0) this.#queue.happened({ kind: 'node', changes, node: info });
  }

  #podChanged(pod: Stored<Pod>, old: Stored<Pod> | undefined): void {
    const key = keyOf(pod);
    if (isPodTerminal(pod)) this.#podGone(pod);
    else if (pod.spec?.nodeName) this.#podPlaced(pod, key, old);
    else if ((pod.spec?.schedulerName || defaultSchedulerName) !== defaultSchedulerName) return;
    else if (pod.metadata.deletionTimestamp) this.#podGone(pod);
    else if (!this.#snapshot.isAssumed(key)) this.#podWaits(pod, key, old);
  }

  #podWaits(pod: Stored<Pod>, key: string, old: Stored<Pod> | undefined): void {
    try {
      if (!old) this.#queue.add(pod);
      else
        this.#queue.update(
          pod,
          key,
          !semanticEqual(old.spec, pod.spec) || !semanticEqual(old.metadata.labels, pod.metadata.labels),
        );
      // After a restart, what was nominated before is known from the Pods themselves.
      const nominated = pod.status?.nominatedNodeName;
      const waiting = this.#queue.info(key);
      if (nominated && waiting && nominated !== old?.status?.nominatedNodeName)
        this.#nominations.set(waiting, nominated);
    } catch (error) {
      // The API server validates affinity: this Pod came past it.
      this.#context.log.error({ pod: key, error: textOf(error) }, 'the Pod cannot be scheduled');
      this.#context.recorder.event(pod, 'Warning', 'FailedScheduling', textOf(error));
    }
  }

  #podPlaced(pod: Stored<Pod>, key: string, old: Stored<Pod> | undefined): void {
    const known = this.#snapshot.has(key);
    this.#snapshot.setPod(pod, key);
    this.#nominations.delete(key);
    this.#queue.delete(key);
    const info = this.#snapshot.pod(key);
    if (!info) return;
    if (!known) this.#queue.happened({ kind: 'podAdded', pod: info });
    else if (old && !semanticEqual(old.metadata.labels, pod.metadata.labels))
      this.#queue.happened({ kind: 'podLabels', pod: info });
  }

  #podGone(pod: Stored<Pod>): void {
    const key = keyOf(pod);
    this.#queue.delete(key);
    this.#nominations.delete(key);
    this.#waits.get(key)?.abort(new Error('the Pod is gone'));
    const info = this.#snapshot.removePod(key);
    if (info) this.#queue.happened({ kind: 'podDeleted', pod: info });
  }

  async #run(): Promise<void> {
    let end = performance.now() + slice;
    for (let queued = await this.#queue.next(); queued; queued = await this.#queue.next()) {
      this.#attempt(queued);
      while (this.#bindings >= mostBindings) await new Promise<void>((resolve) => (this.#bindingDone = resolve));
      if (performance.now() < end) continue;
      await new Promise(setImmediate);
      end = performance.now() + slice;
    }
  }

  #attempt(queued: QueuedPod): void {
    const started = performance.now();
    const { info } = queued;
    try {
      if (this.#snapshot.nodes.length === 0) {
        this.#refuse(queued, new Set(), 'no nodes available to schedule pods', started);
        return;
      }
      const selection = this.#selection.select(info);
      if (selection.node) {
        const { node } = selection;
        const reservations = defaultPlugins.flatMap((plugin) => plugin.reserve?.(info, node, this.#plugins) ?? []);
        this.#snapshot.assume(info, node.name);
        this.#background(
          reservations.length === 0
            ? this.#bind(queued, node.name, started)
            : this.#bindWith(reservations, queued, node.name, started),
        );
      } else {
        this.#preempt(queued, selection.diagnosis, selection.filters, started);
      }
    } catch (error) {
      this.#snapshot.forget(info.key);
      this.#failed(queued, textOf(error), started);
    }
  }

  async #bindWith(
    reservations: readonly Reservation[],
    queued: QueuedPod,
    nodeName: string,
    started: number,
  ): Promise<void> {
    if (await this.#beforeBinding(queued, reservations, started)) await this.#bind(queued, nodeName, started);
    for (const reservation of reservations) reservation.release();
  }

  /** False when the Pod cannot go to its node after all; then that has been told. */
  async #beforeBinding(queued: QueuedPod, reservations: readonly Reservation[], started: number): Promise<boolean> {
    const { info } = queued;
    const wait = new AbortController();
    this.#waits.set(info.key, wait);
    try {
      await Promise.all(reservations.map((reservation) => reservation.beforeBinding(wait.signal)));
      return !wait.signal.aborted;
    } catch (error) {
      if (!wait.signal.aborted) {
        this.#snapshot.forget(info.key);
        this.#queue.happened({ kind: 'podDeleted', pod: info });
        this.#failed(queued, `running PreBind plugin "VolumeBinding": ${textOf(error)}`, started);
      }
      return false;
    } finally {
      if (this.#waits.get(info.key) === wait) this.#waits.delete(info.key);
    }
  }

  async #bind(queued: QueuedPod, nodeName: string, started: number): Promise<void> {
    const { info } = queued;
    this.#bindings += 1;
    try {
      await bindPod(this.#context.client, info.pod, nodeName);
      this.#queue.done(info.key);
      this.#nominations.delete(info.key);
      this.#metrics.attempted('scheduled', defaultSchedulerName, (performance.now() - started) / 1000);
      this.#metrics.scheduled(queued.attempts, (Date.now() - queued.since) / 1000);
      this.#context.recorder.event(info.pod, 'Normal', 'Scheduled', `Successfully assigned ${info.key} to ${nodeName}`);
    } catch (error) {
      this.#snapshot.forget(info.key);
      // The room that the assumed Pod took is free again.
      this.#queue.happened({ kind: 'podDeleted', pod: info });
      this.#failed(queued, textOf(error), started, isNotFound(error));
    } finally {
      this.#bindings -= 1;
      this.#bindingDone?.();
    }
  }

  #preempt(queued: QueuedPod, diagnosis: Diagnosis, filters: Filters | undefined, started: number): void {
    const { info } = queued;
    const snapshot = this.#snapshot;
    const nominations = this.#nominations;
    const budgets = this.#context.informers.for(podDisruptionBudgets).list();
    const found = findPreemption({ pod: info, filters, diagnosis, snapshot, nominations, budgets });
    if (typeof found === 'string') {
      const message = diagnosis.message(snapshot.nodes.length, found);
      // A Pod that waits for its victims to end keeps its nomination.
      const waits = found.includes('terminating pod on the nominated node');
      if (!waits) nominations.delete(info.key);
      this.#refuse(queued, diagnosis.plugins, message, started, waits ? undefined : '');
      return;
    }
    this.#metrics.preemptionAttempts.inc();
    this.#metrics.preemptionVictims.observe(found.victims.length);
    for (const other of nominations.behind(info, found.node.name)) nominations.delete(other.key);
    nominations.set(info, found.node.name);
    this.#refuse(queued, diagnosis.plugins, diagnosis.message(snapshot.nodes.length, ''), started, found.node.name);
    this.#background(this.#evictAll(info.pod, found));
  }

  async #evictAll(preemptor: Stored<Pod>, { node, victims }: Preemption): Promise<void> {
    const { client, recorder, log } = this.#context;
    await Promise.all(
      victims.map(async ({ pod, key }) => {
        try {
          await evict(client, pod, Date.now());
          recorder.event(pod, 'Normal', 'Preempted', `Preempted by pod ${preemptor.metadata.uid} on node ${node.name}`);
        } catch (error) {
          if (!isNotFound(error))
            log.warn({ pod: key, error: textOf(error) }, 'a victim of preemption could not be deleted');
        }
      }),
    );
  }

  /** No node fits. */
  #refuse(
    queued: QueuedPod,
    refusedBy: ReadonlySet<string>,
    message: string,
    started: number,
    nominatedNodeName?: string,
  ): void {
    this.#metrics.attempted('unschedulable', defaultSchedulerName, (performance.now() - started) / 1000);
    this.#queue.unschedulable(queued, refusedBy);
    this.#tell(queued, { reason: 'Unschedulable', message, nominatedNodeName });
  }

  /** Something went wrong. `gone`: the Pod does not exist any more. */
  #failed(queued: QueuedPod, message: string, started: number, gone = false): void {
    const { key } = queued.info;
    if (gone) return this.#queue.done(key);
    this.#metrics.attempted('error', defaultSchedulerName, (performance.now() - started) / 1000);
    this.#context.log.warn({ pod: key, error: message }, 'the Pod could not be scheduled; it is tried again');
    this.#queue.failed(queued);
    this.#tell(queued, { reason: 'SchedulerError', message });
  }

  #tell(queued: QueuedPod, verdict: Verdict): void {
    const { client, informers, recorder, log } = this.#context;
    const pod = informers.for(pods).get(queued.info.key);
    if (!pod || pod.metadata.uid !== queued.info.uid || pod.spec?.nodeName) return;
    recorder.event(pod, 'Warning', 'FailedScheduling', shortened(verdict.message));
    this.#background(
      writeVerdict(client, pod, verdict, Date.now()).catch((error: unknown) => {
        if (!isNotFound(error))
          log.warn({ pod: queued.info.key, error: textOf(error) }, 'the condition PodScheduled could not be written');
      }),
    );
  }

  #background(work: Promise<void>): void {
    this.#writes.add(work);
    void work.finally(() => this.#writes.delete(work));
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const shortened = (text: string): string =>
  text.length <= longestMessage ? text : `${text.slice(0, longestMessage - 4)} ...`;
