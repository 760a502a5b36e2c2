/**
 * Gives each node the block that its Pods' addresses come from (upstream's node IPAM controller, range allocator).
 *
 * Guarantees:
 *  - No two nodes have blocks that overlap; what a node already has stays its own.
 *  - A block is free again when its node is deleted.
 *  - Where there is none left, the node has an event that says so, and gets one as soon as another node is gone.
 */
import type { Node } from '../api/core/v1.ts';
import { runWorkers } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import { formatIp, networkOf, nodePrefixLength, parseCidr, sizeOf, type Cidr } from '../machinery/ip.ts';
import type { Stored } from '../machinery/object.ts';
import { nodes as nodeResource } from '../machinery/resources.ts';
import type { Controller } from './controller.ts';

export interface NodeIpamOptions {
  /** What blocks are taken from; each is a /24 of it, or all of it where it is no larger. IPv4. */
  readonly clusterCIDR: string;
  /** Nodes whose block was chosen beforehand: name → block. */
  readonly fixed: ReadonlyMap<string, string>;
}

export function nodeIpamController({ clusterCIDR, fixed }: NodeIpamOptions): Controller {
  return {
    name: 'node-ipam-controller',
    serviceAccount: 'node-controller',
    eventSource: 'cidrAllocator',
    async start({ client, informers, recorder, log }) {
      await using stack = new AsyncDisposableStack();
      const nodes = informers.for(nodeResource);
      const blocks = new Blocks(clusterCIDR, fixed);
      const queue = new WorkQueue();
      const waiting = new Set<string>();
      const look = (node: Stored<Node>): void => {
        const { name } = node.metadata;
        if (node.spec?.podCIDR) blocks.note(name, node.spec.podCIDR);
        else queue.add(name);
      };
      stack.use(
        nodes.addHandler({
          added: look,
          updated: look,
          deleted: ({ metadata: { name } }) => {
            waiting.delete(name);
            blocks.free(name);
            for (const other of waiting) queue.add(other);
          },
        }),
      );
      // Whose blocks are taken must be known before any is given away.
      await nodes.synced;
      stack.use(
        runWorkers(
          queue,
          1,
          async (name) => {
            const node = nodes.get(name);
            if (!node || node.spec?.podCIDR || node.metadata.deletionTimestamp) return;
            const block = blocks.take(name);
            if (block === undefined) {
              waiting.add(name);
              const message = `Node ${name} status is now: CIDRNotAvailable`;
              recorder.event(node, 'Normal', 'CIDRNotAvailable', message);
              return;
            }
            waiting.delete(name);
            await client.resource(nodeResource).patch(name, undefined, 'application/merge-patch+json', {
              metadata: { uid: node.metadata.uid },
              spec: { podCIDR: block, podCIDRs: [block] },
            });
          },
          log,
        ),
      );
      return stack.move();
    },
  };
}

/** Which blocks are whose. A node keeps the one that it was given, whether or not that has been written already. */
export class Blocks {
  readonly #cluster: Cidr;
  readonly #fixed: ReadonlyMap<string, string>;
  readonly #size: bigint;
  readonly #length: number;
  /** Node → its block. */
  readonly #given = new Map<string, string>();
  /** Places of the cluster's range that are taken. */
  readonly #taken = new Map<bigint, string>();

  constructor(clusterCIDR: string, fixed: ReadonlyMap<string, string>) {
    const cluster = parseCidr(clusterCIDR);
    if (!cluster) throw new Error(`the cluster's range of Pod addresses is no CIDR: ${clusterCIDR}`);
    this.#cluster = cluster;
    this.#length = nodePrefixLength(cluster);
    this.#size = 1n << BigInt(32 - this.#length);
    this.#fixed = fixed;
    for (const [name, block] of fixed) this.note(name, block);
  }

  note(node: string, block: string): void {
    if (this.#given.get(node) === block) return;
    this.free(node);
    this.#given.set(node, block);
    for (const place of this.#places(block)) if (!this.#taken.has(place)) this.#taken.set(place, node);
  }

  /** The node's own, or the first that is free; undefined when all are taken. */
  take(node: string): string | undefined {
    const known = this.#given.get(node) ?? this.#fixed.get(node);
    if (known !== undefined) return known;
    const count = sizeOf(this.#cluster) / this.#size;
    for (let place = 0n; place < count; place++) {
      if (this.#taken.has(place)) continue;
      const number = networkOf(this.#cluster).number + place * this.#size;
      const block = `${formatIp({ family: 4, number })}/${this.#length}`;
      this.note(node, block);
      return block;
    }
    return undefined;
  }

  /** What was chosen beforehand stays the node's. */
  free(node: string): void {
    const block = this.#given.get(node);
    if (block === undefined || this.#fixed.get(node) === block) return;
    this.#given.delete(node);
    for (const place of this.#places(block)) if (this.#taken.get(place) === node) this.#taken.delete(place);
  }

  /** The places of the cluster's range that a block covers, wholly or in part; none when it lies elsewhere. */
  #places(text: string): bigint[] {
    const block = parseCidr(text);
    if (!block) return [];
    const first = networkOf(block).number - networkOf(this.#cluster).number;
    const places: bigint[] = [];
    for (let at = first / this.#size; at * this.#size < first + sizeOf(block); at++) {
      if (at >= 0n && at * this.#size < sizeOf(this.#cluster)) places.push(at);
    }
    return places;
  }
}
