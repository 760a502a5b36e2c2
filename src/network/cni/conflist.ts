/**
 * The CNI configuration list of a node's Pod network: a Linux bridge that is the gateway of the Pods' range, addresses
 * from the host-local plugin. Follows the CNI specification 0.4.0, which every plugin release since 2018 speaks.
 */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { defaultRoute } from '../links.ts';

export interface PodNetworkOptions {
  /** At most 15 characters. */
  readonly bridge: string;
  /** Of the network, another one for each node on a machine: the nftables table is called so too. */
  readonly table: string;
  /** As '10.244.0.0/24'. */
  readonly podCIDR: string;
  /** The folder that the container runtime reads. */
  readonly configDir: string;
  /** Where host-local notes which addresses it has handed out. */
  readonly addressDir: string;
  /** Largest packet in bytes; default: what the interface of the default route carries. */
  readonly mtu?: number | undefined;
}

/** Writes the list, atomically, as the runtime may be watching the folder. */
export async function writeConflist(options: PodNetworkOptions): Promise<void> {
  const mtu = options.mtu ?? (await defaultRoute())?.mtu;
  const file = path.join(options.configDir, '10-peapod.conflist');
  await mkdir(options.configDir, { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(conflist({ ...options, mtu }), undefined, 2)}\n`);
  await rename(`${file}.new`, file);
}

export function conflist(options: PodNetworkOptions): object {
  return {
    cniVersion: '0.4.0',
    name: options.table,
    plugins: [
      {
        type: 'bridge',
        bridge: options.bridge,
        isGateway: true,
        // Masquerading is one rule of ours for all Pods, in nftables.
        ipMasq: false,
        // A Pod reaches itself through a Service's address.
        hairpinMode: true,
        ...(options.mtu === undefined ? {} : { mtu: options.mtu }),
        ipam: {
          type: 'host-local',
          ranges: [[{ subnet: options.podCIDR }]],
          routes: [{ dst: '0.0.0.0/0' }],
          dataDir: options.addressDir,
        },
      },
    ],
  };
}
