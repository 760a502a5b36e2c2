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

/** A /22 of which no interface of the machine has an address: enough for four nodes. */
export function freeClusterCIDR(): string {
  const taken = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .map(({ address }) => address);
  for (;;) {
    const [second, third] = [randomInt(128, 244), randomInt(0, 64) * 4];
    const prefixes = [0, 1, 2, 3].map((i) => `10.${second}.${third + i}.`);
    if (!taken.some((address) => prefixes.some((prefix) => address.startsWith(prefix))))
      return `10.${second}.${third}.0/22`;
  }
}

/** A /24 of which no interface of the machine has an address. */
export function freePodCIDR(): string {
  const taken = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .map(({ address }) => address);
  for (;;) {
    const prefix = `10.${randomInt(128, 244)}.${randomInt(0, 256)}`;
    if (!taken.some((address) => address.startsWith(`${prefix}.`))) return `${prefix}.0/24`;
  }
}
