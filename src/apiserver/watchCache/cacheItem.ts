/**
 * One state of one object, in the two forms in which it is read: the parsed object and its bytes on the wire.
 *
 *  - The object is shared: nobody mutates it.
 *  - The bytes are made at most once, from the bytes in the store, and shared by GET, LIST and every watcher.
 *  - In the store an object carries no resourceVersion: the revision of its entry is spliced in.
 */
import type { KubeObject } from '../../machinery/object.ts';
import { apiVersionOf } from '../../machinery/object.ts';
import type { GroupVersionKind } from '../../machinery/object.ts';

/** How the bytes of a kind begin: the same for all its objects. */
export interface KindBytes {
  /** `{"kind":"Pod","apiVersion":"v1",`: what an object loses as an item of a list. */
  readonly typeLength: number;
  /** `{"kind":"Pod","apiVersion":"v1","metadata":{` */
  readonly head: Buffer;
}

export function kindBytes(gvk: GroupVersionKind): KindBytes {
  const type = `{"kind":${JSON.stringify(gvk.kind)},"apiVersion":${JSON.stringify(apiVersionOf(gvk))},`;
  return { typeLength: Buffer.byteLength(type), head: Buffer.from(`${type}"metadata":{`) };
}

/** What is stored: type first, then metadata, without what the server keeps elsewhere or does not track. */
export function storedBytes(object: KubeObject): Buffer {
  const { kind, apiVersion, metadata, ...rest } = object;
  const { resourceVersion: _, selfLink: __, ...kept } = metadata ?? {};
  return Buffer.from(JSON.stringify({ kind, apiVersion, metadata: kept, ...rest }));
}

/** A part of bytes: a view of its own would cost more than copying most objects does. */
export interface Stretch {
  readonly bytes: Buffer;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

export class CacheItem {
  readonly key: string;
  readonly revision: number;
  readonly object: KubeObject;
  readonly kind: KindBytes;
  #stored: Uint8Array | undefined;
  #wire: Buffer | undefined;
  #metadata: string | undefined;

  /** `object.metadata.resourceVersion` is `revision`; 0 for what was never stored, and has none. Without `stored` the bytes are made from the object. */
  constructor(key: string, revision: number, object: KubeObject, kind: KindBytes, stored: Uint8Array | undefined) {
    this.key = key;
    this.revision = revision;
    this.object = object;
    this.kind = kind;
    this.#stored = stored;
  }

  static fromStore(key: string, revision: number, stored: Uint8Array, kind: KindBytes): CacheItem {
    const object = JSON.parse(
      Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength).toString(),
    ) as KubeObject;
    object.metadata = { ...object.metadata, resourceVersion: String(revision) };
    return new CacheItem(key, revision, object, kind, stored);
  }

  /** The object as JSON, a newline behind it. */
  get wire(): Buffer {
    return (this.#wire ??= this.#splice());
  }

  /** The object as JSON. */
  get json(): Buffer {
    return this.wire.subarray(0, -1);
  }

  /** As the rest of an item of a typed list after `{`: without kind and apiVersion. */
  get listItem(): Stretch {
    const bytes = this.wire;
    return { bytes, start: this.kind.typeLength, end: bytes.length - 1 };
  }

  /** The length of `listItem`; the bytes need not be made for it. */
  get listItemLength(): number {
    const stored = this.#stored;
    const whole =
      this.#wire || !stored || !this.#isSplicable(stored)
        ? this.wire.length
        : stored.byteLength + this.#version.length + 1;
    return whole - this.kind.typeLength - 1;
  }

  /** The metadata as JSON. */
  get metadata(): string {
    return (this.#metadata ??= JSON.stringify(this.object.metadata));
  }

  /** The same state under another revision: what a DELETED event carries. */
  at(revision: number): CacheItem {
    const object = { ...this.object, metadata: { ...this.object.metadata, resourceVersion: String(revision) } };
    return new CacheItem(this.key, revision, object, this.kind, this.#stored);
  }

  get #version(): string {
    return `"resourceVersion":"${this.revision}",`;
  }

  #isSplicable(stored: Uint8Array): boolean {
    const { head } = this.kind;
    return (
      this.revision !== 0 &&
      stored.byteLength > head.length &&
      Buffer.compare(stored.subarray(0, head.length), head) === 0
    );
  }

  #splice(): Buffer {
    const stored = this.#stored ?? storedBytes(this.object);
    if (!this.#isSplicable(stored)) return Buffer.from(`${JSON.stringify(this.object)}\n`);
    const { head } = this.kind;
    const version = this.#version;
    const wire = Buffer.allocUnsafe(stored.byteLength + version.length + 1);
    wire.set(head, 0);
    wire.write(version, head.length, 'latin1');
    wire.set(stored.subarray(head.length), head.length + version.length);
    wire[wire.length - 1] = 0x0a;
    return wire;
  }
}
