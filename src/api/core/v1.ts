/**
 * @file core/v1: Pods, Services, Nodes, volumes, configuration and the other types of the unnamed group.
 * @groupVersion v1
 */
import type { Base64, Int32, Int64, IntOrString, MicroTime, Quantity, RawExtension, Time } from '../scalars.ts';
import type { Condition, LabelSelector, ListMeta, ObjectMeta, OwnerReference, TypeMeta } from '../meta/v1.ts';

/** A directory that containers of a Pod can mount, from one of many sources.
 * @inline VolumeSource 2 */
export interface Volume extends VolumeSource {
  /** Name by which `volumeMounts` refer to it. Unique in the Pod.
   * @proto 1
   * @required
   * @always */
  name: string;
}

/** Where a volume's content comes from. Exactly one is set. */
export interface VolumeSource {
  /** A file or directory of the node itself. Dangerous to grant, as it opens the host.
   * @proto 1
   * @pointer */
  hostPath?: HostPathVolumeSource;
  /** An empty directory that lives as long as the Pod.
   * @proto 2
   * @pointer */
  emptyDir?: EmptyDirVolumeSource;
  /** A Google disk. Served by its CSI driver.
   * @proto 3
   * @pointer
   * @deprecated */
  gcePersistentDisk?: GCEPersistentDiskVolumeSource;
  /** An AWS disk. Served by its CSI driver.
   * @proto 4
   * @pointer
   * @deprecated */
  awsElasticBlockStore?: AWSElasticBlockStoreVolumeSource;
  /** A clone of a git repository. Use an init container that clones into an emptyDir.
   * @proto 5
   * @pointer
   * @deprecated */
  gitRepo?: GitRepoVolumeSource;
  /** The keys of a Secret as files, kept in memory.
   * @proto 6
   * @pointer */
  secret?: SecretVolumeSource;
  /** An NFS export.
   * @proto 7
   * @pointer */
  nfs?: NFSVolumeSource;
  /** An iSCSI disk.
   * @proto 8
   * @pointer */
  iscsi?: ISCSIVolumeSource;
  /** A Glusterfs volume. No longer supported.
   * @proto 9
   * @pointer
   * @deprecated */
  glusterfs?: GlusterfsVolumeSource;
  /** The volume bound to a claim in the Pod's namespace.
   * @proto 10
   * @pointer */
  persistentVolumeClaim?: PersistentVolumeClaimVolumeSource;
  /** A Ceph block device. No longer supported.
   * @proto 11
   * @pointer
   * @deprecated */
  rbd?: RBDVolumeSource;
  /** A volume from an exec-based plugin. Use CSI.
   * @proto 12
   * @pointer
   * @deprecated */
  flexVolume?: FlexVolumeSource;
  /** An OpenStack disk. Served by its CSI driver.
   * @proto 13
   * @pointer
   * @deprecated */
  cinder?: CinderVolumeSource;
  /** A Ceph file system. No longer supported.
   * @proto 14
   * @pointer
   * @deprecated */
  cephfs?: CephFSVolumeSource;
  /** A Flocker volume. No longer supported.
   * @proto 15
   * @pointer
   * @deprecated */
  flocker?: FlockerVolumeSource;
  /** Facts about the Pod itself as files.
   * @proto 16
   * @pointer */
  downwardAPI?: DownwardAPIVolumeSource;
  /** A Fibre Channel disk.
   * @proto 17
   * @pointer */
  fc?: FCVolumeSource;
  /** An Azure file share. Served by its CSI driver.
   * @proto 18
   * @pointer
   * @deprecated */
  azureFile?: AzureFileVolumeSource;
  /** The keys of a ConfigMap as files.
   * @proto 19
   * @pointer */
  configMap?: ConfigMapVolumeSource;
  /** A vSphere disk. Served by its CSI driver.
   * @proto 20
   * @pointer
   * @deprecated */
  vsphereVolume?: VsphereVirtualDiskVolumeSource;
  /** A Quobyte volume. No longer supported.
   * @proto 21
   * @pointer
   * @deprecated */
  quobyte?: QuobyteVolumeSource;
  /** An Azure disk. Served by its CSI driver.
   * @proto 22
   * @pointer
   * @deprecated */
  azureDisk?: AzureDiskVolumeSource;
  /** A Photon Controller disk. No longer supported.
   * @proto 23
   * @pointer
   * @deprecated */
  photonPersistentDisk?: PhotonPersistentDiskVolumeSource;
  /** Secrets, config maps, tokens and Pod facts, together in one directory.
   * @proto 26
   * @pointer */
  projected?: ProjectedVolumeSource;
  /** A Portworx volume. Served by its CSI driver.
   * @proto 24
   * @pointer
   * @deprecated */
  portworxVolume?: PortworxVolumeSource;
  /** A ScaleIO volume. No longer supported.
   * @proto 25
   * @pointer
   * @deprecated */
  scaleIO?: ScaleIOVolumeSource;
  /** A StorageOS volume. No longer supported.
   * @proto 27
   * @pointer
   * @deprecated */
  storageos?: StorageOSVolumeSource;
  /** A volume that a CSI driver makes for this Pod alone.
   * @proto 28
   * @pointer */
  csi?: CSIVolumeSource;
  /** A claim made for this Pod and deleted with it.
   * @proto 29
   * @pointer */
  ephemeral?: EphemeralVolumeSource;
  /** The files of an OCI image, read only.
   * @proto 30
   * @pointer
   * @featureGate ImageVolume */
  image?: ImageVolumeSource;
}

/** Uses the volume bound to a claim. */
export interface PersistentVolumeClaimVolumeSource {
  /** Name of a claim in the Pod's namespace.
   * @proto 1
   * @required
   * @always */
  claimName: string;
  /** Make every mount of it read-only.
   * @proto 2 */
  readOnly?: boolean;
}

/** What a PersistentVolume really is. Exactly one is set. */
export interface PersistentVolumeSource {
  /** A Google disk. Served by its CSI driver.
   * @proto 1
   * @pointer
   * @deprecated */
  gcePersistentDisk?: GCEPersistentDiskVolumeSource;
  /** An AWS disk. Served by its CSI driver.
   * @proto 2
   * @pointer
   * @deprecated */
  awsElasticBlockStore?: AWSElasticBlockStoreVolumeSource;
  /** A directory of the node. For tests on a single node.
   * @proto 3
   * @pointer */
  hostPath?: HostPathVolumeSource;
  /** A Glusterfs volume. No longer supported.
   * @proto 4
   * @pointer
   * @deprecated */
  glusterfs?: GlusterfsPersistentVolumeSource;
  /** An NFS export.
   * @proto 5
   * @pointer */
  nfs?: NFSVolumeSource;
  /** A Ceph block device. No longer supported.
   * @proto 6
   * @pointer
   * @deprecated */
  rbd?: RBDPersistentVolumeSource;
  /** An iSCSI disk.
   * @proto 7
   * @pointer */
  iscsi?: ISCSIPersistentVolumeSource;
  /** An OpenStack disk. Served by its CSI driver.
   * @proto 8
   * @pointer
   * @deprecated */
  cinder?: CinderPersistentVolumeSource;
  /** A Ceph file system. No longer supported.
   * @proto 9
   * @pointer
   * @deprecated */
  cephfs?: CephFSPersistentVolumeSource;
  /** A Fibre Channel disk.
   * @proto 10
   * @pointer */
  fc?: FCVolumeSource;
  /** A Flocker volume. No longer supported.
   * @proto 11
   * @pointer
   * @deprecated */
  flocker?: FlockerVolumeSource;
  /** A volume from an exec-based plugin. Use CSI.
   * @proto 12
   * @pointer
   * @deprecated */
  flexVolume?: FlexPersistentVolumeSource;
  /** An Azure file share. Served by its CSI driver.
   * @proto 13
   * @pointer
   * @deprecated */
  azureFile?: AzureFilePersistentVolumeSource;
  /** A vSphere disk. Served by its CSI driver.
   * @proto 14
   * @pointer
   * @deprecated */
  vsphereVolume?: VsphereVirtualDiskVolumeSource;
  /** A Quobyte volume. No longer supported.
   * @proto 15
   * @pointer
   * @deprecated */
  quobyte?: QuobyteVolumeSource;
  /** An Azure disk. Served by its CSI driver.
   * @proto 16
   * @pointer
   * @deprecated */
  azureDisk?: AzureDiskVolumeSource;
  /** A Photon Controller disk. No longer supported.
   * @proto 17
   * @pointer
   * @deprecated */
  photonPersistentDisk?: PhotonPersistentDiskVolumeSource;
  /** A Portworx volume. Served by its CSI driver.
   * @proto 18
   * @pointer
   * @deprecated */
  portworxVolume?: PortworxVolumeSource;
  /** A ScaleIO volume. No longer supported.
   * @proto 19
   * @pointer
   * @deprecated */
  scaleIO?: ScaleIOPersistentVolumeSource;
  /** A disk or directory attached to one node; needs `nodeAffinity`.
   * @proto 20
   * @pointer */
  local?: LocalVolumeSource;
  /** A StorageOS volume. No longer supported.
   * @proto 21
   * @pointer
   * @deprecated */
  storageos?: StorageOSPersistentVolumeSource;
  /** A volume that a CSI driver serves.
   * @proto 22
   * @pointer */
  csi?: CSIPersistentVolumeSource;
}

/** A piece of storage in the cluster, which a claim can take.
 * @kind PersistentVolume
 * @scope Cluster */
export interface PersistentVolume extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** What the storage is and how it may be used.
   * @proto 2
   * @always */
  spec?: PersistentVolumeSpec;
  /** Whether it is free, bound or released.
   * @proto 3
   * @always */
  status?: PersistentVolumeStatus;
}

/** What a piece of storage is and how it may be used.
 * @inline PersistentVolumeSource 2 */
export interface PersistentVolumeSpec extends PersistentVolumeSource {
  /** Its size, under the key `storage`.
   * @proto 1 */
  capacity?: Record<string, Quantity>;
  /** The ways it can be mounted.
   * @proto 3
   * @list atomic */
  accessModes?: PersistentVolumeAccessMode[];
  /** The claim it is bound to or reserved for. A `uid` in it makes the binding firm.
   * @proto 4
   * @pointer
   * @struct granular */
  claimRef?: ObjectReference;
  /** What happens to the data once the claim is gone. Provisioned volumes take it from their StorageClass.
   * @proto 5
   * @default "Retain" */
  persistentVolumeReclaimPolicy?: PersistentVolumeReclaimPolicy;
  /** Its StorageClass; empty for none. Only claims of the same class bind to it.
   * @proto 6 */
  storageClassName?: string;
  /** Options for mounting, not checked: a wrong one makes the mount fail.
   * @proto 7
   * @list atomic */
  mountOptions?: string[];
  /** Mounted as a file system, or handed to containers as a raw block device.
   * @proto 8
   * @pointer
   * @default "Filesystem"
   * @immutable */
  volumeMode?: PersistentVolumeMode;
  /** Nodes from which it can be reached. The scheduler puts Pods that use it there.
   * @proto 9
   * @pointer */
  nodeAffinity?: VolumeNodeAffinity;
  /** Name of the class that holds its tunable attributes.
   * @proto 10
   * @pointer
   * @featureGate VolumeAttributesClass */
  volumeAttributesClassName?: string;
}

/** From which nodes a volume can be reached. */
export interface VolumeNodeAffinity {
  /** What those nodes must look like.
   * @proto 1
   * @pointer */
  required?: NodeSelector;
}

/** Keep the volume for someone to clean up, delete it with its storage, or scrub it for reuse (obsolete).
 * @enum */
export type PersistentVolumeReclaimPolicy = 'Recycle' | 'Delete' | 'Retain';

/** A file system or a raw block device.
 * @enum */
export type PersistentVolumeMode = 'Block' | 'Filesystem';

/** How a volume stands. */
export interface PersistentVolumeStatus {
  /** Whether it is free, bound, released or broken.
   * @proto 1
   * @default "Pending" */
  phase?: PersistentVolumePhase;
  /** Why, for people.
   * @proto 2 */
  message?: string;
  /** Why, one word, for programs.
   * @proto 3 */
  reason?: string;
  /** When `phase` last changed.
   * @proto 4
   * @pointer */
  lastPhaseTransitionTime?: Time;
}

/** A list of PersistentVolume objects, as LIST answers it.
 * @kind PersistentVolumeList */
export interface PersistentVolumeList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The PersistentVolume objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: PersistentVolume[];
}

/** A wish for storage in a namespace, which is bound to a PersistentVolume.
 * @kind PersistentVolumeClaim
 * @scope Namespaced */
export interface PersistentVolumeClaim extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** What is wanted.
   * @proto 2
   * @always */
  spec?: PersistentVolumeClaimSpec;
  /** What it got.
   * @proto 3
   * @always */
  status?: PersistentVolumeClaimStatus;
}

/** A list of PersistentVolumeClaim objects, as LIST answers it.
 * @kind PersistentVolumeClaimList */
export interface PersistentVolumeClaimList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The PersistentVolumeClaim objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: PersistentVolumeClaim[];
}

/** What storage is wanted. Hardly anything can change once the claim exists. */
export interface PersistentVolumeClaimSpec {
  /** The ways the volume must be mountable.
   * @proto 1
   * @list atomic
   * @immutable */
  accessModes?: PersistentVolumeAccessMode[];
  /** Only volumes with matching labels. Rules out dynamic provisioning.
   * @proto 4
   * @pointer
   * @immutable */
  selector?: LabelSelector;
  /** The size wanted, as `requests.storage`. May grow if the class allows it, and shrink back only after a failed
   * growth.
   * @proto 2
   * @always */
  resources?: VolumeResourceRequirements;
  /** The volume bound. May be set beforehand to ask for that one.
   * @proto 3 */
  volumeName?: string;
  /** The class wanted. Absent means the default class, the empty string means none.
   * @proto 5
   * @pointer */
  storageClassName?: string;
  /** Mounted as a file system, or handed to containers as a raw block device.
   * @proto 6
   * @pointer
   * @default "Filesystem"
   * @immutable */
  volumeMode?: PersistentVolumeMode;
  /** Snapshot or claim whose content the new volume starts with.
   * @proto 7
   * @pointer
   * @immutable */
  dataSource?: TypedLocalObjectReference;
  /** Like `dataSource`, but any kind with a populator, also from another namespace where that is enabled.
   * @proto 8
   * @pointer
   * @immutable */
  dataSourceRef?: TypedObjectReference;
  /** Class of tunable attributes to apply; may change later. The empty string takes back a change that failed.
   * @proto 9
   * @pointer
   * @featureGate VolumeAttributesClass */
  volumeAttributesClassName?: string;
}

/** An object by kind and name, maybe in another namespace. */
export interface TypedObjectReference {
  /** API group of the object; absent for core.
   * @proto 1
   * @always
   * @pointer */
  apiGroup?: string;
  /** Its kind.
   * @proto 2
   * @required
   * @always */
  kind: string;
  /** Its name.
   * @proto 3
   * @required
   * @always */
  name: string;
  /** Its namespace; that of the referrer if absent. Another one needs a ReferenceGrant there.
   * @proto 4
   * @pointer
   * @featureGate CrossNamespaceVolumeDataSource */
  namespace?: string;
}

/** Which aspect of a claim, such as `Resizing`. */
export type PersistentVolumeClaimConditionType = string;

/** How far the growth of a claim has come, and on which side it is stuck.
 * @enum */
export type ClaimResourceStatus =
  | 'ControllerResizeInProgress'
  | 'ControllerResizeInfeasible'
  | 'NodeResizePending'
  | 'NodeResizeInProgress'
  | 'NodeResizeInfeasible';

/** How far a change of attributes has come.
 * @enum */
export type PersistentVolumeClaimModifyVolumeStatus = 'Pending' | 'InProgress' | 'Infeasible';

/** A change of attributes under way. */
export interface ModifyVolumeStatus {
  /** The class being changed to.
   * @proto 1 */
  targetVolumeAttributesClassName?: string;
  /** `Pending` while the class does not exist, `InProgress`, or `Infeasible` if the driver refuses.
   * @proto 2
   * @required
   * @always */
  status: PersistentVolumeClaimModifyVolumeStatus;
}

/** One aspect of a claim's state. */
export interface PersistentVolumeClaimCondition {
  /** Which aspect, such as `FileSystemResizePending`.
   * @proto 1
   * @required
   * @always */
  type: PersistentVolumeClaimConditionType;
  /** Whether it holds.
   * @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** When it was last looked at.
   * @proto 3
   * @always */
  lastProbeTime?: Time;
  /** When `status` last flipped.
   * @proto 4
   * @always */
  lastTransitionTime?: Time;
  /** One word why, for programs.
   * @proto 5 */
  reason?: string;
  /** A sentence why, for people.
   * @proto 6 */
  message?: string;
}

/** What a claim got. */
export interface PersistentVolumeClaimStatus {
  /** Whether it is bound.
   * @proto 1
   * @default "Pending" */
  phase?: PersistentVolumeClaimPhase;
  /** The ways the bound volume can be mounted.
   * @proto 2
   * @list atomic */
  accessModes?: PersistentVolumeAccessMode[];
  /** The real size of the bound volume.
   * @proto 3 */
  capacity?: Record<string, Quantity>;
  /** Growth or change under way, and what holds it up.
   * @proto 4
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: PersistentVolumeClaimCondition[];
  /** The size being grown to, which quota counts. May exceed `capacity` for a while.
   * @proto 5
   * @featureGate RecoverVolumeExpansionFailure */
  allocatedResources?: Record<string, Quantity>;
  /** How far the growth of each resource has come. Absent when none is under way.
   * @proto 7
   * @map granular
   * @featureGate RecoverVolumeExpansionFailure */
  allocatedResourceStatuses?: Record<string, ClaimResourceStatus>;
  /** The attributes class in force.
   * @proto 8
   * @pointer
   * @featureGate VolumeAttributesClass */
  currentVolumeAttributesClassName?: string;
  /** The change of attributes under way. Absent when there is none.
   * @proto 9
   * @pointer
   * @featureGate VolumeAttributesClass */
  modifyVolumeStatus?: ModifyVolumeStatus;
}

/** Written by one node, read by many, written by many, or written by a single Pod.
 * @enum */
export type PersistentVolumeAccessMode = 'ReadWriteOnce' | 'ReadOnlyMany' | 'ReadWriteMany' | 'ReadWriteOncePod';

/** Whether a volume is being made, free, bound, left by its claim, or broken.
 * @enum */
export type PersistentVolumePhase = 'Pending' | 'Available' | 'Bound' | 'Released' | 'Failed';

/** Whether a claim waits, is bound, or has lost its volume.
 * @enum */
export type PersistentVolumeClaimPhase = 'Pending' | 'Bound' | 'Lost';

/** What must be found at a host path, or be made there. Empty checks nothing.
 * @enum */
export type HostPathType =
  | ''
  | 'DirectoryOrCreate'
  | 'Directory'
  | 'FileOrCreate'
  | 'File'
  | 'Socket'
  | 'CharDevice'
  | 'BlockDevice';

/** A file or directory of the node, mounted into the Pod. */
export interface HostPathVolumeSource {
  /** Path on the node. A link is followed.
   * @proto 1
   * @required
   * @always */
  path: string;
  /** What must be there before mounting. Empty checks nothing.
   * @proto 2
   * @pointer
   * @default "" */
  type?: HostPathType;
}

/** An empty directory that lives as long as the Pod. */
export interface EmptyDirVolumeSource {
  /** Empty for the node's disk, `Memory` for a tmpfs, `HugePages` for huge pages.
   * @proto 1 */
  medium?: StorageMedium;
  /** The Pod is evicted when it holds more than this. In memory it also bounds the tmpfs.
   * @proto 2
   * @pointer */
  sizeLimit?: Quantity;
}

/** A Glusterfs volume. No longer supported. */
export interface GlusterfsVolumeSource {
  /** Endpoints object that lists the servers.
   * @proto 1
   * @required
   * @always */
  endpoints: string;
  /** Name of the volume.
   * @proto 2
   * @required
   * @always */
  path: string;
  /** Mount it read-only.
   * @proto 3 */
  readOnly?: boolean;
}

/** A Glusterfs volume. No longer supported. */
export interface GlusterfsPersistentVolumeSource {
  /** Endpoints object that lists the servers.
   * @proto 1
   * @required
   * @always */
  endpoints: string;
  /** Name of the volume.
   * @proto 2
   * @required
   * @always */
  path: string;
  /** Mount it read-only.
   * @proto 3 */
  readOnly?: boolean;
  /** Namespace of the Endpoints object; that of the claim if absent.
   * @proto 4
   * @pointer */
  endpointsNamespace?: string;
}

/** A Ceph block device. No longer supported. */
export interface RBDVolumeSource {
  /** Addresses of the Ceph monitors.
   * @proto 1
   * @required
   * @always
   * @list atomic */
  monitors: string[];
  /** Name of the RBD image.
   * @proto 2
   * @required
   * @always */
  image: string;
  /** File system on it, such as `ext4`.
   * @proto 3 */
  fsType?: string;
  /** The Ceph pool.
   * @proto 4
   * @default "rbd" */
  pool?: string;
  /** The Ceph user.
   * @proto 5
   * @default "admin" */
  user?: string;
  /** Path of the user's keyring on the node.
   * @proto 6
   * @default "/etc/ceph/keyring" */
  keyring?: string;
  /** Secret with the user's key; goes before `keyring`.
   * @proto 7
   * @pointer */
  secretRef?: LocalObjectReference;
  /** Mount it read-only.
   * @proto 8 */
  readOnly?: boolean;
}

/** A Ceph block device. No longer supported. */
export interface RBDPersistentVolumeSource {
  /** Addresses of the Ceph monitors.
   * @proto 1
   * @required
   * @always
   * @list atomic */
  monitors: string[];
  /** Name of the RBD image.
   * @proto 2
   * @required
   * @always */
  image: string;
  /** File system on it, such as `ext4`.
   * @proto 3 */
  fsType?: string;
  /** The Ceph pool.
   * @proto 4
   * @default "rbd" */
  pool?: string;
  /** The Ceph user.
   * @proto 5
   * @default "admin" */
  user?: string;
  /** Path of the user's keyring on the node.
   * @proto 6
   * @default "/etc/ceph/keyring" */
  keyring?: string;
  /** Secret with the user's key; goes before `keyring`.
   * @proto 7
   * @pointer */
  secretRef?: SecretReference;
  /** Mount it read-only.
   * @proto 8 */
  readOnly?: boolean;
}

/** An OpenStack disk. */
export interface CinderVolumeSource {
  /** Id of the disk in Cinder.
   * @proto 1
   * @required
   * @always */
  volumeID: string;
  /** File system on it; `ext4` if empty.
   * @proto 2 */
  fsType?: string;
  /** Mount it read-only.
   * @proto 3 */
  readOnly?: boolean;
  /** Secret with the parameters to connect to OpenStack.
   * @proto 4
   * @pointer */
  secretRef?: LocalObjectReference;
}

/** An OpenStack disk. */
export interface CinderPersistentVolumeSource {
  /** Id of the disk in Cinder.
   * @proto 1
   * @required
   * @always */
  volumeID: string;
  /** File system on it; `ext4` if empty.
   * @proto 2 */
  fsType?: string;
  /** Mount it read-only.
   * @proto 3 */
  readOnly?: boolean;
  /** Secret with the parameters to connect to OpenStack.
   * @proto 4
   * @pointer */
  secretRef?: SecretReference;
}

/** A Ceph file system. No longer supported. */
export interface CephFSVolumeSource {
  /** Addresses of the Ceph monitors.
   * @proto 1
   * @required
   * @always
   * @list atomic */
  monitors: string[];
  /** Directory to mount as the root; `/` if empty.
   * @proto 2 */
  path?: string;
  /** The Ceph user; `admin` if empty.
   * @proto 3 */
  user?: string;
  /** Path of the user's key on the node.
   * @proto 4 */
  secretFile?: string;
  /** Secret with the user's key; goes before `secretFile`.
   * @proto 5
   * @pointer */
  secretRef?: LocalObjectReference;
  /** Mount it read-only.
   * @proto 6 */
  readOnly?: boolean;
}

/** A Secret in any namespace.
 * @struct atomic */
export interface SecretReference {
  /** Its name.
   * @proto 1 */
  name?: string;
  /** Its namespace.
   * @proto 2 */
  namespace?: string;
}

/** A Ceph file system. No longer supported. */
export interface CephFSPersistentVolumeSource {
  /** Addresses of the Ceph monitors.
   * @proto 1
   * @required
   * @always
   * @list atomic */
  monitors: string[];
  /** Directory to mount as the root; `/` if empty.
   * @proto 2 */
  path?: string;
  /** The Ceph user; `admin` if empty.
   * @proto 3 */
  user?: string;
  /** Path of the user's key on the node.
   * @proto 4 */
  secretFile?: string;
  /** Secret with the user's key; goes before `secretFile`.
   * @proto 5
   * @pointer */
  secretRef?: SecretReference;
  /** Mount it read-only.
   * @proto 6 */
  readOnly?: boolean;
}

/** A Flocker volume. No longer supported. One of the two is set. */
export interface FlockerVolumeSource {
  /** Name of the dataset, kept in its metadata. Use the UUID.
   * @proto 1 */
  datasetName?: string;
  /** UUID of the dataset.
   * @proto 2 */
  datasetUUID?: string;
}

/** What holds an emptyDir: empty for disk, `Memory`, `HugePages` or `HugePages-<size>`. */
export type StorageMedium = string;

/** Transport protocol of a port.
 * @enum */
export type Protocol = 'TCP' | 'UDP' | 'SCTP';

/** A Google disk. */
export interface GCEPersistentDiskVolumeSource {
  /** Name of the disk.
   * @proto 1
   * @required
   * @always */
  pdName: string;
  /** File system on it; `ext4` if empty.
   * @proto 2 */
  fsType?: string;
  /** Partition number; 0 or absent is the whole disk.
   * @proto 3 */
  partition?: Int32;
  /** Mount it read-only.
   * @proto 4 */
  readOnly?: boolean;
}

/** A Quobyte volume. No longer supported. */
export interface QuobyteVolumeSource {
  /** Registry servers as `host:port`, separated by commas.
   * @proto 1
   * @required
   * @always */
  registry: string;
  /** Name of the volume.
   * @proto 2
   * @required
   * @always */
  volume: string;
  /** Mount it read-only.
   * @proto 3 */
  readOnly?: boolean;
  /** User to map access to; the service account's if empty.
   * @proto 4 */
  user?: string;
  /** Group to map access to; none if empty.
   * @proto 5 */
  group?: string;
  /** Tenant that owns the volume; set by the plugin if it was provisioned.
   * @proto 6 */
  tenant?: string;
}

/** A volume from an exec-based plugin. */
export interface FlexPersistentVolumeSource {
  /** Name of the plugin.
   * @proto 1
   * @required
   * @always */
  driver: string;
  /** File system on it; the plugin decides if empty.
   * @proto 2 */
  fsType?: string;
  /** Secret whose entries are passed to the plugin.
   * @proto 3
   * @pointer */
  secretRef?: SecretReference;
  /** Mount it read-only.
   * @proto 4 */
  readOnly?: boolean;
  /** Further options for the plugin.
   * @proto 5 */
  options?: Record<string, string>;
}

/** A volume from an exec-based plugin. */
export interface FlexVolumeSource {
  /** Name of the plugin.
   * @proto 1
   * @required
   * @always */
  driver: string;
  /** File system on it; the plugin decides if empty.
   * @proto 2 */
  fsType?: string;
  /** Secret whose entries are passed to the plugin.
   * @proto 3
   * @pointer */
  secretRef?: LocalObjectReference;
  /** Mount it read-only.
   * @proto 4 */
  readOnly?: boolean;
  /** Further options for the plugin.
   * @proto 5 */
  options?: Record<string, string>;
}

/** An AWS disk. */
export interface AWSElasticBlockStoreVolumeSource {
  /** Id of the disk.
   * @proto 1
   * @required
   * @always */
  volumeID: string;
  /** File system on it; `ext4` if empty.
   * @proto 2 */
  fsType?: string;
  /** Partition number; 0 or absent is the whole disk.
   * @proto 3 */
  partition?: Int32;
  /** Mount it read-only.
   * @proto 4 */
  readOnly?: boolean;
}

/** A clone of a git repository, made when the Pod starts.
 * @deprecated */
export interface GitRepoVolumeSource {
  /** URL to clone from.
   * @proto 1
   * @required
   * @always */
  repository: string;
  /** Commit to check out.
   * @proto 2 */
  revision?: string;
  /** Directory to clone into, relative to the volume; `.` is the volume itself. No `..` in it.
   * @proto 3 */
  directory?: string;
}

/** The keys of a Secret as files, one a key. Changes show up after a while. */
export interface SecretVolumeSource {
  /** The Secret, which must be in the same namespace as the Pod.
   * @proto 1 */
  secretName?: string;
  /** Only these keys, under these paths. All keys under their own names if empty.
   * @proto 2
   * @list atomic */
  items?: KeyToPath[];
  /** Permission bits of the files, such as 0644 (420 in JSON, which has no octal).
   * @proto 3
   * @pointer
   * @default 420 */
  defaultMode?: Int32;
  /** Start the Pod even if the Secret or its keys are missing.
   * @proto 4
   * @pointer */
  optional?: boolean;
}

/** Keys of a Secret within a projected volume.
 * @inline LocalObjectReference 1 */
export interface SecretProjection extends LocalObjectReference {
  /** Only these keys, under these paths. All keys under their own names if empty.
   * @proto 2
   * @list atomic */
  items?: KeyToPath[];
  /** Go on even if the Secret or its keys are missing.
   * @proto 4
   * @pointer */
  optional?: boolean;
}

/** An NFS export. */
export interface NFSVolumeSource {
  /** Host name or address of the server.
   * @proto 1
   * @required
   * @always */
  server: string;
  /** The exported path.
   * @proto 2
   * @required
   * @always */
  path: string;
  /** Mount it read-only.
   * @proto 3 */
  readOnly?: boolean;
}

/** An iSCSI disk. */
export interface ISCSIVolumeSource {
  /** Address of the target, with a port if it is not 3260.
   * @proto 1
   * @required
   * @always */
  targetPortal: string;
  /** Qualified name of the target.
   * @proto 2
   * @required
   * @always */
  iqn: string;
  /** Number of the disk at the target.
   * @proto 3
   * @required
   * @always */
  lun: Int32;
  /** Interface of the initiator.
   * @proto 4
   * @default "default" */
  iscsiInterface?: string;
  /** File system on it; `ext4` if empty.
   * @proto 5 */
  fsType?: string;
  /** Mount it read-only.
   * @proto 6 */
  readOnly?: boolean;
  /** Further addresses of the target, for multipath.
   * @proto 7
   * @list atomic */
  portals?: string[];
  /** Authenticate by CHAP on discovery.
   * @proto 8 */
  chapAuthDiscovery?: boolean;
  /** Authenticate by CHAP on login.
   * @proto 11 */
  chapAuthSession?: boolean;
  /** Secret with the CHAP credentials.
   * @proto 10
   * @pointer */
  secretRef?: LocalObjectReference;
  /** Name the node calls itself. Makes an interface of its own for this volume.
   * @proto 12
   * @pointer */
  initiatorName?: string;
}

/** An iSCSI disk. */
export interface ISCSIPersistentVolumeSource {
  /** Address of the target, with a port if it is not 3260.
   * @proto 1
   * @required
   * @always */
  targetPortal: string;
  /** Qualified name of the target.
   * @proto 2
   * @required
   * @always */
  iqn: string;
  /** Number of the disk at the target.
   * @proto 3
   * @required
   * @always */
  lun: Int32;
  /** Interface of the initiator.
   * @proto 4
   * @default "default" */
  iscsiInterface?: string;
  /** File system on it; `ext4` if empty.
   * @proto 5 */
  fsType?: string;
  /** Mount it read-only.
   * @proto 6 */
  readOnly?: boolean;
  /** Further addresses of the target, for multipath.
   * @proto 7
   * @list atomic */
  portals?: string[];
  /** Authenticate by CHAP on discovery.
   * @proto 8 */
  chapAuthDiscovery?: boolean;
  /** Authenticate by CHAP on login.
   * @proto 11 */
  chapAuthSession?: boolean;
  /** Secret with the CHAP credentials.
   * @proto 10
   * @pointer */
  secretRef?: SecretReference;
  /** Name the node calls itself. Makes an interface of its own for this volume.
   * @proto 12
   * @pointer */
  initiatorName?: string;
}

/** A Fibre Channel disk, by target and lun or by WWID. */
export interface FCVolumeSource {
  /** World-wide names of the targets. Together with `lun`.
   * @proto 1
   * @list atomic */
  targetWWNs?: string[];
  /** Number of the disk at the targets.
   * @proto 2
   * @pointer */
  lun?: Int32;
  /** File system on it; `ext4` if empty.
   * @proto 3 */
  fsType?: string;
  /** Mount it read-only.
   * @proto 4 */
  readOnly?: boolean;
  /** World-wide ids of the disk. Instead of `targetWWNs` and `lun`.
   * @proto 5
   * @list atomic */
  wwids?: string[];
}

/** An Azure file share. */
export interface AzureFileVolumeSource {
  /** Secret with the storage account's name and key.
   * @proto 1
   * @required
   * @always */
  secretName: string;
  /** Name of the share.
   * @proto 2
   * @required
   * @always */
  shareName: string;
  /** Mount it read-only.
   * @proto 3 */
  readOnly?: boolean;
}

/** An Azure file share. */
export interface AzureFilePersistentVolumeSource {
  /** Secret with the storage account's name and key.
   * @proto 1
   * @required
   * @always */
  secretName: string;
  /** Name of the share.
   * @proto 2
   * @required
   * @always */
  shareName: string;
  /** Mount it read-only.
   * @proto 3 */
  readOnly?: boolean;
  /** Namespace of the Secret; that of the claim if absent.
   * @proto 4
   * @always
   * @pointer */
  secretNamespace?: string;
}

/** A vSphere disk. */
export interface VsphereVirtualDiskVolumeSource {
  /** Path of the vmdk.
   * @proto 1
   * @required
   * @always */
  volumePath: string;
  /** File system on it; `ext4` if empty.
   * @proto 2 */
  fsType?: string;
  /** Name of its storage policy.
   * @proto 3 */
  storagePolicyName?: string;
  /** Id of its storage policy.
   * @proto 4 */
  storagePolicyID?: string;
}

/** A Photon Controller disk. No longer supported. */
export interface PhotonPersistentDiskVolumeSource {
  /** Id of the disk.
   * @proto 1
   * @required
   * @always */
  pdID: string;
  /** File system on it; `ext4` if empty.
   * @proto 2 */
  fsType?: string;
}

/** How the host caches an Azure disk.
 * @enum */
export type AzureDataDiskCachingMode = 'None' | 'ReadOnly' | 'ReadWrite';

/** Kind of an Azure disk: several in one account, one an account, or managed.
 * @enum */
export type AzureDataDiskKind = 'Shared' | 'Dedicated' | 'Managed';

/** An Azure disk. */
export interface AzureDiskVolumeSource {
  /** Name of the disk.
   * @proto 1
   * @required
   * @always */
  diskName: string;
  /** URI of the disk.
   * @proto 2
   * @required
   * @always */
  diskURI: string;
  /** How the host caches it.
   * @proto 3
   * @pointer
   * @default "ReadWrite" */
  cachingMode?: AzureDataDiskCachingMode;
  /** File system on it.
   * @proto 4
   * @pointer
   * @default "ext4" */
  fsType?: string;
  /** Mount it read-only.
   * @proto 5
   * @pointer
   * @default false */
  readOnly?: boolean;
  /** How Azure holds the disk.
   * @proto 6
   * @pointer
   * @default "Shared" */
  kind?: AzureDataDiskKind;
}

/** A Portworx volume. */
export interface PortworxVolumeSource {
  /** Id of the volume.
   * @proto 1
   * @required
   * @always */
  volumeID: string;
  /** File system on it; `ext4` if empty.
   * @proto 2 */
  fsType?: string;
  /** Mount it read-only.
   * @proto 3 */
  readOnly?: boolean;
}

/** A ScaleIO volume. No longer supported. */
export interface ScaleIOVolumeSource {
  /** Address of the gateway's API.
   * @proto 1
   * @required
   * @always */
  gateway: string;
  /** Name of the storage system.
   * @proto 2
   * @required
   * @always */
  system: string;
  /** Secret with the login.
   * @proto 3
   * @required
   * @always
   * @pointer */
  secretRef: LocalObjectReference;
  /** Speak TLS with the gateway.
   * @proto 4 */
  sslEnabled?: boolean;
  /** Protection domain the storage is in.
   * @proto 5 */
  protectionDomain?: string;
  /** Pool within the protection domain.
   * @proto 6 */
  storagePool?: string;
  /** `ThickProvisioned` or `ThinProvisioned`.
   * @proto 7
   * @default "ThinProvisioned" */
  storageMode?: string;
  /** Name of the volume.
   * @proto 8 */
  volumeName?: string;
  /** File system on it.
   * @proto 9
   * @default "xfs" */
  fsType?: string;
  /** Mount it read-only.
   * @proto 10 */
  readOnly?: boolean;
}

/** A ScaleIO volume. No longer supported. */
export interface ScaleIOPersistentVolumeSource {
  /** Address of the gateway's API.
   * @proto 1
   * @required
   * @always */
  gateway: string;
  /** Name of the storage system.
   * @proto 2
   * @required
   * @always */
  system: string;
  /** Secret with the login.
   * @proto 3
   * @required
   * @always
   * @pointer */
  secretRef: SecretReference;
  /** Speak TLS with the gateway.
   * @proto 4 */
  sslEnabled?: boolean;
  /** Protection domain the storage is in.
   * @proto 5 */
  protectionDomain?: string;
  /** Pool within the protection domain.
   * @proto 6 */
  storagePool?: string;
  /** `ThickProvisioned` or `ThinProvisioned`.
   * @proto 7
   * @default "ThinProvisioned" */
  storageMode?: string;
  /** Name of the volume.
   * @proto 8 */
  volumeName?: string;
  /** File system on it.
   * @proto 9
   * @default "xfs" */
  fsType?: string;
  /** Mount it read-only.
   * @proto 10 */
  readOnly?: boolean;
}

/** A StorageOS volume. No longer supported. */
export interface StorageOSVolumeSource {
  /** Name of the volume.
   * @proto 1 */
  volumeName?: string;
  /** Namespace within StorageOS; that of the Pod if empty.
   * @proto 2 */
  volumeNamespace?: string;
  /** File system on it; `ext4` if empty.
   * @proto 3 */
  fsType?: string;
  /** Mount it read-only.
   * @proto 4 */
  readOnly?: boolean;
  /** Secret with the credentials.
   * @proto 5
   * @pointer */
  secretRef?: LocalObjectReference;
}

/** A StorageOS volume. No longer supported. */
export interface StorageOSPersistentVolumeSource {
  /** Name of the volume.
   * @proto 1 */
  volumeName?: string;
  /** Namespace within StorageOS; that of the Pod if empty.
   * @proto 2 */
  volumeNamespace?: string;
  /** File system on it; `ext4` if empty.
   * @proto 3 */
  fsType?: string;
  /** Mount it read-only.
   * @proto 4 */
  readOnly?: boolean;
  /** Secret with the credentials.
   * @proto 5
   * @pointer */
  secretRef?: ObjectReference;
}

/** The keys of a ConfigMap as files, one a key. Changes show up after a while.
 * @inline LocalObjectReference 1 */
export interface ConfigMapVolumeSource extends LocalObjectReference {
  /** Only these keys, under these paths. All keys under their own names if empty.
   * @proto 2
   * @list atomic */
  items?: KeyToPath[];
  /** Permission bits of the files, such as 0644 (420 in JSON, which has no octal).
   * @proto 3
   * @pointer
   * @default 420 */
  defaultMode?: Int32;
  /** Start the Pod even if the ConfigMap or its keys are missing.
   * @proto 4
   * @pointer */
  optional?: boolean;
}

/** Keys of a ConfigMap within a projected volume.
 * @inline LocalObjectReference 1 */
export interface ConfigMapProjection extends LocalObjectReference {
  /** Only these keys, under these paths. All keys under their own names if empty.
   * @proto 2
   * @list atomic */
  items?: KeyToPath[];
  /** Go on even if the ConfigMap or its keys are missing.
   * @proto 4
   * @pointer */
  optional?: boolean;
}

/** A token of the Pod's service account as a file, renewed before it ends. */
export interface ServiceAccountTokenProjection {
  /** Whom the token is for. The API server if empty.
   * @proto 1 */
  audience?: string;
  /** Lifetime in seconds, at least 600. Renewed after 80 % of it, or after 24 hours.
   * @proto 2
   * @pointer
   * @default 3600 */
  expirationSeconds?: Int64;
  /** File to write it to, relative to the volume.
   * @proto 3
   * @required
   * @always */
  path: string;
}

/** CA certificates from ClusterTrustBundles as one PEM file. By name, or by signer and labels. */
export interface ClusterTrustBundleProjection {
  /** One bundle by its name.
   * @proto 1
   * @pointer */
  name?: string;
  /** All bundles of this signer.
   * @proto 2
   * @pointer */
  signerName?: string;
  /** Only the signer's bundles with matching labels. Absent selects none, empty selects all.
   * @proto 3
   * @pointer */
  labelSelector?: LabelSelector;
  /** Go on without the file or with an empty one if no bundle is found.
   * @proto 5
   * @pointer */
  optional?: boolean;
  /** File to write to, relative to the volume.
   * @proto 4
   * @required
   * @always */
  path: string;
}

/** Several sources in one directory. */
export interface ProjectedVolumeSource {
  /** The sources. Where paths clash, the later one wins.
   * @proto 1
   * @always
   * @list atomic */
  sources?: VolumeProjection[];
  /** Permission bits of the files, such as 0644 (420 in JSON, which has no octal).
   * @proto 2
   * @pointer
   * @default 420 */
  defaultMode?: Int32;
}

/** One source of a projected volume. Exactly one is set. */
export interface VolumeProjection {
  /** Keys of a Secret.
   * @proto 1
   * @pointer */
  secret?: SecretProjection;
  /** Facts about the Pod.
   * @proto 2
   * @pointer */
  downwardAPI?: DownwardAPIProjection;
  /** Keys of a ConfigMap.
   * @proto 3
   * @pointer */
  configMap?: ConfigMapProjection;
  /** A token of the Pod's service account.
   * @proto 4
   * @pointer */
  serviceAccountToken?: ServiceAccountTokenProjection;
  /** CA certificates from ClusterTrustBundles.
   * @proto 5
   * @pointer
   * @featureGate ClusterTrustBundleProjection */
  clusterTrustBundle?: ClusterTrustBundleProjection;
}

/** Puts one key into a file of another name. */
export interface KeyToPath {
  /** The key.
   * @proto 1
   * @required
   * @always */
  key: string;
  /** File to write it to, relative to the volume; no `..` in it.
   * @proto 2
   * @required
   * @always */
  path: string;
  /** Permission bits of this file. The volume's `defaultMode` if absent.
   * @proto 3
   * @pointer */
  mode?: Int32;
}

/** A disk or directory attached to one node. */
export interface LocalVolumeSource {
  /** Path on the node: a directory, or a block device.
   * @proto 1
   * @required
   * @always */
  path: string;
  /** File system on a block device; guessed if absent.
   * @proto 2
   * @pointer */
  fsType?: string;
}

/** A volume that a CSI driver serves. */
export interface CSIPersistentVolumeSource {
  /** Name of the driver.
   * @proto 1
   * @required
   * @always */
  driver: string;
  /** Id of the volume at the driver.
   * @proto 2
   * @required
   * @always */
  volumeHandle: string;
  /** Passed on when publishing the volume; mounts are read-only then.
   * @proto 3 */
  readOnly?: boolean;
  /** File system to mount, such as `ext4`.
   * @proto 4 */
  fsType?: string;
  /** What the driver noted when it made the volume.
   * @proto 5 */
  volumeAttributes?: Record<string, string>;
  /** Secret for attaching and detaching.
   * @proto 6
   * @pointer */
  controllerPublishSecretRef?: SecretReference;
  /** Secret for staging on the node.
   * @proto 7
   * @pointer */
  nodeStageSecretRef?: SecretReference;
  /** Secret for mounting into the Pod.
   * @proto 8
   * @pointer */
  nodePublishSecretRef?: SecretReference;
  /** Secret for growing the volume.
   * @proto 9
   * @pointer */
  controllerExpandSecretRef?: SecretReference;
  /** Secret for growing it on the node.
   * @proto 10
   * @pointer */
  nodeExpandSecretRef?: SecretReference;
}

/** A volume that a CSI driver makes for one Pod. */
export interface CSIVolumeSource {
  /** Name of the driver.
   * @proto 1
   * @required
   * @always */
  driver: string;
  /** Mount it read-only.
   * @proto 2
   * @pointer */
  readOnly?: boolean;
  /** File system to mount; the driver decides if absent.
   * @proto 3
   * @pointer */
  fsType?: string;
  /** Settings the driver understands.
   * @proto 4 */
  volumeAttributes?: Record<string, string>;
  /** Secret passed to the driver on mounting.
   * @proto 5
   * @pointer */
  nodePublishSecretRef?: LocalObjectReference;
}

/** A claim that lives and dies with the Pod. */
export interface EphemeralVolumeSource {
  /** The claim to make, as `<pod>-<volume>`. Changes later have no effect.
   * @proto 1
   * @pointer */
  volumeClaimTemplate?: PersistentVolumeClaimTemplate;
}

/** The claim to make for a Pod. */
export interface PersistentVolumeClaimTemplate {
  /** Labels and annotations for the claim. Other fields are refused.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** What storage is wanted.
   * @proto 2
   * @required
   * @always */
  spec: PersistentVolumeClaimSpec;
}

/** A port a container listens on. Without it the port works just as well; it names the port for others. */
export interface ContainerPort {
  /** Name that Services and probes can use instead of the number. Unique in the Pod.
   * @proto 1 */
  name?: string;
  /** Port of the node that leads here. Only one Pod a node can have it. With host networking it must equal
   * `containerPort`.
   * @proto 2 */
  hostPort?: Int32;
  /** The port's number.
   * @proto 3
   * @required
   * @always */
  containerPort: Int32;
  /** Transport protocol.
   * @proto 4
   * @default "TCP" */
  protocol?: Protocol;
  /** Address of the node on which `hostPort` listens; all if empty.
   * @proto 5 */
  hostIP?: string;
}

/** Puts a volume into a container. */
export interface VolumeMount {
  /** The volume's name.
   * @proto 1
   * @required
   * @always */
  name: string;
  /** Mount it read-only.
   * @proto 2 */
  readOnly?: boolean;
  /** Whether mounts below a read-only mount are read-only too. `Enabled` fails where the node cannot do it. Needs
   * `readOnly`.
   * @proto 7
   * @pointer */
  recursiveReadOnly?: RecursiveReadOnlyMode;
  /** Where it appears in the container. No `:` in it.
   * @proto 3
   * @required
   * @always */
  mountPath: string;
  /** Mount only this path within the volume. Its root if empty.
   * @proto 4 */
  subPath?: string;
  /** Whether later mounts pass from host to container and back. `None` if absent.
   * @proto 5
   * @pointer */
  mountPropagation?: MountPropagationMode;
  /** Like `subPath`, with `$(VAR)` replaced from the container's environment. Excludes `subPath`.
   * @proto 6 */
  subPathExpr?: string;
}

/** No passing on of mounts, from the host only, or both ways (privileged containers).
 * @enum */
export type MountPropagationMode = 'None' | 'HostToContainer' | 'Bidirectional';

/** Never, where possible, or always.
 * @enum */
export type RecursiveReadOnlyMode = 'Disabled' | 'IfPossible' | 'Enabled';

/** Gives a container a raw block device. */
export interface VolumeDevice {
  /** Name of a volume of the Pod that is a claim of block mode.
   * @proto 1
   * @required
   * @always */
  name: string;
  /** Where the device appears in the container.
   * @proto 2
   * @required
   * @always */
  devicePath: string;
}

/** An environment variable of a container. */
export interface EnvVar {
  /** Its name: any printable ASCII without `=`.
   * @proto 1
   * @required
   * @always */
  name: string;
  /** Its value. `$(OTHER)` is replaced by an earlier variable, `$$(OTHER)` is left as `$(OTHER)`.
   * @proto 2 */
  value?: string;
  /** Take the value from elsewhere. Excludes `value`.
   * @proto 3
   * @pointer */
  valueFrom?: EnvVarSource;
}

/** Where a variable's value comes from. Exactly one is set. */
export interface EnvVarSource {
  /** A field of the Pod: name, namespace, uid, labels, annotations, node name, service account or addresses.
   * @proto 1
   * @pointer */
  fieldRef?: ObjectFieldSelector;
  /** A limit or request of a container.
   * @proto 2
   * @pointer */
  resourceFieldRef?: ResourceFieldSelector;
  /** A key of a ConfigMap.
   * @proto 3
   * @pointer */
  configMapKeyRef?: ConfigMapKeySelector;
  /** A key of a Secret.
   * @proto 4
   * @pointer */
  secretKeyRef?: SecretKeySelector;
}

/** A field of the object itself.
 * @struct atomic */
export interface ObjectFieldSelector {
  /** Version in which the path is to be read.
   * @proto 1
   * @default "v1" */
  apiVersion?: string;
  /** The field's path, such as `metadata.name` or `metadata.labels['app']`.
   * @proto 2
   * @required
   * @always */
  fieldPath: string;
}

/** A limit or request of a container, as a number.
 * @struct atomic */
export interface ResourceFieldSelector {
  /** The container. Required in volumes; the variable's own container otherwise.
   * @proto 1 */
  containerName?: string;
  /** Which one, such as `limits.cpu` or `requests.memory`.
   * @proto 2
   * @required
   * @always */
  resource: string;
  /** Unit to divide by, rounding up, such as `1Mi`. 1 if absent.
   * @proto 3
   * @always */
  divisor?: Quantity;
}

/** A ConfigMap beside the Pod, and one of its keys.
 * @inline LocalObjectReference 1
 * @struct atomic */
export interface ConfigMapKeySelector extends LocalObjectReference {
  /** The key.
   * @proto 2
   * @required
   * @always */
  key: string;
  /** Leave the variable out if the ConfigMap or key is missing, instead of not starting.
   * @proto 3
   * @pointer */
  optional?: boolean;
}

/** A Secret beside the Pod, and one of its keys.
 * @inline LocalObjectReference 1
 * @struct atomic */
export interface SecretKeySelector extends LocalObjectReference {
  /** The key.
   * @proto 2
   * @required
   * @always */
  key: string;
  /** Leave the variable out if the Secret or key is missing, instead of not starting.
   * @proto 3
   * @pointer */
  optional?: boolean;
}

/** Makes a variable of every key. Exactly one source is set. */
export interface EnvFromSource {
  /** Text put before each key.
   * @proto 1 */
  prefix?: string;
  /** The ConfigMap.
   * @proto 2
   * @pointer */
  configMapRef?: ConfigMapEnvSource;
  /** The Secret.
   * @proto 3
   * @pointer */
  secretRef?: SecretEnvSource;
}

/** A ConfigMap whose keys become variables.
 * @inline LocalObjectReference 1 */
export interface ConfigMapEnvSource extends LocalObjectReference {
  /** Go on if the ConfigMap is missing.
   * @proto 2
   * @pointer */
  optional?: boolean;
}

/** A Secret whose keys become variables.
 * @inline LocalObjectReference 1 */
export interface SecretEnvSource extends LocalObjectReference {
  /** Go on if the Secret is missing.
   * @proto 2
   * @pointer */
  optional?: boolean;
}

/** A header of a probe's request. */
export interface HTTPHeader {
  /** Name of the header.
   * @proto 1
   * @required
   * @always */
  name: string;
  /** Its value.
   * @proto 2
   * @required
   * @always */
  value: string;
}

/** An HTTP GET. Status 200 to 399 is success. */
export interface HTTPGetAction {
  /** Path to ask for.
   * @proto 1
   * @default "/" */
  path?: string;
  /** Port by number, or by name of a container port.
   * @proto 2
   * @required
   * @always */
  port: IntOrString;
  /** Host to connect to, the Pod's address if empty. For virtual hosts set a `Host` header instead.
   * @proto 3 */
  host?: string;
  /** HTTP or HTTPS; certificates are not checked.
   * @proto 4
   * @default "HTTP" */
  scheme?: URIScheme;
  /** Headers to send. A name may repeat.
   * @proto 5
   * @list atomic */
  httpHeaders?: HTTPHeader[];
}

/** HTTP or HTTPS.
 * @enum */
export type URIScheme = 'HTTP' | 'HTTPS';

/** Opens a TCP connection. Success if it opens. */
export interface TCPSocketAction {
  /** Port by number, or by name of a container port.
   * @proto 1
   * @required
   * @always */
  port: IntOrString;
  /** Host to connect to, the Pod's address if empty.
   * @proto 2 */
  host?: string;
}

/** Calls the gRPC health service. `SERVING` is success. */
export interface GRPCAction {
  /** Port of the gRPC server.
   * @proto 1
   * @required
   * @always */
  port: Int32;
  /** Service name to ask about; empty asks about the server as a whole.
   * @proto 2
   * @always
   * @pointer
   * @default "" */
  service?: string;
}

/** Runs a command in the container. Exit code 0 is success. */
export interface ExecAction {
  /** Program and arguments. Runs without a shell, in `/`.
   * @proto 1
   * @list atomic */
  command?: string[];
}

/** Waits. */
export interface SleepAction {
  /** How many seconds.
   * @proto 1
   * @required
   * @always */
  seconds: Int64;
}

/** A check of a container, done again and again by the node.
 * @inline ProbeHandler 1 */
export interface Probe extends ProbeHandler {
  /** Wait this long after the start before the first check.
   * @proto 2 */
  initialDelaySeconds?: Int32;
  /** A check that takes longer has failed.
   * @proto 3
   * @default 1 */
  timeoutSeconds?: Int32;
  /** Time between checks.
   * @proto 4
   * @default 10 */
  periodSeconds?: Int32;
  /** Successes in a row that turn failure to success. Anything but 1 is only for readiness.
   * @proto 5
   * @default 1 */
  successThreshold?: Int32;
  /** Failures in a row that turn success to failure.
   * @proto 6
   * @default 3 */
  failureThreshold?: Int32;
  /** Time to end when this probe kills the container; the Pod's own if absent. Not for readiness.
   * @proto 7
   * @pointer */
  terminationGracePeriodSeconds?: Int64;
}

/** Pull the image on each start, never, or only when the node lacks it.
 * @enum */
export type PullPolicy = 'Always' | 'Never' | 'IfNotPresent';

/** Whether a container goes on running when one of its resources is resized.
 * @enum */
export type ResourceResizeRestartPolicy = 'NotRequired' | 'RestartContainer';

/** What a change of one resource means for the running container. */
export interface ContainerResizePolicy {
  /** `cpu` or `memory`.
   * @proto 1
   * @required
   * @always */
  resourceName: ResourceName;
  /** Whether the container is restarted. `NotRequired` if unset.
   * @proto 2
   * @required
   * @always */
  restartPolicy: ResourceResizeRestartPolicy;
}

/** Whether a Pod may push out Pods of lower priority.
 * @enum */
export type PreemptionPolicy = 'PreemptLowerPriority' | 'Never';

/** Take the message from the file only, or else from the end of a failed container's log.
 * @enum */
export type TerminationMessagePolicy = 'File' | 'FallbackToLogsOnError';

/** A Linux capability without `CAP_`, such as `NET_ADMIN`; `ALL` for all. */
export type Capability = string;

/** Linux capabilities to change from the runtime's own set. */
export interface Capabilities {
  /** Capabilities to add.
   * @proto 1
   * @list atomic */
  add?: Capability[];
  /** Capabilities to take away.
   * @proto 2
   * @list atomic */
  drop?: Capability[];
}

/** What a container needs and how much it may use. */
export interface ResourceRequirements {
  /** The most it may use. CPU is throttled, memory beyond it gets the container killed.
   * @proto 1 */
  limits?: Record<string, Quantity>;
  /** What is set aside for it on the node. Taken from `limits` if absent there.
   * @proto 2 */
  requests?: Record<string, Quantity>;
  /** Devices it uses, by name from the Pod's `resourceClaims`.
   * @proto 3
   * @list map
   * @listKey name
   * @featureGate DynamicResourceAllocation */
  claims?: ResourceClaim[];
}

/** How large a volume should be. */
export interface VolumeResourceRequirements {
  /** The largest that will do.
   * @proto 1 */
  limits?: Record<string, Quantity>;
  /** The smallest that will do, under `storage`.
   * @proto 2 */
  requests?: Record<string, Quantity>;
}

/** A device claim a container uses. */
export interface ResourceClaim {
  /** Name of an entry in the Pod's `resourceClaims`.
   * @proto 1
   * @required
   * @always */
  name: string;
  /** One request within the claim; all of it if empty.
   * @proto 2 */
  request?: string;
}

/** One container of a Pod: an image and how to run it. */
export interface Container {
  /** Name of the container, a DNS label, unique in the Pod. Cannot change.
   * @proto 1
   * @required
   * @always */
  name: string;
  /** The OCI image, such as `nginx:1.27` or by digest. May be changed in a running Pod, which restarts the container.
   * @proto 2 */
  image?: string;
  /** Program to run instead of the image's entrypoint, without a shell. `$(VAR)` is replaced from the environment.
   * @proto 3
   * @list atomic */
  command?: string[];
  /** Arguments instead of the image's. `$(VAR)` is replaced from the environment, `$$(VAR)` is left as `$(VAR)`.
   * @proto 4
   * @list atomic */
  args?: string[];
  /** Directory to start in; the image's if empty.
   * @proto 5 */
  workingDir?: string;
  /** Ports it listens on. Mostly information; a port not listed can be reached all the same.
   * @proto 6
   * @list map
   * @listKey containerPort
   * @listKey protocol
   * @patchStrategy merge
   * @patchMergeKey containerPort */
  ports?: ContainerPort[];
  /** ConfigMaps and Secrets whose keys all become variables. Later ones win, and `env` wins over all.
   * @proto 19
   * @list atomic */
  envFrom?: EnvFromSource[];
  /** Environment variables.
   * @proto 7
   * @list map
   * @listKey name
   * @patchStrategy merge
   * @patchMergeKey name */
  env?: EnvVar[];
  /** What it needs of CPU, memory and the like, and the most it may use.
   * @proto 8
   * @always */
  resources?: ResourceRequirements;
  /** Whether changing its CPU or memory restarts it.
   * @proto 23
   * @list atomic
   * @featureGate InPlacePodVerticalScaling */
  resizePolicy?: ContainerResizePolicy[];
  /** Only for init containers: `Always` makes it a sidecar that starts in order, keeps running, and ends after the main
   * containers.
   * @proto 24
   * @pointer */
  restartPolicy?: ContainerRestartPolicy;
  /** Volumes to mount, and where.
   * @proto 9
   * @list map
   * @listKey mountPath
   * @patchStrategy merge
   * @patchMergeKey mountPath */
  volumeMounts?: VolumeMount[];
  /** Raw block devices to give it.
   * @proto 21
   * @list map
   * @listKey devicePath
   * @patchStrategy merge
   * @patchMergeKey devicePath */
  volumeDevices?: VolumeDevice[];
  /** Check that it still works; restarted when it fails.
   * @proto 10
   * @pointer */
  livenessProbe?: Probe;
  /** Check that it can serve; gets no Service traffic while it fails.
   * @proto 11
   * @pointer */
  readinessProbe?: Probe;
  /** Check that it has started; the other probes wait for it, and it is restarted if that takes too long.
   * @proto 22
   * @pointer */
  startupProbe?: Probe;
  /** Actions just after its start and just before its end.
   * @proto 12
   * @pointer */
  lifecycle?: Lifecycle;
  /** File in which it may leave a few words on ending; they appear in its status. At most 4096 bytes.
   * @proto 13
   * @default "/dev/termination-log" */
  terminationMessagePath?: string;
  /** Whether the end of the log stands in for a missing message after a failure.
   * @proto 20
   * @default "File" */
  terminationMessagePolicy?: TerminationMessagePolicy;
  /** When to pull. If absent, `Always` for the tag `latest` or none, otherwise `IfNotPresent`.
   * @proto 14 */
  imagePullPolicy?: PullPolicy;
  /** Privileges and identity of its processes. Goes before the Pod's settings.
   * @proto 15
   * @pointer */
  securityContext?: SecurityContext;
  /** Keep a standard input open, for `attach`. Otherwise it reads end of file.
   * @proto 16 */
  stdin?: boolean;
  /** Close standard input when the first client that attached leaves. Only with `stdin`.
   * @proto 17 */
  stdinOnce?: boolean;
  /** Give it a terminal. Needs `stdin`.
   * @proto 18 */
  tty?: boolean;
}

/** The check itself. Exactly one is set. */
export interface ProbeHandler {
  /** Run a command in the container.
   * @proto 1
   * @pointer */
  exec?: ExecAction;
  /** Ask by HTTP.
   * @proto 2
   * @pointer */
  httpGet?: HTTPGetAction;
  /** Open a TCP connection.
   * @proto 3
   * @pointer */
  tcpSocket?: TCPSocketAction;
  /** Ask the gRPC health service.
   * @proto 4
   * @pointer */
  grpc?: GRPCAction;
}

/** An action at a container's start or end. Exactly one is set. */
export interface LifecycleHandler {
  /** Run a command in the container.
   * @proto 1
   * @pointer */
  exec?: ExecAction;
  /** Ask by HTTP.
   * @proto 2
   * @pointer */
  httpGet?: HTTPGetAction;
  /** Never worked as a hook; fails at run time.
   * @proto 3
   * @pointer
   * @deprecated */
  tcpSocket?: TCPSocketAction;
  /** Wait some seconds.
   * @proto 4
   * @pointer
   * @featureGate PodLifecycleSleepAction */
  sleep?: SleepAction;
}

/** A Linux signal by name, or one of a few that Windows has.
 * @enum */
export type Signal =
  | 'SIGABRT'
  | 'SIGALRM'
  | 'SIGBUS'
  | 'SIGCHLD'
  | 'SIGCLD'
  | 'SIGCONT'
  | 'SIGFPE'
  | 'SIGHUP'
  | 'SIGILL'
  | 'SIGINT'
  | 'SIGIO'
  | 'SIGIOT'
  | 'SIGKILL'
  | 'SIGPIPE'
  | 'SIGPOLL'
  | 'SIGPROF'
  | 'SIGPWR'
  | 'SIGQUIT'
  | 'SIGSEGV'
  | 'SIGSTKFLT'
  | 'SIGSTOP'
  | 'SIGSYS'
  | 'SIGTERM'
  | 'SIGTRAP'
  | 'SIGTSTP'
  | 'SIGTTIN'
  | 'SIGTTOU'
  | 'SIGURG'
  | 'SIGUSR1'
  | 'SIGUSR2'
  | 'SIGVTALRM'
  | 'SIGWINCH'
  | 'SIGXCPU'
  | 'SIGXFSZ'
  | 'SIGRTMIN'
  | 'SIGRTMIN+1'
  | 'SIGRTMIN+2'
  | 'SIGRTMIN+3'
  | 'SIGRTMIN+4'
  | 'SIGRTMIN+5'
  | 'SIGRTMIN+6'
  | 'SIGRTMIN+7'
  | 'SIGRTMIN+8'
  | 'SIGRTMIN+9'
  | 'SIGRTMIN+10'
  | 'SIGRTMIN+11'
  | 'SIGRTMIN+12'
  | 'SIGRTMIN+13'
  | 'SIGRTMIN+14'
  | 'SIGRTMIN+15'
  | 'SIGRTMAX-14'
  | 'SIGRTMAX-13'
  | 'SIGRTMAX-12'
  | 'SIGRTMAX-11'
  | 'SIGRTMAX-10'
  | 'SIGRTMAX-9'
  | 'SIGRTMAX-8'
  | 'SIGRTMAX-7'
  | 'SIGRTMAX-6'
  | 'SIGRTMAX-5'
  | 'SIGRTMAX-4'
  | 'SIGRTMAX-3'
  | 'SIGRTMAX-2'
  | 'SIGRTMAX-1'
  | 'SIGRTMAX';

/** Actions at a container's start and end. */
export interface Lifecycle {
  /** Run right after the start, at the same time as the entrypoint. If it fails, the container is restarted.
   * @proto 1
   * @pointer */
  postStart?: LifecycleHandler;
  /** Run before the stop signal, within the grace period. Not run if the container ends by itself.
   * @proto 2
   * @pointer */
  preStop?: LifecycleHandler;
  /** Signal that asks it to stop, instead of the image's or SIGTERM. Needs `spec.os.name`.
   * @proto 3
   * @pointer */
  stopSignal?: Signal;
}

/** A truth value that may also be unknown.
 * @enum */
export type ConditionStatus = 'True' | 'False' | 'Unknown';

/** Not running yet, or not running again yet. */
export interface ContainerStateWaiting {
  /** What it waits for, such as `ContainerCreating` or `CrashLoopBackOff`.
   * @proto 1 */
  reason?: string;
  /** More about it, for people.
   * @proto 2 */
  message?: string;
}

/** Running. */
export interface ContainerStateRunning {
  /** Since when.
   * @proto 1
   * @always */
  startedAt?: Time;
}

/** Ended. */
export interface ContainerStateTerminated {
  /** Exit code of its main process.
   * @proto 1
   * @required
   * @always */
  exitCode: Int32;
  /** Signal that ended it, if the runtime tells.
   * @proto 2 */
  signal?: Int32;
  /** Why in one word, such as `Completed`, `Error` or `OOMKilled`.
   * @proto 3 */
  reason?: string;
  /** What it left in its termination message.
   * @proto 4 */
  message?: string;
  /** When that run began.
   * @proto 5
   * @always */
  startedAt?: Time;
  /** When it ended.
   * @proto 6
   * @always */
  finishedAt?: Time;
  /** The run's id, as `<runtime>://<id>`.
   * @proto 7 */
  containerID?: string;
}

/** What a container is doing. At most one is set; none means waiting. */
export interface ContainerState {
  /** Not running yet.
   * @proto 1
   * @pointer */
  waiting?: ContainerStateWaiting;
  /** Running.
   * @proto 2
   * @pointer */
  running?: ContainerStateRunning;
  /** Ended.
   * @proto 3
   * @pointer */
  terminated?: ContainerStateTerminated;
}

/** How one container is doing. */
export interface ContainerStatus {
  /** Name of the container in the spec.
   * @proto 1
   * @required
   * @always */
  name: string;
  /** What it is doing now.
   * @proto 2
   * @always */
  state?: ContainerState;
  /** How its run before this one ended.
   * @proto 3
   * @always */
  lastState?: ContainerState;
  /** It has started and passes its readiness check. For init containers: it is done.
   * @proto 4
   * @required
   * @always */
  ready: boolean;
  /** How often it was started again. Counted from runs the node still remembers.
   * @proto 5
   * @required
   * @always */
  restartCount: Int32;
  /** The image it runs, as the runtime names it. May differ from the spec's text.
   * @proto 6
   * @required
   * @always */
  image: string;
  /** Digest or id of the image it really runs.
   * @proto 7
   * @required
   * @always */
  imageID: string;
  /** Id of this run, as `<runtime>://<id>`.
   * @proto 8 */
  containerID?: string;
  /** It runs and has passed its startup check. Always true without one.
   * @proto 9
   * @pointer */
  started?: boolean;
  /** What the node has set aside for it.
   * @proto 10
   * @featureGate InPlacePodVerticalScalingAllocatedStatus */
  allocatedResources?: Record<string, Quantity>;
  /** Requests and limits in force in the runtime.
   * @proto 11
   * @pointer
   * @featureGate InPlacePodVerticalScaling */
  resources?: ResourceRequirements;
  /** Its mounts as they came out.
   * @proto 12
   * @list map
   * @listKey mountPath
   * @patchStrategy merge
   * @patchMergeKey mountPath */
  volumeMounts?: VolumeMountStatus[];
  /** The user and groups its first process started with.
   * @proto 13
   * @pointer
   * @featureGate SupplementalGroupsPolicy */
  user?: ContainerUser;
  /** Health of the devices it was given.
   * @proto 14
   * @list map
   * @listKey name
   * @patchStrategy merge
   * @patchMergeKey name
   * @featureGate ResourceHealthStatus */
  allocatedResourcesStatus?: ResourceStatus[];
  /** Signal that would ask it to stop.
   * @proto 15
   * @pointer
   * @featureGate ContainerStopSignals */
  stopSignal?: Signal;
}

/** Health of the devices of one resource or claim. */
export interface ResourceStatus {
  /** Name of the resource, or `claim:<claim>/<request>` for claims.
   * @proto 1
   * @required
   * @always */
  name: ResourceName;
  /** The single devices. Absent means not known.
   * @proto 2
   * @list map
   * @listKey resourceID */
  resources?: ResourceHealth[];
}

/** `Healthy`, `Unhealthy` or `Unknown`. */
export type ResourceHealthStatus = string;

/** Id of a device, unique on its node. */
export type ResourceID = string;

/** Health of one device. */
export interface ResourceHealth {
  /** The device.
   * @proto 1
   * @required
   * @always */
  resourceID: ResourceID;
  /** How it is. `Unknown` if nothing was heard for some time.
   * @proto 2 */
  health?: ResourceHealthStatus;
}

/** The identity a container started with. */
export interface ContainerUser {
  /** On Linux: user and groups.
   * @proto 1
   * @pointer */
  linux?: LinuxContainerUser;
}

/** User and groups of a container's first process. It may have changed them since. */
export interface LinuxContainerUser {
  /** User id.
   * @proto 1
   * @required
   * @always */
  uid: Int64;
  /** Primary group id.
   * @proto 2
   * @required
   * @always */
  gid: Int64;
  /** Further group ids, those from the image included.
   * @proto 3
   * @list atomic */
  supplementalGroups?: Int64[];
}

/** Where a Pod is in its life: waiting to start, running, ended well, ended badly, or out of sight.
 * @enum */
export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';

/** Which aspect of a Pod, such as `Ready` or `PodScheduled`. */
export type PodConditionType = string;

/** One aspect of a Pod's state. */
export interface PodCondition {
  /** Which aspect, such as `Ready`. Readiness gates use names of their own.
   * @proto 1
   * @required
   * @always */
  type: PodConditionType;
  /** The spec's generation the condition was found for.
   * @proto 7
   * @featureGate PodObservedGenerationTracking */
  observedGeneration?: Int64;
  /** Whether it holds.
   * @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** When it was last looked at. Mostly null.
   * @proto 3
   * @always */
  lastProbeTime?: Time;
  /** When `status` last flipped.
   * @proto 4
   * @always */
  lastTransitionTime?: Time;
  /** One word why, such as `Unschedulable`.
   * @proto 5 */
  reason?: string;
  /** A sentence why, for people.
   * @proto 6 */
  message?: string;
}

/** How far a resize has come.
 * @deprecated */
export type PodResizeStatus = string;

/** A mount as it came out. */
export interface VolumeMountStatus {
  /** The volume's name.
   * @proto 1
   * @required
   * @always */
  name: string;
  /** Where it is mounted.
   * @proto 2
   * @required
   * @always */
  mountPath: string;
  /** Whether it is read-only.
   * @proto 3 */
  readOnly?: boolean;
  /** Whether mounts below it are read-only too, `Enabled` or `Disabled`. Only for read-only mounts.
   * @proto 4
   * @pointer */
  recursiveReadOnly?: RecursiveReadOnlyMode;
}

/** Whether containers that end are started again: always, only after failures, or never.
 * @enum */
export type RestartPolicy = 'Always' | 'OnFailure' | 'Never';

/** Only `Always`, which turns an init container into a sidecar.
 * @enum */
export type ContainerRestartPolicy = 'Always';

/** Whose DNS a Pod uses: the cluster's, the node's, or only what `dnsConfig` says.
 * @enum */
export type DNSPolicy = 'ClusterFirstWithHostNet' | 'ClusterFirst' | 'Default' | 'None';

/** Chooses nodes. Any of its terms suffices.
 * @struct atomic */
export interface NodeSelector {
  /** The terms, joined by OR. At least one.
   * @proto 1
   * @required
   * @always
   * @list atomic */
  nodeSelectorTerms: NodeSelectorTerm[];
}

/** Conditions a node must meet, all of them. An empty term matches nothing.
 * @struct atomic */
export interface NodeSelectorTerm {
  /** Conditions on the node's labels.
   * @proto 1
   * @list atomic */
  matchExpressions?: NodeSelectorRequirement[];
  /** Conditions on the node's fields; only `metadata.name`.
   * @proto 2
   * @list atomic */
  matchFields?: NodeSelectorRequirement[];
}

/** One condition on a node. */
export interface NodeSelectorRequirement {
  /** Label key, or field.
   * @proto 1
   * @required
   * @always */
  key: string;
  /** How it relates to `values`.
   * @proto 2
   * @required
   * @always */
  operator: NodeSelectorOperator;
  /** Some for `In` and `NotIn`, none for `Exists` and `DoesNotExist`, a single whole number for `Gt` and `Lt`.
   * @proto 3
   * @list atomic */
  values?: string[];
}

/** In a set, not in it, there, not there, greater than, less than.
 * @enum */
export type NodeSelectorOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';

/** Places by topology labels. An empty term matches everywhere.
 * @struct atomic */
export interface TopologySelectorTerm {
  /** Conditions on topology labels; all of them hold.
   * @proto 1
   * @list atomic */
  matchLabelExpressions?: TopologySelectorLabelRequirement[];
}

/** One topology label and its values. */
export interface TopologySelectorLabelRequirement {
  /** Label key, such as `topology.kubernetes.io/zone`.
   * @proto 1
   * @required
   * @always */
  key: string;
  /** Any of these values.
   * @proto 2
   * @required
   * @always
   * @list atomic */
  values: string[];
}

/** Where the scheduler should and should not place a Pod. */
export interface Affinity {
  /** By what the nodes are.
   * @proto 1
   * @pointer */
  nodeAffinity?: NodeAffinity;
  /** Near certain other Pods.
   * @proto 2
   * @pointer */
  podAffinity?: PodAffinity;
  /** Away from certain other Pods.
   * @proto 3
   * @pointer */
  podAntiAffinity?: PodAntiAffinity;
}

/** Place the Pod near others. Only looked at when it is scheduled. */
export interface PodAffinity {
  /** Must all hold, or the Pod is not scheduled.
   * @proto 1
   * @list atomic */
  requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[];
  /** Nice to have: places with the highest sum of weights win.
   * @proto 2
   * @list atomic */
  preferredDuringSchedulingIgnoredDuringExecution?: WeightedPodAffinityTerm[];
}

/** Keep the Pod away from others. Only looked at when it is scheduled. */
export interface PodAntiAffinity {
  /** Must all hold, or the Pod is not scheduled.
   * @proto 1
   * @list atomic */
  requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[];
  /** Nice to have: places with the lowest sum of weights win.
   * @proto 2
   * @list atomic */
  preferredDuringSchedulingIgnoredDuringExecution?: WeightedPodAffinityTerm[];
}

/** A term that counts with a weight. */
export interface WeightedPodAffinityTerm {
  /** 1 to 100.
   * @proto 1
   * @required
   * @always */
  weight: Int32;
  /** The term.
   * @proto 2
   * @required
   * @always */
  podAffinityTerm: PodAffinityTerm;
}

/** Which Pods to be near to, or away from, and what near means. */
export interface PodAffinityTerm {
  /** The Pods, by label. Absent matches none.
   * @proto 1
   * @pointer */
  labelSelector?: LabelSelector;
  /** Their namespaces, added to those of `namespaceSelector`. The Pod's own if both are absent.
   * @proto 2
   * @list atomic */
  namespaces?: string[];
  /** Two nodes are near each other if they share this label's value. Required.
   * @proto 3
   * @required
   * @always */
  topologyKey: string;
  /** Their namespaces, by label. Empty means all.
   * @proto 4
   * @pointer */
  namespaceSelector?: LabelSelector;
  /** Labels whose value in the new Pod is added to `labelSelector` as equal, such as `pod-template-hash`.
   * @proto 5
   * @list atomic */
  matchLabelKeys?: string[];
  /** Labels whose value in the new Pod is added to `labelSelector` as different.
   * @proto 6
   * @list atomic */
  mismatchLabelKeys?: string[];
}

/** Which nodes suit a Pod. Only looked at when it is scheduled. */
export interface NodeAffinity {
  /** The node must match, or the Pod is not scheduled.
   * @proto 1
   * @pointer */
  requiredDuringSchedulingIgnoredDuringExecution?: NodeSelector;
  /** Nice to have: nodes with the highest sum of weights win.
   * @proto 2
   * @list atomic */
  preferredDuringSchedulingIgnoredDuringExecution?: PreferredSchedulingTerm[];
}

/** A wish for certain nodes that counts with a weight. */
export interface PreferredSchedulingTerm {
  /** 1 to 100.
   * @proto 1
   * @required
   * @always */
  weight: Int32;
  /** The nodes.
   * @proto 2
   * @required
   * @always */
  preference: NodeSelectorTerm;
}

/** Keeps Pods off a node unless they tolerate it. */
export interface Taint {
  /** Name of the taint, as a label key.
   * @proto 1
   * @required
   * @always */
  key: string;
  /** Its value, if it has one.
   * @proto 2 */
  value?: string;
  /** What happens to Pods that do not tolerate it.
   * @proto 3
   * @required
   * @always */
  effect: TaintEffect;
  /** When it was added. Only set for `NoExecute`.
   * @proto 4
   * @pointer */
  timeAdded?: Time;
}

/** Do not schedule here, better not schedule here, or also drive running Pods away.
 * @enum */
export type TaintEffect = 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';

/** Lets a Pod onto nodes with matching taints. */
export interface Toleration {
  /** Taint it matches. Empty with `Exists` matches all.
   * @proto 1 */
  key?: string;
  /** `Equal` compares the value, `Exists` does not. `Equal` if empty.
   * @proto 2 */
  operator?: TolerationOperator;
  /** Value to match. Empty with `Exists`.
   * @proto 3 */
  value?: string;
  /** Effect it matches; empty for all.
   * @proto 4 */
  effect?: TaintEffect;
  /** With `NoExecute`: stay this long after the taint appeared. For ever if absent, not at all if 0 or less.
   * @proto 5
   * @pointer */
  tolerationSeconds?: Int64;
}

/** Compare the value, or only ask that the taint exists.
 * @enum */
export type TolerationOperator = 'Exists' | 'Equal';

/** A further condition that must be true before a Pod is ready. */
export interface PodReadinessGate {
  /** Type of the condition, set by someone else in the Pod's status.
   * @proto 1
   * @required
   * @always */
  conditionType: PodConditionType;
}

/** What a Pod runs and how. After creation hardly anything but images, tolerations and (via `resize`) resources can
 * change. */
export interface PodSpec {
  /** Directories the containers can mount.
   * @proto 1
   * @list map
   * @listKey name
   * @patchStrategy merge,retainKeys
   * @patchMergeKey name */
  volumes?: Volume[];
  /** Run before the main containers, one after another; each must succeed. Those with `restartPolicy: Always` are
   * sidecars and keep running.
   * @proto 20
   * @list map
   * @listKey name
   * @patchStrategy merge
   * @patchMergeKey name */
  initContainers?: Container[];
  /** The main containers, which run side by side. At least one. None can be added or removed later.
   * @proto 2
   * @required
   * @always
   * @list map
   * @listKey name
   * @patchStrategy merge
   * @patchMergeKey name */
  containers: Container[];
  /** Added to a running Pod for debugging, by way of its `ephemeralcontainers` subresource.
   * @proto 34
   * @list map
   * @listKey name
   * @patchStrategy merge
   * @patchMergeKey name */
  ephemeralContainers?: EphemeralContainer[];
  /** When containers that end are started again, on the same node.
   * @proto 3
   * @default "Always" */
  restartPolicy?: RestartPolicy;
  /** Time between the request to stop and the kill, in seconds, `preStop` included. 0 kills at once.
   * @proto 4
   * @pointer
   * @default 30 */
  terminationGracePeriodSeconds?: Int64;
  /** Fail the Pod and stop it this many seconds after its start.
   * @proto 5
   * @pointer */
  activeDeadlineSeconds?: Int64;
  /** Where names are looked up. With host networking, `ClusterFirst` acts like `Default`: use
   * `ClusterFirstWithHostNet`.
   * @proto 6
   * @default "ClusterFirst" */
  dnsPolicy?: DNSPolicy;
  /** Labels a node must have to get the Pod.
   * @proto 7
   * @map atomic */
  nodeSelector?: Record<string, string>;
  /** Service account the Pod acts as. `default` if empty.
   * @proto 8 */
  serviceAccountName?: string;
  /** Old name of `serviceAccountName`, kept equal to it.
   * @proto 9
   * @deprecated */
  serviceAccount?: string;
  /** Whether to mount a token of the service account. If absent, the account decides, then yes.
   * @proto 21
   * @pointer */
  automountServiceAccountToken?: boolean;
  /** The node it runs on, set by the scheduler. Setting it yourself passes the scheduler by.
   * @proto 10 */
  nodeName?: string;
  /** Use the node's network instead of an own one. All ports then are host ports.
   * @proto 11 */
  hostNetwork?: boolean;
  /** See the processes of the node.
   * @proto 12 */
  hostPID?: boolean;
  /** Share the node's inter-process communication.
   * @proto 13 */
  hostIPC?: boolean;
  /** Let the containers see each other's processes; the first is not PID 1 then. Excludes `hostPID`.
   * @proto 27
   * @pointer */
  shareProcessNamespace?: boolean;
  /** Identity and security settings for all containers.
   * @proto 14
   * @pointer
   * @default {} */
  securityContext?: PodSecurityContext;
  /** Secrets with registry logins, in the Pod's namespace.
   * @proto 15
   * @list map
   * @listKey name
   * @patchStrategy merge
   * @patchMergeKey name */
  imagePullSecrets?: LocalObjectReference[];
  /** Host name inside the Pod; its own name if absent.
   * @proto 16 */
  hostname?: string;
  /** Gives the Pod the name `<hostname>.<subdomain>.<namespace>.svc.<cluster domain>`, if a headless Service of that
   * name exists.
   * @proto 17 */
  subdomain?: string;
  /** Where it should and should not be placed.
   * @proto 18
   * @pointer */
  affinity?: Affinity;
  /** The scheduler that is to place it.
   * @proto 19
   * @default "default-scheduler" */
  schedulerName?: string;
  /** Taints of nodes that do not keep it away.
   * @proto 22
   * @list atomic */
  tolerations?: Toleration[];
  /** Further lines for its `/etc/hosts`.
   * @proto 23
   * @list map
   * @listKey ip
   * @patchStrategy merge
   * @patchMergeKey ip */
  hostAliases?: HostAlias[];
  /** Name of a PriorityClass. The default class, or priority 0, if empty.
   * @proto 24 */
  priorityClassName?: string;
  /** Importance: higher is placed first and may push out lower. Filled from the class; do not set it.
   * @proto 25
   * @pointer */
  priority?: Int32;
  /** Name servers, search domains and options, added to what `dnsPolicy` gives.
   * @proto 26
   * @pointer */
  dnsConfig?: PodDNSConfig;
  /** Further conditions that must be true before it is ready.
   * @proto 28
   * @list atomic */
  readinessGates?: PodReadinessGate[];
  /** RuntimeClass that says which runtime runs it; the node's own if absent.
   * @proto 29
   * @pointer */
  runtimeClassName?: string;
  /** Whether each Service of the namespace becomes environment variables.
   * @proto 30
   * @pointer */
  enableServiceLinks?: boolean;
  /** Whether it may push out Pods of lower priority. `PreemptLowerPriority` if absent.
   * @proto 31
   * @pointer */
  preemptionPolicy?: PreemptionPolicy;
  /** What the runtime itself needs, beyond the containers. Filled from the RuntimeClass.
   * @proto 32 */
  overhead?: Record<string, Quantity>;
  /** How evenly to spread it with its like over zones, nodes and so on. All hold.
   * @proto 33
   * @list map
   * @listKey topologyKey
   * @listKey whenUnsatisfiable
   * @patchStrategy merge
   * @patchMergeKey topologyKey */
  topologySpreadConstraints?: TopologySpreadConstraint[];
  /** Make the kernel's host name the full domain name.
   * @proto 35
   * @pointer */
  setHostnameAsFQDN?: boolean;
  /** The operating system of its containers. Some fields are refused for one or the other.
   * @proto 36
   * @pointer */
  os?: PodOS;
  /** False gives it a user namespace: root inside is nobody outside. Absent or true shares the node's users.
   * @proto 37
   * @pointer */
  hostUsers?: boolean;
  /** While there is any, the scheduler waits. Can only be set on creation, and then only be removed.
   * @proto 38
   * @list map
   * @listKey name
   * @patchStrategy merge
   * @patchMergeKey name */
  schedulingGates?: PodSchedulingGate[];
  /** Device claims that must be there before it starts, for its containers to use.
   * @proto 39
   * @list map
   * @listKey name
   * @patchStrategy merge,retainKeys
   * @patchMergeKey name
   * @featureGate DynamicResourceAllocation */
  resourceClaims?: PodResourceClaim[];
  /** Requests and limits for the Pod as a whole: cpu, memory and huge pages.
   * @proto 40
   * @pointer
   * @featureGate PodLevelResources */
  resources?: ResourceRequirements;
}

/** A device claim of a Pod. One of the two sources is set. */
export interface PodResourceClaim {
  /** Name by which containers refer to it.
   * @proto 1
   * @required
   * @always */
  name: string;
  /** An existing ResourceClaim in the Pod's namespace.
   * @proto 3
   * @pointer */
  resourceClaimName?: string;
  /** A template from which a claim is made for this Pod and deleted with it.
   * @proto 4
   * @pointer */
  resourceClaimTemplateName?: string;
}

/** Which claim was made for an entry of `resourceClaims`. */
export interface PodResourceClaimStatus {
  /** The entry's name.
   * @proto 1
   * @required
   * @always */
  name: string;
  /** The claim made. Absent if none was needed.
   * @proto 2
   * @pointer */
  resourceClaimName?: string;
}

/** An operating system.
 * @enum */
export type OSName = 'linux' | 'windows';

/** The operating system of a Pod. */
export interface PodOS {
  /** Which one.
   * @proto 1
   * @required
   * @always */
  name: OSName;
}

/** Keeps a Pod from being scheduled. */
export interface PodSchedulingGate {
  /** Name of the gate.
   * @proto 1
   * @required
   * @always */
  name: string;
}

/** Do not schedule, or schedule all the same where the skew is least.
 * @enum */
export type UnsatisfiableConstraintAction = 'DoNotSchedule' | 'ScheduleAnyway';

/** Whether something is taken into account or not.
 * @enum */
export type NodeInclusionPolicy = 'Ignore' | 'Honor';

/** Spread like Pods evenly over places. */
export interface TopologySpreadConstraint {
  /** By how many Pods the fullest place may exceed the emptiest. At least 1.
   * @proto 1
   * @required
   * @always */
  maxSkew: Int32;
  /** Label whose values are the places, such as `topology.kubernetes.io/zone`.
   * @proto 2
   * @required
   * @always */
  topologyKey: string;
  /** Whether the constraint binds or is only a wish.
   * @proto 3
   * @required
   * @always */
  whenUnsatisfiable: UnsatisfiableConstraintAction;
  /** The Pods that count as alike.
   * @proto 4
   * @pointer */
  labelSelector?: LabelSelector;
  /** With fewer places than this, the emptiest counts as 0. Only with `DoNotSchedule`. 1 if absent.
   * @proto 5
   * @pointer */
  minDomains?: Int32;
  /** Whether nodes that the Pod's affinity rules out are left out of the count. `Honor` if absent.
   * @proto 6
   * @pointer */
  nodeAffinityPolicy?: NodeInclusionPolicy;
  /** Whether nodes with taints the Pod does not tolerate are left out of the count. `Ignore` if absent.
   * @proto 7
   * @pointer */
  nodeTaintsPolicy?: NodeInclusionPolicy;
  /** Labels whose value in the new Pod must be equal for others to count as alike, such as `pod-template-hash`.
   * @proto 8
   * @list atomic
   * @featureGate MatchLabelKeysInPodTopologySpread */
  matchLabelKeys?: string[];
}

/** A line of `/etc/hosts`. */
export interface HostAlias {
  /** The address.
   * @proto 1
   * @required
   * @always */
  ip: string;
  /** Names for it.
   * @proto 2
   * @list atomic */
  hostnames?: string[];
}

/** Change the owner of a volume's files always, or only if the root's is wrong.
 * @enum */
export type PodFSGroupChangePolicy = 'OnRootMismatch' | 'Always';

/** Whether the image's groups for the user count too (`Merge`) or only those listed (`Strict`).
 * @enum */
export type SupplementalGroupsPolicy = 'Merge' | 'Strict';

/** Label each file, or the mount as a whole.
 * @enum */
export type PodSELinuxChangePolicy = 'Recursive' | 'MountOption';

/** Security settings for all containers of a Pod. A container's own go first. */
export interface PodSecurityContext {
  /** SELinux label of the containers. Chosen by the runtime if absent.
   * @proto 1
   * @pointer */
  seLinuxOptions?: SELinuxOptions;
  /** Settings for Windows.
   * @proto 8
   * @pointer */
  windowsOptions?: WindowsSecurityContextOptions;
  /** User id of the processes. The image's if absent.
   * @proto 2
   * @pointer */
  runAsUser?: Int64;
  /** Primary group id of the processes. The runtime's choice if absent.
   * @proto 6
   * @pointer */
  runAsGroup?: Int64;
  /** Refuse to start a container that would run as user 0.
   * @proto 3
   * @pointer */
  runAsNonRoot?: boolean;
  /** Further group ids of the processes.
   * @proto 4
   * @list atomic */
  supplementalGroups?: Int64[];
  /** Whether the groups that the image gives the user are added. `Merge` if absent.
   * @proto 12
   * @pointer
   * @featureGate SupplementalGroupsPolicy */
  supplementalGroupsPolicy?: SupplementalGroupsPolicy;
  /** Group that owns the volumes' files and is given to all processes, with read and write access.
   * @proto 5
   * @pointer */
  fsGroup?: Int64;
  /** Kernel parameters of the Pod's own namespaces.
   * @proto 7
   * @list atomic */
  sysctls?: Sysctl[];
  /** When to change the owner of volumes for `fsGroup`. `Always` if absent.
   * @proto 9
   * @pointer */
  fsGroupChangePolicy?: PodFSGroupChangePolicy;
  /** Which system calls are allowed.
   * @proto 10
   * @pointer */
  seccompProfile?: SeccompProfile;
  /** AppArmor profile of the containers.
   * @proto 11
   * @pointer */
  appArmorProfile?: AppArmorProfile;
  /** How volumes get the Pod's SELinux label. `MountOption` if absent, where it is possible.
   * @proto 13
   * @pointer
   * @featureGate SELinuxChangePolicy */
  seLinuxChangePolicy?: PodSELinuxChangePolicy;
}

/** Which system calls are allowed. */
export interface SeccompProfile {
  /** Whether a file of the node, the runtime's own profile, or none at all.
   * @proto 1
   * @required
   * @always */
  type: SeccompProfileType;
  /** The file, relative to the node agent's seccomp directory. Only, and always, with type `Localhost`.
   * @proto 2
   * @pointer */
  localhostProfile?: string;
}

/** None, the runtime's own, or a file of the node.
 * @enum */
export type SeccompProfileType = 'Unconfined' | 'RuntimeDefault' | 'Localhost';

/** What AppArmor allows. */
export interface AppArmorProfile {
  /** Whether a profile loaded on the node, the runtime's own, or none at all.
   * @proto 1
   * @required
   * @always */
  type: AppArmorProfileType;
  /** Name of the profile loaded on the node. Only, and always, with type `Localhost`.
   * @proto 2
   * @pointer */
  localhostProfile?: string;
}

/** None, the runtime's own, or one loaded on the node.
 * @enum */
export type AppArmorProfileType = 'Unconfined' | 'RuntimeDefault' | 'Localhost';

/** Who suffers last when memory is short: `Guaranteed`, then `Burstable`, then `BestEffort` first.
 * @enum */
export type PodQOSClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

/** DNS settings beyond `dnsPolicy`. */
export interface PodDNSConfig {
  /** Name servers to add. At most three in all.
   * @proto 1
   * @list atomic */
  nameservers?: string[];
  /** Search domains to add. At most 32 in all.
   * @proto 2
   * @list atomic */
  searches?: string[];
  /** Resolver options to add; the same name replaces.
   * @proto 3
   * @list atomic */
  options?: PodDNSConfigOption[];
}

/** A resolver option. */
export interface PodDNSConfigOption {
  /** Its name, such as `ndots`.
   * @proto 1 */
  name?: string;
  /** Its value, if it takes one.
   * @proto 2
   * @pointer */
  value?: string;
}

/** An address of a Pod. */
export interface PodIP {
  /** The address.
   * @proto 1
   * @required
   * @always */
  ip: string;
}

/** An address of a node. */
export interface HostIP {
  /** The address.
   * @proto 1
   * @required
   * @always */
  ip: string;
}

/** What an ephemeral container shares with others. Some fields exist only to be refused. */
export interface EphemeralContainerCommon {
  /** Name of the container, unique among all containers of the Pod.
   * @proto 1
   * @required
   * @always */
  name: string;
  /** The OCI image, such as `nginx:1.27` or by digest. May be changed in a running Pod, which restarts the container.
   * @proto 2 */
  image?: string;
  /** Program to run instead of the image's entrypoint, without a shell. `$(VAR)` is replaced from the environment.
   * @proto 3
   * @list atomic */
  command?: string[];
  /** Arguments instead of the image's. `$(VAR)` is replaced from the environment, `$$(VAR)` is left as `$(VAR)`.
   * @proto 4
   * @list atomic */
  args?: string[];
  /** Directory to start in; the image's if empty.
   * @proto 5 */
  workingDir?: string;
  /** Not allowed.
   * @proto 6
   * @list map
   * @listKey containerPort
   * @listKey protocol
   * @patchStrategy merge
   * @patchMergeKey containerPort */
  ports?: ContainerPort[];
  /** ConfigMaps and Secrets whose keys all become variables. Later ones win, and `env` wins over all.
   * @proto 19
   * @list atomic */
  envFrom?: EnvFromSource[];
  /** Environment variables.
   * @proto 7
   * @list map
   * @listKey name
   * @patchStrategy merge
   * @patchMergeKey name */
  env?: EnvVar[];
  /** Not allowed; it uses what the Pod has to spare.
   * @proto 8
   * @always */
  resources?: ResourceRequirements;
  /** Not allowed.
   * @proto 23
   * @list atomic
   * @featureGate InPlacePodVerticalScaling */
  resizePolicy?: ContainerResizePolicy[];
  /** Not allowed; it never restarts.
   * @proto 24
   * @pointer */
  restartPolicy?: ContainerRestartPolicy;
  /** Volumes to mount, and where. No `subPath`.
   * @proto 9
   * @list map
   * @listKey mountPath
   * @patchStrategy merge
   * @patchMergeKey mountPath */
  volumeMounts?: VolumeMount[];
  /** Raw block devices to give it.
   * @proto 21
   * @list map
   * @listKey devicePath
   * @patchStrategy merge
   * @patchMergeKey devicePath */
  volumeDevices?: VolumeDevice[];
  /** Not allowed.
   * @proto 10
   * @pointer */
  livenessProbe?: Probe;
  /** Not allowed.
   * @proto 11
   * @pointer */
  readinessProbe?: Probe;
  /** Not allowed.
   * @proto 22
   * @pointer */
  startupProbe?: Probe;
  /** Not allowed.
   * @proto 12
   * @pointer */
  lifecycle?: Lifecycle;
  /** File in which it may leave a few words on ending; they appear in its status. At most 4096 bytes.
   * @proto 13
   * @default "/dev/termination-log" */
  terminationMessagePath?: string;
  /** Whether the end of the log stands in for a missing message after a failure.
   * @proto 20
   * @default "File" */
  terminationMessagePolicy?: TerminationMessagePolicy;
  /** When to pull. If absent, `Always` for the tag `latest` or none, otherwise `IfNotPresent`.
   * @proto 14 */
  imagePullPolicy?: PullPolicy;
  /** Privileges and identity of its processes.
   * @proto 15
   * @pointer */
  securityContext?: SecurityContext;
  /** Keep a standard input open, for `attach`. Otherwise it reads end of file.
   * @proto 16 */
  stdin?: boolean;
  /** Close standard input when the first client that attached leaves. Only with `stdin`.
   * @proto 17 */
  stdinOnce?: boolean;
  /** Give it a terminal. Needs `stdin`.
   * @proto 18 */
  tty?: boolean;
}

/** A container put into a running Pod for debugging. Can neither be changed nor removed.
 * @inline EphemeralContainerCommon 1 */
export interface EphemeralContainer extends EphemeralContainerCommon {
  /** Share the processes of this container. If empty, its own namespace applies.
   * @proto 2 */
  targetContainerName?: string;
}

/** How a Pod is doing, as its node tells. */
export interface PodStatus {
  /** The spec's generation this status speaks of.
   * @proto 17
   * @featureGate PodObservedGenerationTracking */
  observedGeneration?: Int64;
  /** Where it is in its life. A summary; the conditions and container states say more.
   * @proto 1 */
  phase?: PodPhase;
  /** Scheduled, initialized, containers ready, ready, and others.
   * @proto 2
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: PodCondition[];
  /** Why it is in this phase, for people.
   * @proto 3 */
  message?: string;
  /** Why it is in this phase, one word, such as `Evicted`.
   * @proto 4 */
  reason?: string;
  /** Node being cleared for it by pushing out others. Not a promise.
   * @proto 11 */
  nominatedNodeName?: string;
  /** Address of its node.
   * @proto 5 */
  hostIP?: string;
  /** Addresses of its node, one for each IP family; the first is `hostIP`.
   * @proto 16
   * @list atomic
   * @patchStrategy merge
   * @patchMergeKey ip */
  hostIPs?: HostIP[];
  /** Its address, which other Pods can reach. Empty until it has one.
   * @proto 6 */
  podIP?: string;
  /** Its addresses, at most one for each IP family; the first is `podIP`.
   * @proto 12
   * @list map
   * @listKey ip
   * @patchStrategy merge
   * @patchMergeKey ip */
  podIPs?: PodIP[];
  /** When the node took it up, before pulling images.
   * @proto 7
   * @pointer */
  startTime?: Time;
  /** How the init containers are doing, in the spec's order.
   * @proto 10
   * @list atomic */
  initContainerStatuses?: ContainerStatus[];
  /** How the main containers are doing.
   * @proto 8
   * @list atomic */
  containerStatuses?: ContainerStatus[];
  /** How safe it is from eviction, worked out from requests and limits.
   * @proto 9 */
  qosClass?: PodQOSClass;
  /** How the ephemeral containers are doing.
   * @proto 13
   * @list atomic */
  ephemeralContainerStatuses?: ContainerStatus[];
  /** How far a resize has come. See the conditions `PodResizePending` and `PodResizeInProgress`.
   * @proto 14
   * @deprecated
   * @featureGate InPlacePodVerticalScaling */
  resize?: PodResizeStatus;
  /** The claims made from its templates.
   * @proto 15
   * @list map
   * @listKey name
   * @patchStrategy merge,retainKeys
   * @patchMergeKey name
   * @featureGate DynamicResourceAllocation */
  resourceClaimStatuses?: PodResourceClaimStatus[];
}

/** A Pod's status alone. Not served.
 * @kind PodStatusResult
 * @scope Namespaced */
export interface PodStatusResult extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The status.
   * @proto 2
   * @always */
  status?: PodStatus;
}

/** Containers that run together on one node, share an address and volumes, and live and die as one.
 * @kind Pod
 * @scope Namespaced */
export interface Pod extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** What to run and how.
   * @proto 2
   * @always */
  spec?: PodSpec;
  /** How it is doing, as its node tells. May be a moment behind.
   * @proto 3
   * @always */
  status?: PodStatus;
}

/** A list of Pod objects, as LIST answers it.
 * @kind PodList */
export interface PodList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The Pod objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: Pod[];
}

/** The Pod that a workload makes. */
export interface PodTemplateSpec {
  /** Labels and annotations of the Pods made from it.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** What the Pods run.
   * @proto 2
   * @always */
  spec?: PodSpec;
}

/** A template kept as an object of its own.
 * @kind PodTemplate
 * @scope Namespaced */
export interface PodTemplate extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The Pod to make.
   * @proto 2
   * @always */
  template?: PodTemplateSpec;
}

/** A list of PodTemplate objects, as LIST answers it.
 * @kind PodTemplateList */
export interface PodTemplateList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The PodTemplate objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: PodTemplate[];
}

/** What a ReplicationController should run. */
export interface ReplicationControllerSpec {
  /** How many Pods.
   * @proto 1
   * @pointer
   * @default 1 */
  replicas?: Int32;
  /** How long a new Pod must stay ready, in seconds, before it counts as available.
   * @proto 4
   * @default 0 */
  minReadySeconds?: Int32;
  /** Labels of the Pods that belong here. The template's if empty.
   * @proto 2
   * @map atomic */
  selector?: Record<string, string>;
  /** The Pod made when one is missing.
   * @proto 3
   * @pointer */
  template?: PodTemplateSpec;
}

/** What the controller last saw. */
export interface ReplicationControllerStatus {
  /** Pods that exist.
   * @proto 1
   * @required
   * @always */
  replicas: Int32;
  /** Pods whose labels include all of the template's.
   * @proto 2 */
  fullyLabeledReplicas?: Int32;
  /** Pods that are ready.
   * @proto 4 */
  readyReplicas?: Int32;
  /** Pods that have been ready for at least `minReadySeconds`.
   * @proto 5 */
  availableReplicas?: Int32;
  /** The spec's generation this status speaks of.
   * @proto 3 */
  observedGeneration?: Int64;
  /** `ReplicaFailure` if Pods cannot be made or deleted.
   * @proto 6
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: ReplicationControllerCondition[];
}

/** Which aspect; `ReplicaFailure` is the known one. */
export type ReplicationControllerConditionType = string;

/** One aspect of a ReplicationController's state. */
export interface ReplicationControllerCondition {
  /** Which aspect.
   * @proto 1
   * @required
   * @always */
  type: ReplicationControllerConditionType;
  /** Whether it holds.
   * @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** When `status` last flipped.
   * @proto 3
   * @always */
  lastTransitionTime?: Time;
  /** One word why, for programs.
   * @proto 4 */
  reason?: string;
  /** A sentence why, for people.
   * @proto 5 */
  message?: string;
}

/** Keeps a number of identical Pods alive. The forerunner of ReplicaSet and Deployment.
 * @kind ReplicationController
 * @scope Namespaced */
export interface ReplicationController extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** How many Pods of which template.
   * @proto 2
   * @always */
  spec?: ReplicationControllerSpec;
  /** How many there are.
   * @proto 3
   * @always */
  status?: ReplicationControllerStatus;
}

/** A list of ReplicationController objects, as LIST answers it.
 * @kind ReplicationControllerList */
export interface ReplicationControllerList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The ReplicationController objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: ReplicationController[];
}

/** Whether connections of one client go to the same backend.
 * @enum */
export type ServiceAffinity = 'ClientIP' | 'None';

/** Settings of session affinity. */
export interface SessionAffinityConfig {
  /** For affinity by client address.
   * @proto 1
   * @pointer */
  clientIP?: ClientIPConfig;
}

/** Affinity by client address. */
export interface ClientIPConfig {
  /** How long a client stays with its backend, 1 to 86400 seconds. 10800 (three hours) if absent.
   * @proto 1
   * @pointer */
  timeoutSeconds?: Int32;
}

/** How far a Service can be reached from; each of the first three includes the one before.
 * @enum */
export type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';

/** For traffic from inside: to all backends, or only to those on the client's node.
 * @enum */
export type ServiceInternalTrafficPolicy = 'Cluster' | 'Local';

/** For traffic from outside: to all backends, or only to those on the node it arrives at.
 * @enum */
export type ServiceExternalTrafficPolicy = 'Cluster' | 'Local';

/** What a Service got. */
export interface ServiceStatus {
  /** What the load balancer gave.
   * @proto 1
   * @always */
  loadBalancer?: LoadBalancerStatus;
  /** Further observations.
   * @proto 2
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: Condition[];
}

/** Where a load balancer takes traffic. */
export interface LoadBalancerStatus {
  /** Its entry points.
   * @proto 1
   * @list atomic */
  ingress?: LoadBalancerIngress[];
}

/** One entry point, by address or by name. */
export interface LoadBalancerIngress {
  /** Address, for balancers that have one.
   * @proto 1 */
  ip?: string;
  /** DNS name, for balancers that have one.
   * @proto 2 */
  hostname?: string;
  /** Whether packets arrive with the balancer's address as destination (`VIP`) or the node's or Pod's (`Proxy`). Only
   * with `ip`.
   * @proto 3
   * @pointer */
  ipMode?: LoadBalancerIPMode;
  /** How each port fared.
   * @proto 4
   * @list atomic */
  ports?: PortStatus[];
}

/** IPv4 or IPv6.
 * @enum */
export type IPFamily = 'IPv4' | 'IPv6';

/** One family, two if the cluster has them, or two or else failure.
 * @enum */
export type IPFamilyPolicy = 'SingleStack' | 'PreferDualStack' | 'RequireDualStack';

/** Which Pods a Service leads to, and how it is reached. */
export interface ServiceSpec {
  /** The ports it offers.
   * @proto 1
   * @list map
   * @listKey port
   * @listKey protocol
   * @patchStrategy merge
   * @patchMergeKey port */
  ports?: ServicePort[];
  /** Labels of the Pods it leads to. If empty, someone else keeps the EndpointSlices.
   * @proto 2
   * @map atomic */
  selector?: Record<string, string>;
  /** Its virtual address. Chosen by the server if empty; `None` makes it headless, so that DNS gives the Pods'
   * addresses.
   * @proto 3 */
  clusterIP?: string;
  /** Its virtual addresses, one for each IP family; the first equals `clusterIP`.
   * @proto 18
   * @list atomic */
  clusterIPs?: string[];
  /** How far it can be reached from: the cluster, the nodes' ports, a load balancer; or `ExternalName` for a mere DNS
   * alias.
   * @proto 4
   * @default "ClusterIP" */
  type?: ServiceType;
  /** Further addresses on which nodes take its traffic. Getting packets there is up to you.
   * @proto 5
   * @list atomic */
  externalIPs?: string[];
  /** `ClientIP` keeps each client at one backend.
   * @proto 7
   * @default "None" */
  sessionAffinity?: ServiceAffinity;
  /** Address wanted of the load balancer, if the provider honours it. Use the provider's annotations.
   * @proto 8
   * @deprecated */
  loadBalancerIP?: string;
  /** Only clients from these networks may use the load balancer, if the provider can do that.
   * @proto 9
   * @list atomic */
  loadBalancerSourceRanges?: string[];
  /** DNS name the Service is an alias of. Only with type `ExternalName`.
   * @proto 10 */
  externalName?: string;
  /** `Local` keeps the client's address and drops traffic on nodes without a backend; `Cluster` spreads it over all.
   * @proto 11 */
  externalTrafficPolicy?: ServiceExternalTrafficPolicy;
  /** Port on which nodes tell a load balancer if they have a backend. Only for `LoadBalancer` with `Local`.
   * @proto 12 */
  healthCheckNodePort?: Int32;
  /** Give out addresses of Pods that are not ready too, as peers that must find each other early need.
   * @proto 13 */
  publishNotReadyAddresses?: boolean;
  /** Settings for `sessionAffinity`.
   * @proto 14
   * @pointer */
  sessionAffinityConfig?: SessionAffinityConfig;
  /** IP families of its addresses, the first one primary. Chosen by the cluster if absent.
   * @proto 19
   * @list atomic */
  ipFamilies?: IPFamily[];
  /** One address or two. `SingleStack` if absent.
   * @proto 17
   * @pointer */
  ipFamilyPolicy?: IPFamilyPolicy;
  /** Whether a load balancer Service also gets node ports.
   * @proto 20
   * @pointer */
  allocateLoadBalancerNodePorts?: boolean;
  /** Which load balancer implementation serves it; the default one if absent. Can only be set with type `LoadBalancer`.
   * @proto 21
   * @pointer */
  loadBalancerClass?: string;
  /** `Local` sends traffic from inside only to backends on the same node, and drops it if there is none.
   * @proto 22
   * @pointer */
  internalTrafficPolicy?: ServiceInternalTrafficPolicy;
  /** Which backends to prefer: `PreferClose` means those in the client's zone.
   * @proto 23
   * @pointer */
  trafficDistribution?: string;
}

/** One port of a Service. */
export interface ServicePort {
  /** Name of the port. Required, and unique, if there are several.
   * @proto 1 */
  name?: string;
  /** Transport protocol.
   * @proto 2
   * @default "TCP" */
  protocol?: Protocol;
  /** Application protocol as a hint, such as `kubernetes.io/h2c` or `https`.
   * @proto 6
   * @pointer */
  appProtocol?: string;
  /** Port number at the Service's address.
   * @proto 3
   * @required
   * @always */
  port: Int32;
  /** Port of the Pods, by number or by name of a container port. The same as `port` if absent. Unused for headless
   * Services.
   * @proto 4
   * @always */
  targetPort?: IntOrString;
  /** Port on every node that leads here. Chosen by the server if 0 and the type wants one.
   * @proto 5 */
  nodePort?: Int32;
}

/** A stable address and name in front of a changing set of Pods.
 * @kind Service
 * @scope Namespaced */
export interface Service extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** Which Pods, and how they are reached.
   * @proto 2
   * @always */
  spec?: ServiceSpec;
  /** What the load balancer gave.
   * @proto 3
   * @always */
  status?: ServiceStatus;
}

/** A list of Service objects, as LIST answers it.
 * @kind ServiceList */
export interface ServiceList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The Service objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: Service[];
}

/** An identity for Pods, with which they log in at the API server.
 * @kind ServiceAccount
 * @scope Namespaced */
export interface ServiceAccount extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** Secrets its Pods may use. Only binding with the annotation `kubernetes.io/enforce-mountable-secrets`, which is
   * going away.
   * @proto 2
   * @list map
   * @listKey name
   * @patchStrategy merge
   * @patchMergeKey name */
  secrets?: ObjectReference[];
  /** Registry logins given to Pods that name none.
   * @proto 3
   * @list atomic */
  imagePullSecrets?: LocalObjectReference[];
  /** Whether its Pods get a token mounted. The Pod's own setting goes first.
   * @proto 4
   * @pointer */
  automountServiceAccountToken?: boolean;
}

/** A list of ServiceAccount objects, as LIST answers it.
 * @kind ServiceAccountList */
export interface ServiceAccountList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The ServiceAccount objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: ServiceAccount[];
}

/** The addresses behind a Service, all in one object. Use EndpointSlice.
 * @kind Endpoints
 * @scope Namespaced
 * @deprecated */
export interface Endpoints extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** Groups of addresses that share the same ports.
   * @proto 2
   * @list atomic */
  subsets?: EndpointSubset[];
}

/** Addresses that all offer the same ports.
 * @deprecated */
export interface EndpointSubset {
  /** Those that take traffic.
   * @proto 1
   * @list atomic */
  addresses?: EndpointAddress[];
  /** Those that do not yet.
   * @proto 2
   * @list atomic */
  notReadyAddresses?: EndpointAddress[];
  /** The ports they offer.
   * @proto 3
   * @list atomic */
  ports?: EndpointPort[];
}

/** One address behind a Service.
 * @deprecated
 * @struct atomic */
export interface EndpointAddress {
  /** The address. Neither loopback nor link-local.
   * @proto 1
   * @required
   * @always */
  ip: string;
  /** Host name that DNS publishes for it.
   * @proto 3 */
  hostname?: string;
  /** The node it is on.
   * @proto 4
   * @pointer */
  nodeName?: string;
  /** The object behind it, mostly a Pod.
   * @proto 2
   * @pointer */
  targetRef?: ObjectReference;
}

/** A port that addresses offer.
 * @deprecated
 * @struct atomic */
export interface EndpointPort {
  /** Name of the Service port it serves.
   * @proto 1 */
  name?: string;
  /** Port number.
   * @proto 2
   * @required
   * @always */
  port: Int32;
  /** Transport protocol.
   * @proto 3
   * @default "TCP" */
  protocol?: Protocol;
  /** Application protocol as a hint.
   * @proto 4
   * @pointer */
  appProtocol?: string;
}

/** A list of Endpoints objects, as LIST answers it.
 * @kind EndpointsList
 * @deprecated */
export interface EndpointsList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The Endpoints objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: Endpoints[];
}

/** What a node is told. */
export interface NodeSpec {
  /** Network from which its Pods get addresses.
   * @proto 1 */
  podCIDR?: string;
  /** Such networks, at most one for each IP family; the first equals `podCIDR`.
   * @proto 7
   * @list set
   * @patchStrategy merge */
  podCIDRs?: string[];
  /** Id of the machine at its provider, as `<provider>://<id>`.
   * @proto 3 */
  providerID?: string;
  /** Place no new Pods here (`kubectl cordon`).
   * @proto 4 */
  unschedulable?: boolean;
  /** Keep Pods away that do not tolerate them.
   * @proto 5
   * @list atomic */
  taints?: Taint[];
  /** Where to get the node agent's configuration. No longer supported.
   * @proto 6
   * @pointer
   * @deprecated */
  configSource?: NodeConfigSource;
  /** Not used any more.
   * @proto 2
   * @deprecated */
  externalID?: string;
}

/** A source of node configuration. No longer supported.
 * @deprecated */
export interface NodeConfigSource {
  /** A ConfigMap.
   * @proto 2
   * @pointer */
  configMap?: ConfigMapNodeConfigSource;
}

/** Node configuration from a ConfigMap. No longer supported.
 * @deprecated */
export interface ConfigMapNodeConfigSource {
  /** Namespace of the ConfigMap.
   * @proto 1
   * @required
   * @always */
  namespace: string;
  /** Name of the ConfigMap.
   * @proto 2
   * @required
   * @always */
  name: string;
  /** UID of the ConfigMap. Only in the status.
   * @proto 3 */
  uid?: string;
  /** Version of the ConfigMap. Only in the status.
   * @proto 4 */
  resourceVersion?: string;
  /** Key that holds the configuration.
   * @proto 5
   * @required
   * @always */
  kubeletConfigKey: string;
}

/** Where a daemon listens. */
export interface DaemonEndpoint {
  /** Port number. The capital P is no slip.
   * @proto 1
   * @required
   * @always */
  Port: Int32;
}

/** Where a node's daemons listen. */
export interface NodeDaemonEndpoints {
  /** Port of the node agent, for logs, exec and metrics.
   * @proto 1
   * @always */
  kubeletEndpoint?: DaemonEndpoint;
}

/** What a runtime handler can do. */
export interface NodeRuntimeHandlerFeatures {
  /** Read-only mounts that include everything below.
   * @proto 1
   * @pointer */
  recursiveReadOnlyMounts?: boolean;
  /** User namespaces for Pods.
   * @proto 2
   * @pointer
   * @featureGate UserNamespacesSupport */
  userNamespaces?: boolean;
}

/** A runtime handler of the node. */
export interface NodeRuntimeHandler {
  /** Its name; empty for the default one.
   * @proto 1
   * @always */
  name?: string;
  /** What it can do.
   * @proto 2
   * @pointer */
  features?: NodeRuntimeHandlerFeatures;
}

/** What the container runtime can do, whichever the handler. */
export interface NodeFeatures {
  /** It honours the Pod's `supplementalGroupsPolicy`.
   * @proto 1
   * @pointer */
  supplementalGroupsPolicy?: boolean;
}

/** What a node is and what runs on it. */
export interface NodeSystemInfo {
  /** Id from `/etc/machine-id`.
   * @proto 1
   * @required
   * @always */
  machineID: string;
  /** Id of the hardware or virtual machine.
   * @proto 2
   * @required
   * @always */
  systemUUID: string;
  /** Id of the current boot.
   * @proto 3
   * @required
   * @always */
  bootID: string;
  /** Kernel version, as `uname -r` tells.
   * @proto 4
   * @required
   * @always */
  kernelVersion: string;
  /** Name of the system, as in `/etc/os-release`.
   * @proto 5
   * @required
   * @always */
  osImage: string;
  /** Container runtime and version, such as `containerd://1.7.24`.
   * @proto 6
   * @required
   * @always */
  containerRuntimeVersion: string;
  /** Version of the node agent.
   * @proto 7
   * @required
   * @always */
  kubeletVersion: string;
  /** No longer filled with anything that can be relied on.
   * @proto 8
   * @required
   * @always
   * @deprecated */
  kubeProxyVersion: string;
  /** Operating system, such as `linux`.
   * @proto 9
   * @required
   * @always */
  operatingSystem: string;
  /** Processor architecture, such as `amd64`.
   * @proto 10
   * @required
   * @always */
  architecture: string;
  /** Swap space of the node.
   * @proto 11
   * @pointer */
  swap?: NodeSwapStatus;
}

/** Swap space. */
export interface NodeSwapStatus {
  /** Its size in bytes.
   * @proto 1
   * @pointer */
  capacity?: Int64;
}

/** State of the node's dynamic configuration. No longer supported. */
export interface NodeConfigStatus {
  /** The one it should use.
   * @proto 1
   * @pointer */
  assigned?: NodeConfigSource;
  /** The one it uses.
   * @proto 2
   * @pointer */
  active?: NodeConfigSource;
  /** The one it falls back to.
   * @proto 3
   * @pointer */
  lastKnownGood?: NodeConfigSource;
  /** Why it could not use the assigned one.
   * @proto 4 */
  error?: string;
}

/** What a node has and how it is doing. */
export interface NodeStatus {
  /** All it has.
   * @proto 1 */
  capacity?: Record<string, Quantity>;
  /** What Pods may use: all it has, less what is kept for the system.
   * @proto 2 */
  allocatable?: Record<string, Quantity>;
  /** Never set. See the conditions.
   * @proto 3 */
  phase?: NodePhase;
  /** Ready, and short of memory, disk, process ids or network.
   * @proto 4
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: NodeCondition[];
  /** Its names and addresses.
   * @proto 5
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  addresses?: NodeAddress[];
  /** Where its daemons listen.
   * @proto 6
   * @always */
  daemonEndpoints?: NodeDaemonEndpoints;
  /** System, versions and ids.
   * @proto 7
   * @always */
  nodeInfo?: NodeSystemInfo;
  /** Images present on it, the largest first, up to a limit.
   * @proto 8
   * @list atomic */
  images?: ContainerImage[];
  /** Attachable volumes that its Pods have mounted or are about to. They must not be detached.
   * @proto 9
   * @list atomic */
  volumesInUse?: UniqueVolumeName[];
  /** Volumes attached to it.
   * @proto 10
   * @list atomic */
  volumesAttached?: AttachedVolume[];
  /** State of its dynamic configuration. No longer supported.
   * @proto 11
   * @pointer */
  config?: NodeConfigStatus;
  /** Runtime handlers it has.
   * @proto 12
   * @list atomic
   * @featureGate UserNamespacesSupport */
  runtimeHandlers?: NodeRuntimeHandler[];
  /** What its container runtime can do.
   * @proto 13
   * @pointer
   * @featureGate SupplementalGroupsPolicy */
  features?: NodeFeatures;
}

/** Name of a volume that is unique in the cluster, made of the plugin's and the volume's. */
export type UniqueVolumeName = string;

/** A volume attached to a node. */
export interface AttachedVolume {
  /** Its unique name.
   * @proto 1
   * @required
   * @always */
  name: UniqueVolumeName;
  /** Device it appears as.
   * @proto 2
   * @required
   * @always */
  devicePath: string;
}

/** Pods a node would rather not have. Was kept in an annotation. */
export interface AvoidPods {
  /** The Pods, at most one entry for each signature.
   * @proto 1
   * @list atomic */
  preferAvoidPods?: PreferAvoidPodsEntry[];
}

/** One sort of Pod a node would rather not have. */
export interface PreferAvoidPodsEntry {
  /** Which Pods.
   * @proto 1
   * @required
   * @always */
  podSignature: PodSignature;
  /** When the entry was added.
   * @proto 2
   * @always */
  evictionTime?: Time;
  /** One word why, for programs.
   * @proto 3 */
  reason?: string;
  /** A sentence why, for people.
   * @proto 4 */
  message?: string;
}

/** A sort of Pods. Exactly one field is set. */
export interface PodSignature {
  /** All Pods of this controller.
   * @proto 1
   * @pointer */
  podController?: OwnerReference;
}

/** An image present on a node. */
export interface ContainerImage {
  /** Its names, by tag and by digest.
   * @proto 1
   * @always
   * @list atomic */
  names?: string[];
  /** Its size in bytes.
   * @proto 2 */
  sizeBytes?: Int64;
}

/** Where a node is in its life. No longer used.
 * @enum */
export type NodePhase = 'Pending' | 'Running' | 'Terminated';

/** Which aspect of a node, such as `Ready` or `MemoryPressure`. */
export type NodeConditionType = string;

/** One aspect of a node's state. */
export interface NodeCondition {
  /** Which aspect.
   * @proto 1
   * @required
   * @always */
  type: NodeConditionType;
  /** Whether it holds. `Unknown` when the node has not been heard from.
   * @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** When the node last reported it.
   * @proto 3
   * @always */
  lastHeartbeatTime?: Time;
  /** When `status` last flipped.
   * @proto 4
   * @always */
  lastTransitionTime?: Time;
  /** One word why, for programs.
   * @proto 5 */
  reason?: string;
  /** A sentence why, for people.
   * @proto 6 */
  message?: string;
}

/** Kind of a node's address, such as `InternalIP` or `Hostname`. */
export type NodeAddressType = string;

/** A name or address of a node. */
export interface NodeAddress {
  /** Its kind.
   * @proto 1
   * @required
   * @always */
  type: NodeAddressType;
  /** The name or address.
   * @proto 2
   * @required
   * @always */
  address: string;
}

/** Name of a resource, such as `cpu`, `memory`, `hugepages-2Mi` or `example.com/gpu`. */
export type ResourceName = string;

/** A machine that runs Pods.
 * @kind Node
 * @scope Cluster */
export interface Node extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** What it is told.
   * @proto 2
   * @always */
  spec?: NodeSpec;
  /** What it has and how it is doing.
   * @proto 3
   * @always */
  status?: NodeStatus;
}

/** A list of Node objects, as LIST answers it.
 * @kind NodeList */
export interface NodeList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The Node objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: Node[];
}

/** Name of a party that must clean up first. */
export type FinalizerName = string;

/** What a namespace is told. */
export interface NamespaceSpec {
  /** Who must clean up before it is gone. `kubernetes` is the controller that deletes its content.
   * @proto 1
   * @list atomic */
  finalizers?: FinalizerName[];
}

/** How a namespace stands. */
export interface NamespaceStatus {
  /** Whether it is in use or being deleted.
   * @proto 1
   * @default "Active" */
  phase?: NamespacePhase;
  /** What holds up its deletion.
   * @proto 2
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: NamespaceCondition[];
}

/** In use, or being deleted: nothing new can be made in it then.
 * @enum */
export type NamespacePhase = 'Active' | 'Terminating';

/** Which aspect of a namespace's deletion, such as `NamespaceContentRemaining`. */
export type NamespaceConditionType = string;

/** One aspect of a namespace's deletion. */
export interface NamespaceCondition {
  /** Which aspect.
   * @proto 1
   * @required
   * @always */
  type: NamespaceConditionType;
  /** Whether it holds.
   * @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** When `status` last flipped.
   * @proto 4
   * @always */
  lastTransitionTime?: Time;
  /** One word why, for programs.
   * @proto 5 */
  reason?: string;
  /** A sentence why, for people.
   * @proto 6 */
  message?: string;
}

/** A room of its own for names, rights and quotas.
 * @kind Namespace
 * @scope Cluster */
export interface Namespace extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** Who must clean up before it is gone.
   * @proto 2
   * @always */
  spec?: NamespaceSpec;
  /** Whether it is in use or being deleted.
   * @proto 3
   * @always */
  status?: NamespaceStatus;
}

/** A list of Namespace objects, as LIST answers it.
 * @kind NamespaceList */
export interface NamespaceList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The Namespace objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: Namespace[];
}

/** Puts a Pod on a node. Posted to the Pod's `binding`, mostly by the scheduler.
 * @kind Binding
 * @scope Namespaced */
export interface Binding extends TypeMeta {
  /** Name of the Pod. Its `uid` and `resourceVersion`, if set, must match.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The node.
   * @proto 2
   * @required
   * @always */
  target: ObjectReference;
}

/** What must hold of the stored object. */
export interface Preconditions {
  /** It must have this UID.
   * @proto 1
   * @pointer */
  uid?: string;
}

/** Query parameters of a request for logs.
 * @kind PodLogOptions */
export interface PodLogOptions extends TypeMeta {
  /** The container. May be left out if there is only one.
   * @proto 1 */
  container?: string;
  /** Keep the stream open and send what comes.
   * @proto 2 */
  follow?: boolean;
  /** The log of the run before this one.
   * @proto 3 */
  previous?: boolean;
  /** Only the last so many seconds. Excludes `sinceTime`.
   * @proto 4
   * @pointer */
  sinceSeconds?: Int64;
  /** Only from this instant on. Excludes `sinceSeconds`.
   * @proto 5
   * @pointer */
  sinceTime?: Time;
  /** Put the time before each line.
   * @proto 6 */
  timestamps?: boolean;
  /** Only the last so many lines.
   * @proto 7
   * @pointer */
  tailLines?: Int64;
  /** Stop after this many bytes, if need be within a line.
   * @proto 8
   * @pointer */
  limitBytes?: Int64;
  /** Do not check the node's certificate: its log might come from someone else.
   * @proto 9 */
  insecureSkipTLSVerifyBackend?: boolean;
  /** `All`, `Stdout` or `Stderr`. One of the latter excludes `tailLines`.
   * @proto 10
   * @pointer
   * @featureGate PodLogsQuerySplitStreams */
  stream?: string;
}

/** Query parameters of attaching to a running process.
 * @kind PodAttachOptions */
export interface PodAttachOptions extends TypeMeta {
  /** Send standard input.
   * @proto 1 */
  stdin?: boolean;
  /** Receive standard output.
   * @proto 2 */
  stdout?: boolean;
  /** Receive standard error. Not with a terminal.
   * @proto 3 */
  stderr?: boolean;
  /** Use a terminal.
   * @proto 4 */
  tty?: boolean;
  /** The container. May be left out if there is only one.
   * @proto 5 */
  container?: string;
}

/** Query parameters of running a command in a container.
 * @kind PodExecOptions */
export interface PodExecOptions extends TypeMeta {
  /** Send standard input.
   * @proto 1 */
  stdin?: boolean;
  /** Receive standard output.
   * @proto 2 */
  stdout?: boolean;
  /** Receive standard error. Not with a terminal.
   * @proto 3 */
  stderr?: boolean;
  /** Use a terminal.
   * @proto 4 */
  tty?: boolean;
  /** The container. May be left out if there is only one.
   * @proto 5 */
  container?: string;
  /** Program and arguments. Runs without a shell.
   * @proto 6
   * @required
   * @always
   * @list atomic */
  command: string[];
}

/** Query parameters of forwarding ports.
 * @kind PodPortForwardOptions */
export interface PodPortForwardOptions extends TypeMeta {
  /** Ports of the Pod. Needed over WebSocket; SPDY names them for each stream.
   * @proto 1
   * @list atomic */
  ports?: Int32[];
}

/** Query parameters of passing a request on to a Pod.
 * @kind PodProxyOptions */
export interface PodProxyOptions extends TypeMeta {
  /** URL path to ask the Pod for.
   * @proto 1 */
  path?: string;
}

/** Query parameters of passing a request on to a node.
 * @kind NodeProxyOptions */
export interface NodeProxyOptions extends TypeMeta {
  /** URL path to ask the node for.
   * @proto 1 */
  path?: string;
}

/** Query parameters of passing a request on to a Service.
 * @kind ServiceProxyOptions */
export interface ServiceProxyOptions extends TypeMeta {
  /** URL path to ask the Service for, query included.
   * @proto 1 */
  path?: string;
}

/** Points to an object, or to a part of one. New APIs define narrower types.
 * @struct atomic */
export interface ObjectReference {
  /** Its kind.
   * @proto 1 */
  kind?: string;
  /** Its namespace.
   * @proto 2 */
  namespace?: string;
  /** Its name.
   * @proto 3 */
  name?: string;
  /** Its UID.
   * @proto 4 */
  uid?: string;
  /** Its API version.
   * @proto 5 */
  apiVersion?: string;
  /** The version of it that is meant, if any.
   * @proto 6 */
  resourceVersion?: string;
  /** The part of it that is meant, such as `spec.containers{web}`.
   * @proto 7 */
  fieldPath?: string;
}

/** Names an object in the same namespace, of a kind that is understood.
 * @struct atomic */
export interface LocalObjectReference {
  /** Its name.
   * @proto 1
   * @default "" */
  name?: string;
}

/** Names an object in the same namespace, with its kind.
 * @struct atomic */
export interface TypedLocalObjectReference {
  /** Its API group; absent for core.
   * @proto 1
   * @always
   * @pointer */
  apiGroup?: string;
  /** Its kind.
   * @proto 2
   * @required
   * @always */
  kind: string;
  /** Its name.
   * @proto 3
   * @required
   * @always */
  name: string;
}

/** A reference as a document of its own.
 * @kind SerializedReference */
export interface SerializedReference extends TypeMeta {
  /** The object.
   * @proto 1
   * @always */
  reference?: ObjectReference;
}

/** Who reports an event. */
export interface EventSource {
  /** The component, such as `kubelet`.
   * @proto 1 */
  component?: string;
  /** The node it runs on.
   * @proto 2 */
  host?: string;
}

/** Something that happened to an object, kept for an hour or so.
 * @kind Event
 * @scope Namespaced */
export interface Event extends TypeMeta {
  /** Name and namespace; the latter is that of the object it is about.
   * @proto 1
   * @required
   * @always */
  metadata: ObjectMeta;
  /** The object it is about.
   * @proto 2
   * @required
   * @always */
  involvedObject: ObjectReference;
  /** Why, one CamelCase word, such as `FailedScheduling`.
   * @proto 3 */
  reason?: string;
  /** What happened, as a sentence for people.
   * @proto 4 */
  message?: string;
  /** Who reports it.
   * @proto 5
   * @always */
  source?: EventSource;
  /** When it first happened.
   * @proto 6
   * @always */
  firstTimestamp?: Time;
  /** When it last happened.
   * @proto 7
   * @always */
  lastTimestamp?: Time;
  /** How often it has happened.
   * @proto 8 */
  count?: Int32;
  /** `Normal` or `Warning`.
   * @proto 9 */
  type?: string;
  /** When it first happened, to the microsecond. Set by the newer API.
   * @proto 10
   * @always */
  eventTime?: MicroTime;
  /** Repetitions, as the newer API counts them.
   * @proto 11
   * @pointer */
  series?: EventSeries;
  /** What was done about the object, one word.
   * @proto 12 */
  action?: string;
  /** Another object that took part, if any.
   * @proto 13
   * @pointer */
  related?: ObjectReference;
  /** Who reports, such as `kubernetes.io/kubelet`.
   * @proto 14
   * @always */
  reportingComponent?: string;
  /** Which instance of it.
   * @proto 15
   * @always */
  reportingInstance?: string;
}

/** Repetitions of one event. */
export interface EventSeries {
  /** How often it has happened.
   * @proto 1 */
  count?: Int32;
  /** When it last happened.
   * @proto 2
   * @always */
  lastObservedTime?: MicroTime;
}

/** A list of Event objects, as LIST answers it.
 * @kind EventList */
export interface EventList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The Event objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: Event[];
}

/** A list of objects of any kinds, as `kubectl get` of several kinds prints it.
 * @kind List */
export interface List extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The objects.
   * @proto 2
   * @required
   * @always */
  items: RawExtension[];
}

/** What a limit is for: `Pod`, `Container`, `PersistentVolumeClaim`, or a qualified name of someone else's. */
export type LimitType = string;

/** Bounds and defaults for one sort of object. */
export interface LimitRangeItem {
  /** What they are for.
   * @proto 1
   * @required
   * @always */
  type: LimitType;
  /** The most one may ask for.
   * @proto 2 */
  max?: Record<string, Quantity>;
  /** The least one must ask for.
   * @proto 3 */
  min?: Record<string, Quantity>;
  /** Limits of containers that set none.
   * @proto 4 */
  default?: Record<string, Quantity>;
  /** Requests of containers that set none.
   * @proto 5 */
  defaultRequest?: Record<string, Quantity>;
  /** By how many times a limit may exceed its request; both must be set then.
   * @proto 6 */
  maxLimitRequestRatio?: Record<string, Quantity>;
}

/** Bounds and defaults within a namespace. */
export interface LimitRangeSpec {
  /** One for each sort of object.
   * @proto 1
   * @required
   * @always
   * @list atomic */
  limits: LimitRangeItem[];
}

/** Bounds and default resources for Pods, containers and claims of a namespace.
 * @kind LimitRange
 * @scope Namespaced */
export interface LimitRange extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The bounds.
   * @proto 2
   * @always */
  spec?: LimitRangeSpec;
}

/** A list of LimitRange objects, as LIST answers it.
 * @kind LimitRangeList */
export interface LimitRangeList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The LimitRange objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: LimitRange[];
}

/** A sort of Pods or claims that a quota is restricted to.
 * @enum */
export type ResourceQuotaScope =
  | 'Terminating'
  | 'NotTerminating'
  | 'BestEffort'
  | 'NotBestEffort'
  | 'PriorityClass'
  | 'CrossNamespacePodAffinity'
  | 'VolumeAttributesClass';

/** How much a namespace may use. */
export interface ResourceQuotaSpec {
  /** The most of each resource, such as `requests.cpu`, `pods` or `count/deployments.apps`.
   * @proto 1 */
  hard?: Record<string, Quantity>;
  /** Count only what is in all of these scopes. Everything if empty.
   * @proto 2
   * @list atomic */
  scopes?: ResourceQuotaScope[];
  /** Like `scopes`, with conditions, such as certain priority classes.
   * @proto 3
   * @pointer */
  scopeSelector?: ScopeSelector;
}

/** Conditions on scopes.
 * @struct atomic */
export interface ScopeSelector {
  /** The conditions; all of them hold.
   * @proto 1
   * @list atomic */
  matchExpressions?: ScopedResourceSelectorRequirement[];
}

/** One condition on a scope. */
export interface ScopedResourceSelectorRequirement {
  /** The scope.
   * @proto 1
   * @required
   * @always */
  scopeName: ResourceQuotaScope;
  /** How it relates to `values`. Only `Exists` for scopes without values.
   * @proto 2
   * @required
   * @always */
  operator: ScopeSelectorOperator;
  /** Values for `In` and `NotIn`; empty for the others.
   * @proto 3
   * @list atomic */
  values?: string[];
}

/** In a set, not in it, there, not there.
 * @enum */
export type ScopeSelectorOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';

/** How much is used. */
export interface ResourceQuotaStatus {
  /** The bounds in force.
   * @proto 1 */
  hard?: Record<string, Quantity>;
  /** What is in use now.
   * @proto 2 */
  used?: Record<string, Quantity>;
}

/** Limits how much a namespace may use in all.
 * @kind ResourceQuota
 * @scope Namespaced */
export interface ResourceQuota extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The bounds.
   * @proto 2
   * @always */
  spec?: ResourceQuotaSpec;
  /** What is used.
   * @proto 3
   * @always */
  status?: ResourceQuotaStatus;
}

/** A list of ResourceQuota objects, as LIST answers it.
 * @kind ResourceQuotaList */
export interface ResourceQuotaList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The ResourceQuota objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: ResourceQuota[];
}

/** Confidential data by key, such as passwords and keys. Encoded, but not by itself encrypted.
 * @kind Secret
 * @scope Namespaced */
export interface Secret extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** If true, the data can never change again. Spares nodes the watching.
   * @proto 5
   * @pointer */
  immutable?: boolean;
  /** The values, in base64. Keys consist of letters, digits, `-`, `_` and `.`.
   * @proto 2 */
  data?: Record<string, Base64>;
  /** Values as plain text, for writing only: merged into `data`, and never shown.
   * @proto 4 */
  stringData?: Record<string, string>;
  /** What the data is for; some types demand certain keys. Cannot change.
   * @proto 3
   * @default "Opaque"
   * @immutable */
  type?: SecretType;
}

/** What a Secret is for, such as `kubernetes.io/tls`. */
export type SecretType = string;

/** A list of Secret objects, as LIST answers it.
 * @kind SecretList */
export interface SecretList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The Secret objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: Secret[];
}

/** Configuration by key, for Pods to read as variables or files.
 * @kind ConfigMap
 * @scope Namespaced */
export interface ConfigMap extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** If true, the data can never change again. Spares nodes the watching.
   * @proto 4
   * @pointer */
  immutable?: boolean;
  /** Values as UTF-8 text. Keys consist of letters, digits, `-`, `_` and `.`.
   * @proto 2 */
  data?: Record<string, string>;
  /** Values as bytes, in base64. No key may be in `data` as well.
   * @proto 3 */
  binaryData?: Record<string, Base64>;
}

/** A list of ConfigMap objects, as LIST answers it.
 * @kind ConfigMapList */
export interface ConfigMapList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The ConfigMap objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: ConfigMap[];
}

/** Which aspect; `Healthy` is the only one. */
export type ComponentConditionType = string;

/** One aspect of a component's state. */
export interface ComponentCondition {
  /** Which aspect; `Healthy` is the only one.
   * @proto 1
   * @required
   * @always */
  type: ComponentConditionType;
  /** Whether it holds.
   * @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** What the health check said.
   * @proto 3 */
  message?: string;
  /** Why the health check failed.
   * @proto 4 */
  error?: string;
}

/** Health of a control plane component. Ask the component's own health endpoints instead.
 * @kind ComponentStatus
 * @scope Cluster
 * @deprecated */
export interface ComponentStatus extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** What the health check found.
   * @proto 2
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: ComponentCondition[];
}

/** A list of ComponentStatus objects, as LIST answers it.
 * @kind ComponentStatusList
 * @deprecated */
export interface ComponentStatusList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The ComponentStatus objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: ComponentStatus[];
}

/** Facts about the Pod as files. */
export interface DownwardAPIVolumeSource {
  /** The files.
   * @proto 1
   * @list atomic */
  items?: DownwardAPIVolumeFile[];
  /** Permission bits of the files, such as 0644 (420 in JSON, which has no octal).
   * @proto 2
   * @pointer
   * @default 420 */
  defaultMode?: Int32;
}

/** A file with a fact about the Pod. One of the two sources is set. */
export interface DownwardAPIVolumeFile {
  /** File to write to, relative to the volume; no `..` in it.
   * @proto 1
   * @required
   * @always */
  path: string;
  /** A field of the Pod: name, namespace, uid, labels or annotations.
   * @proto 2
   * @pointer */
  fieldRef?: ObjectFieldSelector;
  /** A limit or request of a container.
   * @proto 3
   * @pointer */
  resourceFieldRef?: ResourceFieldSelector;
  /** Permission bits of this file. The volume's `defaultMode` if absent.
   * @proto 4
   * @pointer */
  mode?: Int32;
}

/** Facts about the Pod within a projected volume. */
export interface DownwardAPIProjection {
  /** The files.
   * @proto 1
   * @list atomic */
  items?: DownwardAPIVolumeFile[];
}

/** Privileges and identity of a container's processes. Goes before the Pod's settings. */
export interface SecurityContext {
  /** Linux capabilities to add and drop.
   * @proto 1
   * @pointer */
  capabilities?: Capabilities;
  /** Give it all that root on the node has.
   * @proto 2
   * @pointer */
  privileged?: boolean;
  /** SELinux label. Chosen by the runtime if absent.
   * @proto 3
   * @pointer */
  seLinuxOptions?: SELinuxOptions;
  /** Settings for Windows.
   * @proto 10
   * @pointer */
  windowsOptions?: WindowsSecurityContextOptions;
  /** User id of the processes. The Pod's, then the image's, if absent.
   * @proto 4
   * @pointer */
  runAsUser?: Int64;
  /** Primary group id of the processes. The Pod's, then the runtime's choice, if absent.
   * @proto 8
   * @pointer */
  runAsGroup?: Int64;
  /** Refuse to start it if it would run as user 0.
   * @proto 5
   * @pointer */
  runAsNonRoot?: boolean;
  /** Make its root file system read-only.
   * @proto 6
   * @pointer */
  readOnlyRootFilesystem?: boolean;
  /** False sets `no_new_privs`, so that setuid programs and the like gain nothing. Always true if privileged.
   * @proto 7
   * @pointer */
  allowPrivilegeEscalation?: boolean;
  /** Whether parts of `/proc` are hidden. `Unmasked` needs `hostUsers: false`.
   * @proto 9
   * @pointer
   * @featureGate ProcMountType */
  procMount?: ProcMountType;
  /** Which system calls are allowed.
   * @proto 11
   * @pointer */
  seccompProfile?: SeccompProfile;
  /** AppArmor profile.
   * @proto 12
   * @pointer */
  appArmorProfile?: AppArmorProfile;
}

/** `/proc` with its sensitive parts hidden, or as it is.
 * @enum */
export type ProcMountType = 'Default' | 'Unmasked';

/** An SELinux label, part by part. */
export interface SELinuxOptions {
  /** User part.
   * @proto 1 */
  user?: string;
  /** Role part.
   * @proto 2 */
  role?: string;
  /** Type part.
   * @proto 3 */
  type?: string;
  /** Level part.
   * @proto 4 */
  level?: string;
}

/** Settings for Windows containers. */
export interface WindowsSecurityContextOptions {
  /** Name of the group managed service account's credential spec.
   * @proto 1
   * @pointer */
  gmsaCredentialSpecName?: string;
  /** The credential spec itself, filled in by a webhook.
   * @proto 2
   * @pointer */
  gmsaCredentialSpec?: string;
  /** User name of the processes. The image's if absent.
   * @proto 3
   * @pointer */
  runAsUserName?: string;
  /** Run it on the host itself. All containers of a Pod alike, and only with `hostNetwork`.
   * @proto 4
   * @pointer */
  hostProcess?: boolean;
}

/** Which numbers of a range are taken. Internal bookkeeping, not served.
 * @kind RangeAllocation */
export interface RangeAllocation extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The range, such as a network or a span of ports.
   * @proto 2
   * @required
   * @always */
  range: string;
  /** A bitmap of what is taken.
   * @proto 3
   * @required
   * @always */
  data: Base64;
}

/** A kernel parameter. */
export interface Sysctl {
  /** Its name, such as `net.core.somaxconn`.
   * @proto 1
   * @required
   * @always */
  name: string;
  /** Its value.
   * @proto 2
   * @required
   * @always */
  value: string;
}

/** How one port of a load balancer fared. */
export interface PortStatus {
  /** Port number.
   * @proto 1
   * @required
   * @always */
  port: Int32;
  /** Transport protocol.
   * @proto 2
   * @required
   * @always */
  protocol: Protocol;
  /** What went wrong, in CamelCase; with a domain in front if it is the provider's own.
   * @proto 3
   * @pointer */
  error?: string;
}

/** Whether traffic keeps the balancer's address as its destination, or is sent on to the node or Pod.
 * @enum */
export type LoadBalancerIPMode = 'VIP' | 'Proxy';

/** An OCI image or artifact to mount. */
export interface ImageVolumeSource {
  /** The image, named as in a container.
   * @proto 1 */
  reference?: string;
  /** When to pull. If absent, `Always` for the tag `latest` or none, otherwise `IfNotPresent`.
   * @proto 2 */
  pullPolicy?: PullPolicy;
}
