/** Frames of SPDY/3.1, as bytes (SPDY draft 3.1, section 2.2 and 2.6). */

export const frameType = { synStream: 1, synReply: 2, rstStream: 3, ping: 6 } as const;

/** On the last frame that a side sends in a stream. */
export const flagFin = 1;

const version = 3;
const headLength = 8;
const longestPayload = 2 ** 24 - 1;

export interface DataFrame {
  readonly kind: 'data';
  readonly stream: number;
  readonly flags: number;
  readonly payload: Buffer;
}

export interface ControlFrame {
  readonly kind: 'control';
  readonly type: number;
  readonly flags: number;
  readonly payload: Buffer;
}

export function controlFrame(type: number, flags: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(headLength);
  head.writeUInt16BE(0x8000 | version, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt32BE(payload.length, 4);
  head.writeUInt8(flags, 4);
  return Buffer.concat([head, payload]);
}

/** As many frames as the payload needs; a FIN is on the last. */
export function* dataFrames(stream: number, flags: number, payload: Uint8Array): Generator<Uint8Array> {
  let rest = payload;
  do {
    const part = rest.subarray(0, longestPayload);
    rest = rest.subarray(part.length);
    const head = Buffer.alloc(headLength);
    head.writeUInt32BE(stream, 0);
    head.writeUInt32BE(part.length, 4);
    head.writeUInt8(rest.length === 0 ? flags : 0, 4);
    yield head;
    if (part.length > 0) yield part;
  } while (rest.length > 0);
}

/** Numbers of 32 bits, one after the other: what most control frames consist of. */
export function words(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4);
  numbers.forEach((number, i) => bytes.writeUInt32BE(number, i * 4));
  return bytes;
}

/** A block of headers, not yet compressed. */
export function headerBlock(headers: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(headers);
  const parts = [words(entries.length)];
  for (const text of entries.flat()) {
    const bytes = Buffer.from(text);
    parts.push(words(bytes.length), bytes);
  }
  return Buffer.concat(parts);
}

/** Cuts a stream of bytes into frames. Throws on what is no SPDY/3.1. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  *push(chunk: Buffer): Generator<DataFrame | ControlFrame> {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length >= headLength) {
      const first = this.#rest.readUInt32BE(0);
      const flags = this.#rest.readUInt8(4);
      const end = headLength + this.#rest.readUIntBE(5, 3);
      if (this.#rest.length < end) return;
      const payload = this.#rest.subarray(headLength, end);
      this.#rest = this.#rest.subarray(end);
      if (first < 0x8000_0000) {
        yield { kind: 'data', stream: first, flags, payload };
        continue;
      }
      const said = (first >>> 16) & 0x7fff;
      if (said !== version) throw new Error(`a frame of SPDY version ${said}: must be ${version}`);
      yield { kind: 'control', type: first & 0xffff, flags, payload };
    }
  }
}
