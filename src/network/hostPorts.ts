/**
 * Host ports: a port of the node that leads to a container's port, kept in the maps of the node's table (masquerade.ts).
 * A change is one transaction that holds only what differs.
 */
import type { Pod } from '../api/core/v1.ts';
import { applyRuleset } from './nft.ts';

export interface HostPort {
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  /** The address of the node; undefined: every one. */
  readonly hostIP: string | undefined;
  readonly hostPort: number;
  readonly podIP: string;
  readonly containerPort: number;
}

/** What a Pod asks for: nothing before it has an address, after its end, or on the host's own network. */
export function hostPortsOf(pod: Pod): HostPort[] {
  const podIP = pod.status?.podIP;
  const phase = pod.status?.phase;
  if (!podIP || pod.spec?.hostNetwork === true || phase === 'Succeeded' || phase === 'Failed') return [];
  const containers = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
  return containers.flatMap((container) =>
    (container.ports ?? []).flatMap(({ hostPort, hostIP, containerPort, protocol = 'TCP' }) => {
      if (!hostPort) return [];
      const everywhere = !hostIP || hostIP === '0.0.0.0';
      return [
        {
          protocol: protocol.toLowerCase() as HostPort['protocol'],
          hostIP: everywhere ? undefined : hostIP,
          hostPort,
          podIP,
          containerPort,
        },
      ];
    }),
  );
}

/** Keeps the maps of one table as last told. Calls that overlap are applied one after the other. */
export class HostPorts {
  readonly #table: string;
  #elements = new Map<string, string>();
  #known = false;
  #applying: Promise<void> = Promise.resolve();

  constructor(table: string) {
    this.#table = table;
  }

  /** Makes these the host ports of the node. The first of two that claim the same port has it. */
  apply(wanted: readonly HostPort[]): Promise<void> {
    const next = new Map<string, string>();
    for (const port of wanted) {
      const { key, target } = element(port);
      if (!next.has(key)) next.set(key, target);
    }
    const applied = this.#applying.then(() => this.#replace(next));
    this.#applying = applied.catch(() => {});
    return applied;
  }

  async #replace(next: Map<string, string>): Promise<void> {
    const ruleset = this.#known ? changes(this.#table, this.#elements, next) : everything(this.#table, next);
    if (ruleset !== '') await applyRuleset(ruleset);
    this.#elements = next;
    this.#known = true;
  }
}

function element({ protocol, hostIP, hostPort, podIP, containerPort }: HostPort): { key: string; target: string } {
  const [map, address] = hostIP === undefined ? ['hostports', ''] : ['hostports_at', `${hostIP} . `];
  return { key: `${map} { ${address}${protocol} . ${hostPort}`, target: `${podIP} . ${containerPort}` };
}

/** What another process left in the maps goes too. */
function everything(table: string, next: Map<string, string>): string {
  return `flush map ip ${table} hostports\nflush map ip ${table} hostports_at\n${changes(table, new Map(), next)}`;
}

/** The transaction from one state of the maps to another; empty when they are equal. */
export function changes(table: string, now: Map<string, string>, next: Map<string, string>): string {
  const lines: string[] = [];
  for (const [key, target] of now) if (next.get(key) !== target) lines.push(`delete element ip ${table} ${key} }`);
  for (const [key, target] of next) {
    if (now.get(key) !== target) lines.push(`add element ip ${table} ${key} : ${target} }`);
  }
  return lines.map((line) => `${line}\n`).join('');
}
