/**
 * The network between the nodes of one machine: a bridge, of which the machine itself has the first address, and for each
 * further node a network namespace with a link to it. Everything is made with ip(8), is idempotent, and goes with the
 * namespaces and the bridge.
 */
import { execFile } from 'node:child_process';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { allowForwarding, removeForwarding } from './forwarding.ts';
import { defaultRoute, linkNames } from './links.ts';
import { setSysctl } from './sysctls.ts';

const run = promisify(execFile);

export interface MachineNetwork {
  /** Of the machine's Pods: the names of the links are derived from it. */
  readonly podBridge: string;
  /** The first address of the network, which is the machine's: '10.245.3.1'. */
  readonly gateway: string;
  readonly prefixLength: number;
}

/** The bridge's name. Links have at most 15 characters. */
export const machineBridgeOf = (podBridge: string): string => `${podBridge.slice(0, 11)}-net`;

const linkOf = (podBridge: string, number: number): string => `${podBridge.slice(0, 10)}-n${number}`;

/** The link's name inside of each namespace. */
const inside = 'eth0';

/**
 * What a command is put behind to run in a network namespace, with everything else as it is: `ip netns exec` would hide the
 * cgroups, and what it makes in /run/netns is the machine's.
 */
export const enterNamespace = (file: string): string[] => ['nsenter', `--net=${file}`, '--'];

/** statfs magic number of the file system that namespaces are files of. */
const namespaceFileSystem = 0x6e736673;

/** Whether the file is a namespace now; one that the last boot left is not. */
export const namespaceExists = (file: string): Promise<boolean> =>
  statfs(file).then(
    ({ type }) => type === namespaceFileSystem,
    () => false,
  );

/** Makes the bridge, and lets packets between it and the rest of the machine through. */
export async function ensureMachineNetwork({ podBridge, gateway, prefixLength }: MachineNetwork): Promise<void> {
  const bridge = machineBridgeOf(podBridge);
  if (!(await linkNames('type', 'bridge')).includes(bridge)) await run('ip', ['link', 'add', bridge, 'type', 'bridge']);
  await run('ip', ['address', 'replace', `${gateway}/${prefixLength}`, 'dev', bridge]);
  await run('ip', ['link', 'set', bridge, 'up']);
  // Nodes reach each other directly; they need not be told so.
  await Promise.all([setSysctl(`net/ipv4/conf/${bridge}/send_redirects`, '0'), allowForwarding(bridge)]);
}

export interface NodeNamespace extends MachineNetwork {
  /** The file that stands for it. */
  readonly namespace: string;
  /** 2 for the first further node. */
  readonly number: number;
  readonly address: string;
}

/** Makes the node's namespace and its link to the network, which must be there. */
export async function ensureNodeNamespace(node: NodeNamespace): Promise<void> {
  const { namespace, podBridge, number, address, prefixLength, gateway } = node;
  const link = linkOf(podBridge, number);
  const [enter = '', ...entering] = enterNamespace(namespace);
  const within = (...args: string[]): Promise<unknown> => run(enter, [...entering, 'ip', ...args]);
  if (!(await namespaceExists(namespace))) {
    await mkdir(path.dirname(namespace), { recursive: true, mode: 0o700 });
    await writeFile(namespace, '');
    await run('unshare', [`--net=${namespace}`, 'true']);
  }
  if (!(await linkNames('master', machineBridgeOf(podBridge))).includes(link)) {
    const mtu = (await defaultRoute())?.mtu;
    const size = mtu === undefined ? [] : ['mtu', String(mtu)];
    const peer = ['peer', 'name', inside, ...size, 'netns', namespace];
    await run('ip', ['link', 'add', link, ...size, 'type', 'veth', ...peer]);
    await run('ip', ['link', 'set', link, 'master', machineBridgeOf(podBridge), 'up']);
  }
  await within('link', 'set', 'lo', 'up');
  await within('address', 'replace', `${address}/${prefixLength}`, 'dev', inside);
  await within('link', 'set', inside, 'up');
  await within('route', 'replace', 'default', 'via', gateway);
}

/** With it go its links, routes and rules. Its processes must have ended. */
export async function removeNodeNamespace(namespace: string): Promise<void> {
  if (await namespaceExists(namespace)) await run('umount', [namespace]);
  await rm(namespace, { force: true });
}

export async function removeMachineNetwork(podBridge: string): Promise<void> {
  const bridge = machineBridgeOf(podBridge);
  if (!(await linkNames('type', 'bridge')).includes(bridge)) return;
  await removeForwarding(bridge);
  for (const port of await linkNames('master', bridge)) await run('ip', ['link', 'delete', port]).catch(() => {});
  await run('ip', ['link', 'delete', bridge]);
}
