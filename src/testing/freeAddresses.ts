/** Addresses that nobody on this machine uses, so that a test's cluster stands beside any other. */
import { randomInt } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';

/** TCP ports that were free a moment ago, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listening()));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listening(): Promise<ReturnType<typeof createServer>> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, () => resolve(server));
  });
}

/** A /22 of a /16 of which no interface of the machine has an address: enough for four nodes. */
export const freeClusterCIDR = (): string => `10.${freeSecond()}.${randomInt(0, 64) * 4}.0/22`;

/** A /24 of such a /16. */
export const freePodCIDR = (): string => `10.${freeSecond()}.${randomInt(0, 256)}.0/24`;

/** A cluster may have a whole /16 of which one interface has an address. */
function freeSecond(): number {
  const taken = Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).map((a) => a.address));
  for (;;) {
    const second = randomInt(128, 244);
    if (!taken.some((address) => address.startsWith(`10.${second}.`))) return second;
  }
}
