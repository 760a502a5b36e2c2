/** Which host ports of a node are taken. Two conflict when port and protocol are equal and their addresses overlap. */
import type { Pod } from '../../api/core/v1.ts';
import { isRestartableInit } from '../../machinery/pod.ts';

export interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

const anyAddress = '0.0.0.0';
const noPorts: readonly HostPort[] = [];

/** The host ports that the Pod's containers and sidecars ask for. */
export function hostPortsOf(pod: Pod): readonly HostPort[] {
  let ports: HostPort[] | undefined;
  const running = [...(pod.spec?.initContainers ?? []).filter(isRestartableInit), ...(pod.spec?.containers ?? [])];
  for (const container of running) {
    for (const { hostPort, hostIP, protocol } of container.ports ?? []) {
      if (hostPort) (ports ??= []).push({ ip: hostIP || anyAddress, protocol: protocol || 'TCP', port: hostPort });
    }
  }
  return ports ?? noPorts;
}

export const conflict = (a: HostPort, b: HostPort): boolean =>
  a.port === b.port && a.protocol === b.protocol && (a.ip === b.ip || a.ip === anyAddress || b.ip === anyAddress);

export class UsedPorts {
  readonly #used = new Map<number, HostPort[]>();

  add(ports: readonly HostPort[]): void {
    for (const port of ports) {
      const list = this.#used.get(port.port);
      if (list) list.push(port);
      else this.#used.set(port.port, [port]);
    }
  }

  remove(ports: readonly HostPort[]): void {
    for (const port of ports) {
      const list = this.#used.get(port.port) ?? [];
      const index = list.findIndex((used) => used.ip === port.ip && used.protocol === port.protocol);
      if (index >= 0) list.splice(index, 1);
      if (list.length === 0) this.#used.delete(port.port);
    }
  }

  conflictsWith(port: HostPort): boolean {
    return this.#used.get(port.port)?.some((used) => conflict(used, port)) ?? false;
  }
}
