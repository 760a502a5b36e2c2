/**
 * Writes responses. The names of records are compressed, which matters: without it a headless Service of ten Pods does
 * not fit into the 512 bytes that every resolver takes.
 */
import { rcodes, typeNumbers, zoneTtl } from './records.ts';
import type { Answer, ZoneRecord } from './records.ts';

export interface ResponseTo {
  readonly id: number;
  /** The client's RD flag, which is sent back. */
  readonly recursionDesired: boolean;
  /** The question section as it came, letter case and all. */
  readonly question: Buffer;
  /** Of the question, lower case: what the pointer to it stands for. */
  readonly name: string;
  /** The largest response that the client takes, in bytes; undefined over TCP. */
  readonly limit: number | undefined;
  /** Whether the client spoke EDNS (RFC 6891), so that the answer does. */
  readonly edns: boolean;
}

const headerSize = 12;
const ednsSize = 11;
/** What we take over UDP: no fragment on any usual path. */
const ednsPayload = 1232;

/** Answers that do not fit are left out, with the TC flag; additional records without it. */
export function encodeResponse(to: ResponseTo, { rcode, answers, authorities = [], additionals = [] }: Answer): Buffer {
  const names = new Map([[to.name, headerSize]]);
  let at = headerSize + to.question.length;
  const room = (to.limit ?? 65_535) - (to.edns ? ednsSize : 0);
  const parts: Buffer[] = [];
  let truncated = false;
  const take = (records: readonly ZoneRecord[], isOptional: boolean): number => {
    let count = 0;
    for (const record of truncated ? [] : records) {
      const bytes = encodeRecord(record, names);
      if (at + bytes.length > room) {
        truncated = !isOptional;
        break;
      }
      parts.push(bytes);
      at += bytes.length;
      count += 1;
    }
    return count;
  };
  const counts = [1, take(answers, false), take(authorities, false), take(additionals, true) + (to.edns ? 1 : 0)];
  const header = Buffer.alloc(headerSize);
  header.writeUInt16BE(to.id, 0);
  // QR, AA, RA, and what the client asked for.
  header.writeUInt16BE(0x8480 | (truncated ? 0x0200 : 0) | (to.recursionDesired ? 0x0100 : 0) | rcodes[rcode], 2);
  counts.forEach((count, i) => header.writeUInt16BE(count, 4 + 2 * i));
  return Buffer.concat([header, to.question, ...parts, ...(to.edns ? [optRecord()] : [])]);
}

function optRecord(): Buffer {
  const bytes = Buffer.alloc(ednsSize);
  bytes.writeUInt16BE(41, 1);
  bytes.writeUInt16BE(ednsPayload, 3);
  return bytes;
}

function encodeRecord(record: ZoneRecord, names: ReadonlyMap<string, number>): Buffer {
  const owner = encodeName(record.name, names);
  const data = encodeData(record);
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(typeof record.type === 'number' ? record.type : typeNumbers[record.type], 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE('ttl' in record ? record.ttl : zoneTtl, 4);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([owner, fixed, data]);
}

function encodeData(record: ZoneRecord): Buffer {
  switch (record.type) {
    case 'A':
      return Buffer.from(record.data.split('.').map(Number));
    case 'CNAME':
    case 'PTR':
    case 'NS':
      return encodeName(record.data);
    case 'TXT':
      return Buffer.from([record.data.length, ...Buffer.from(record.data)]);
    case 'SRV': {
      const { priority, weight, port, target } = record.data;
      const fixed = Buffer.alloc(6);
      [priority, weight, port].forEach((number, i) => fixed.writeUInt16BE(number, 2 * i));
      return Buffer.concat([fixed, encodeName(target)]);
    }
    case 'SOA': {
      const { mname, rname, serial } = record.data;
      const fixed = Buffer.alloc(20);
      // Refresh, retry and expire are for secondary servers, of which there are none; the last is for negative answers.
      [serial, 7200, 1800, 86_400, zoneTtl].forEach((number, i) => fixed.writeUInt32BE(number, 4 * i));
      return Buffer.concat([encodeName(mname), encodeName(rname), fixed]);
    }
    default:
      return record.data;
  }
}

/** A name that ends as the question's does is a pointer from there on. */
function encodeName(name: string, names?: ReadonlyMap<string, number>): Buffer {
  const labels = name === '' ? [] : name.split('.');
  const parts: Buffer[] = [];
  for (let i = 0; i < labels.length; i++) {
    const offset = names?.get(labels.slice(i).join('.').toLowerCase());
    if (offset !== undefined) return Buffer.concat([...parts, Buffer.from([0xc0 | (offset >> 8), offset & 0xff])]);
    const label = Buffer.from(labels[i] ?? '');
    parts.push(Buffer.from([label.length]), label);
  }
  return Buffer.concat([...parts, Buffer.from([0])]);
}
