/**
 * Clusters of other data directories on this machine. Each has its own processes, but bridge names and Pod addresses are
 * the machine's: two clusters that shared them would take each other's Pods off the network.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { contains, networkOf, parseCidr } from '../machinery/ip.ts';
import { clusterCIDROf, type ClusterConfig } from './config.ts';
import type { Layout } from './layout.ts';
import { upMarker } from './process/keep.ts';
import { UserError } from './userError.ts';

/** What a cluster that is up takes of the machine. */
interface Claim {
  readonly data: string;
  readonly bridge: string;
  readonly podCIDR: string;
  /** Which cluster it is of, once it has an authority: its nodes have their Pod addresses from one range. */
  readonly authority?: string;
}

type Claimed = Pick<ClusterConfig, 'bridge' | 'podCIDR'>;

/**
 * What a cluster takes: of its range of Pod addresses the first node's block alone, while that is its only node here.
 */
export const claimed = (config: Pick<ClusterConfig, 'bridge' | 'podCIDR' | 'clusterCIDR'>, many: boolean): Claimed => ({
  bridge: config.bridge,
  podCIDR: many ? clusterCIDROf(config) : config.podCIDR,
});

/** The text of a cluster's marker file, from which others read what is taken. */
export const claimOf = (layout: Layout, { bridge, podCIDR }: Claimed): string =>
  `${JSON.stringify({ data: layout.data, bridge, podCIDR, ...authorityOf(layout) } satisfies Claim)}\n`;

function authorityOf({ certificates }: Layout): Pick<Claim, 'authority'> {
  const file = join(certificates, 'ca.crt');
  return existsSync(file) ? { authority: createHash('sha256').update(readFileSync(file)).digest('hex') } : {};
}

/** Throws UserError when another cluster that is up has the bridge, or addresses of the block, that `wanted` asks for. */
export function checkOtherClusters(layout: Layout, wanted: Claimed): void {
  const { authority } = authorityOf(layout);
  for (const other of claims(layout)) {
    const stop = `or stop the other cluster: 'peapod --data-dir ${other.data} down'`;
    if (other.bridge === wanted.bridge) {
      throw new UserError(
        `bridge ${wanted.bridge} belongs to the cluster in ${other.data}, which is up`,
        `choose another with --bridge, ${stop}`,
      );
    }
    if (other.authority !== undefined && other.authority === authority) continue;
    if (overlap(other.podCIDR, wanted.podCIDR)) {
      throw new UserError(
        `the Pod addresses ${wanted.podCIDR} overlap with ${other.podCIDR} of the cluster in ${other.data}, which is up`,
        `choose others with --pod-cidr, ${stop}`,
      );
    }
  }
}

function claims(layout: Layout): Claim[] {
  const root = dirname(layout.run);
  return readdirSync(root)
    .filter((name) => /^peapod(-[0-9a-f]{8})?$/.test(name) && name !== basename(layout.run))
    .flatMap((name) => {
      try {
        const text = readFileSync(upMarker({ ...layout, run: join(root, name) }), 'utf8');
        // A named seam: claimOf() wrote the text. Markers without one claim nothing.
        return text.trim() === '' ? [] : [JSON.parse(text) as Claim];
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // An ordinary user may not read them, and is told of that further on.
        if (code === 'ENOENT' || code === 'EACCES') return [];
        throw error;
      }
    });
}

/** Whether two blocks share an address: one then holds the first address of the other. */
function overlap(a: string, b: string): boolean {
  const [one, two] = [parseCidr(a), parseCidr(b)];
  if (!one || !two) return false;
  return contains(one, networkOf(two)) || contains(two, networkOf(one));
}
