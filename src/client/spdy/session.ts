/**
 * The client's side of a SPDY/3.1 connection, as far as the streams of container runtimes need it.
 *
 * Guarantees: a stream can be ended in one direction while the other goes on; bytes of a stream arrive in order; what
 * the receiver has not taken holds back the sender. That goes by the connection's own back pressure, since all streams
 * of such a connection share one receiver. WINDOW_UPDATE is neither sent nor waited for: the implementation in every
 * runtime (moby/spdystream) has no windows, and a frame sent to a runtime that is done resets the connection, with the
 * last of its output still on the way.
 */
import type { Duplex } from 'node:stream';
import { constants, createDeflate } from 'node:zlib';
import type { Deflate } from 'node:zlib';
import { dictionary } from './dictionary.ts';
import { FrameReader, controlFrame, dataFrames, flagFin, frameType, headerBlock, words } from './frames.ts';
import type { ControlFrame } from './frames.ts';

export interface StreamHandlers {
  /** A piece; the bytes are the handler's to keep. */
  data?(chunk: Buffer): void;
  /** The peer will send no more: it ended the stream (true), or the stream or connection broke off (false). */
  end?(whole: boolean): void;
}

export interface SpdyStream {
  /** False when the connection is full: `drained` tells when to go on. */
  write(chunk: Uint8Array): boolean;
  /** Nothing more will be written; what the peer sends still arrives. */
  end(): void;
}

export class SpdySession implements Disposable {
  readonly #socket: Duplex;
  readonly #reader = new FrameReader();
  /** One for all header blocks: each is compressed with what came before it. */
  readonly #deflate: Deflate = createDeflate({ dictionary });
  readonly #streams = new Map<number, StreamHandlers>();
  #next = 1;
  #opening: Promise<unknown> = Promise.resolve();
  #closed = false;

  /**
   * @param socket after the upgrade to SPDY/3.1
   * @param head what came with the answer to the upgrade
   * @param closed told once, after every stream's end
   */
  constructor(socket: Duplex, head: Buffer, closed: () => void) {
    this.#socket = socket;
    const over = (): void => {
      if (this.#closed) return;
      this.#closed = true;
      this.#deflate.close();
      for (const id of this.#streams.keys()) this.#end(id, false);
      closed();
    };
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.once('end', over);
    socket.once('close', over);
    socket.on('error', over);
    if (head.length > 0) this.#receive(head);
  }

  /** Streams are opened in the order of the calls. */
  open(headers: Readonly<Record<string, string>>, handlers: StreamHandlers): Promise<SpdyStream> {
    const opened = this.#opening.then(async () => {
      const id = this.#next;
      this.#next += 2;
      const block = await this.#compress(headerBlock(headers));
      this.#streams.set(id, handlers);
      this.#write(controlFrame(frameType.synStream, 0, Buffer.concat([words(id, 0), Buffer.alloc(2), block])));
      return this.#stream(id);
    });
    this.#opening = opened.catch(() => {});
    return opened;
  }

  /** Holds back everything that the peer sends. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Calls once when the connection takes bytes again. */
  drained(then: () => void): void {
    this.#socket.once('drain', then);
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  #stream(id: number): SpdyStream {
    let ended = false;
    const send = (flags: number, chunk: Uint8Array): boolean => {
      let room = true;
      if (!ended) for (const part of dataFrames(id, flags, chunk)) room = this.#write(part);
      return room;
    };
    return {
      write: (chunk) => send(0, chunk),
      end: () => {
        send(flagFin, Buffer.alloc(0));
        ended = true;
      },
    };
  }

  #write(bytes: Uint8Array): boolean {
    return this.#closed || !this.#socket.writable ? true : this.#socket.write(bytes);
  }

  #compress(block: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const parts: Buffer[] = [];
      const take = (part: Buffer): void => void parts.push(part);
      this.#deflate.on('data', take);
      const broken = (): void => reject(new Error('the connection to the runtime was closed'));
      this.#deflate.once('close', broken);
      this.#deflate.write(block);
      this.#deflate.flush(constants.Z_SYNC_FLUSH, () => {
        this.#deflate.off('data', take).off('close', broken);
        resolve(Buffer.concat(parts));
      });
    });
  }

  #receive(chunk: Buffer): void {
    try {
      for (const frame of this.#reader.push(chunk)) {
        if (frame.kind === 'control') {
          this.#control(frame);
          continue;
        }
        const { stream, payload, flags } = frame;
        if (payload.length > 0) this.#streams.get(stream)?.data?.(payload);
        if (flags & flagFin) this.#end(stream, true);
      }
    } catch {
      this.#socket.destroy();
    }
  }

  #control({ type, flags, payload }: ControlFrame): void {
    switch (type) {
      case frameType.synReply:
        if (flags & flagFin) this.#end(streamOf(payload), true);
        break;
      case frameType.rstStream:
        this.#end(streamOf(payload), false);
        break;
      case frameType.ping:
        // Even numbers are the server's, which wants them back.
        if (payload.readUInt32BE(0) % 2 === 0) this.#write(controlFrame(frameType.ping, 0, payload));
        break;
      default:
        break;
    }
  }

  #end(id: number, whole: boolean): void {
    const handlers = this.#streams.get(id);
    this.#streams.delete(id);
    handlers?.end?.(whole);
  }
}

const streamOf = (payload: Buffer): number => payload.readUInt32BE(0) & 0x7fff_ffff;
