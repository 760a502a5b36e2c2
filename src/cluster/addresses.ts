/** Blocks of addresses that Peapod chooses itself. */
import { createHash } from 'node:crypto';
import { networkInterfaces } from 'node:os';

/**
 * A /24 of 10.245.0.0/16 for the network between the nodes of this machine: always the same for one cluster, unless the
 * machine has addresses there already.
 */
export function freeMachineNetwork(clusterName: string, interfaces = networkInterfaces()): string {
  const taken = Object.values(interfaces).flatMap((addresses) => (addresses ?? []).map(({ address }) => address));
  const [start = 0] = createHash('sha256').update(clusterName).digest();
  for (let i = 0; i < 256; i++) {
    const prefix = `10.245.${(start + i) % 256}.`;
    if (!taken.some((address) => address.startsWith(prefix))) return `${prefix}0/24`;
  }
  return `10.245.${start}.0/24`;
}
