/**
 * @file meta/v1: what every object shares: metadata, selectors, request options, Status, discovery and tables.
 * @groupVersion meta.k8s.io/v1
 */
import type { FieldsV1, Int32, Int64, JSONValue, RawExtension, Time } from '../scalars.ts';

/** Says which type an object is of. Every top-level object carries it; inside a list the items may omit it. */
export interface TypeMeta {
  /** The object's type in CamelCase, such as `Pod`. Cannot change after creation.
   * @proto 1 */
  kind?: string;
  /** The API group and version the object is written in: `apps/v1`, or just `v1` for the core group.
   * @proto 2 */
  apiVersion?: string;
}

/** What a list says about itself, beside its items. */
export interface ListMeta {
  /** Always empty. Kept so that old clients still decode.
   * @proto 1
   * @deprecated */
  selfLink?: string;
  /** The store's revision this list was read at. A watch from here misses nothing.
   * @proto 2 */
  resourceVersion?: string;
  /** Opaque token for the next page; empty on the last one. Expires when its revision is compacted (410 Gone).
   * @proto 3 */
  continue?: string;
  /** How many more items follow this page, roughly. Absent when a selector was given or nothing is left.
   * @proto 4
   * @pointer */
  remainingItemCount?: Int64;
}

/** The part that every stored object shares: its identity, its labels, who owns it and who wrote it. */
export interface ObjectMeta {
  /** The object's name, unique among its kind within the namespace. Becomes part of its URL and never changes.
   * @proto 1
   * @immutable */
  name?: string;
  /** Prefix from which the server makes a unique name, used only when `name` is empty on create.
   * @proto 2 */
  generateName?: string;
  /** The namespace the object lives in. Empty for kinds that belong to the whole cluster. Never changes.
   * @proto 3
   * @immutable */
  namespace?: string;
  /** Always empty. Kept so that old clients still decode.
   * @proto 4
   * @deprecated */
  selfLink?: string;
  /** Unique over all time: an object deleted and created again under the same name gets another one. Set by the server.
   * @proto 5
   * @immutable */
  uid?: string;
  /** Changes with every write. Send it back on update to have the server refuse (409) if someone was faster. Compare
   * for equality only.
   * @proto 6 */
  resourceVersion?: string;
  /** Counts the changes of what the user wants (the spec). A controller reports the one it has acted on as
   * `status.observedGeneration`.
   * @proto 7 */
  generation?: Int64;
  /** When the server accepted the object. Set by the server.
   * @proto 8
   * @always
   * @immutable */
  creationTimestamp?: Time;
  /** When the object is due to be gone. Set by the server on a graceful delete, and while finalizers still hold the
   * object; never unset.
   * @proto 9
   * @pointer
   * @immutable */
  deletionTimestamp?: Time;
  /** How many seconds the object was given to end by itself. Set together with `deletionTimestamp`; may only get
   * shorter.
   * @proto 10
   * @pointer
   * @immutable */
  deletionGracePeriodSeconds?: Int64;
  /** Short keys and values to group and select objects by. Selectors of Services, workloads and `kubectl -l` match
   * these.
   * @proto 11 */
  labels?: Record<string, string>;
  /** Free-form keys and values for tools and people. Not indexed and not selectable; all together at most 256 KiB.
   * @proto 12 */
  annotations?: Record<string, string>;
  /** The objects this one exists for. When all of them are gone, the garbage collector deletes it too. At most one is
   * the controller.
   * @proto 13
   * @list map
   * @listKey uid
   * @patchStrategy merge
   * @patchMergeKey uid */
  ownerReferences?: OwnerReference[];
  /** Names of parties that still have work to do before the object may vanish. Deletion waits until the list is empty.
   * @proto 14
   * @list set
   * @patchStrategy merge */
  finalizers?: string[];
  /** Which manager last set which fields. Kept by the server for server-side apply; send an empty list to reset it.
   * @proto 17
   * @list atomic */
  managedFields?: ManagedFieldsEntry[];
}

/** Points from an object to its owner in the same namespace, or to a cluster-wide owner.
 * @struct atomic */
export interface OwnerReference {
  /** Group and version of the owner.
   * @proto 5
   * @required
   * @always */
  apiVersion: string;
  /** Kind of the owner, such as `ReplicaSet`.
   * @proto 1
   * @required
   * @always */
  kind: string;
  /** Name of the owner.
   * @proto 3
   * @required
   * @always */
  name: string;
  /** UID of the owner. A new object that merely reuses the name does not count as the owner.
   * @proto 4
   * @required
   * @always */
  uid: string;
  /** True if this owner manages the object. At most one reference may say so.
   * @proto 6
   * @pointer */
  controller?: boolean;
  /** With foreground deletion, the owner stays until this object is gone. Setting it needs the right to update the
   * owner's finalizers.
   * @proto 7
   * @pointer */
  blockOwnerDeletion?: boolean;
}

/** Query parameters of list, watch and delete-collection requests.
 * @kind ListOptions */
export interface ListOptions extends TypeMeta {
  /** Keep objects whose labels match this expression, such as `app=web,tier!=db`. Empty keeps all.
   * @proto 1 */
  labelSelector?: string;
  /** Keep objects whose fields match this expression, such as `spec.nodeName=n1`. Each kind supports only certain
   * fields.
   * @proto 2 */
  fieldSelector?: string;
  /** Answer with a stream of changes instead of a list.
   * @proto 3 */
  watch?: boolean;
  /** Ask for BOOKMARK events, which carry a fresh resource version and no change.
   * @proto 9 */
  allowWatchBookmarks?: boolean;
  /** Where to read: empty for the newest, `0` for whatever is cached, otherwise see `resourceVersionMatch`. For a
   * watch: start after this revision.
   * @proto 4 */
  resourceVersion?: string;
  /** How `resourceVersion` binds a list. May be given only together with it, or with `sendInitialEvents`.
   * @proto 10 */
  resourceVersionMatch?: ResourceVersionMatch;
  /** End the request, whether list or watch, after this many seconds.
   * @proto 5
   * @pointer */
  timeoutSeconds?: Int64;
  /** At most this many items a page. The answer then carries a `continue` token if there are more.
   * @proto 7 */
  limit?: Int64;
  /** The token from the previous page. All pages of one listing come from the same revision.
   * @proto 8 */
  continue?: string;
  /** For a watch: first send the existing objects as ADDED, then a bookmark marked as their end, then the changes.
   * @proto 11
   * @pointer */
  sendInitialEvents?: boolean;
}

/** `Exact` reads at that very revision, `NotOlderThan` at that one or any newer.
 * @enum */
export type ResourceVersionMatch = 'NotOlderThan' | 'Exact';

/** Query parameters of a request for one object.
 * @kind GetOptions */
export interface GetOptions extends TypeMeta {
  /** Empty reads the newest state; `0` or another value accepts a cached object at least as new as that.
   * @proto 1 */
  resourceVersion?: string;
}

/** What becomes of an object's dependents: left alone, deleted after it, or deleted before it.
 * @enum */
export type DeletionPropagation = 'Orphan' | 'Background' | 'Foreground';

/** How to delete; sent as the request's body or as query parameters.
 * @kind DeleteOptions */
export interface DeleteOptions extends TypeMeta {
  /** How long the object may take to end, in seconds. 0 means at once; absent means the kind's own period.
   * @proto 1
   * @pointer */
  gracePeriodSeconds?: Int64;
  /** Delete only if the stored object still matches; otherwise answer 409 Conflict.
   * @proto 2
   * @pointer */
  preconditions?: Preconditions;
  /** True leaves the dependents behind, false deletes them in the background. Use `propagationPolicy`.
   * @proto 3
   * @pointer
   * @deprecated */
  orphanDependents?: boolean;
  /** What happens to dependents. If absent, the kind's own policy holds, which is mostly `Background`.
   * @proto 4
   * @pointer */
  propagationPolicy?: DeletionPropagation;
  /** `["All"]` runs every check and answers as usual, but stores nothing.
   * @proto 5
   * @list atomic */
  dryRun?: string[];
  /** Delete an object even though it can no longer be decoded from the store. Skips finalizers and preconditions.
   * @proto 6
   * @pointer */
  ignoreStoreReadErrorWithClusterBreakingPotential?: boolean;
}

/** Query parameters of a create request.
 * @kind CreateOptions */
export interface CreateOptions extends TypeMeta {
  /** `["All"]` runs every check and answers as usual, but stores nothing.
   * @proto 1
   * @list atomic */
  dryRun?: string[];
  /** Name under which the fields are recorded in `managedFields`. If empty, the start of the User-Agent.
   * @proto 3 */
  fieldManager?: string;
  /** What to do about unknown and duplicate fields: `Ignore`, `Warn` or `Strict` (refuse). Warn if absent.
   * @proto 4 */
  fieldValidation?: string;
}

/** Query parameters of a patch request, server-side apply among them.
 * @kind PatchOptions */
export interface PatchOptions extends TypeMeta {
  /** `["All"]` runs every check and answers as usual, but stores nothing.
   * @proto 1
   * @list atomic */
  dryRun?: string[];
  /** For server-side apply only: take over fields that other managers own instead of answering 409.
   * @proto 2
   * @pointer */
  force?: boolean;
  /** Name under which the fields are recorded in `managedFields`. Server-side apply demands it.
   * @proto 3 */
  fieldManager?: string;
  /** What to do about unknown and duplicate fields: `Ignore`, `Warn` or `Strict` (refuse). Warn if absent.
   * @proto 4 */
  fieldValidation?: string;
}

/** Query parameters of a server-side apply request, as clients hold them.
 * @kind ApplyOptions */
export interface ApplyOptions extends TypeMeta {
  /** `["All"]` runs every check and answers as usual, but stores nothing.
   * @proto 1
   * @list atomic */
  dryRun?: string[];
  /** Take over fields that other managers own instead of answering 409.
   * @proto 2
   * @required
   * @always */
  force: boolean;
  /** Name of the applier, under which its fields are recorded.
   * @proto 3
   * @required
   * @always */
  fieldManager: string;
}

/** Query parameters of an update (PUT) request.
 * @kind UpdateOptions */
export interface UpdateOptions extends TypeMeta {
  /** `["All"]` runs every check and answers as usual, but stores nothing.
   * @proto 1
   * @list atomic */
  dryRun?: string[];
  /** Name under which the fields are recorded in `managedFields`. If empty, the start of the User-Agent.
   * @proto 2 */
  fieldManager?: string;
  /** What to do about unknown and duplicate fields: `Ignore`, `Warn` or `Strict` (refuse). Warn if absent.
   * @proto 3 */
  fieldValidation?: string;
}

/** What must hold of the stored object for the request to go on. */
export interface Preconditions {
  /** The stored object must have this UID.
   * @proto 1
   * @pointer */
  uid?: string;
  /** The stored object must be at this resource version.
   * @proto 2
   * @pointer */
  resourceVersion?: string;
}

/** The answer to a request that returns no object, above all every error.
 * @kind Status */
export interface Status extends TypeMeta {
  /** Mostly empty; there because every answer has metadata.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** `Success` or `Failure`.
   * @proto 2 */
  status?: string;
  /** What happened, as a sentence for people.
   * @proto 3 */
  message?: string;
  /** What happened, as one word for programs.
   * @proto 4 */
  reason?: StatusReason;
  /** More about the failure: the object concerned, the fields at fault, when to retry.
   * @proto 5
   * @pointer
   * @list atomic */
  details?: StatusDetails;
  /** The HTTP status code, repeated in the body.
   * @proto 6 */
  code?: Int32;
}

/** What a Status is about, and why in detail. */
export interface StatusDetails {
  /** Name of the object concerned, where there is one.
   * @proto 1 */
  name?: string;
  /** API group of the resource concerned.
   * @proto 2 */
  group?: string;
  /** The resource concerned; despite the name often the plural, such as `pods`.
   * @proto 3 */
  kind?: string;
  /** UID of the object concerned.
   * @proto 6 */
  uid?: string;
  /** The single faults, for instance one for each invalid field.
   * @proto 4
   * @list atomic */
  causes?: StatusCause[];
  /** Wait this many seconds before the next try; with some reasons, try another server then.
   * @proto 5 */
  retryAfterSeconds?: Int32;
}

/** A machine-readable cause of failure, such as `NotFound` or `Conflict`. Each goes with one HTTP code. */
export type StatusReason = string;

/** One fault among those that made the request fail. */
export interface StatusCause {
  /** The kind of fault, such as `FieldValueRequired`.
   * @proto 1 */
  reason?: CauseType;
  /** The fault as a sentence for people.
   * @proto 2 */
  message?: string;
  /** Path of the field at fault, such as `spec.containers[0].image`.
   * @proto 3 */
  field?: string;
}

/** A machine-readable kind of fault, such as `FieldValueInvalid`. */
export type CauseType = string;

/** Answer of `/api`: the versions of the core group.
 * @kind APIVersions */
export interface APIVersions extends TypeMeta {
  /** Served versions; `v1` is the only one there is.
   * @proto 1
   * @required
   * @always
   * @list atomic */
  versions: string[];
  /** Which address a client should use, by the network it comes from.
   * @proto 2
   * @required
   * @always
   * @list atomic */
  serverAddressByClientCIDRs: ServerAddressByClientCIDR[];
}

/** Answer of `/apis`: all groups with a name.
 * @kind APIGroupList */
export interface APIGroupList extends TypeMeta {
  /** The groups that this server serves.
   * @proto 1
   * @required
   * @always
   * @list atomic */
  groups: APIGroup[];
}

/** One API group and its served versions.
 * @kind APIGroup */
export interface APIGroup extends TypeMeta {
  /** The group's name, such as `apps`.
   * @proto 1
   * @required
   * @always */
  name: string;
  /** Served versions, the preferred one first.
   * @proto 2
   * @required
   * @always
   * @list atomic */
  versions: GroupVersionForDiscovery[];
  /** The version a client should use if it has no opinion.
   * @proto 3
   * @always */
  preferredVersion?: GroupVersionForDiscovery;
  /** Which address a client should use, by the network it comes from. Mostly empty.
   * @proto 4
   * @list atomic */
  serverAddressByClientCIDRs?: ServerAddressByClientCIDR[];
}

/** The server address that suits clients from one network. */
export interface ServerAddressByClientCIDR {
  /** The clients' network; `0.0.0.0/0` matches all.
   * @proto 1
   * @required
   * @always */
  clientCIDR: string;
  /** Host, or host and port, to connect to.
   * @proto 2
   * @required
   * @always */
  serverAddress: string;
}

/** One version of a group, spelled both ways. */
export interface GroupVersionForDiscovery {
  /** Group and version joined, such as `apps/v1`.
   * @proto 1
   * @required
   * @always */
  groupVersion: string;
  /** The version alone, such as `v1`.
   * @proto 2
   * @required
   * @always */
  version: string;
}

/** One resource or subresource as discovery shows it. */
export interface APIResource {
  /** Plural name as used in URLs, such as `pods`; a subresource reads `pods/log`.
   * @proto 1
   * @required
   * @always */
  name: string;
  /** Singular name that command lines accept, such as `pod`.
   * @proto 6
   * @required
   * @always */
  singularName: string;
  /** Whether its objects live in namespaces.
   * @proto 2
   * @required
   * @always */
  namespaced: boolean;
  /** API group of the kind, where it differs from that of the list.
   * @proto 8 */
  group?: string;
  /** Version of the kind, where it differs from that of the list.
   * @proto 9 */
  version?: string;
  /** The kind that requests and answers carry.
   * @proto 3
   * @required
   * @always */
  kind: string;
  /** What can be done with it, such as `get`, `list`, `watch`, `patch`.
   * @proto 4
   * @required
   * @always */
  verbs: Verbs;
  /** Abbreviations that command lines accept, such as `po`.
   * @proto 5
   * @list atomic */
  shortNames?: string[];
  /** Groups of resources it belongs to; `all` is what `kubectl get all` lists.
   * @proto 7
   * @list atomic */
  categories?: string[];
  /** Digest of the version it is stored in. Compare for equality only, to notice that it changed.
   * @proto 10 */
  storageVersionHash?: string;
}

/** A list of verbs, such as `get` and `list`.
 * @protoItems 1 */
export type Verbs = string[];

/** Answer of `/apis/<group>/<version>`: the resources of one version.
 * @kind APIResourceList */
export interface APIResourceList extends TypeMeta {
  /** The group and version these resources are of.
   * @proto 1
   * @required
   * @always */
  groupVersion: string;
  /** The resources and subresources, each with its verbs.
   * @proto 2
   * @required
   * @always
   * @list atomic */
  resources: APIResource[];
}

/** Answer of `/`: the paths this server knows. */
export interface RootPaths {
  /** Absolute URL paths, such as `/healthz`.
   * @proto 1
   * @required
   * @always
   * @list atomic */
  paths: string[];
}

/** Chooses objects by their labels. All parts must hold. An empty selector matches everything, an absent one
 * nothing.
 * @struct atomic */
export interface LabelSelector {
  /** Labels that must be there with exactly these values.
   * @proto 1 */
  matchLabels?: Record<string, string>;
  /** Conditions on labels; all of them must hold.
   * @proto 2
   * @list atomic */
  matchExpressions?: LabelSelectorRequirement[];
}

/** One condition on one label. */
export interface LabelSelectorRequirement {
  /** The label's key.
   * @proto 1
   * @required
   * @always */
  key: string;
  /** How the label relates to `values`.
   * @proto 2
   * @required
   * @always */
  operator: LabelSelectorOperator;
  /** Values for `In` and `NotIn`, at least one; empty for `Exists` and `DoesNotExist`.
   * @proto 3
   * @list atomic */
  values?: string[];
}

/** In, not in a set of values; or there, not there at all.
 * @enum */
export type LabelSelectorOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';

/** One condition on one field. */
export interface FieldSelectorRequirement {
  /** The field's path, such as `metadata.name`.
   * @proto 1
   * @required
   * @always */
  key: string;
  /** How the field relates to `values`. Unknown operators may come in the future.
   * @proto 2
   * @required
   * @always */
  operator: FieldSelectorOperator;
  /** Values for `In` and `NotIn`; empty for `Exists` and `DoesNotExist`.
   * @proto 3
   * @list atomic */
  values?: string[];
}

/** In, not in a set of values; or there, not there at all.
 * @enum */
export type FieldSelectorOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';

/** The fields one manager set, by one kind of operation, in one version. */
export interface ManagedFieldsEntry {
  /** Name of the writer, such as `kubectl-client-side-apply`.
   * @proto 1 */
  manager?: string;
  /** `Apply` for server-side apply, `Update` for everything else.
   * @proto 2 */
  operation?: ManagedFieldsOperationType;
  /** Group and version in which the field paths are to be read.
   * @proto 3 */
  apiVersion?: string;
  /** When the manager last changed this set of fields.
   * @proto 4
   * @pointer */
  time?: Time;
  /** Format of the field set; `FieldsV1` is the only one.
   * @proto 6 */
  fieldsType?: string;
  /** The field paths as a tree.
   * @proto 7
   * @pointer */
  fieldsV1?: FieldsV1;
  /** The subresource written through, such as `status`; empty for the object itself.
   * @proto 8 */
  subresource?: string;
}

/** Whether the fields were applied or written in another way.
 * @enum */
export type ManagedFieldsOperationType = 'Apply' | 'Update';

/** A list rendered as rows and columns, which is what `kubectl get` asks for.
 * @kind Table */
export interface Table extends TypeMeta {
  /** Resource version and paging state of this list.
   * @always */
  metadata?: ListMeta;
  /** The columns, in the order of the cells.
   * @required
   * @always
   * @list atomic */
  columnDefinitions: TableColumnDefinition[];
  /** One row an object.
   * @required
   * @always
   * @list atomic */
  rows: TableRow[];
}

/** One column of a Table. */
export interface TableColumnDefinition {
  /** Heading of the column.
   * @required
   * @always */
  name: string;
  /** OpenAPI type of the cells, such as `string` or `integer`.
   * @required
   * @always */
  type: string;
  /** OpenAPI format that refines the type; `name` marks the column with the object's name.
   * @required
   * @always */
  format: string;
  /** What the column shows, for people.
   * @required
   * @always */
  description: string;
  /** 0 is always shown; columns with higher numbers only with `-o wide`.
   * @required
   * @always */
  priority: Int32;
}

/** One row of a Table. */
export interface TableRow {
  /** The values, one a column, in the columns' order.
   * @required
   * @always
   * @list atomic */
  cells: JSONValue[];
  /** Marks on the row, such as that its object is finished.
   * @list atomic */
  conditions?: TableRowCondition[];
  /** The object behind the row: by default just its metadata, on request in full or not at all.
   * @always */
  object?: RawExtension;
}

/** A mark on a row. */
export interface TableRowCondition {
  /** What is marked; `Completed` lets clients dim or hide the row.
   * @required
   * @always */
  type: RowConditionType;
  /** Whether the mark holds.
   * @required
   * @always */
  status: ConditionStatus;
  /** One word why, for programs. */
  reason?: string;
  /** A sentence why, for people. */
  message?: string;
}

/** Kind of a mark on a row; `Completed` is the known one. */
export type RowConditionType = string;

/** A truth value that may also be unknown.
 * @enum */
export type ConditionStatus = 'True' | 'False' | 'Unknown';

/** How much of the object a table row carries: nothing, its metadata, or all of it.
 * @enum */
export type IncludeObjectPolicy = 'None' | 'Metadata' | 'Object';

/** Query parameters of a request for a Table.
 * @kind TableOptions */
export interface TableOptions extends TypeMeta {
  /** What to put into each row's `object`. Metadata if absent.
   * @proto 1 */
  includeObject?: IncludeObjectPolicy;
}

/** Any object reduced to its type and metadata.
 * @kind PartialObjectMetadata */
export interface PartialObjectMetadata extends TypeMeta {
  /** The metadata as stored.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
}

/** A list of PartialObjectMetadata objects, as LIST answers it.
 * @kind PartialObjectMetadataList */
export interface PartialObjectMetadataList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The PartialObjectMetadata objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: PartialObjectMetadata[];
}

/** One aspect of an object's state, in the shape most newer APIs share. */
export interface Condition {
  /** Which aspect, in CamelCase. At most one condition of each type.
   * @proto 1
   * @required
   * @always */
  type: string;
  /** Whether it holds.
   * @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** The `metadata.generation` the condition was found for; an older one means it is out of date.
   * @proto 3 */
  observedGeneration?: Int64;
  /** When `status` last flipped.
   * @proto 4
   * @required
   * @always */
  lastTransitionTime: Time;
  /** One CamelCase word why it is so, for programs.
   * @proto 5
   * @required
   * @always */
  reason: string;
  /** A sentence why it is so, for people. May be empty.
   * @proto 6
   * @required
   * @always */
  message: string;
}

/** One line of a watch stream. */
export interface WatchEvent {
  /** `ADDED`, `MODIFIED`, `DELETED`, `BOOKMARK` or `ERROR`.
   * @proto 1
   * @required
   * @always */
  type: string;
  /** The object after the change, or as it last was if deleted; a Status for errors.
   * @proto 2
   * @required
   * @always */
  object: RawExtension;
}

/** Names a type without doubt. */
export interface GroupVersionKind {
  /** API group; empty for core.
   * @proto 1
   * @required
   * @always */
  group: string;
  /** Version within the group.
   * @proto 2
   * @required
   * @always */
  version: string;
  /** The kind, in CamelCase.
   * @proto 3
   * @required
   * @always */
  kind: string;
}
