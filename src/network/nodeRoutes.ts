/**
 * The routes from this node to the Pods of the others, kept as Nodes come and go.
 *
 * Guarantees:
 *  - Pods see each other's own addresses: nothing is translated between nodes.
 *  - Packets go as they are to nodes with which a link is shared, and through a tunnel to others.
 *  - Only routes that bear this node's mark are changed or removed; those that an earlier process left are taken over.
 *  - They stay in effect while the process is away.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { promisify } from 'node:util';
import type { Node } from '../api/core/v1.ts';
import type { Informer, InformerFactory } from '../client/informer.ts';
import { contains, parseCidr, parseIp } from '../machinery/ip.ts';
import type { Logger } from '../machinery/log.ts';
import type { Stored } from '../machinery/object.ts';
import { nodes as nodeResource } from '../machinery/resources.ts';
import { ipJson } from './links.ts';
import { ensureFarEnd, ensureTunnel, innerAddress, removeTunnel, tunnelLinkOf } from './tunnel.ts';

/** Annotation of a Node: the node by way of which others reach it, which is on the same machine. */
export const behindAnnotation = 'peapod.dev/behind';

/** Annotation of a Node: its machine's addresses on other links than that of its InternalIP, with commas between them. */
export const addressesAnnotation = 'peapod.dev/addresses';

export interface NodeRoutesOptions {
  /** What the node's nftables table is called: another for each node on a machine. */
  readonly owner: string;
  readonly nodeName: string;
  /** As the annotation says of this node. */
  readonly behind: string | undefined;
  readonly podBridge: string;
  readonly clusterCIDR: string;
  readonly informers: InformerFactory;
  readonly log: Logger;
}

/** Where to → by way of, in ip's words: 'via 192.0.2.9'. */
type Routes = ReadonlyMap<string, string>;

export class NodeRoutes implements AsyncDisposable {
  readonly #options: NodeRoutesOptions;
  readonly #nodes: Informer<Node>;
  #routes: Routes = new Map();
  /** Block of the far end → its address. */
  #farEnds: ReadonlyMap<string, string> = new Map();
  #failure = '';
  #handler: Disposable | undefined;
  #applying: Promise<void> = Promise.resolve();
  #stale = false;
  #retry: NodeJS.Timeout | undefined;

  private constructor(options: NodeRoutesOptions) {
    this.#options = options;
    this.#nodes = options.informers.for(nodeResource);
  }

  /** Resolves when there is a way to every node that is known. */
  static async start(options: NodeRoutesOptions): Promise<NodeRoutes> {
    const all = new NodeRoutes(options);
    await all.#nodes.synced;
    all.#routes = await routesOf(options);
    const changed = (): void => void all.#apply();
    all.#handler = all.#nodes.addHandler({
      added: changed,
      updated: (node, old) => {
        if (placeOf(node) !== placeOf(old)) changed();
      },
      deleted: changed,
    });
    await all.#apply();
    return all;
  }

  get trouble(): string {
    return this.#failure;
  }

  /** How many other nodes there is a way to. */
  get size(): number {
    return this.#nodes.list().length - 1;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#handler?.[Symbol.dispose]();
    clearTimeout(this.#retry);
    await this.#applying;
  }

  /** One at a time; what changes meanwhile is taken along by the next. */
  #apply(): Promise<void> {
    if (this.#stale) return this.#applying;
    this.#stale = true;
    this.#applying = this.#applying.then(async () => {
      this.#stale = false;
      try {
        await this.#once();
        this.#failure = '';
      } catch (error) {
        this.#failure = error instanceof Error ? error.message : String(error);
        this.#options.log.warn({ error: this.#failure }, 'routes could not be changed');
        clearTimeout(this.#retry);
        this.#retry = setTimeout(() => void this.#apply(), 5_000);
      }
    });
    return this.#applying;
  }

  async #once(): Promise<void> {
    const { nodeName, behind, podBridge, owner } = this.#options;
    const nodes = this.#nodes.list();
    const { routes, farEnds } = wantedRoutes(nodes, { nodeName, behind, podBridge, isOnLink: onLink(podBridge) });
    if (farEnds.size > 0) await this.#reachFar(farEnds);
    for (const [to] of this.#routes) if (!routes.has(to)) await ip('route', 'delete', to, ...mark(owner));
    for (const [to, hop] of routes) {
      if (this.#routes.get(to) !== hop) await ip('route', 'replace', to, ...hop.split(' '), ...mark(owner));
    }
    this.#routes = routes;
    this.#farEnds = farEnds;
  }

  async #reachFar(farEnds: ReadonlyMap<string, string>): Promise<void> {
    const { nodeName, podBridge, clusterCIDR } = this.#options;
    const own = this.#nodes.get(nodeName);
    const [block, address] = [own && blocksOf(own)[0], own && addressOf(own)];
    if (block === undefined || address === undefined) throw new Error('the node itself has no Pod addresses yet');
    if (this.#farEnds.size === 0) await ensureTunnel(podBridge, clusterCIDR, { block, address });
    for (const [far, at] of farEnds) {
      if (this.#farEnds.get(far) !== at) await ensureFarEnd(podBridge, { block: far, address: at });
    }
  }
}

export interface Standpoint {
  readonly nodeName: string;
  readonly behind: string | undefined;
  readonly podBridge: string;
  /** Whether this node shares a link with whoever has the address. */
  readonly isOnLink: (address: string) => boolean;
}

/** The routes that a node must have, and the far ends of the tunnel that some lead through. Pure. */
export function wantedRoutes(
  nodes: readonly Node[],
  { nodeName, behind, podBridge, isOnLink }: Standpoint,
): { routes: Map<string, string>; farEnds: Map<string, string> } {
  const routes = new Map<string, string>();
  const farEnds = new Map<string, string>();
  const known = new Map(nodes.map((node) => [node.metadata?.name ?? '', node]));
  for (const node of nodes) {
    const address = addressOf(node);
    const blocks = blocksOf(node);
    if (node.metadata?.name === nodeName || address === undefined || blocks.length === 0) continue;
    const direct = addressesOf(node).find(isOnLink);
    if (direct !== undefined) {
      for (const block of blocks) routes.set(block, `via ${direct}`);
      continue;
    }
    // Whoever is behind another leaves everything else to it: that is its default route.
    if (behind !== undefined) continue;
    const before = node.metadata?.annotations?.[behindAnnotation];
    const gateway = before === undefined ? node : known.get(before);
    const hop = gateway && hopTo(gateway, { podBridge, isOnLink }, farEnds);
    if (hop === undefined) continue;
    for (const to of gateway === node ? blocks : [...blocks, `${address}/32`]) routes.set(to, hop);
  }
  return { routes, farEnds };
}

/** The way to a node that is behind no other; undefined while too little is known of it. */
function hopTo(
  node: Node,
  { podBridge, isOnLink }: Pick<Standpoint, 'podBridge' | 'isOnLink'>,
  farEnds: Map<string, string>,
): string | undefined {
  const direct = addressesOf(node).find(isOnLink);
  if (direct !== undefined) return `via ${direct}`;
  const [address, [block]] = [addressOf(node), blocksOf(node)];
  if (address === undefined || block === undefined) return undefined;
  farEnds.set(block, address);
  return throughTunnel(innerAddress(block), podBridge);
}

const throughTunnel = (inner: string, podBridge: string): string =>
  `via ${inner} dev ${tunnelLinkOf(podBridge)} onlink`;

/** Removes every route of the owner, and its tunnel; there may be none. */
export async function removeNodeRoutes(options: Pick<NodeRoutesOptions, 'owner' | 'podBridge'>): Promise<void> {
  const { owner, podBridge } = options;
  await removeTunnel(podBridge);
  for (const to of (await routesOf(options)).keys()) await ip('route', 'delete', to, ...mark(owner)).catch(() => {});
}

const addressOf = ({ status }: Node): string | undefined =>
  status?.addresses?.find(({ type, address }) => type === 'InternalIP' && !address.includes(':'))?.address;

const blocksOf = ({ spec }: Node): string[] => (spec?.podCIDRs ?? []).filter((cidr) => !cidr.includes(':'));

/** The one by which it is known first, then those on other links. */
const addressesOf = (node: Node): string[] => [
  ...[addressOf(node)].flatMap((address) => address ?? []),
  ...(node.metadata?.annotations?.[addressesAnnotation] ?? '').split(',').filter(Boolean),
];

/** What a route depends on. */
const placeOf = (node: Stored<Node>): string =>
  `${addressesOf(node).join()} ${node.spec?.podCIDRs?.join()} ${node.metadata.annotations?.[behindAnnotation]}`;

function onLink(podBridge: string): (address: string) => boolean {
  const links = Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    name === podBridge ? [] : (addresses ?? []).flatMap(({ cidr, internal }) => (cidr && !internal ? [cidr] : [])),
  );
  const blocks = links.flatMap((cidr) => parseCidr(cidr) ?? []);
  return (address) => {
    const ip = parseIp(address);
    // An address that is our own as well is not another machine's, but of a link that every machine has for itself.
    if (!ip || blocks.some((block) => block.address.number === ip.number)) return false;
    return blocks.some((block) => contains(block, ip));
  };
}

/** Ours among all of a machine: by a protocol number that nobody else uses, and a metric for each owner. */
const protocol = '80';
const metricOf = (owner: string): number => 0x10000 + createHash('sha256').update(owner).digest().readUInt16BE();
const mark = (owner: string): string[] => ['proto', protocol, 'metric', String(metricOf(owner))];

interface KernelRoute {
  readonly dst: string;
  readonly gateway?: string;
  readonly dev?: string;
  readonly metric?: number;
}

async function routesOf({ owner, podBridge }: Pick<NodeRoutesOptions, 'owner' | 'podBridge'>): Promise<Routes> {
  const all = await ipJson<KernelRoute>('route', 'show', 'proto', protocol);
  const ours = all.filter(({ metric }) => metric === metricOf(owner));
  return new Map(
    ours.map(({ dst, gateway = '', dev }) => [
      dst.includes('/') ? dst : `${dst}/32`,
      dev === tunnelLinkOf(podBridge) ? throughTunnel(gateway, podBridge) : `via ${gateway}`,
    ]),
  );
}

async function ip(...args: string[]): Promise<void> {
  try {
    await promisify(execFile)('ip', args);
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(`ip ${args.join(' ')}: ${said || String(error)}`, { cause: error });
  }
}
