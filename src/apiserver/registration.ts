/**
 * Everything that a resource needs to be served, in one value. The verbs (verbs/*.ts) are written once over this;
 * resources/ holds one registration a file. Custom resources are registered through the very same shape (customResources/).
 *
 * Objects given to hooks are fresh and owned by the request until stored; `old` objects are shared and never mutated.
 */
import type { TableColumnDefinition } from '../api/meta/v1.ts';
import type { StructType } from '../machinery/apply/fieldType.ts';
import type { FieldError } from '../machinery/fieldError.ts';
import type { KubeObject } from '../machinery/object.ts';
import type { CustomServed } from '../machinery/openapi/served.ts';
import type { Resource } from '../machinery/resource.ts';
import type { KindCodec } from '../machinery/scheme.ts';
import type { Client } from '../client/client.ts';
import type { ServiceAccountTokens } from './authentication/serviceAccountTokens.ts';
import type { UserInfo } from './authentication/userInfo.ts';
import type { Authorizer } from './authorization/authorizer.ts';
import type { ClusterUsage } from './usage/clusterUsage.ts';

/** What a hook may know of the request it serves. */
export interface RequestContext {
  readonly user: UserInfo;
  /** UTC, milliseconds. */
  readonly now: number;
  readonly dryRun: boolean;
  /** Adds a `Warning: 299 - "text"` header to the answer (at most once a text). */
  warn(text: string): void;
  /** The API server itself, as system:apiserver, in process: for hooks that must look at other objects. */
  readonly client: Client;
  /** What the server knows beyond objects: for reviews, token requests and escalation checks. */
  readonly services: ServerServices;
}

/** The server's own abilities, lent to hooks. */
export interface ServerServices {
  readonly authorizer: Authorizer;
  readonly tokens: ServiceAccountTokens;
  /** Who a bearer token belongs to (TokenReview); undefined when it is not valid for any of `audiences`. */
  authenticateToken(token: string, audiences: readonly string[]): Promise<TokenIdentity | undefined>;
  /** What nodes and Pods use now. */
  readonly usage: ClusterUsage;
  /** Every group and version that is served, in discovery's order. */
  servedVersions(): readonly ServedVersion[];
}

export interface ServedVersion {
  readonly group: string;
  readonly version: string;
}

export interface TokenIdentity {
  readonly user: UserInfo;
  readonly audiences: readonly string[];
}

export interface TableShape<T extends KubeObject> {
  readonly columns: readonly TableColumnDefinition[];
  /** Cells in the order of `columns`. `now` in milliseconds, for ages. */
  row(object: T, now: number): readonly (string | number | boolean | null)[];
  /** Upstream's row conditions (only Pods have one: Completed). */
  conditions?(object: T): { type: string; status: string; reason: string; message: string }[];
}

/** Rules of the main resource; every hook is optional and does nothing when absent. */
export interface Strategy<T extends KubeObject> {
  /** Defaults that depend on other fields; those that do not are in the schema. Before admission, after every decoding. */
  setDefaults?(object: T): void;
  /** Normalises a new object: resets status and server-owned fields, sets generation. */
  prepareForCreate?(object: T, context: RequestContext): void | Promise<void>;
  /** Keeps what clients may not change here (status), raises generation when spec changed. */
  prepareForUpdate?(object: T, old: T, context: RequestContext): void | Promise<void>;
  validate?(object: T): FieldError[];
  validateUpdate?(object: T, old: T): FieldError[];
  /** Texts for Warning headers (deprecations, suspicious values). */
  warnings?(object: T, old: T | undefined): string[];
  /** Runs before the write is stored and may take something durable (a cluster IP); its result undoes that on failure. */
  reserve?(object: T, old: T | undefined, context: RequestContext): Promise<(() => Promise<void>) | undefined>;
  /** Runs after the object is gone from the store (releases what reserve() took). */
  afterDelete?(object: T, context: RequestContext): Promise<void>;
  /**
   * Grace period of a deletion in seconds: Pods answer their own; absent or undefined means at once.
   * `requested` is DeleteOptions.gracePeriodSeconds.
   */
  gracePeriodSeconds?(object: T, requested: number | undefined): number | undefined;
  /**
   * Changes the fresh object when its deletion begins but it stays for now: grace or finalizers
   * (Namespaces: status.phase Terminating).
   */
  beginDeletion?(object: T): void;
  /** Something beyond metadata.finalizers keeps a deleted object alive (Namespaces: spec.finalizers). */
  heldByFinalizers?(object: T): boolean;
  /** PUT to a name that is not there creates it (Leases, Endpoints, Events, …). */
  readonly createOnUpdate?: boolean;
  /** PUT without metadata.resourceVersion is accepted as "whatever is there". */
  readonly unconditionalUpdate?: boolean;
  /** metadata.generateName is honoured for all; other name rules: */
  validateName?(name: string): string[];
}

/** A subresource that reads and writes the same object through other rules: status, ephemeralcontainers, resize. */
export interface ObjectSubresource<T extends KubeObject> {
  readonly kind: 'object';
  prepareForUpdate(object: T, old: T, context: RequestContext): void | Promise<void>;
  validateUpdate?(object: T, old: T): FieldError[];
}

/** A subresource with a kind of its own on top of the object: scale, binding, eviction, token. */
export interface CustomSubresource {
  readonly kind: 'custom';
  readonly group: string;
  readonly version: string;
  readonly objectKind: string;
  readonly verbs: {
    readonly get?: SubresourceHandler;
    readonly create?: SubresourceHandler;
    readonly update?: SubresourceHandler;
    /** PATCH is served by get → patch → update when both are there. */
  };
}

export interface SubresourceRequest {
  readonly namespace: string | undefined;
  readonly name: string;
  /** Decoded and defaulted; undefined for get. */
  readonly body: KubeObject | undefined;
  readonly query: URLSearchParams;
  readonly context: RequestContext;
  readonly storage: ResourceStorage<KubeObject>;
}

export interface SubresourceAnswer {
  readonly status: number;
  readonly object: KubeObject;
}

export type SubresourceHandler = (request: SubresourceRequest) => Promise<SubresourceAnswer>;

/** A subresource that takes over the connection (log, exec, attach, portforward, proxy): served by connect/*.ts. */
export interface ConnectSubresource {
  readonly kind: 'connect';
  readonly methods: readonly ('GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH' | 'HEAD' | 'OPTIONS')[];
  /** Name of the handler in connect/*.ts. */
  readonly connector: 'log' | 'exec' | 'attach' | 'portforward' | 'podProxy' | 'serviceProxy' | 'nodeProxy';
}

/** What handlers of subresources use to change the object under the same rules as the verbs (compare-and-swap, retry). */
export interface ResourceStorage<T extends KubeObject> {
  get(namespace: string | undefined, name: string): T;
  /** Reads, lets `change` build the next object (a new one), writes; again when somebody else was quicker. */
  update(
    namespace: string | undefined,
    name: string,
    change: (old: T) => T | Promise<T>,
    context: RequestContext,
  ): Promise<T>;
}

/** How objects that are made up when somebody asks (metrics) are read; they are never stored, watched or written. */
export interface ComputedReads<T extends KubeObject> {
  /** Rejects with ApiError when there is none. */
  get(namespace: string | undefined, name: string, context: RequestContext): Promise<T>;
  /** In the order of namespaces and names; without those that `selects` says no to. */
  list(namespace: string | undefined, selects: Selects, context: RequestContext): Promise<readonly T[]>;
}

/** Whether the request's selectors take an object: by its metadata, so that it need not be computed for nothing. */
export type Selects = (object: KubeObject) => boolean;

export interface Registration<T extends KubeObject = KubeObject> {
  readonly resource: Resource<T>;
  readonly verbs: readonly ('create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch')[];
  readonly table: TableShape<T>;
  readonly strategy: Strategy<T>;
  /** Fields beyond metadata.name and metadata.namespace that fieldSelector may name: 'spec.nodeName' → value. */
  selectableFields?(object: T): Readonly<Record<string, string>>;
  readonly subresources?: Readonly<Record<string, ObjectSubresource<T> | CustomSubresource | ConnectSubresource>>;
  /**
   * Present for virtual resources (reviews, bindings): create() answers by itself and nothing is stored.
   */
  readonly create?: (object: T, namespace: string | undefined, context: RequestContext) => Promise<KubeObject>;
  /** Present for what is computed at each read; `verbs` are then get and list alone. */
  readonly computed?: ComputedReads<T>;
  /** Stored under another registration's keys (events.k8s.io/v1 events are core/v1 events): converters both ways. */
  readonly storedAs?: {
    readonly resource: Resource;
    toStored(object: T): KubeObject;
    /** The very same object when it is already what is shown. */
    fromStored(object: KubeObject): T;
  };
  /** Verbs as discovery lists them, where those are fewer. */
  readonly listedVerbs?: readonly string[];
  /** Texts for Warning headers of every request. */
  readonly requestWarnings?: readonly string[];
  /** Present for custom resources. */
  readonly custom?: CustomKind;
}

/** What is known of a kind that is not built in: it takes the place of the generated schema. */
export interface CustomKind extends CustomServed {
  readonly codec: KindCodec;
  readonly type: () => StructType;
}

/** What admission plugins are asked about: one write to one object. */
export interface AdmissionRequest {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  readonly resource: Resource;
  /** undefined for the main resource. */
  readonly subresource: string | undefined;
  readonly namespace: string | undefined;
  /** '' while a generated name is not yet known. */
  readonly name: string;
  /** Fresh and defaulted; admit() changes it in place. undefined for DELETE; the options object for CONNECT. */
  readonly object: KubeObject | undefined;
  /** Shared, never mutated. undefined for CREATE and CONNECT, and for DELETE of a collection. */
  readonly old: KubeObject | undefined;
  readonly context: RequestContext;
}

/** Plugins run in their order: first every admit(), and when the object is final, every validate(). Errors are ApiError. */
export interface AdmissionPlugin {
  /** Upstream's name: 'NamespaceLifecycle'. */
  readonly name: string;
  /** Cheap and synchronous: whether the plugin has anything to do here. */
  handles(request: AdmissionRequest): boolean;
  admit?(request: AdmissionRequest): void | Promise<void>;
  validate?(request: AdmissionRequest): void | Promise<void>;
  /** After a creation has been stored, or has failed at any point from validate() on: with the same request. */
  settled?(request: AdmissionRequest): void;
}

/** For lists of registrations of different kinds: the one place where the type parameter is forgotten. */
export function registration<T extends KubeObject>(value: Registration<T>): Registration {
  // A named seam: the verbs hand each registration only objects of its own resource.
  return value as unknown as Registration;
}
