/** IP addresses and CIDR blocks as text, numbers and canonical text (RFC 5952). */
import { invalidValue } from './fieldError.ts';
import type { FieldError, FieldPath } from './fieldError.ts';

export interface IpAddress {
  readonly family: 4 | 6;
  /** The address as one number of 32 or 128 bits. */
  readonly number: bigint;
}

export interface Cidr {
  readonly address: IpAddress;
  readonly prefixLength: number;
}

/** Undefined when the text is no address; IPv4 octets have no leading zeros. */
export function parseIp(text: string): IpAddress | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): IpAddress | undefined {
  const octets = text.split('.');
  if (octets.length !== 4) return undefined;
  let number = 0n;
  for (const octet of octets) {
    if (!/^(0|[1-9][0-9]{0,2})$/.test(octet) || Number(octet) > 255) return undefined;
    number = (number << 8n) | BigInt(octet);
  }
  return { family: 4, number };
}

function parseIpv6(text: string): IpAddress | undefined {
  let source = text;
  const lastColon = source.lastIndexOf(':');
  if (source.includes('.')) {
    const embedded = parseIpv4(source.slice(lastColon + 1));
    if (!embedded) return undefined;
    source = `${source.slice(0, lastColon + 1)}${(embedded.number >> 16n).toString(16)}:${(embedded.number & 0xffffn).toString(16)}`;
  }
  const halves = source.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  let number = 0n;
  for (const group of [...head, ...Array<string>(missing).fill('0'), ...tail]) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined;
    number = (number << 16n) | BigInt(`0x${group}`);
  }
  return { family: 6, number };
}

/** IPv4 in IPv6 (`::ffff:10.0.0.1`). */
export const isMapped = (ip: IpAddress): boolean => ip.family === 6 && ip.number >> 32n === 0xffffn;

export function formatIp({ family, number }: IpAddress): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (number >> shift) & 0xffn).join('.');
  const groups = Array.from({ length: 8 }, (_, i) => ((number >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  const text = groups.join(':');
  let at = 0;
  let length = 0;
  for (const run of text.matchAll(/\b0(:0)+\b/g)) if (run[0].length > length) [at, length] = [run.index, run[0].length];
  if (length === 0) return text;
  return `${text.slice(0, at).replace(/:$/, '')}::${text.slice(at + length).replace(/^:/, '')}`;
}

export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const address = parseIp(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (!address || !/^(0|[1-9][0-9]{0,2})$/.test(length) || Number(length) > bits(address)) return undefined;
  return { address, prefixLength: Number(length) };
}

const bits = (ip: IpAddress): number => (ip.family === 4 ? 32 : 128);

/** The first address of the block. */
export function networkOf({ address, prefixLength }: Cidr): IpAddress {
  const host = BigInt(bits(address) - prefixLength);
  return { family: address.family, number: (address.number >> host) << host };
}

/** How many addresses the block has. */
export const sizeOf = ({ address, prefixLength }: Cidr): bigint => 1n << BigInt(bits(address) - prefixLength);

export function contains(block: Cidr, ip: IpAddress): boolean {
  const first = networkOf(block).number;
  return ip.family === block.address.family && ip.number >= first && ip.number < first + sizeOf(block);
}

/** Whether all of a block's addresses are the other's as well. */
export function isWithin(inner: string, outer: string): boolean {
  const [a, b] = [parseCidr(inner), parseCidr(outer)];
  return a !== undefined && b !== undefined && a.prefixLength >= b.prefixLength && contains(b, networkOf(a));
}

/** Addresses that each node has for its Pods, as a length of prefix: a block of the cluster's, or all of a small one. */
export const nodePrefixLength = (block: Cidr): number => Math.max(24, block.prefixLength);

/** The block of a cluster's first node: '10.8.0.0/16' → '10.8.0.0/24'. */
export function firstBlockOf(text: string): string {
  const block = parseCidr(text);
  return block ? `${formatIp(networkOf(block))}/${nodePrefixLength(block)}` : text;
}

/** For fields that take any spelling of an address. */
export function validateIp(text: string, at: FieldPath): FieldError[] {
  const ip = parseIp(text);
  if (!ip) return [invalidValue(at, text, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];
  return [];
}

export function validateCidr(text: string, at: FieldPath): FieldError[] {
  return parseCidr(text)
    ? []
    : [invalidValue(at, text, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')];
}
