/**
 * The CNI configuration list of a node's Pod network: a Linux bridge that is the gateway of the Pods' range, addresses
 * from the host-local plugin. Follows the CNI specification 0.4.0, which every plugin release since 2018 speaks.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface PodNetworkOptions {
  /** Of the bridge, and of the network; at most 15 characters. */
  readonly bridge: string;
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
  const mtu = options.mtu ?? (await uplinkMtu());
  const file = path.join(options.configDir, '10-peapod.conflist');
  await mkdir(options.configDir, { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(conflist({ ...options, mtu }), undefined, 2)}\n`);
  await rename(`${file}.new`, file);
}

export function conflist(options: PodNetworkOptions): object {
  return {
    cniVersion: '0.4.0',
    name: options.bridge,
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

/** The MTU of the interface that the default route uses; undefined on a machine without one. */
async function uplinkMtu(): Promise<number | undefined> {
  const routes = await readFile('/proc/net/route', 'utf8').catch(() => '');
  const uplink = routes
    .split('\n')
    .map((line) => line.split('\t'))
    .find((fields) => fields[1] === '00000000')?.[0];
  if (uplink === undefined) return undefined;
  const mtu = Number(await readFile(`/sys/class/net/${uplink}/mtu`, 'utf8').catch(() => NaN));
  return Number.isInteger(mtu) ? mtu : undefined;
}
