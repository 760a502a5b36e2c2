/** One served resource at run time: its registration with everything the verbs need beside it, looked up once. */
import { CacheItem, kindBytes } from '../watchCache/cacheItem.ts';
import type { KindBytes } from '../watchCache/cacheItem.ts';
import type { ResourceCache } from '../watchCache/resourceCache.ts';
import { objectKey } from '../watchCache/keys.ts';
import { structType } from '../../machinery/apply/fieldType.ts';
import type { StructType } from '../../machinery/apply/fieldType.ts';
import type { Subject } from '../../machinery/apiError.ts';
import { apiVersionOf } from '../../machinery/object.ts';
import type { GroupVersionKind, KubeObject } from '../../machinery/object.ts';
import type { Resource } from '../../machinery/resource.ts';
import { codecOf, schemaOf } from '../../machinery/scheme.ts';
import type { KindCodec } from '../../machinery/scheme.ts';
import type { Registration } from '../registration.ts';

export class Endpoint {
  readonly registration: Registration;
  readonly resource: Resource;
  readonly subject: Subject;
  readonly apiVersion: string;
  /** undefined for virtual resources. */
  readonly cache: ResourceCache | undefined;
  readonly kind: KindBytes;
  #codec: KindCodec | undefined;
  #selectable: ReadonlySet<string> | undefined;
  readonly #presented = new WeakMap<CacheItem, CacheItem>();

  constructor(registration: Registration, cache: ResourceCache | undefined) {
    const { resource } = registration;
    this.registration = registration;
    this.resource = resource;
    this.subject = { group: resource.group, resource: resource.resource };
    this.apiVersion = apiVersionOf(resource);
    this.cache = cache;
    const kind = kindBytes(resource);
    this.kind = cache?.kind.head.equals(kind.head) ? cache.kind : kind;
  }

  /** Compiled at first use: most kinds are never written in most clusters. */
  get codec(): KindCodec {
    return (this.#codec ??= this.registration.custom?.codec ?? requiredCodec(this.resource));
  }

  /** The kind's objects as ownership sees them. */
  get type(): StructType {
    const { custom } = this.registration;
    if (custom) return custom.type();
    const schema = schemaOf(this.resource);
    if (!schema) throw new Error(`no schema for ${this.apiVersion} ${this.resource.kind}`);
    return structType(schema);
  }

  /** The defaults of the schema and of the kind, in place. */
  setDefaults(object: KubeObject): void {
    this.codec.applyDefaults(object);
    this.registration.strategy.setDefaults?.(object);
  }

  /** Fields that a field selector may name beyond metadata.name and metadata.namespace. */
  get selectable(): ReadonlySet<string> {
    return (this.#selectable ??= this.#selectableFields());
  }

  #selectableFields(): ReadonlySet<string> {
    const empty = this.codec.decode({
      apiVersion: this.apiVersion,
      kind: this.resource.kind,
      metadata: {},
      spec: {},
      status: {},
    }).object;
    return new Set(Object.keys(this.registration.selectableFields?.(empty) ?? {}));
  }

  /** The cache of a resource that is stored. */
  get stored(): ResourceCache {
    if (!this.cache) throw new Error(`${this.resource.resource} are not stored`);
    return this.cache;
  }

  key(namespace: string | undefined, name: string): string {
    return objectKey(this.resource.namespaced ? namespace : undefined, name);
  }

  get(namespace: string | undefined, name: string): CacheItem | undefined {
    const item = this.stored.get(this.key(namespace, name));
    return item && this.present(item);
  }

  /** A stored item as this endpoint shows it: in its own version. The very item when it is stored so. */
  present(item: CacheItem): CacheItem {
    const { storedAs } = this.registration;
    if (!storedAs) return item;
    const known = this.#presented.get(item);
    if (known) return known;
    const own = storedAs.fromStored(item.object);
    const isOwn = own.apiVersion === this.apiVersion && own.kind === this.resource.kind;
    const object = isOwn ? own : { ...own, apiVersion: this.apiVersion, kind: this.resource.kind };
    const same = object === item.object && item.kind === this.kind;
    const presented = same ? item : new CacheItem(item.key, item.revision, object, this.kind, undefined);
    this.#presented.set(item, presented);
    return presented;
  }

  /** The inverse of present(), for an object that is about to be written. */
  toStored(object: KubeObject): KubeObject {
    const { storedAs } = this.registration;
    if (!storedAs) return { ...object, apiVersion: this.apiVersion, kind: this.resource.kind };
    return { ...storedAs.toStored(object), apiVersion: apiVersionOf(storedAs.resource), kind: storedAs.resource.kind };
  }
}

/** Codecs of kinds that must be there: registrations and their subresources name built-in kinds. */
export function requiredCodec(gvk: GroupVersionKind): KindCodec {
  const codec = codecOf(gvk);
  if (!codec) throw new Error(`no schema for ${apiVersionOf(gvk)} ${gvk.kind}`);
  return codec;
}
