/** The Pod network of one node: kernel settings, the CNI configuration, the nftables table. Idempotent. */
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { writeConflist } from './cni/conflist.ts';
import type { PodNetworkOptions } from './cni/conflist.ts';
import { allowForwarding, removeForwarding } from './forwarding.ts';
import { ensurePodTable, removePodTable } from './masquerade.ts';
import type { PodTable } from './masquerade.ts';
import { ensureNetworkSysctls } from './sysctls.ts';

export type PodNetwork = PodNetworkOptions & PodTable;

/** Takes effect for sandboxes that are made from now on. The bridge appears with the first one. */
export async function ensurePodNetwork(network: PodNetwork): Promise<void> {
  await Promise.all([
    ensureNetworkSysctls(),
    writeConflist(network),
    ensurePodTable(network),
    allowForwarding(network.bridge),
  ]);
}

/** Removes bridge, table, rules and notes of addresses. The Pods' own links go with their namespaces. */
export async function removePodNetwork(
  network: Pick<PodNetwork, 'bridge' | 'table' | 'configDir' | 'addressDir'>,
): Promise<void> {
  await Promise.all([
    removePodTable(network.table),
    removeForwarding(network.bridge),
    promisify(execFile)('ip', ['link', 'delete', network.bridge, 'type', 'bridge']).catch(() => {}),
    rm(network.addressDir, { recursive: true, force: true }),
    rm(network.configDir, { recursive: true, force: true }),
  ]);
}
