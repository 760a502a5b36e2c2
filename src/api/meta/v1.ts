/**
 * @file meta/v1: what every object shares: metadata, selectors, request options, Status, discovery and tables.
 * @groupVersion meta.k8s.io/v1
 */
import type { FieldsV1, Int32, Int64, JSONValue, RawExtension, Time } from '../scalars.ts';

export interface TypeMeta {
  /** @proto 1 */
  kind?: string;
  /** @proto 2 */
  apiVersion?: string;
}

export interface ListMeta {
  /** @proto 1
   * @deprecated */
  selfLink?: string;
  /** @proto 2 */
  resourceVersion?: string;
  /** @proto 3 */
  continue?: string;
  /** @proto 4
   * @pointer */
  remainingItemCount?: Int64;
}

export interface ObjectMeta {
  /** @proto 1
   * @immutable */
  name?: string;
  /** @proto 2 */
  generateName?: string;
  /** @proto 3
   * @immutable */
  namespace?: string;
  /** @proto 4
   * @deprecated */
  selfLink?: string;
  /** @proto 5
   * @immutable */
  uid?: string;
  /** @proto 6 */
  resourceVersion?: string;
  /** @proto 7 */
  generation?: Int64;
  /** @proto 8
   * @always
   * @immutable */
  creationTimestamp?: Time;
  /** @proto 9
   * @pointer
   * @immutable */
  deletionTimestamp?: Time;
  /** @proto 10
   * @pointer
   * @immutable */
  deletionGracePeriodSeconds?: Int64;
  /** @proto 11 */
  labels?: Record<string, string>;
  /** @proto 12 */
  annotations?: Record<string, string>;
  /** @proto 13
   * @list map
   * @listKey uid
   * @patchStrategy merge
   * @patchMergeKey uid */
  ownerReferences?: OwnerReference[];
  /** @proto 14
   * @list set
   * @patchStrategy merge */
  finalizers?: string[];
  /** @proto 17
   * @list atomic */
  managedFields?: ManagedFieldsEntry[];
}

export interface OwnerReference {
  /** @proto 5
   * @required
   * @always */
  apiVersion: string;
  /** @proto 1
   * @required
   * @always */
  kind: string;
  /** @proto 3
   * @required
   * @always */
  name: string;
  /** @proto 4
   * @required
   * @always */
  uid: string;
  /** @proto 6
   * @pointer */
  controller?: boolean;
  /** @proto 7
   * @pointer */
  blockOwnerDeletion?: boolean;
}

/** @kind ListOptions */
export interface ListOptions extends TypeMeta {
  /** @proto 1 */
  labelSelector?: string;
  /** @proto 2 */
  fieldSelector?: string;
  /** @proto 3 */
  watch?: boolean;
  /** @proto 9 */
  allowWatchBookmarks?: boolean;
  /** @proto 4 */
  resourceVersion?: string;
  /** @proto 10 */
  resourceVersionMatch?: ResourceVersionMatch;
  /** @proto 5
   * @pointer */
  timeoutSeconds?: Int64;
  /** @proto 7 */
  limit?: Int64;
  /** @proto 8 */
  continue?: string;
  /** @proto 11
   * @pointer */
  sendInitialEvents?: boolean;
}

/** @enum */
export type ResourceVersionMatch = 'NotOlderThan' | 'Exact';

/** @kind GetOptions */
export interface GetOptions extends TypeMeta {
  /** @proto 1 */
  resourceVersion?: string;
}

/** @enum */
export type DeletionPropagation = 'Orphan' | 'Background' | 'Foreground';

/** @kind DeleteOptions */
export interface DeleteOptions extends TypeMeta {
  /** @proto 1
   * @pointer */
  gracePeriodSeconds?: Int64;
  /** @proto 2
   * @pointer */
  preconditions?: Preconditions;
  /** @proto 3
   * @pointer
   * @deprecated */
  orphanDependents?: boolean;
  /** @proto 4
   * @pointer */
  propagationPolicy?: DeletionPropagation;
  /** @proto 5
   * @list atomic */
  dryRun?: string[];
  /** @proto 6
   * @pointer */
  ignoreStoreReadErrorWithClusterBreakingPotential?: boolean;
}

/** @kind CreateOptions */
export interface CreateOptions extends TypeMeta {
  /** @proto 1
   * @list atomic */
  dryRun?: string[];
  /** @proto 3 */
  fieldManager?: string;
  /** @proto 4 */
  fieldValidation?: string;
}

/** @kind PatchOptions */
export interface PatchOptions extends TypeMeta {
  /** @proto 1
   * @list atomic */
  dryRun?: string[];
  /** @proto 2
   * @pointer */
  force?: boolean;
  /** @proto 3 */
  fieldManager?: string;
  /** @proto 4 */
  fieldValidation?: string;
}

/** @kind ApplyOptions */
export interface ApplyOptions extends TypeMeta {
  /** @proto 1
   * @list atomic */
  dryRun?: string[];
  /** @proto 2
   * @required
   * @always */
  force: boolean;
  /** @proto 3
   * @required
   * @always */
  fieldManager: string;
}

/** @kind UpdateOptions */
export interface UpdateOptions extends TypeMeta {
  /** @proto 1
   * @list atomic */
  dryRun?: string[];
  /** @proto 2 */
  fieldManager?: string;
  /** @proto 3 */
  fieldValidation?: string;
}

export interface Preconditions {
  /** @proto 1
   * @pointer */
  uid?: string;
  /** @proto 2
   * @pointer */
  resourceVersion?: string;
}

/** @kind Status */
export interface Status extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** @proto 2 */
  status?: string;
  /** @proto 3 */
  message?: string;
  /** @proto 4 */
  reason?: StatusReason;
  /** @proto 5
   * @pointer
   * @list atomic */
  details?: StatusDetails;
  /** @proto 6 */
  code?: Int32;
}

export interface StatusDetails {
  /** @proto 1 */
  name?: string;
  /** @proto 2 */
  group?: string;
  /** @proto 3 */
  kind?: string;
  /** @proto 6 */
  uid?: string;
  /** @proto 4
   * @list atomic */
  causes?: StatusCause[];
  /** @proto 5 */
  retryAfterSeconds?: Int32;
}

export type StatusReason = string;

export interface StatusCause {
  /** @proto 1 */
  reason?: CauseType;
  /** @proto 2 */
  message?: string;
  /** @proto 3 */
  field?: string;
}

export type CauseType = string;

/** @kind APIVersions */
export interface APIVersions extends TypeMeta {
  /** @proto 1
   * @required
   * @always
   * @list atomic */
  versions: string[];
  /** @proto 2
   * @required
   * @always
   * @list atomic */
  serverAddressByClientCIDRs: ServerAddressByClientCIDR[];
}

/** @kind APIGroupList */
export interface APIGroupList extends TypeMeta {
  /** @proto 1
   * @required
   * @always
   * @list atomic */
  groups: APIGroup[];
}

/** @kind APIGroup */
export interface APIGroup extends TypeMeta {
  /** @proto 1
   * @required
   * @always */
  name: string;
  /** @proto 2
   * @required
   * @always
   * @list atomic */
  versions: GroupVersionForDiscovery[];
  /** @proto 3
   * @always */
  preferredVersion?: GroupVersionForDiscovery;
  /** @proto 4
   * @list atomic */
  serverAddressByClientCIDRs?: ServerAddressByClientCIDR[];
}

export interface ServerAddressByClientCIDR {
  /** @proto 1
   * @required
   * @always */
  clientCIDR: string;
  /** @proto 2
   * @required
   * @always */
  serverAddress: string;
}

export interface GroupVersionForDiscovery {
  /** @proto 1
   * @required
   * @always */
  groupVersion: string;
  /** @proto 2
   * @required
   * @always */
  version: string;
}

export interface APIResource {
  /** @proto 1
   * @required
   * @always */
  name: string;
  /** @proto 6
   * @required
   * @always */
  singularName: string;
  /** @proto 2
   * @required
   * @always */
  namespaced: boolean;
  /** @proto 8 */
  group?: string;
  /** @proto 9 */
  version?: string;
  /** @proto 3
   * @required
   * @always */
  kind: string;
  /** @proto 4
   * @required
   * @always */
  verbs: Verbs;
  /** @proto 5
   * @list atomic */
  shortNames?: string[];
  /** @proto 7
   * @list atomic */
  categories?: string[];
  /** @proto 10 */
  storageVersionHash?: string;
}

/** @protoItems 1 */
export type Verbs = string[];

/** @kind APIResourceList */
export interface APIResourceList extends TypeMeta {
  /** @proto 1
   * @required
   * @always */
  groupVersion: string;
  /** @proto 2
   * @required
   * @always
   * @list atomic */
  resources: APIResource[];
}

export interface RootPaths {
  /** @proto 1
   * @required
   * @always
   * @list atomic */
  paths: string[];
}

export interface LabelSelector {
  /** @proto 1 */
  matchLabels?: Record<string, string>;
  /** @proto 2
   * @list atomic */
  matchExpressions?: LabelSelectorRequirement[];
}

export interface LabelSelectorRequirement {
  /** @proto 1
   * @required
   * @always */
  key: string;
  /** @proto 2
   * @required
   * @always */
  operator: LabelSelectorOperator;
  /** @proto 3
   * @list atomic */
  values?: string[];
}

/** @enum */
export type LabelSelectorOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';

export interface FieldSelectorRequirement {
  /** @proto 1
   * @required
   * @always */
  key: string;
  /** @proto 2
   * @required
   * @always */
  operator: FieldSelectorOperator;
  /** @proto 3
   * @list atomic */
  values?: string[];
}

/** @enum */
export type FieldSelectorOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';

export interface ManagedFieldsEntry {
  /** @proto 1 */
  manager?: string;
  /** @proto 2 */
  operation?: ManagedFieldsOperationType;
  /** @proto 3 */
  apiVersion?: string;
  /** @proto 4
   * @pointer */
  time?: Time;
  /** @proto 6 */
  fieldsType?: string;
  /** @proto 7
   * @pointer */
  fieldsV1?: FieldsV1;
  /** @proto 8 */
  subresource?: string;
}

/** @enum */
export type ManagedFieldsOperationType = 'Apply' | 'Update';

/** @kind Table */
export interface Table extends TypeMeta {
  /** Resource version and paging state of this list.
   * @always */
  metadata?: ListMeta;
  /** @required
   * @always
   * @list atomic */
  columnDefinitions: TableColumnDefinition[];
  /** @required
   * @always
   * @list atomic */
  rows: TableRow[];
}

export interface TableColumnDefinition {
  /** @required
   * @always */
  name: string;
  /** @required
   * @always */
  type: string;
  /** @required
   * @always */
  format: string;
  /** @required
   * @always */
  description: string;
  /** @required
   * @always */
  priority: Int32;
}

export interface TableRow {
  /** @required
   * @always
   * @list atomic */
  cells: JSONValue[];
  /** @list atomic */
  conditions?: TableRowCondition[];
  /** @always */
  object?: RawExtension;
}

export interface TableRowCondition {
  /** @required
   * @always */
  type: RowConditionType;
  /** @required
   * @always */
  status: ConditionStatus;
  reason?: string;
  message?: string;
}

export type RowConditionType = string;

/** @enum */
export type ConditionStatus = 'True' | 'False' | 'Unknown';

/** @enum */
export type IncludeObjectPolicy = 'None' | 'Metadata' | 'Object';

/** @kind TableOptions */
export interface TableOptions extends TypeMeta {
  /** @proto 1 */
  includeObject?: IncludeObjectPolicy;
}

/** @kind PartialObjectMetadata */
export interface PartialObjectMetadata extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
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

export interface Condition {
  /** @proto 1
   * @required
   * @always */
  type: string;
  /** @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** @proto 3 */
  observedGeneration?: Int64;
  /** @proto 4
   * @required
   * @always */
  lastTransitionTime: Time;
  /** @proto 5
   * @required
   * @always */
  reason: string;
  /** @proto 6
   * @required
   * @always */
  message: string;
}

export interface WatchEvent {
  /** @proto 1
   * @required
   * @always */
  type: string;
  /** @proto 2
   * @required
   * @always */
  object: RawExtension;
}

export interface GroupVersionKind {
  /** @proto 1
   * @required
   * @always */
  group: string;
  /** @proto 2
   * @required
   * @always */
  version: string;
  /** @proto 3
   * @required
   * @always */
  kind: string;
}
