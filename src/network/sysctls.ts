/** Kernel settings of the network, by their paths under /proc/sys. */
import { execFile } from 'node:child_process';
import { access, readFile, writeFile } from 'node:fs/promises';

/**
 * What a node must have on: forwarding, and packets between Pods on one bridge passing through the host's rules, so
 * that answers to a Service's address find their way back.
 */
export async function ensureNetworkSysctls(): Promise<void> {
  await setSysctl('net/ipv4/ip_forward', '1');
  const bridged = 'net/bridge/bridge-nf-call-iptables';
  if (!(await hasSysctl(bridged))) {
    await new Promise<void>((resolve) => execFile('modprobe', ['br_netfilter'], () => resolve()));
  }
  await setSysctl(bridged, '1');
}

/** Sets it where it differs. Throws with the setting's name when the kernel has none or refuses. */
export async function setSysctl(name: string, value: string): Promise<void> {
  const file = `/proc/sys/${name}`;
  try {
    if ((await readFile(file, 'utf8')).trim() !== value) await writeFile(file, value);
  } catch (error) {
    throw new Error(`kernel setting ${name.replaceAll('/', '.')} cannot be set to ${value}`, { cause: error });
  }
}

function hasSysctl(name: string): Promise<boolean> {
  return access(`/proc/sys/${name}`).then(
    () => true,
    () => false,
  );
}
