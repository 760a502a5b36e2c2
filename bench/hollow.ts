/** An API server of nodes, Pods and one ReplicaSet in memory, for measuring the scheduler alone. It carries out bindings. */
import type { ReplicaSet } from '../src/api/apps/v1.ts';
import type { Binding, Node, Pod } from '../src/api/core/v1.ts';
import type { RawWatchEvent, Transport, TransportRequest } from '../src/client/transport.ts';

/** Holds the Pods that are labelled `app: bench`. */
const replicaSet: ReplicaSet = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: {
    name: 'bench',
    namespace: 'default',
    uid: 'bench',
    resourceVersion: '1',
    creationTimestamp: '2025-01-01T00:00:00Z',
  },
  spec: { selector: { matchLabels: { app: 'bench' } } },
};

export class HollowTransport implements Transport {
  readonly #nodes: Node[];
  readonly #pods = new Map<string, Pod>();
  #revision = 1;
  #bound = 0;
  #waiting: { count: number; resolve: () => void } | undefined;
  /** Changes of Pods that the watch has not taken yet. */
  #changes: RawWatchEvent[] = [];
  #wake: (() => void) | undefined;

  constructor(nodes: number) {
    this.#nodes = Array.from({ length: nodes }, (_, i) => ({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name: `node-${i}`,
        uid: `node-${i}`,
        resourceVersion: '1',
        creationTimestamp: '2025-01-01T00:00:00Z',
        labels: { 'kubernetes.io/hostname': `node-${i}`, 'topology.kubernetes.io/zone': `zone-${i % 3}` },
      },
      status: { allocatable: { cpu: '16', memory: '64Gi', 'ephemeral-storage': '100Gi', pods: '110' } },
    }));
  }

  addPod(pod: Pod): void {
    const metadata = { ...pod.metadata, uid: `uid-${this.#revision}`, creationTimestamp: '2025-01-01T00:00:00Z' };
    this.#store('ADDED', { ...pod, metadata });
  }

  /** Resolves once so many Pods were bound. */
  bound(count: number): Promise<void> {
    return new Promise((resolve) => (this.#waiting = { count, resolve }));
  }

  async request({ verb, resource, name = '', namespace = '', subresource, body }: TransportRequest): Promise<unknown> {
    if (verb === 'list') {
      const items = { nodes: this.#nodes, replicasets: [replicaSet] }[resource.resource] ?? [];
      return { metadata: { resourceVersion: String(this.#revision) }, items };
    }
    const pod = this.#pods.get(`${namespace}/${name}`);
    if (subresource !== 'binding' || !pod?.spec)
      throw new Error(`${verb} ${resource.resource}/${subresource} was not expected`);
    // As over a socket: the answer comes in another turn of the event loop.
    await new Promise(setImmediate);
    const { target } = body as Binding;
    this.#store('MODIFIED', { ...pod, spec: { ...pod.spec, nodeName: target.name ?? '' } });
    if (++this.#bound === this.#waiting?.count) this.#waiting.resolve();
    return {};
  }

  async *watch({ resource, signal }: TransportRequest): AsyncIterable<RawWatchEvent> {
    signal?.addEventListener('abort', () => this.#wake?.());
    if (resource.resource !== 'pods')
      await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
    while (!signal?.aborted) {
      const changes = this.#changes;
      this.#changes = [];
      yield* changes;
      if (this.#changes.length === 0 && !signal?.aborted) await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  #store(type: 'ADDED' | 'MODIFIED', pod: Pod): void {
    const stored = { ...pod, metadata: { ...pod.metadata, resourceVersion: String(++this.#revision) } };
    this.#pods.set(`${stored.metadata.namespace}/${stored.metadata.name}`, stored);
    this.#changes.push({ type, object: stored });
    this.#wake?.();
  }
}
