/** Reading DNS messages: a query's question, and what of a foreign response matters to a cache. */
import { decode, type Packet } from 'dns-packet';

export interface Query {
  readonly id: number;
  readonly recursionDesired: boolean;
  /** Lower case, without the dot at the end. */
  readonly name: string;
  /** 'A', 'SRV', …; 'UNKNOWN_65' for one that has no name here. */
  readonly type: string;
  readonly isInternet: boolean;
  /** The question section as it came. */
  readonly question: Buffer;
  readonly edns: boolean;
  /** Bytes that the client takes over UDP. */
  readonly payload: number;
}

const headerSize = 12;

const idOf = (message: Buffer): number => message.readUInt16BE(0);

/** Same question, same flags, same options: the same answer but for the ID. */
export const keyOfQuery = (message: Buffer): string => message.toString('latin1', 2);

/** undefined: no query with one question. */
export function readQuery(message: Buffer): Query | undefined {
  if (message.length < headerSize + 5 || (message.readUInt16BE(2) & 0xf800) !== 0 || message.readUInt16BE(4) !== 1)
    return undefined;
  let packet: Packet;
  try {
    packet = decode(message);
  } catch {
    return undefined;
  }
  const question = packet.questions?.[0];
  if (!question) return undefined;
  const opt = packet.additionals?.find((record) => record.type === 'OPT');
  const size = opt && 'udpPayloadSize' in opt && typeof opt.udpPayloadSize === 'number' ? opt.udpPayloadSize : 512;
  return {
    id: idOf(message),
    recursionDesired: (message.readUInt16BE(2) & 0x0100) !== 0,
    name: question.name.toLowerCase().replace(/\.$/, ''),
    type: question.type,
    isInternet: (question.class ?? 'IN') === 'IN',
    question: message.subarray(headerSize, skipName(message, headerSize) + 4),
    edns: opt !== undefined,
    payload: Math.min(Math.max(size, 512), 4096),
  };
}

export interface RawRecord {
  readonly type: number;
  /** Where the TTL stands. */
  readonly ttlAt: number;
  readonly ttl: number;
}

/** The records of a response, options aside. Throws RangeError on a message that is cut off. */
export function recordsOf(message: Buffer): RawRecord[] {
  let at = headerSize;
  for (let i = message.readUInt16BE(4); i > 0; i--) at = skipName(message, at) + 4;
  const count = message.readUInt16BE(6) + message.readUInt16BE(8) + message.readUInt16BE(10);
  const records: RawRecord[] = [];
  for (let i = 0; i < count; i++) {
    at = skipName(message, at);
    const type = message.readUInt16BE(at);
    if (type !== 41) records.push({ type, ttlAt: at + 4, ttl: message.readUInt32BE(at + 4) });
    at += 10 + message.readUInt16BE(at + 8);
  }
  return records;
}

function skipName(message: Buffer, from: number): number {
  let at = from;
  for (;;) {
    const length = message.readUInt8(at);
    if (length === 0) return at + 1;
    if (length >= 0xc0) return at + 2;
    at += 1 + length;
  }
}
