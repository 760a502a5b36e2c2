/**
 * @file storage/v1: classes of storage, CSI drivers and the volumes they attach.
 * @groupVersion storage.k8s.io/v1
 */
import type { Int32, Int64, Quantity, Time } from '../scalars.ts';
import type { LabelSelector, ListMeta, ObjectMeta, TypeMeta } from '../meta/v1.ts';
import type { PersistentVolumeReclaimPolicy, PersistentVolumeSpec, TopologySelectorTerm } from '../core/v1.ts';

/** A kind of storage that claims ask for by name, and how volumes of it are made.
 * @kind StorageClass
 * @scope Cluster */
export interface StorageClass extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** Who makes the volumes.
   * @proto 2
   * @required
   * @always */
  provisioner: string;
  /** Settings for the provisioner, which alone knows what they mean. At most 512.
   * @proto 3 */
  parameters?: Record<string, string>;
  /** What becomes of a volume when its claim goes: `Delete` or `Retain`.
   * @proto 4
   * @pointer
   * @default "Delete" */
  reclaimPolicy?: PersistentVolumeReclaimPolicy;
  /** Options for mounting the volumes. Not checked beforehand: a wrong one fails the mount.
   * @proto 5
   * @list atomic */
  mountOptions?: string[];
  /** Whether claims of the class may grow.
   * @proto 6
   * @pointer */
  allowVolumeExpansion?: boolean;
  /** When a claim is bound: at once, or not until a Pod uses it.
   * @proto 7
   * @pointer
   * @default "Immediate" */
  volumeBindingMode?: VolumeBindingMode;
  /** Where volumes may be made. Anywhere if empty.
   * @proto 8
   * @list atomic */
  allowedTopologies?: TopologySelectorTerm[];
}

/** A list of StorageClass objects, as LIST answers it.
 * @kind StorageClassList */
export interface StorageClassList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The StorageClass objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: StorageClass[];
}

/** When volumes are made and bound: as soon as claimed, or when the first Pod that uses the claim is scheduled.
 * @enum */
export type VolumeBindingMode = 'Immediate' | 'WaitForFirstConsumer';

/** The wish that a volume be attached to a node, or detached from it, and how that went.
 * @kind VolumeAttachment
 * @scope Cluster */
export interface VolumeAttachment extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** What to attach to which node.
   * @proto 2
   * @required
   * @always */
  spec: VolumeAttachmentSpec;
  /** What the attacher reports.
   * @proto 3
   * @always */
  status?: VolumeAttachmentStatus;
}

/** A list of VolumeAttachment objects, as LIST answers it.
 * @kind VolumeAttachmentList */
export interface VolumeAttachmentList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The VolumeAttachment objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: VolumeAttachment[];
}

/** What to attach to which node. Never changes. */
export interface VolumeAttachmentSpec {
  /** The volume driver that handles the request.
   * @proto 1
   * @required
   * @always */
  attacher: string;
  /** The volume.
   * @proto 2
   * @required
   * @always */
  source: VolumeAttachmentSource;
  /** The node.
   * @proto 3
   * @required
   * @always */
  nodeName: string;
}

/** The volume to attach. Exactly one of the two. */
export interface VolumeAttachmentSource {
  /** Name of a PersistentVolume.
   * @proto 1
   * @pointer */
  persistentVolumeName?: string;
  /** A volume described in place, in translated form, for in-tree volumes of a Pod.
   * @proto 2
   * @pointer */
  inlineVolumeSpec?: PersistentVolumeSpec;
}

/** How an attachment stands. */
export interface VolumeAttachmentStatus {
  /** Whether the volume is attached. Only the attacher sets this.
   * @proto 1
   * @required
   * @always */
  attached: boolean;
  /** What the attach call answered, for the mount call.
   * @proto 2 */
  attachmentMetadata?: Record<string, string>;
  /** The last failure to attach.
   * @proto 3
   * @pointer */
  attachError?: VolumeError;
  /** The last failure to detach.
   * @proto 4
   * @pointer */
  detachError?: VolumeError;
}

/** A failure of a volume operation. */
export interface VolumeError {
  /** When it happened.
   * @proto 1
   * @always */
  time?: Time;
  /** What happened. May be logged, so nothing secret.
   * @proto 2 */
  message?: string;
  /** gRPC status code of the failure.
   * @proto 3
   * @pointer
   * @featureGate MutableCSINodeAllocatableCount */
  errorCode?: Int32;
}

/** What the cluster needs to know of a CSI volume driver. Its name is the driver's.
 * @kind CSIDriver
 * @scope Cluster */
export interface CSIDriver extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** Abilities and wishes of the driver.
   * @proto 2
   * @required
   * @always */
  spec: CSIDriverSpec;
}

/** A list of CSIDriver objects, as LIST answers it.
 * @kind CSIDriverList */
export interface CSIDriverList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The CSIDriver objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: CSIDriver[];
}

/** Abilities and wishes of a volume driver. */
export interface CSIDriverSpec {
  /** Whether volumes must be attached to the node before they are mounted there.
   * @proto 1
   * @pointer
   * @default true */
  attachRequired?: boolean;
  /** Whether mount calls tell the driver about the Pod.
   * @proto 2
   * @pointer
   * @default false */
  podInfoOnMount?: boolean;
  /** Which volumes the driver serves: persistent ones, ones that live with their Pod, or both.
   * @proto 3
   * @list set */
  volumeLifecycleModes?: VolumeLifecycleMode[];
  /** Whether the scheduler must heed CSIStorageCapacity objects of this driver.
   * @proto 4
   * @pointer
   * @default false
   * @featureGate CSIStorageCapacity */
  storageCapacity?: boolean;
  /** When ownership of a volume's files follows the Pod's fsGroup: `ReadWriteOnceWithFSType`, `File` or `None`.
   * @proto 5
   * @pointer
   * @default "ReadWriteOnceWithFSType" */
  fsGroupPolicy?: FSGroupPolicy;
  /** Service account tokens of the Pod to hand to the driver's mount call.
   * @proto 6
   * @list atomic */
  tokenRequests?: TokenRequest[];
  /** Whether the mount call is repeated from time to time, so that contents stay fresh.
   * @proto 7
   * @pointer
   * @default false */
  requiresRepublish?: boolean;
  /** Whether the driver can mount with an SELinux context.
   * @proto 8
   * @pointer
   * @default false
   * @featureGate SELinuxMountReadWriteOncePod */
  seLinuxMount?: boolean;
  /** How often the node asks the driver again how many volumes fit, at least every 10 seconds. Not asked again if
   * absent.
   * @proto 9
   * @pointer
   * @featureGate MutableCSINodeAllocatableCount */
  nodeAllocatableUpdatePeriodSeconds?: Int64;
}

/** When file ownership follows a Pod's fsGroup. */
export type FSGroupPolicy = string;

/** `Persistent`, by claims and volumes, or `Ephemeral`, with the Pod. */
export type VolumeLifecycleMode = string;

/** A service account token that a driver wants. */
export interface TokenRequest {
  /** Whom the token is for. The API server if empty.
   * @proto 1
   * @required
   * @always */
  audience: string;
  /** How long it is good for.
   * @proto 2
   * @pointer */
  expirationSeconds?: Int64;
}

/** The CSI drivers on one node. Its name is the node's.
 * @kind CSINode
 * @scope Cluster */
export interface CSINode extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The drivers.
   * @proto 2
   * @required
   * @always */
  spec: CSINodeSpec;
}

/** The CSI drivers on one node. */
export interface CSINodeSpec {
  /** One entry for each driver; may be empty.
   * @proto 1
   * @required
   * @always
   * @list map
   * @listKey name
   * @patchStrategy merge
   * @patchMergeKey name */
  drivers: CSINodeDriver[];
}

/** A CSI driver on a node. */
export interface CSINodeDriver {
  /** The driver's name.
   * @proto 1
   * @required
   * @always */
  name: string;
  /** The node's name from the driver's point of view.
   * @proto 2
   * @required
   * @always */
  nodeID: string;
  /** Node labels that tell where volumes of the driver can be reached.
   * @proto 3
   * @always
   * @list atomic */
  topologyKeys?: string[];
  /** How many of its volumes the node takes.
   * @proto 4
   * @pointer */
  allocatable?: VolumeNodeResources;
}

/** Limits of volumes on a node. */
export interface VolumeNodeResources {
  /** Most volumes of the driver at a time. Unlimited if absent.
   * @proto 1
   * @pointer */
  count?: Int32;
}

/** A list of CSINode objects, as LIST answers it.
 * @kind CSINodeList */
export interface CSINodeList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The CSINode objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: CSINode[];
}

/** How much storage one class has left in one place.
 * @kind CSIStorageCapacity
 * @scope Namespaced */
export interface CSIStorageCapacity extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The nodes that reach this storage. None if absent, all if empty.
   * @proto 2
   * @pointer */
  nodeTopology?: LabelSelector;
  /** The class. Never changes.
   * @proto 3
   * @required
   * @always */
  storageClassName: string;
  /** What is left, in bytes.
   * @proto 4
   * @pointer */
  capacity?: Quantity;
  /** The largest volume that can be made, in bytes.
   * @proto 5
   * @pointer */
  maximumVolumeSize?: Quantity;
}

/** A list of CSIStorageCapacity objects, as LIST answers it.
 * @kind CSIStorageCapacityList */
export interface CSIStorageCapacityList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The CSIStorageCapacity objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: CSIStorageCapacity[];
}
