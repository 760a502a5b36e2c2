/**
 * Keeps the status of the Node object true.
 *
 * Guarantees: measured every ten seconds, and at once when asked; written when something changed, and every five
 * minutes anyway; while the node cannot run Pods it looks more often, so that it is Ready as soon as it can be.
 */
import type { ContainerImage, Node, NodeCondition, NodeStatus, NodeSystemInfo } from '../api/core/v1.ts';
import type { Client } from '../client/client.ts';
import type { EventRecorder } from '../client/eventRecorder.ts';
import type { Logger } from '../machinery/log.ts';
import type { Stored } from '../machinery/object.ts';
import { nodes } from '../machinery/resources.ts';
import type { Pressure } from './eviction/evictionManager.ts';
import { conditionEvent, nodeStatus } from './nodeStatus.ts';
import { same } from './pod/statusPatch.ts';
import type { CriClient } from './runtime/cri/client.ts';

const measurePeriod = 10_000;
const reportPeriod = 5 * 60_000;
const firstLook = 100;
/** How many images a Node object lists at most. */
const listedImages = 50;

export interface ReporterOptions {
  readonly client: Client;
  readonly cri: CriClient;
  readonly recorder: EventRecorder;
  readonly log: Logger;
  readonly node: Stored<Node>;
  readonly nodeIPs: readonly string[];
  readonly port: number;
  readonly info: NodeSystemInfo;
  readonly capacity: Readonly<Record<string, string>>;
  readonly allocatable: Readonly<Record<string, string>>;
  readonly recursiveReadOnly: boolean;
  readonly pressure: () => Pressure;
}

export class NodeReporter implements AsyncDisposable {
  readonly #options: ReporterOptions;
  #known: Stored<Node>;
  #writtenAt = 0;
  #look = firstLook;
  #timer: NodeJS.Timeout | undefined;
  #turning: Promise<void> | undefined;
  #again = false;
  #closed = false;
  /** The last verdict: undefined until the first measurement. */
  ready: boolean | undefined;

  constructor(options: ReporterOptions) {
    this.#options = options;
    this.#known = options.node;
  }

  /** Measures and writes, now. */
  report(): Promise<void> {
    if (this.#turning !== undefined) {
      this.#again = true;
      return this.#turning;
    }
    this.#turning = this.#turn().finally(() => {
      this.#turning = undefined;
    });
    return this.#turning;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#turning;
  }

  async #turn(): Promise<void> {
    do {
      this.#again = false;
      clearTimeout(this.#timer);
      await this.#write().catch((error: unknown) => {
        this.ready ??= false;
        this.#options.log.warn({ error }, "the node's status could not be written");
        this.#look = Math.max(this.#look, 500);
      });
    } while (this.#again && !this.#closed);
    if (this.#closed) return;
    const wait = this.ready && Date.now() - this.#writtenAt < reportPeriod ? measurePeriod : this.#look;
    this.#look = this.ready ? firstLook : Math.min(this.#look * 2, measurePeriod);
    this.#timer = setTimeout(() => void this.report(), wait);
    this.#timer.unref();
  }

  async #write(): Promise<void> {
    const { cri, client, node, pressure, ...fixed } = this.#options;
    const before = this.#known.status?.conditions ?? [];
    const [problems, images] = await Promise.all([problemsOf(cri), imagesOf(cri)]);
    const status = nodeStatus({
      ...fixed,
      nodeName: node.metadata.name,
      pressure: pressure(),
      problems,
      images,
      previous: before,
      now: Date.now(),
    });
    this.ready = problems.length === 0;
    const due = Date.now() - this.#writtenAt >= reportPeriod;
    if (!due && same(comparable(status), comparable(this.#known.status ?? {}))) return;
    const body = { status: { ...status, addresses: [...(status.addresses ?? []), { $patch: 'replace' }] } };
    this.#known = await client
      .resource(nodes)
      .patch(node.metadata.name, undefined, 'application/strategic-merge-patch+json', body, 'status');
    this.#writtenAt = Date.now();
    for (const condition of status.conditions ?? []) this.#tell(condition, before);
  }

  #tell(condition: NodeCondition, before: readonly NodeCondition[]): void {
    if (before.find((c) => c.type === condition.type)?.status === condition.status) return;
    const reason = conditionEvent(condition);
    const { name, uid } = this.#known.metadata;
    if (reason === undefined) return;
    this.#options.recorder.event(
      { apiVersion: 'v1', kind: 'Node', metadata: { name, uid } },
      'Normal',
      reason,
      `Node ${name} status is now: ${reason}`,
    );
  }
}

/** What counts as a change: everything that the agent writes but the heartbeat times. */
function comparable(status: NodeStatus): object {
  const { capacity, allocatable, addresses, daemonEndpoints, nodeInfo, images, conditions = [] } = status;
  const kinds = conditions
    .filter((c) => conditionEvent(c) !== undefined)
    .map(({ type, status: verdict, reason, message }) => ({ type, verdict, reason, message }));
  return { capacity, allocatable, addresses, daemonEndpoints, nodeInfo, images, kinds };
}

async function problemsOf(cri: CriClient): Promise<string[]> {
  try {
    const { status } = await cri.status({}, { timeout: 2000 });
    const conditions = status?.conditions ?? [];
    return ['RuntimeReady', 'NetworkReady'].flatMap((type) => {
      const condition = conditions.find((c) => c.type === type);
      if (condition?.status) return [];
      const what = type === 'RuntimeReady' ? 'container runtime not ready' : 'container runtime network not ready';
      return [`${what}: ${type}=false reason:${condition?.reason ?? ''} message:${condition?.message ?? ''}`];
    });
  } catch {
    return ['container runtime is down'];
  }
}

/** Largest first, as the scheduler's image locality wants them. */
async function imagesOf(cri: CriClient): Promise<ContainerImage[]> {
  const { images } = await cri.listImages({}).catch(() => ({ images: [] }));
  return images
    .map(({ repoDigests, repoTags, size }) => ({
      names: [...repoDigests, ...repoTags].slice(0, 5),
      sizeBytes: Number(size),
    }))
    .filter(({ names }) => names.length > 0)
    .sort((a, b) => b.sizeBytes - a.sizeBytes || ((a.names[0] ?? '') < (b.names[0] ?? '') ? -1 : 1))
    .slice(0, listedImages);
}
