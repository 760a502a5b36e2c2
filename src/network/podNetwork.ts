/** The Pod network of one node: kernel settings, the CNI configuration, the nftables table. Idempotent. */
import { execFile } from 'node:child_process';
import { readFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { writeConflist } from './cni/conflist.ts';
import type { PodNetworkOptions } from './cni/conflist.ts';
import { allowForwarding, removeForwarding } from './forwarding.ts';
import { linkNames } from './links.ts';
import { ensurePodTable, removePodTable } from './masquerade.ts';
import type { PodTable } from './masquerade.ts';
import { ensureNetworkSysctls, setSysctl } from './sysctls.ts';

const run = promisify(execFile);

export type PodNetwork = PodNetworkOptions & PodTable;

/** Takes effect for sandboxes that are made from now on. */
export async function ensurePodNetwork(network: PodNetwork): Promise<void> {
  await Promise.all([
    ensureNetworkSysctls(),
    ensureBridge(network.bridge),
    writeConflist(network),
    ensurePodTable(network),
    allowForwarding(network.bridge),
  ]);
}

/** Removes bridge, links, table, rules and notes of addresses. The configuration stays: the runtime needs it to end. */
export async function removePodNetwork(network: Pick<PodNetwork, 'bridge' | 'table' | 'addressDir'>): Promise<void> {
  await Promise.all([
    removePodTable(network.table),
    removeForwarding(network.bridge),
    removeBridge(network.bridge),
    removeCachedResults(network.table),
    rm(network.addressDir, { recursive: true, force: true }),
  ]);
}

/** The plugin would make it with the first Pod; it is needed before for its setting. Addresses are the plugin's. */
async function ensureBridge(bridge: string): Promise<void> {
  if (!(await linkNames('type', 'bridge')).includes(bridge)) await run('ip', ['link', 'add', bridge, 'type', 'bridge']);
  // A host port is reached under 127.0.0.1 too; the table's guard keeps the Pods from the node's own 127.0.0.0/8.
  await setSysctl(`net/ipv4/conf/${bridge}/route_localnet`, '1');
}

/** With the node's ends of the Pods' links, which otherwise last as long as a namespace that something still holds. */
async function removeBridge(bridge: string): Promise<void> {
  if (!(await linkNames('type', 'bridge')).includes(bridge)) return;
  for (const port of await linkNames('master', bridge)) await run('ip', ['link', 'delete', port]).catch(() => {});
  await run('ip', ['link', 'delete', bridge, 'type', 'bridge']);
}

/** What the runtime's CNI library noted of each attachment, in a folder that all runtimes share. */
async function removeCachedResults(network: string): Promise<void> {
  const folder = '/var/lib/cni/results';
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(`${network}-`)) continue;
    const file = path.join(folder, name);
    const text = await readFile(file, 'utf8').catch(() => '{}');
    if ((JSON.parse(text) as { readonly networkName?: string }).networkName === network)
      await rm(file, { force: true });
  }
}
