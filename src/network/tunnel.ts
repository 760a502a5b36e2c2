/**
 * The way to nodes with which no link is shared: Pod packets travel inside of UDP packets between the nodes (VXLAN, RFC
 * 7348). Nothing is learned from what comes in: each node derives what it must know of another from that one's block.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { formatIp, networkOf, parseCidr } from '../machinery/ip.ts';
import { defaultRoute, linkNames } from './links.ts';

const run = promisify(execFile);

/** Linux' own, as other Pod networks use it. */
const port = '8472';
/** What the outer headers take of each packet. */
const overhead = 50;

export interface TunnelEnd {
  /** The node's block of Pod addresses. */
  readonly block: string;
  /** Its address outside of the tunnel. */
  readonly address: string;
}

/** The link's name. Links have at most 15 characters. */
export const tunnelLinkOf = (podBridge: string): string => `${podBridge.slice(0, 11)}-far`;

/** The end's address inside of the tunnel: the first of its block, which no Pod gets. */
export function innerAddress(block: string): string {
  const cidr = parseCidr(block);
  return cidr ? formatIp(networkOf(cidr)) : block;
}

/** Its link address: administered locally, one that both ends find out by themselves. */
function linkAddress(block: string): string {
  const bytes = createHash('sha256').update(block).digest().subarray(0, 5);
  return ['02', ...[...bytes].map((byte) => byte.toString(16).padStart(2, '0'))].join(':');
}

/** Tells the tunnels of two clusters apart that pass through one machine. */
const networkId = (clusterCIDR: string): number => createHash('sha256').update(clusterCIDR).digest().readUIntBE(0, 3);

/** Makes this node's end, unless it is there as it should be. */
export async function ensureTunnel(podBridge: string, clusterCIDR: string, own: TunnelEnd): Promise<void> {
  const link = tunnelLinkOf(podBridge);
  if (!(await linkNames('type', 'vxlan')).includes(link)) {
    const mtu = ((await defaultRoute())?.mtu ?? 1500) - overhead;
    const kind = ['type', 'vxlan', 'id', String(networkId(clusterCIDR)), 'dstport', port, 'local', own.address];
    await run('ip', [
      'link',
      'add',
      link,
      'mtu',
      String(mtu),
      'address',
      linkAddress(own.block),
      ...kind,
      'nolearning',
    ]);
  }
  await run('ip', ['address', 'replace', `${innerAddress(own.block)}/32`, 'dev', link]);
  await run('ip', ['link', 'set', link, 'up']);
}

/** Makes the other end known. */
export async function ensureFarEnd(podBridge: string, { block, address }: TunnelEnd): Promise<void> {
  const link = tunnelLinkOf(podBridge);
  const lladdr = linkAddress(block);
  await run('ip', ['neighbour', 'replace', innerAddress(block), 'lladdr', lladdr, 'dev', link, 'nud', 'permanent']);
  await run('bridge', ['fdb', 'replace', lladdr, 'dev', link, 'dst', address]);
}

/** With it go the routes through it. */
export async function removeTunnel(podBridge: string): Promise<void> {
  const link = tunnelLinkOf(podBridge);
  if ((await linkNames('type', 'vxlan')).includes(link)) await run('ip', ['link', 'delete', link]);
}
