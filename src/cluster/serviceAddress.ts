/** Addresses of the Service range that have a fixed meaning. */

/** The first address of a range: the `kubernetes` Service. '10.96.0.0/16' → '10.96.0.1'. IPv4. */
export function serviceAddress(cidr: string, offset = 1): string {
  const base = (cidr.split('/')[0] ?? '').split('.').reduce((n, part) => n * 256 + Number(part), 0);
  const address = base + offset;
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
