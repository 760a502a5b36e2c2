/** Kernel parameters that a Pod may set: each has a namespace of its own, and none can hurt other Pods of the node. */
const safe: ReadonlySet<string> = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
]);

/** `a/b.c` is another way to write `a.b/c`: the first separator tells which one separates. */
export function isSafeSysctl(name: string): boolean {
  const separator = /[./]/.exec(name)?.[0];
  if (separator !== '/') return safe.has(name);
  return safe.has(name.replaceAll(/[./]/g, (character) => (character === '/' ? '.' : '/')));
}
