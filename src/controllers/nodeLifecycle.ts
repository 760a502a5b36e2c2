/**
 * Notices that nodes fall silent, and says so in their conditions and taints (upstream's node lifecycle controller).
 *
 * Guarantees:
 *  - A node whose Lease and status have not been renewed for the grace period, by this process's own clock, gets conditions
 *    Unknown; its Pods are no longer ready, so that Services leave them out.
 *  - Taints say what conditions say. NoExecute, which costs a node its Pods, is given at the rate that its zone allows, and
 *    is taken back when not a single node is ready.
 *  - A heartbeat costs a note in memory, whatever the size of the cluster.
 */
import type { Node, Pod } from '../api/core/v1.ts';
import type { Informer } from '../client/informer.ts';
import type { ReconcileResult } from '../client/runWorkers.ts';
import { runWorkers } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import { isNotFound } from '../machinery/apiError.ts';
import type { Stored } from '../machinery/object.ts';
import { getCondition, isPodReady } from '../machinery/pod.ts';
import { leases, nodes as nodeResource, pods as podResource } from '../machinery/resources.ts';
import { formatTime } from '../machinery/time.ts';
import type { Controller, ControllerContext } from './controller.ts';
import type { Readiness } from './nodeLifecycle/health.ts';
import { readiness, silentConditions } from './nodeLifecycle/health.ts';
import { changedTaints, evicting, wantedTaints } from './nodeLifecycle/taints.ts';
import { Zones } from './nodeLifecycle/zones.ts';
import { indexByNode, podsOn } from './podsByNode.ts';

export interface NodeLifecycleOptions {
  /** Milliseconds of silence after which a node is lost; 50 s when absent. */
  readonly monitorGracePeriod?: number;
  /** The same for a node that has never said how it is; 60 s when absent. */
  readonly startupGracePeriod?: number;
}

export function nodeLifecycleController(options: NodeLifecycleOptions = {}): Controller {
  const { monitorGracePeriod = 50_000, startupGracePeriod = 60_000 } = options;
  return {
    name: 'node-lifecycle-controller',
    serviceAccount: 'node-controller',
    eventSource: 'node-controller',
    start: (context) => new NodeLifecycle(context, monitorGracePeriod, startupGracePeriod).start(),
  };
}

class NodeLifecycle {
  readonly #context: ControllerContext;
  readonly #grace: number;
  readonly #startupGrace: number;
  readonly #nodes: Informer<Node>;
  readonly #pods: Informer<Pod>;
  readonly #queue = new WorkQueue();
  readonly #zones = new Zones();
  /** When each node was last heard of. */
  readonly #heard = new Map<string, number>();
  /** As of the last look. */
  readonly #readiness = new Map<string, Readiness>();

  constructor(context: ControllerContext, grace: number, startupGrace: number) {
    this.#context = context;
    this.#grace = grace;
    this.#startupGrace = startupGrace;
    this.#nodes = context.informers.for(nodeResource);
    this.#pods = context.informers.for(podResource);
    indexByNode(this.#pods);
  }

  async start(): Promise<AsyncDisposable> {
    await using stack = new AsyncDisposableStack();
    const { informers, recorder, log } = this.#context;
    const beats = informers.for(leases, { namespace: 'kube-node-lease' });
    const hear = (name: string): void => void this.#heard.set(name, performance.now());
    stack.use(
      beats.addHandler({
        added: (lease) => hear(lease.metadata.name),
        updated: (lease, old) => {
          if (lease.spec?.renewTime !== old.spec?.renewTime) hear(lease.metadata.name);
        },
      }),
    );
    stack.use(
      this.#nodes.addHandler({
        added: (node) => {
          hear(node.metadata.name);
          recorder.event(
            node,
            'Normal',
            'RegisteredNode',
            `Node ${node.metadata.name} event: Registered Node ${node.metadata.name} in Controller`,
          );
          this.#note(node);
        },
        updated: (node, old) => {
          if (lastHeartbeat(node) !== lastHeartbeat(old)) hear(node.metadata.name);
          this.#note(node);
        },
        deleted: (node) => {
          const { name } = node.metadata;
          recorder.event(node, 'Normal', 'RemovingNode', `Node ${name} event: Removing Node ${name} from Controller`);
          this.#heard.delete(name);
          this.#readiness.delete(name);
          if (this.#zones.forget(name, performance.now())) this.#lookAtAll();
        },
      }),
    );
    // A Pod that comes to be bound to a silent node, or that a restarted control plane knows as ready.
    stack.use(
      this.#pods.addHandler({
        added: (pod) => this.#look(pod),
        updated: (pod, old) => {
          if (pod.spec?.nodeName !== old.spec?.nodeName) this.#look(pod);
        },
      }),
    );
    await Promise.all([this.#nodes.synced, this.#pods.synced, beats.synced]);
    stack.use(runWorkers(this.#queue, 8, (name) => this.#reconcile(name), log));
    return stack.move();
  }

  #look(pod: Stored<Pod>): void {
    const name = pod.spec?.nodeName;
    const node = name === undefined ? undefined : this.#nodes.get(name);
    if (node && readiness(node) !== 'True') this.#queue.add(node.metadata.name);
  }

  #note(node: Stored<Node>): void {
    if (this.#zones.note(node, performance.now())) this.#lookAtAll();
    this.#queue.add(node.metadata.name);
  }

  /** What nodes may be done to depends on all of them. */
  #lookAtAll(): void {
    for (const node of this.#nodes.list()) this.#queue.add(node.metadata.name);
  }

  async #reconcile(name: string): Promise<ReconcileResult> {
    const found = this.#nodes.get(name);
    if (!found) return undefined;
    const silence = performance.now() - (this.#heard.get(name) ?? 0);
    const grace = getCondition(found.status?.conditions, 'Ready') ? this.#grace : this.#startupGrace;
    const node = silence >= grace ? await this.#declareLost(found) : found;
    await this.#noteReadiness(node);
    const wait = await this.#taint(node);
    const untilLost = silence < grace ? grace - silence : Infinity;
    const next = Math.min(wait, untilLost);
    return next === Infinity ? undefined : { requeueAfter: next + 1 };
  }

  async #declareLost(node: Stored<Node>): Promise<Stored<Node>> {
    const conditions = silentConditions(node, Date.now());
    if (conditions === node.status?.conditions) return node;
    return this.#context.client
      .resource(nodeResource)
      .updateStatus({ ...node, status: { ...node.status, conditions } });
  }

  async #noteReadiness(node: Stored<Node>): Promise<void> {
    const { name } = node.metadata;
    const now = readiness(node);
    const before = this.#readiness.get(name);
    if (now !== 'True' && before === 'True') {
      this.#context.recorder.event(node, 'Normal', 'NodeNotReady', `Node ${name} status is now: NodeNotReady`);
    }
    // Of Pods on a node that is lost nothing is known; of those on one that merely is not ready, its agent tells from then on.
    if (now === 'Unknown' || (now === 'False' && before === 'True')) await this.#markPodsNotReady(name);
    this.#readiness.set(name, now);
  }

  async #markPodsNotReady(name: string): Promise<void> {
    const ready = podsOn(this.#pods, name).filter(isPodReady);
    const results = await Promise.allSettled(
      ready.map(async (pod) => {
        const conditions = (pod.status?.conditions ?? []).map((each) =>
          each.type === 'Ready'
            ? { ...each, status: 'False' as const, lastTransitionTime: formatTime(Date.now()) }
            : each,
        );
        try {
          await this.#context.client
            .resource(podResource)
            .updateStatus({ ...pod, status: { ...pod.status, conditions } });
        } catch (error) {
          if (isNotFound(error)) return;
          throw error;
        }
        this.#context.recorder.event(pod, 'Warning', 'NodeNotReady', 'Node is not ready');
      }),
    );
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** Answers the milliseconds until the node's turn to be evicted comes; Infinity when that is not foreseen. */
  async #taint(node: Stored<Node>): Promise<number> {
    const lost = readiness(node) !== 'True';
    const already = evicting(node);
    const wait = lost && !already ? this.#zones.turn(node, performance.now()) : 0;
    const evicts = lost && wait === 0 && !this.#zones.allLost;
    const taints = changedTaints(node, wantedTaints(node, evicts), Date.now());
    if (taints) {
      // By resourceVersion: a list of taints is replaced as a whole.
      const { name, resourceVersion } = node.metadata;
      await this.#context.client.resource(nodeResource).patch(name, undefined, 'application/merge-patch+json', {
        metadata: { resourceVersion },
        spec: { taints },
      });
    }
    return evicts || !lost ? Infinity : wait;
  }
}

/** The newest heartbeat of any condition: what a status update without a Lease tells. */
const lastHeartbeat = (node: Node): string =>
  (node.status?.conditions ?? []).reduce(
    (latest, { lastHeartbeatTime = '' }) => (lastHeartbeatTime > latest ? lastHeartbeatTime : latest),
    '',
  );
