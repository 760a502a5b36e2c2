/**
 * Connections that the kernel tracks. A UDP client that keeps its port never opens a "new" connection, so that what it
 * sends would go on to an endpoint that is gone, or to none although there is one now.
 */
import { execFile } from 'node:child_process';
import type { Backend, ServicePortView } from './backends.ts';

/** Arguments of `conntrack -D` for one kind of entry. */
export type StaleEntries = readonly string[];

interface Frontend {
  readonly filter: readonly string[];
  readonly backends: readonly Backend[];
}

/** The entries that a change of a Service's UDP ports leaves behind. */
export function staleEntries(before: readonly ServicePortView[], after: readonly ServicePortView[]): StaleEntries[] {
  const next = new Map(after.flatMap(frontends).map(({ filter, backends }) => [filter.join(' '), backends]));
  const stale: StaleEntries[] = [];
  const known = new Set<string>();
  for (const { filter, backends } of before.flatMap(frontends)) {
    const now = next.get(filter.join(' ')) ?? [];
    known.add(filter.join(' '));
    if (backends.length === 0 && now.length > 0) stale.push(filter);
    for (const backend of backends) {
      const [address = '', port = ''] = backend.split(' . ');
      if (!now.includes(backend)) stale.push([...filter, '--reply-src', address, '--reply-port-src', port]);
    }
  }
  // Somebody may have called the address before the Service was there.
  for (const { filter, backends } of after.flatMap(frontends))
    if (!known.has(filter.join(' ')) && backends.length > 0) stale.push(filter);
  return stale;
}

function frontends(port: ServicePortView): Frontend[] {
  if (port.protocol !== 'udp') return [];
  const at = (address: string): Frontend => ({
    filter: ['-p', 'udp', '--orig-dst', address, '--orig-port-dst', String(port.port)],
    backends: port.all,
  });
  return [
    ...[port.clusterIP, ...port.externalIPs, ...port.loadBalancerIPs].map(at),
    ...(port.nodePort === undefined
      ? []
      : [{ filter: ['-p', 'udp', '--orig-port-dst', String(port.nodePort)], backends: port.all }]),
  ];
}

/** Removes the entries; that there are none is no error. */
export async function removeEntries(entries: readonly StaleEntries[]): Promise<void> {
  for (const filter of entries) await conntrack(['-D', '-f', 'ipv4', ...filter]);
}

/** It exits with 1 when nothing matched. */
function conntrack(args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile('conntrack', args, (error, _, stderr) => {
      if (!error || /0 flow entries/.test(stderr)) resolve();
      else reject(new Error(`conntrack ${args.join(' ')}: ${stderr.trim().split('\n')[0] ?? error.message}`));
    });
  });
}
