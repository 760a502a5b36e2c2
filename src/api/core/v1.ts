/**
 * @file core/v1: Pods, Services, Nodes, volumes, configuration and the other types of the unnamed group.
 * @groupVersion v1
 */
import type { Base64, Int32, Int64, IntOrString, MicroTime, Quantity, RawExtension, Time } from '../scalars.ts';
import type { Condition, LabelSelector, ListMeta, ObjectMeta, OwnerReference, TypeMeta } from '../meta/v1.ts';

/** @inline VolumeSource 2 */
export interface Volume extends VolumeSource {
  /** @proto 1
   * @required
   * @always */
  name: string;
}

export interface VolumeSource {
  /** @proto 1
   * @pointer */
  hostPath?: HostPathVolumeSource;
  /** @proto 2
   * @pointer */
  emptyDir?: EmptyDirVolumeSource;
  /** @proto 3
   * @pointer
   * @deprecated */
  gcePersistentDisk?: GCEPersistentDiskVolumeSource;
  /** @proto 4
   * @pointer
   * @deprecated */
  awsElasticBlockStore?: AWSElasticBlockStoreVolumeSource;
  /** @proto 5
   * @pointer
   * @deprecated */
  gitRepo?: GitRepoVolumeSource;
  /** @proto 6
   * @pointer */
  secret?: SecretVolumeSource;
  /** @proto 7
   * @pointer */
  nfs?: NFSVolumeSource;
  /** @proto 8
   * @pointer */
  iscsi?: ISCSIVolumeSource;
  /** @proto 9
   * @pointer
   * @deprecated */
  glusterfs?: GlusterfsVolumeSource;
  /** @proto 10
   * @pointer */
  persistentVolumeClaim?: PersistentVolumeClaimVolumeSource;
  /** @proto 11
   * @pointer
   * @deprecated */
  rbd?: RBDVolumeSource;
  /** @proto 12
   * @pointer
   * @deprecated */
  flexVolume?: FlexVolumeSource;
  /** @proto 13
   * @pointer
   * @deprecated */
  cinder?: CinderVolumeSource;
  /** @proto 14
   * @pointer
   * @deprecated */
  cephfs?: CephFSVolumeSource;
  /** @proto 15
   * @pointer
   * @deprecated */
  flocker?: FlockerVolumeSource;
  /** @proto 16
   * @pointer */
  downwardAPI?: DownwardAPIVolumeSource;
  /** @proto 17
   * @pointer */
  fc?: FCVolumeSource;
  /** @proto 18
   * @pointer
   * @deprecated */
  azureFile?: AzureFileVolumeSource;
  /** @proto 19
   * @pointer */
  configMap?: ConfigMapVolumeSource;
  /** @proto 20
   * @pointer
   * @deprecated */
  vsphereVolume?: VsphereVirtualDiskVolumeSource;
  /** @proto 21
   * @pointer
   * @deprecated */
  quobyte?: QuobyteVolumeSource;
  /** @proto 22
   * @pointer
   * @deprecated */
  azureDisk?: AzureDiskVolumeSource;
  /** @proto 23
   * @pointer
   * @deprecated */
  photonPersistentDisk?: PhotonPersistentDiskVolumeSource;
  /** @proto 26
   * @pointer */
  projected?: ProjectedVolumeSource;
  /** @proto 24
   * @pointer
   * @deprecated */
  portworxVolume?: PortworxVolumeSource;
  /** @proto 25
   * @pointer
   * @deprecated */
  scaleIO?: ScaleIOVolumeSource;
  /** @proto 27
   * @pointer
   * @deprecated */
  storageos?: StorageOSVolumeSource;
  /** @proto 28
   * @pointer */
  csi?: CSIVolumeSource;
  /** @proto 29
   * @pointer */
  ephemeral?: EphemeralVolumeSource;
  /** @proto 30
   * @pointer
   * @featureGate ImageVolume */
  image?: ImageVolumeSource;
}

export interface PersistentVolumeClaimVolumeSource {
  /** @proto 1
   * @required
   * @always */
  claimName: string;
  /** @proto 2 */
  readOnly?: boolean;
}

export interface PersistentVolumeSource {
  /** @proto 1
   * @pointer
   * @deprecated */
  gcePersistentDisk?: GCEPersistentDiskVolumeSource;
  /** @proto 2
   * @pointer
   * @deprecated */
  awsElasticBlockStore?: AWSElasticBlockStoreVolumeSource;
  /** @proto 3
   * @pointer */
  hostPath?: HostPathVolumeSource;
  /** @proto 4
   * @pointer
   * @deprecated */
  glusterfs?: GlusterfsPersistentVolumeSource;
  /** @proto 5
   * @pointer */
  nfs?: NFSVolumeSource;
  /** @proto 6
   * @pointer
   * @deprecated */
  rbd?: RBDPersistentVolumeSource;
  /** @proto 7
   * @pointer */
  iscsi?: ISCSIPersistentVolumeSource;
  /** @proto 8
   * @pointer
   * @deprecated */
  cinder?: CinderPersistentVolumeSource;
  /** @proto 9
   * @pointer
   * @deprecated */
  cephfs?: CephFSPersistentVolumeSource;
  /** @proto 10
   * @pointer */
  fc?: FCVolumeSource;
  /** @proto 11
   * @pointer
   * @deprecated */
  flocker?: FlockerVolumeSource;
  /** @proto 12
   * @pointer
   * @deprecated */
  flexVolume?: FlexPersistentVolumeSource;
  /** @proto 13
   * @pointer
   * @deprecated */
  azureFile?: AzureFilePersistentVolumeSource;
  /** @proto 14
   * @pointer
   * @deprecated */
  vsphereVolume?: VsphereVirtualDiskVolumeSource;
  /** @proto 15
   * @pointer
   * @deprecated */
  quobyte?: QuobyteVolumeSource;
  /** @proto 16
   * @pointer
   * @deprecated */
  azureDisk?: AzureDiskVolumeSource;
  /** @proto 17
   * @pointer
   * @deprecated */
  photonPersistentDisk?: PhotonPersistentDiskVolumeSource;
  /** @proto 18
   * @pointer
   * @deprecated */
  portworxVolume?: PortworxVolumeSource;
  /** @proto 19
   * @pointer
   * @deprecated */
  scaleIO?: ScaleIOPersistentVolumeSource;
  /** @proto 20
   * @pointer */
  local?: LocalVolumeSource;
  /** @proto 21
   * @pointer
   * @deprecated */
  storageos?: StorageOSPersistentVolumeSource;
  /** @proto 22
   * @pointer */
  csi?: CSIPersistentVolumeSource;
}

/** @kind PersistentVolume
 * @scope Cluster */
export interface PersistentVolume extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always */
  spec?: PersistentVolumeSpec;
  /** @proto 3
   * @always */
  status?: PersistentVolumeStatus;
}

/** @inline PersistentVolumeSource 2 */
export interface PersistentVolumeSpec extends PersistentVolumeSource {
  /** @proto 1 */
  capacity?: Record<string, Quantity>;
  /** @proto 3
   * @list atomic */
  accessModes?: PersistentVolumeAccessMode[];
  /** @proto 4
   * @pointer
   * @struct granular */
  claimRef?: ObjectReference;
  /** @proto 5
   * @default "Retain" */
  persistentVolumeReclaimPolicy?: PersistentVolumeReclaimPolicy;
  /** @proto 6 */
  storageClassName?: string;
  /** @proto 7
   * @list atomic */
  mountOptions?: string[];
  /** @proto 8
   * @pointer
   * @default "Filesystem"
   * @immutable */
  volumeMode?: PersistentVolumeMode;
  /** @proto 9
   * @pointer */
  nodeAffinity?: VolumeNodeAffinity;
  /** @proto 10
   * @pointer
   * @featureGate VolumeAttributesClass */
  volumeAttributesClassName?: string;
}

export interface VolumeNodeAffinity {
  /** @proto 1
   * @pointer */
  required?: NodeSelector;
}

/** @enum */
export type PersistentVolumeReclaimPolicy = 'Recycle' | 'Delete' | 'Retain';

/** @enum */
export type PersistentVolumeMode = 'Block' | 'Filesystem';

export interface PersistentVolumeStatus {
  /** @proto 1
   * @default "Pending" */
  phase?: PersistentVolumePhase;
  /** @proto 2 */
  message?: string;
  /** @proto 3 */
  reason?: string;
  /** @proto 4
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

/** @kind PersistentVolumeClaim
 * @scope Namespaced */
export interface PersistentVolumeClaim extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always */
  spec?: PersistentVolumeClaimSpec;
  /** @proto 3
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

export interface PersistentVolumeClaimSpec {
  /** @proto 1
   * @list atomic
   * @immutable */
  accessModes?: PersistentVolumeAccessMode[];
  /** @proto 4
   * @pointer
   * @immutable */
  selector?: LabelSelector;
  /** @proto 2
   * @always */
  resources?: VolumeResourceRequirements;
  /** @proto 3 */
  volumeName?: string;
  /** @proto 5
   * @pointer */
  storageClassName?: string;
  /** @proto 6
   * @pointer
   * @default "Filesystem"
   * @immutable */
  volumeMode?: PersistentVolumeMode;
  /** @proto 7
   * @pointer
   * @immutable */
  dataSource?: TypedLocalObjectReference;
  /** @proto 8
   * @pointer
   * @immutable */
  dataSourceRef?: TypedObjectReference;
  /** @proto 9
   * @pointer
   * @featureGate VolumeAttributesClass */
  volumeAttributesClassName?: string;
}

export interface TypedObjectReference {
  /** @proto 1
   * @always
   * @pointer */
  apiGroup?: string;
  /** @proto 2
   * @required
   * @always */
  kind: string;
  /** @proto 3
   * @required
   * @always */
  name: string;
  /** @proto 4
   * @pointer
   * @featureGate CrossNamespaceVolumeDataSource */
  namespace?: string;
}

export type PersistentVolumeClaimConditionType = string;

/** @enum */
export type ClaimResourceStatus =
  | 'ControllerResizeInProgress' | 'ControllerResizeInfeasible' | 'NodeResizePending' | 'NodeResizeInProgress'
  | 'NodeResizeInfeasible';

/** @enum */
export type PersistentVolumeClaimModifyVolumeStatus = 'Pending' | 'InProgress' | 'Infeasible';

export interface ModifyVolumeStatus {
  /** @proto 1 */
  targetVolumeAttributesClassName?: string;
  /** @proto 2
   * @required
   * @always */
  status: PersistentVolumeClaimModifyVolumeStatus;
}

export interface PersistentVolumeClaimCondition {
  /** @proto 1
   * @required
   * @always */
  type: PersistentVolumeClaimConditionType;
  /** @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** @proto 3
   * @always */
  lastProbeTime?: Time;
  /** @proto 4
   * @always */
  lastTransitionTime?: Time;
  /** @proto 5 */
  reason?: string;
  /** @proto 6 */
  message?: string;
}

export interface PersistentVolumeClaimStatus {
  /** @proto 1
   * @default "Pending" */
  phase?: PersistentVolumeClaimPhase;
  /** @proto 2
   * @list atomic */
  accessModes?: PersistentVolumeAccessMode[];
  /** @proto 3 */
  capacity?: Record<string, Quantity>;
  /** @proto 4
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: PersistentVolumeClaimCondition[];
  /** @proto 5
   * @featureGate RecoverVolumeExpansionFailure */
  allocatedResources?: Record<string, Quantity>;
  /** @proto 7
   * @map granular
   * @featureGate RecoverVolumeExpansionFailure */
  allocatedResourceStatuses?: Record<string, ClaimResourceStatus>;
  /** @proto 8
   * @pointer
   * @featureGate VolumeAttributesClass */
  currentVolumeAttributesClassName?: string;
  /** @proto 9
   * @pointer
   * @featureGate VolumeAttributesClass */
  modifyVolumeStatus?: ModifyVolumeStatus;
}

/** @enum */
export type PersistentVolumeAccessMode =
  | 'ReadWriteOnce' | 'ReadOnlyMany' | 'ReadWriteMany' | 'ReadWriteOncePod';

/** @enum */
export type PersistentVolumePhase = 'Pending' | 'Available' | 'Bound' | 'Released' | 'Failed';

/** @enum */
export type PersistentVolumeClaimPhase = 'Pending' | 'Bound' | 'Lost';

/** @enum */
export type HostPathType =
  | '' | 'DirectoryOrCreate' | 'Directory' | 'FileOrCreate' | 'File' | 'Socket' | 'CharDevice' | 'BlockDevice';

export interface HostPathVolumeSource {
  /** @proto 1
   * @required
   * @always */
  path: string;
  /** @proto 2
   * @pointer
   * @default "" */
  type?: HostPathType;
}

export interface EmptyDirVolumeSource {
  /** @proto 1 */
  medium?: StorageMedium;
  /** @proto 2
   * @pointer */
  sizeLimit?: Quantity;
}

export interface GlusterfsVolumeSource {
  /** @proto 1
   * @required
   * @always */
  endpoints: string;
  /** @proto 2
   * @required
   * @always */
  path: string;
  /** @proto 3 */
  readOnly?: boolean;
}

export interface GlusterfsPersistentVolumeSource {
  /** @proto 1
   * @required
   * @always */
  endpoints: string;
  /** @proto 2
   * @required
   * @always */
  path: string;
  /** @proto 3 */
  readOnly?: boolean;
  /** @proto 4
   * @pointer */
  endpointsNamespace?: string;
}

export interface RBDVolumeSource {
  /** @proto 1
   * @required
   * @always
   * @list atomic */
  monitors: string[];
  /** @proto 2
   * @required
   * @always */
  image: string;
  /** @proto 3 */
  fsType?: string;
  /** @proto 4
   * @default "rbd" */
  pool?: string;
  /** @proto 5
   * @default "admin" */
  user?: string;
  /** @proto 6
   * @default "/etc/ceph/keyring" */
  keyring?: string;
  /** @proto 7
   * @pointer */
  secretRef?: LocalObjectReference;
  /** @proto 8 */
  readOnly?: boolean;
}

export interface RBDPersistentVolumeSource {
  /** @proto 1
   * @required
   * @always
   * @list atomic */
  monitors: string[];
  /** @proto 2
   * @required
   * @always */
  image: string;
  /** @proto 3 */
  fsType?: string;
  /** @proto 4
   * @default "rbd" */
  pool?: string;
  /** @proto 5
   * @default "admin" */
  user?: string;
  /** @proto 6
   * @default "/etc/ceph/keyring" */
  keyring?: string;
  /** @proto 7
   * @pointer */
  secretRef?: SecretReference;
  /** @proto 8 */
  readOnly?: boolean;
}

export interface CinderVolumeSource {
  /** @proto 1
   * @required
   * @always */
  volumeID: string;
  /** @proto 2 */
  fsType?: string;
  /** @proto 3 */
  readOnly?: boolean;
  /** @proto 4
   * @pointer */
  secretRef?: LocalObjectReference;
}

export interface CinderPersistentVolumeSource {
  /** @proto 1
   * @required
   * @always */
  volumeID: string;
  /** @proto 2 */
  fsType?: string;
  /** @proto 3 */
  readOnly?: boolean;
  /** @proto 4
   * @pointer */
  secretRef?: SecretReference;
}

export interface CephFSVolumeSource {
  /** @proto 1
   * @required
   * @always
   * @list atomic */
  monitors: string[];
  /** @proto 2 */
  path?: string;
  /** @proto 3 */
  user?: string;
  /** @proto 4 */
  secretFile?: string;
  /** @proto 5
   * @pointer */
  secretRef?: LocalObjectReference;
  /** @proto 6 */
  readOnly?: boolean;
}

export interface SecretReference {
  /** @proto 1 */
  name?: string;
  /** @proto 2 */
  namespace?: string;
}

export interface CephFSPersistentVolumeSource {
  /** @proto 1
   * @required
   * @always
   * @list atomic */
  monitors: string[];
  /** @proto 2 */
  path?: string;
  /** @proto 3 */
  user?: string;
  /** @proto 4 */
  secretFile?: string;
  /** @proto 5
   * @pointer */
  secretRef?: SecretReference;
  /** @proto 6 */
  readOnly?: boolean;
}

export interface FlockerVolumeSource {
  /** @proto 1 */
  datasetName?: string;
  /** @proto 2 */
  datasetUUID?: string;
}

export type StorageMedium = string;

/** @enum */
export type Protocol = 'TCP' | 'UDP' | 'SCTP';

export interface GCEPersistentDiskVolumeSource {
  /** @proto 1
   * @required
   * @always */
  pdName: string;
  /** @proto 2 */
  fsType?: string;
  /** @proto 3 */
  partition?: Int32;
  /** @proto 4 */
  readOnly?: boolean;
}

export interface QuobyteVolumeSource {
  /** @proto 1
   * @required
   * @always */
  registry: string;
  /** @proto 2
   * @required
   * @always */
  volume: string;
  /** @proto 3 */
  readOnly?: boolean;
  /** @proto 4 */
  user?: string;
  /** @proto 5 */
  group?: string;
  /** @proto 6 */
  tenant?: string;
}

export interface FlexPersistentVolumeSource {
  /** @proto 1
   * @required
   * @always */
  driver: string;
  /** @proto 2 */
  fsType?: string;
  /** @proto 3
   * @pointer */
  secretRef?: SecretReference;
  /** @proto 4 */
  readOnly?: boolean;
  /** @proto 5 */
  options?: Record<string, string>;
}

export interface FlexVolumeSource {
  /** @proto 1
   * @required
   * @always */
  driver: string;
  /** @proto 2 */
  fsType?: string;
  /** @proto 3
   * @pointer */
  secretRef?: LocalObjectReference;
  /** @proto 4 */
  readOnly?: boolean;
  /** @proto 5 */
  options?: Record<string, string>;
}

export interface AWSElasticBlockStoreVolumeSource {
  /** @proto 1
   * @required
   * @always */
  volumeID: string;
  /** @proto 2 */
  fsType?: string;
  /** @proto 3 */
  partition?: Int32;
  /** @proto 4 */
  readOnly?: boolean;
}

/** @deprecated */
export interface GitRepoVolumeSource {
  /** @proto 1
   * @required
   * @always */
  repository: string;
  /** @proto 2 */
  revision?: string;
  /** @proto 3 */
  directory?: string;
}

export interface SecretVolumeSource {
  /** @proto 1 */
  secretName?: string;
  /** @proto 2
   * @list atomic */
  items?: KeyToPath[];
  /** @proto 3
   * @pointer
   * @default 420 */
  defaultMode?: Int32;
  /** @proto 4
   * @pointer */
  optional?: boolean;
}

/** @inline LocalObjectReference 1 */
export interface SecretProjection extends LocalObjectReference {
  /** @proto 2
   * @list atomic */
  items?: KeyToPath[];
  /** @proto 4
   * @pointer */
  optional?: boolean;
}

export interface NFSVolumeSource {
  /** @proto 1
   * @required
   * @always */
  server: string;
  /** @proto 2
   * @required
   * @always */
  path: string;
  /** @proto 3 */
  readOnly?: boolean;
}

export interface ISCSIVolumeSource {
  /** @proto 1
   * @required
   * @always */
  targetPortal: string;
  /** @proto 2
   * @required
   * @always */
  iqn: string;
  /** @proto 3
   * @required
   * @always */
  lun: Int32;
  /** @proto 4
   * @default "default" */
  iscsiInterface?: string;
  /** @proto 5 */
  fsType?: string;
  /** @proto 6 */
  readOnly?: boolean;
  /** @proto 7
   * @list atomic */
  portals?: string[];
  /** @proto 8 */
  chapAuthDiscovery?: boolean;
  /** @proto 11 */
  chapAuthSession?: boolean;
  /** @proto 10
   * @pointer */
  secretRef?: LocalObjectReference;
  /** @proto 12
   * @pointer */
  initiatorName?: string;
}

export interface ISCSIPersistentVolumeSource {
  /** @proto 1
   * @required
   * @always */
  targetPortal: string;
  /** @proto 2
   * @required
   * @always */
  iqn: string;
  /** @proto 3
   * @required
   * @always */
  lun: Int32;
  /** @proto 4
   * @default "default" */
  iscsiInterface?: string;
  /** @proto 5 */
  fsType?: string;
  /** @proto 6 */
  readOnly?: boolean;
  /** @proto 7
   * @list atomic */
  portals?: string[];
  /** @proto 8 */
  chapAuthDiscovery?: boolean;
  /** @proto 11 */
  chapAuthSession?: boolean;
  /** @proto 10
   * @pointer */
  secretRef?: SecretReference;
  /** @proto 12
   * @pointer */
  initiatorName?: string;
}

export interface FCVolumeSource {
  /** @proto 1
   * @list atomic */
  targetWWNs?: string[];
  /** @proto 2
   * @pointer */
  lun?: Int32;
  /** @proto 3 */
  fsType?: string;
  /** @proto 4 */
  readOnly?: boolean;
  /** @proto 5
   * @list atomic */
  wwids?: string[];
}

export interface AzureFileVolumeSource {
  /** @proto 1
   * @required
   * @always */
  secretName: string;
  /** @proto 2
   * @required
   * @always */
  shareName: string;
  /** @proto 3 */
  readOnly?: boolean;
}

export interface AzureFilePersistentVolumeSource {
  /** @proto 1
   * @required
   * @always */
  secretName: string;
  /** @proto 2
   * @required
   * @always */
  shareName: string;
  /** @proto 3 */
  readOnly?: boolean;
  /** @proto 4
   * @always
   * @pointer */
  secretNamespace?: string;
}

export interface VsphereVirtualDiskVolumeSource {
  /** @proto 1
   * @required
   * @always */
  volumePath: string;
  /** @proto 2 */
  fsType?: string;
  /** @proto 3 */
  storagePolicyName?: string;
  /** @proto 4 */
  storagePolicyID?: string;
}

export interface PhotonPersistentDiskVolumeSource {
  /** @proto 1
   * @required
   * @always */
  pdID: string;
  /** @proto 2 */
  fsType?: string;
}

/** @enum */
export type AzureDataDiskCachingMode = 'None' | 'ReadOnly' | 'ReadWrite';

/** @enum */
export type AzureDataDiskKind = 'Shared' | 'Dedicated' | 'Managed';

export interface AzureDiskVolumeSource {
  /** @proto 1
   * @required
   * @always */
  diskName: string;
  /** @proto 2
   * @required
   * @always */
  diskURI: string;
  /** @proto 3
   * @pointer
   * @default "ReadWrite" */
  cachingMode?: AzureDataDiskCachingMode;
  /** @proto 4
   * @pointer
   * @default "ext4" */
  fsType?: string;
  /** @proto 5
   * @pointer
   * @default false */
  readOnly?: boolean;
  /** @proto 6
   * @pointer
   * @default "Shared" */
  kind?: AzureDataDiskKind;
}

export interface PortworxVolumeSource {
  /** @proto 1
   * @required
   * @always */
  volumeID: string;
  /** @proto 2 */
  fsType?: string;
  /** @proto 3 */
  readOnly?: boolean;
}

export interface ScaleIOVolumeSource {
  /** @proto 1
   * @required
   * @always */
  gateway: string;
  /** @proto 2
   * @required
   * @always */
  system: string;
  /** @proto 3
   * @required
   * @always
   * @pointer */
  secretRef: LocalObjectReference;
  /** @proto 4 */
  sslEnabled?: boolean;
  /** @proto 5 */
  protectionDomain?: string;
  /** @proto 6 */
  storagePool?: string;
  /** @proto 7
   * @default "ThinProvisioned" */
  storageMode?: string;
  /** @proto 8 */
  volumeName?: string;
  /** @proto 9
   * @default "xfs" */
  fsType?: string;
  /** @proto 10 */
  readOnly?: boolean;
}

export interface ScaleIOPersistentVolumeSource {
  /** @proto 1
   * @required
   * @always */
  gateway: string;
  /** @proto 2
   * @required
   * @always */
  system: string;
  /** @proto 3
   * @required
   * @always
   * @pointer */
  secretRef: SecretReference;
  /** @proto 4 */
  sslEnabled?: boolean;
  /** @proto 5 */
  protectionDomain?: string;
  /** @proto 6 */
  storagePool?: string;
  /** @proto 7
   * @default "ThinProvisioned" */
  storageMode?: string;
  /** @proto 8 */
  volumeName?: string;
  /** @proto 9
   * @default "xfs" */
  fsType?: string;
  /** @proto 10 */
  readOnly?: boolean;
}

export interface StorageOSVolumeSource {
  /** @proto 1 */
  volumeName?: string;
  /** @proto 2 */
  volumeNamespace?: string;
  /** @proto 3 */
  fsType?: string;
  /** @proto 4 */
  readOnly?: boolean;
  /** @proto 5
   * @pointer */
  secretRef?: LocalObjectReference;
}

export interface StorageOSPersistentVolumeSource {
  /** @proto 1 */
  volumeName?: string;
  /** @proto 2 */
  volumeNamespace?: string;
  /** @proto 3 */
  fsType?: string;
  /** @proto 4 */
  readOnly?: boolean;
  /** @proto 5
   * @pointer */
  secretRef?: ObjectReference;
}

/** @inline LocalObjectReference 1 */
export interface ConfigMapVolumeSource extends LocalObjectReference {
  /** @proto 2
   * @list atomic */
  items?: KeyToPath[];
  /** @proto 3
   * @pointer
   * @default 420 */
  defaultMode?: Int32;
  /** @proto 4
   * @pointer */
  optional?: boolean;
}

/** @inline LocalObjectReference 1 */
export interface ConfigMapProjection extends LocalObjectReference {
  /** @proto 2
   * @list atomic */
  items?: KeyToPath[];
  /** @proto 4
   * @pointer */
  optional?: boolean;
}

export interface ServiceAccountTokenProjection {
  /** @proto 1 */
  audience?: string;
  /** @proto 2
   * @pointer
   * @default 3600 */
  expirationSeconds?: Int64;
  /** @proto 3
   * @required
   * @always */
  path: string;
}

export interface ClusterTrustBundleProjection {
  /** @proto 1
   * @pointer */
  name?: string;
  /** @proto 2
   * @pointer */
  signerName?: string;
  /** @proto 3
   * @pointer */
  labelSelector?: LabelSelector;
  /** @proto 5
   * @pointer */
  optional?: boolean;
  /** @proto 4
   * @required
   * @always */
  path: string;
}

export interface ProjectedVolumeSource {
  /** @proto 1
   * @always
   * @list atomic */
  sources?: VolumeProjection[];
  /** @proto 2
   * @pointer
   * @default 420 */
  defaultMode?: Int32;
}

export interface VolumeProjection {
  /** @proto 1
   * @pointer */
  secret?: SecretProjection;
  /** @proto 2
   * @pointer */
  downwardAPI?: DownwardAPIProjection;
  /** @proto 3
   * @pointer */
  configMap?: ConfigMapProjection;
  /** @proto 4
   * @pointer */
  serviceAccountToken?: ServiceAccountTokenProjection;
  /** @proto 5
   * @pointer
   * @featureGate ClusterTrustBundleProjection */
  clusterTrustBundle?: ClusterTrustBundleProjection;
}

export interface KeyToPath {
  /** @proto 1
   * @required
   * @always */
  key: string;
  /** @proto 2
   * @required
   * @always */
  path: string;
  /** @proto 3
   * @pointer */
  mode?: Int32;
}

export interface LocalVolumeSource {
  /** @proto 1
   * @required
   * @always */
  path: string;
  /** @proto 2
   * @pointer */
  fsType?: string;
}

export interface CSIPersistentVolumeSource {
  /** @proto 1
   * @required
   * @always */
  driver: string;
  /** @proto 2
   * @required
   * @always */
  volumeHandle: string;
  /** @proto 3 */
  readOnly?: boolean;
  /** @proto 4 */
  fsType?: string;
  /** @proto 5 */
  volumeAttributes?: Record<string, string>;
  /** @proto 6
   * @pointer */
  controllerPublishSecretRef?: SecretReference;
  /** @proto 7
   * @pointer */
  nodeStageSecretRef?: SecretReference;
  /** @proto 8
   * @pointer */
  nodePublishSecretRef?: SecretReference;
  /** @proto 9
   * @pointer */
  controllerExpandSecretRef?: SecretReference;
  /** @proto 10
   * @pointer */
  nodeExpandSecretRef?: SecretReference;
}

export interface CSIVolumeSource {
  /** @proto 1
   * @required
   * @always */
  driver: string;
  /** @proto 2
   * @pointer */
  readOnly?: boolean;
  /** @proto 3
   * @pointer */
  fsType?: string;
  /** @proto 4 */
  volumeAttributes?: Record<string, string>;
  /** @proto 5
   * @pointer */
  nodePublishSecretRef?: LocalObjectReference;
}

export interface EphemeralVolumeSource {
  /** @proto 1
   * @pointer */
  volumeClaimTemplate?: PersistentVolumeClaimTemplate;
}

export interface PersistentVolumeClaimTemplate {
  /** @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @required
   * @always */
  spec: PersistentVolumeClaimSpec;
}

export interface ContainerPort {
  /** @proto 1 */
  name?: string;
  /** @proto 2 */
  hostPort?: Int32;
  /** @proto 3
   * @required
   * @always */
  containerPort: Int32;
  /** @proto 4
   * @default "TCP" */
  protocol?: Protocol;
  /** @proto 5 */
  hostIP?: string;
}

export interface VolumeMount {
  /** @proto 1
   * @required
   * @always */
  name: string;
  /** @proto 2 */
  readOnly?: boolean;
  /** @proto 7
   * @pointer */
  recursiveReadOnly?: RecursiveReadOnlyMode;
  /** @proto 3
   * @required
   * @always */
  mountPath: string;
  /** @proto 4 */
  subPath?: string;
  /** @proto 5
   * @pointer */
  mountPropagation?: MountPropagationMode;
  /** @proto 6 */
  subPathExpr?: string;
}

/** @enum */
export type MountPropagationMode = 'None' | 'HostToContainer' | 'Bidirectional';

/** @enum */
export type RecursiveReadOnlyMode = 'Disabled' | 'IfPossible' | 'Enabled';

export interface VolumeDevice {
  /** @proto 1
   * @required
   * @always */
  name: string;
  /** @proto 2
   * @required
   * @always */
  devicePath: string;
}

export interface EnvVar {
  /** @proto 1
   * @required
   * @always */
  name: string;
  /** @proto 2 */
  value?: string;
  /** @proto 3
   * @pointer */
  valueFrom?: EnvVarSource;
}

export interface EnvVarSource {
  /** @proto 1
   * @pointer */
  fieldRef?: ObjectFieldSelector;
  /** @proto 2
   * @pointer */
  resourceFieldRef?: ResourceFieldSelector;
  /** @proto 3
   * @pointer */
  configMapKeyRef?: ConfigMapKeySelector;
  /** @proto 4
   * @pointer */
  secretKeyRef?: SecretKeySelector;
}

export interface ObjectFieldSelector {
  /** @proto 1
   * @default "v1" */
  apiVersion?: string;
  /** @proto 2
   * @required
   * @always */
  fieldPath: string;
}

export interface ResourceFieldSelector {
  /** @proto 1 */
  containerName?: string;
  /** @proto 2
   * @required
   * @always */
  resource: string;
  /** @proto 3
   * @always */
  divisor?: Quantity;
}

/** @inline LocalObjectReference 1 */
export interface ConfigMapKeySelector extends LocalObjectReference {
  /** @proto 2
   * @required
   * @always */
  key: string;
  /** @proto 3
   * @pointer */
  optional?: boolean;
}

/** @inline LocalObjectReference 1 */
export interface SecretKeySelector extends LocalObjectReference {
  /** @proto 2
   * @required
   * @always */
  key: string;
  /** @proto 3
   * @pointer */
  optional?: boolean;
}

export interface EnvFromSource {
  /** @proto 1 */
  prefix?: string;
  /** @proto 2
   * @pointer */
  configMapRef?: ConfigMapEnvSource;
  /** @proto 3
   * @pointer */
  secretRef?: SecretEnvSource;
}

/** @inline LocalObjectReference 1 */
export interface ConfigMapEnvSource extends LocalObjectReference {
  /** @proto 2
   * @pointer */
  optional?: boolean;
}

/** @inline LocalObjectReference 1 */
export interface SecretEnvSource extends LocalObjectReference {
  /** @proto 2
   * @pointer */
  optional?: boolean;
}

export interface HTTPHeader {
  /** @proto 1
   * @required
   * @always */
  name: string;
  /** @proto 2
   * @required
   * @always */
  value: string;
}

export interface HTTPGetAction {
  /** @proto 1
   * @default "/" */
  path?: string;
  /** @proto 2
   * @required
   * @always */
  port: IntOrString;
  /** @proto 3 */
  host?: string;
  /** @proto 4
   * @default "HTTP" */
  scheme?: URIScheme;
  /** @proto 5
   * @list atomic */
  httpHeaders?: HTTPHeader[];
}

/** @enum */
export type URIScheme = 'HTTP' | 'HTTPS';

export interface TCPSocketAction {
  /** @proto 1
   * @required
   * @always */
  port: IntOrString;
  /** @proto 2 */
  host?: string;
}

export interface GRPCAction {
  /** @proto 1
   * @required
   * @always */
  port: Int32;
  /** @proto 2
   * @always
   * @pointer
   * @default "" */
  service?: string;
}

export interface ExecAction {
  /** @proto 1
   * @list atomic */
  command?: string[];
}

export interface SleepAction {
  /** @proto 1
   * @required
   * @always */
  seconds: Int64;
}

/** @inline ProbeHandler 1 */
export interface Probe extends ProbeHandler {
  /** @proto 2 */
  initialDelaySeconds?: Int32;
  /** @proto 3
   * @default 1 */
  timeoutSeconds?: Int32;
  /** @proto 4
   * @default 10 */
  periodSeconds?: Int32;
  /** @proto 5
   * @default 1 */
  successThreshold?: Int32;
  /** @proto 6
   * @default 3 */
  failureThreshold?: Int32;
  /** @proto 7
   * @pointer */
  terminationGracePeriodSeconds?: Int64;
}

/** @enum */
export type PullPolicy = 'Always' | 'Never' | 'IfNotPresent';

/** @enum */
export type ResourceResizeRestartPolicy = 'NotRequired' | 'RestartContainer';

export interface ContainerResizePolicy {
  /** @proto 1
   * @required
   * @always */
  resourceName: ResourceName;
  /** @proto 2
   * @required
   * @always */
  restartPolicy: ResourceResizeRestartPolicy;
}

/** @enum */
export type PreemptionPolicy = 'PreemptLowerPriority' | 'Never';

/** @enum */
export type TerminationMessagePolicy = 'File' | 'FallbackToLogsOnError';

export type Capability = string;

export interface Capabilities {
  /** @proto 1
   * @list atomic */
  add?: Capability[];
  /** @proto 2
   * @list atomic */
  drop?: Capability[];
}

export interface ResourceRequirements {
  /** @proto 1 */
  limits?: Record<string, Quantity>;
  /** @proto 2 */
  requests?: Record<string, Quantity>;
  /** @proto 3
   * @list map
   * @listKey name
   * @featureGate DynamicResourceAllocation */
  claims?: ResourceClaim[];
}

export interface VolumeResourceRequirements {
  /** @proto 1 */
  limits?: Record<string, Quantity>;
  /** @proto 2 */
  requests?: Record<string, Quantity>;
}

export interface ResourceClaim {
  /** @proto 1
   * @required
   * @always */
  name: string;
  /** @proto 2 */
  request?: string;
}

export interface Container {
  /** @proto 1
   * @required
   * @always */
  name: string;
  /** @proto 2 */
  image?: string;
  /** @proto 3
   * @list atomic */
  command?: string[];
  /** @proto 4
   * @list atomic */
  args?: string[];
  /** @proto 5 */
  workingDir?: string;
  /** @proto 6
   * @list map
   * @listKey containerPort
   * @listKey protocol
   * @patchStrategy merge
   * @patchMergeKey containerPort */
  ports?: ContainerPort[];
  /** @proto 19
   * @list atomic */
  envFrom?: EnvFromSource[];
  /** @proto 7
   * @list map
   * @listKey name
   * @patchStrategy merge
   * @patchMergeKey name */
  env?: EnvVar[];
  /** @proto 8
   * @always */
  resources?: ResourceRequirements;
  /** @proto 23
   * @list atomic
   * @featureGate InPlacePodVerticalScaling */
  resizePolicy?: ContainerResizePolicy[];
  /** @proto 24
   * @pointer */
  restartPolicy?: ContainerRestartPolicy;
  /** @proto 9
   * @list map
   * @listKey mountPath
   * @patchStrategy merge
   * @patchMergeKey mountPath */
  volumeMounts?: VolumeMount[];
  /** @proto 21
   * @list map
   * @listKey devicePath
   * @patchStrategy merge
   * @patchMergeKey devicePath */
  volumeDevices?: VolumeDevice[];
  /** @proto 10
   * @pointer */
  livenessProbe?: Probe;
  /** @proto 11
   * @pointer */
  readinessProbe?: Probe;
  /** @proto 22
   * @pointer */
  startupProbe?: Probe;
  /** @proto 12
   * @pointer */
  lifecycle?: Lifecycle;
  /** @proto 13
   * @default "/dev/termination-log" */
  terminationMessagePath?: string;
  /** @proto 20
   * @default "File" */
  terminationMessagePolicy?: TerminationMessagePolicy;
  /** @proto 14 */
  imagePullPolicy?: PullPolicy;
  /** @proto 15
   * @pointer */
  securityContext?: SecurityContext;
  /** @proto 16 */
  stdin?: boolean;
  /** @proto 17 */
  stdinOnce?: boolean;
  /** @proto 18 */
  tty?: boolean;
}

export interface ProbeHandler {
  /** @proto 1
   * @pointer */
  exec?: ExecAction;
  /** @proto 2
   * @pointer */
  httpGet?: HTTPGetAction;
  /** @proto 3
   * @pointer */
  tcpSocket?: TCPSocketAction;
  /** @proto 4
   * @pointer */
  grpc?: GRPCAction;
}

export interface LifecycleHandler {
  /** @proto 1
   * @pointer */
  exec?: ExecAction;
  /** @proto 2
   * @pointer */
  httpGet?: HTTPGetAction;
  /** @proto 3
   * @pointer
   * @deprecated */
  tcpSocket?: TCPSocketAction;
  /** @proto 4
   * @pointer
   * @featureGate PodLifecycleSleepAction */
  sleep?: SleepAction;
}

/** @enum */
export type Signal =
  | 'SIGABRT' | 'SIGALRM' | 'SIGBUS' | 'SIGCHLD' | 'SIGCLD' | 'SIGCONT' | 'SIGFPE' | 'SIGHUP' | 'SIGILL'
  | 'SIGINT' | 'SIGIO' | 'SIGIOT' | 'SIGKILL' | 'SIGPIPE' | 'SIGPOLL' | 'SIGPROF' | 'SIGPWR' | 'SIGQUIT'
  | 'SIGSEGV' | 'SIGSTKFLT' | 'SIGSTOP' | 'SIGSYS' | 'SIGTERM' | 'SIGTRAP' | 'SIGTSTP' | 'SIGTTIN' | 'SIGTTOU'
  | 'SIGURG' | 'SIGUSR1' | 'SIGUSR2' | 'SIGVTALRM' | 'SIGWINCH' | 'SIGXCPU' | 'SIGXFSZ' | 'SIGRTMIN'
  | 'SIGRTMIN+1' | 'SIGRTMIN+2' | 'SIGRTMIN+3' | 'SIGRTMIN+4' | 'SIGRTMIN+5' | 'SIGRTMIN+6' | 'SIGRTMIN+7'
  | 'SIGRTMIN+8' | 'SIGRTMIN+9' | 'SIGRTMIN+10' | 'SIGRTMIN+11' | 'SIGRTMIN+12' | 'SIGRTMIN+13' | 'SIGRTMIN+14'
  | 'SIGRTMIN+15' | 'SIGRTMAX-14' | 'SIGRTMAX-13' | 'SIGRTMAX-12' | 'SIGRTMAX-11' | 'SIGRTMAX-10'
  | 'SIGRTMAX-9' | 'SIGRTMAX-8' | 'SIGRTMAX-7' | 'SIGRTMAX-6' | 'SIGRTMAX-5' | 'SIGRTMAX-4' | 'SIGRTMAX-3'
  | 'SIGRTMAX-2' | 'SIGRTMAX-1' | 'SIGRTMAX';

export interface Lifecycle {
  /** @proto 1
   * @pointer */
  postStart?: LifecycleHandler;
  /** @proto 2
   * @pointer */
  preStop?: LifecycleHandler;
  /** @proto 3
   * @pointer */
  stopSignal?: Signal;
}

/** @enum */
export type ConditionStatus = 'True' | 'False' | 'Unknown';

export interface ContainerStateWaiting {
  /** @proto 1 */
  reason?: string;
  /** @proto 2 */
  message?: string;
}

export interface ContainerStateRunning {
  /** @proto 1
   * @always */
  startedAt?: Time;
}

export interface ContainerStateTerminated {
  /** @proto 1
   * @required
   * @always */
  exitCode: Int32;
  /** @proto 2 */
  signal?: Int32;
  /** @proto 3 */
  reason?: string;
  /** @proto 4 */
  message?: string;
  /** @proto 5
   * @always */
  startedAt?: Time;
  /** @proto 6
   * @always */
  finishedAt?: Time;
  /** @proto 7 */
  containerID?: string;
}

export interface ContainerState {
  /** @proto 1
   * @pointer */
  waiting?: ContainerStateWaiting;
  /** @proto 2
   * @pointer */
  running?: ContainerStateRunning;
  /** @proto 3
   * @pointer */
  terminated?: ContainerStateTerminated;
}

export interface ContainerStatus {
  /** @proto 1
   * @required
   * @always */
  name: string;
  /** @proto 2
   * @always */
  state?: ContainerState;
  /** @proto 3
   * @always */
  lastState?: ContainerState;
  /** @proto 4
   * @required
   * @always */
  ready: boolean;
  /** @proto 5
   * @required
   * @always */
  restartCount: Int32;
  /** @proto 6
   * @required
   * @always */
  image: string;
  /** @proto 7
   * @required
   * @always */
  imageID: string;
  /** @proto 8 */
  containerID?: string;
  /** @proto 9
   * @pointer */
  started?: boolean;
  /** @proto 10
   * @featureGate InPlacePodVerticalScalingAllocatedStatus */
  allocatedResources?: Record<string, Quantity>;
  /** @proto 11
   * @pointer
   * @featureGate InPlacePodVerticalScaling */
  resources?: ResourceRequirements;
  /** @proto 12
   * @list map
   * @listKey mountPath
   * @patchStrategy merge
   * @patchMergeKey mountPath */
  volumeMounts?: VolumeMountStatus[];
  /** @proto 13
   * @pointer
   * @featureGate SupplementalGroupsPolicy */
  user?: ContainerUser;
  /** @proto 14
   * @list map
   * @listKey name
   * @patchStrategy merge
   * @patchMergeKey name
   * @featureGate ResourceHealthStatus */
  allocatedResourcesStatus?: ResourceStatus[];
  /** @proto 15
   * @pointer
   * @featureGate ContainerStopSignals */
  stopSignal?: Signal;
}

export interface ResourceStatus {
  /** @proto 1
   * @required
   * @always */
  name: ResourceName;
  /** @proto 2
   * @list map
   * @listKey resourceID */
  resources?: ResourceHealth[];
}

export type ResourceHealthStatus = string;

export type ResourceID = string;

export interface ResourceHealth {
  /** @proto 1
   * @required
   * @always */
  resourceID: ResourceID;
  /** @proto 2 */
  health?: ResourceHealthStatus;
}

export interface ContainerUser {
  /** @proto 1
   * @pointer */
  linux?: LinuxContainerUser;
}

export interface LinuxContainerUser {
  /** @proto 1
   * @required
   * @always */
  uid: Int64;
  /** @proto 2
   * @required
   * @always */
  gid: Int64;
  /** @proto 3
   * @list atomic */
  supplementalGroups?: Int64[];
}

/** @enum */
export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';

export type PodConditionType = string;

export interface PodCondition {
  /** @proto 1
   * @required
   * @always */
  type: PodConditionType;
  /** @proto 7
   * @featureGate PodObservedGenerationTracking */
  observedGeneration?: Int64;
  /** @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** @proto 3
   * @always */
  lastProbeTime?: Time;
  /** @proto 4
   * @always */
  lastTransitionTime?: Time;
  /** @proto 5 */
  reason?: string;
  /** @proto 6 */
  message?: string;
}

/** @deprecated */
export type PodResizeStatus = string;

export interface VolumeMountStatus {
  /** @proto 1
   * @required
   * @always */
  name: string;
  /** @proto 2
   * @required
   * @always */
  mountPath: string;
  /** @proto 3 */
  readOnly?: boolean;
  /** @proto 4
   * @pointer */
  recursiveReadOnly?: RecursiveReadOnlyMode;
}

/** @enum */
export type RestartPolicy = 'Always' | 'OnFailure' | 'Never';

/** @enum */
export type ContainerRestartPolicy = 'Always';

/** @enum */
export type DNSPolicy = 'ClusterFirstWithHostNet' | 'ClusterFirst' | 'Default' | 'None';

export interface NodeSelector {
  /** @proto 1
   * @required
   * @always
   * @list atomic */
  nodeSelectorTerms: NodeSelectorTerm[];
}

export interface NodeSelectorTerm {
  /** @proto 1
   * @list atomic */
  matchExpressions?: NodeSelectorRequirement[];
  /** @proto 2
   * @list atomic */
  matchFields?: NodeSelectorRequirement[];
}

export interface NodeSelectorRequirement {
  /** @proto 1
   * @required
   * @always */
  key: string;
  /** @proto 2
   * @required
   * @always */
  operator: NodeSelectorOperator;
  /** @proto 3
   * @list atomic */
  values?: string[];
}

/** @enum */
export type NodeSelectorOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';

export interface TopologySelectorTerm {
  /** @proto 1
   * @list atomic */
  matchLabelExpressions?: TopologySelectorLabelRequirement[];
}

export interface TopologySelectorLabelRequirement {
  /** @proto 1
   * @required
   * @always */
  key: string;
  /** @proto 2
   * @required
   * @always
   * @list atomic */
  values: string[];
}

export interface Affinity {
  /** @proto 1
   * @pointer */
  nodeAffinity?: NodeAffinity;
  /** @proto 2
   * @pointer */
  podAffinity?: PodAffinity;
  /** @proto 3
   * @pointer */
  podAntiAffinity?: PodAntiAffinity;
}

export interface PodAffinity {
  /** @proto 1
   * @list atomic */
  requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[];
  /** @proto 2
   * @list atomic */
  preferredDuringSchedulingIgnoredDuringExecution?: WeightedPodAffinityTerm[];
}

export interface PodAntiAffinity {
  /** @proto 1
   * @list atomic */
  requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[];
  /** @proto 2
   * @list atomic */
  preferredDuringSchedulingIgnoredDuringExecution?: WeightedPodAffinityTerm[];
}

export interface WeightedPodAffinityTerm {
  /** @proto 1
   * @required
   * @always */
  weight: Int32;
  /** @proto 2
   * @required
   * @always */
  podAffinityTerm: PodAffinityTerm;
}

export interface PodAffinityTerm {
  /** @proto 1
   * @pointer */
  labelSelector?: LabelSelector;
  /** @proto 2
   * @list atomic */
  namespaces?: string[];
  /** @proto 3
   * @required
   * @always */
  topologyKey: string;
  /** @proto 4
   * @pointer */
  namespaceSelector?: LabelSelector;
  /** @proto 5
   * @list atomic */
  matchLabelKeys?: string[];
  /** @proto 6
   * @list atomic */
  mismatchLabelKeys?: string[];
}

export interface NodeAffinity {
  /** @proto 1
   * @pointer */
  requiredDuringSchedulingIgnoredDuringExecution?: NodeSelector;
  /** @proto 2
   * @list atomic */
  preferredDuringSchedulingIgnoredDuringExecution?: PreferredSchedulingTerm[];
}

export interface PreferredSchedulingTerm {
  /** @proto 1
   * @required
   * @always */
  weight: Int32;
  /** @proto 2
   * @required
   * @always */
  preference: NodeSelectorTerm;
}

export interface Taint {
  /** @proto 1
   * @required
   * @always */
  key: string;
  /** @proto 2 */
  value?: string;
  /** @proto 3
   * @required
   * @always */
  effect: TaintEffect;
  /** @proto 4
   * @pointer */
  timeAdded?: Time;
}

/** @enum */
export type TaintEffect = 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';

export interface Toleration {
  /** @proto 1 */
  key?: string;
  /** @proto 2 */
  operator?: TolerationOperator;
  /** @proto 3 */
  value?: string;
  /** @proto 4 */
  effect?: TaintEffect;
  /** @proto 5
   * @pointer */
  tolerationSeconds?: Int64;
}

/** @enum */
export type TolerationOperator = 'Exists' | 'Equal';

export interface PodReadinessGate {
  /** @proto 1
   * @required
   * @always */
  conditionType: PodConditionType;
}

export interface PodSpec {
  /** @proto 1
   * @list map
   * @listKey name
   * @patchStrategy merge,retainKeys
   * @patchMergeKey name */
  volumes?: Volume[];
  /** @proto 20
   * @list map
   * @listKey name
   * @patchStrategy merge
   * @patchMergeKey name */
  initContainers?: Container[];
  /** @proto 2
   * @required
   * @always
   * @list map
   * @listKey name
   * @patchStrategy merge
   * @patchMergeKey name */
  containers: Container[];
  /** @proto 34
   * @list map
   * @listKey name
   * @patchStrategy merge
   * @patchMergeKey name */
  ephemeralContainers?: EphemeralContainer[];
  /** @proto 3
   * @default "Always" */
  restartPolicy?: RestartPolicy;
  /** @proto 4
   * @pointer
   * @default 30 */
  terminationGracePeriodSeconds?: Int64;
  /** @proto 5
   * @pointer */
  activeDeadlineSeconds?: Int64;
  /** @proto 6
   * @default "ClusterFirst" */
  dnsPolicy?: DNSPolicy;
  /** @proto 7
   * @map atomic */
  nodeSelector?: Record<string, string>;
  /** @proto 8 */
  serviceAccountName?: string;
  /** @proto 9
   * @deprecated */
  serviceAccount?: string;
  /** @proto 21
   * @pointer */
  automountServiceAccountToken?: boolean;
  /** @proto 10 */
  nodeName?: string;
  /** @proto 11 */
  hostNetwork?: boolean;
  /** @proto 12 */
  hostPID?: boolean;
  /** @proto 13 */
  hostIPC?: boolean;
  /** @proto 27
   * @pointer */
  shareProcessNamespace?: boolean;
  /** @proto 14
   * @pointer
   * @default {} */
  securityContext?: PodSecurityContext;
  /** @proto 15
   * @list map
   * @listKey name
   * @patchStrategy merge
   * @patchMergeKey name */
  imagePullSecrets?: LocalObjectReference[];
  /** @proto 16 */
  hostname?: string;
  /** @proto 17 */
  subdomain?: string;
  /** @proto 18
   * @pointer */
  affinity?: Affinity;
  /** @proto 19
   * @default "default-scheduler" */
  schedulerName?: string;
  /** @proto 22
   * @list atomic */
  tolerations?: Toleration[];
  /** @proto 23
   * @list map
   * @listKey ip
   * @patchStrategy merge
   * @patchMergeKey ip */
  hostAliases?: HostAlias[];
  /** @proto 24 */
  priorityClassName?: string;
  /** @proto 25
   * @pointer */
  priority?: Int32;
  /** @proto 26
   * @pointer */
  dnsConfig?: PodDNSConfig;
  /** @proto 28
   * @list atomic */
  readinessGates?: PodReadinessGate[];
  /** @proto 29
   * @pointer */
  runtimeClassName?: string;
  /** @proto 30
   * @pointer */
  enableServiceLinks?: boolean;
  /** @proto 31
   * @pointer */
  preemptionPolicy?: PreemptionPolicy;
  /** @proto 32 */
  overhead?: Record<string, Quantity>;
  /** @proto 33
   * @list map
   * @listKey topologyKey
   * @listKey whenUnsatisfiable
   * @patchStrategy merge
   * @patchMergeKey topologyKey */
  topologySpreadConstraints?: TopologySpreadConstraint[];
  /** @proto 35
   * @pointer */
  setHostnameAsFQDN?: boolean;
  /** @proto 36
   * @pointer */
  os?: PodOS;
  /** @proto 37
   * @pointer */
  hostUsers?: boolean;
  /** @proto 38
   * @list map
   * @listKey name
   * @patchStrategy merge
   * @patchMergeKey name */
  schedulingGates?: PodSchedulingGate[];
  /** @proto 39
   * @list map
   * @listKey name
   * @patchStrategy merge,retainKeys
   * @patchMergeKey name
   * @featureGate DynamicResourceAllocation */
  resourceClaims?: PodResourceClaim[];
  /** @proto 40
   * @pointer
   * @featureGate PodLevelResources */
  resources?: ResourceRequirements;
}

export interface PodResourceClaim {
  /** @proto 1
   * @required
   * @always */
  name: string;
  /** @proto 3
   * @pointer */
  resourceClaimName?: string;
  /** @proto 4
   * @pointer */
  resourceClaimTemplateName?: string;
}

export interface PodResourceClaimStatus {
  /** @proto 1
   * @required
   * @always */
  name: string;
  /** @proto 2
   * @pointer */
  resourceClaimName?: string;
}

/** @enum */
export type OSName = 'linux' | 'windows';

export interface PodOS {
  /** @proto 1
   * @required
   * @always */
  name: OSName;
}

export interface PodSchedulingGate {
  /** @proto 1
   * @required
   * @always */
  name: string;
}

/** @enum */
export type UnsatisfiableConstraintAction = 'DoNotSchedule' | 'ScheduleAnyway';

/** @enum */
export type NodeInclusionPolicy = 'Ignore' | 'Honor';

export interface TopologySpreadConstraint {
  /** @proto 1
   * @required
   * @always */
  maxSkew: Int32;
  /** @proto 2
   * @required
   * @always */
  topologyKey: string;
  /** @proto 3
   * @required
   * @always */
  whenUnsatisfiable: UnsatisfiableConstraintAction;
  /** @proto 4
   * @pointer */
  labelSelector?: LabelSelector;
  /** @proto 5
   * @pointer */
  minDomains?: Int32;
  /** @proto 6
   * @pointer */
  nodeAffinityPolicy?: NodeInclusionPolicy;
  /** @proto 7
   * @pointer */
  nodeTaintsPolicy?: NodeInclusionPolicy;
  /** @proto 8
   * @list atomic
   * @featureGate MatchLabelKeysInPodTopologySpread */
  matchLabelKeys?: string[];
}

export interface HostAlias {
  /** @proto 1
   * @required
   * @always */
  ip: string;
  /** @proto 2
   * @list atomic */
  hostnames?: string[];
}

/** @enum */
export type PodFSGroupChangePolicy = 'OnRootMismatch' | 'Always';

/** @enum */
export type SupplementalGroupsPolicy = 'Merge' | 'Strict';

/** @enum */
export type PodSELinuxChangePolicy = 'Recursive' | 'MountOption';

export interface PodSecurityContext {
  /** @proto 1
   * @pointer */
  seLinuxOptions?: SELinuxOptions;
  /** @proto 8
   * @pointer */
  windowsOptions?: WindowsSecurityContextOptions;
  /** @proto 2
   * @pointer */
  runAsUser?: Int64;
  /** @proto 6
   * @pointer */
  runAsGroup?: Int64;
  /** @proto 3
   * @pointer */
  runAsNonRoot?: boolean;
  /** @proto 4
   * @list atomic */
  supplementalGroups?: Int64[];
  /** @proto 12
   * @pointer
   * @featureGate SupplementalGroupsPolicy */
  supplementalGroupsPolicy?: SupplementalGroupsPolicy;
  /** @proto 5
   * @pointer */
  fsGroup?: Int64;
  /** @proto 7
   * @list atomic */
  sysctls?: Sysctl[];
  /** @proto 9
   * @pointer */
  fsGroupChangePolicy?: PodFSGroupChangePolicy;
  /** @proto 10
   * @pointer */
  seccompProfile?: SeccompProfile;
  /** @proto 11
   * @pointer */
  appArmorProfile?: AppArmorProfile;
  /** @proto 13
   * @pointer
   * @featureGate SELinuxChangePolicy */
  seLinuxChangePolicy?: PodSELinuxChangePolicy;
}

export interface SeccompProfile {
  /** @proto 1
   * @required
   * @always */
  type: SeccompProfileType;
  /** @proto 2
   * @pointer */
  localhostProfile?: string;
}

/** @enum */
export type SeccompProfileType = 'Unconfined' | 'RuntimeDefault' | 'Localhost';

export interface AppArmorProfile {
  /** @proto 1
   * @required
   * @always */
  type: AppArmorProfileType;
  /** @proto 2
   * @pointer */
  localhostProfile?: string;
}

/** @enum */
export type AppArmorProfileType = 'Unconfined' | 'RuntimeDefault' | 'Localhost';

/** @enum */
export type PodQOSClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

export interface PodDNSConfig {
  /** @proto 1
   * @list atomic */
  nameservers?: string[];
  /** @proto 2
   * @list atomic */
  searches?: string[];
  /** @proto 3
   * @list atomic */
  options?: PodDNSConfigOption[];
}

export interface PodDNSConfigOption {
  /** @proto 1 */
  name?: string;
  /** @proto 2
   * @pointer */
  value?: string;
}

export interface PodIP {
  /** @proto 1
   * @required
   * @always */
  ip: string;
}

export interface HostIP {
  /** @proto 1
   * @required
   * @always */
  ip: string;
}

export interface EphemeralContainerCommon {
  /** @proto 1
   * @required
   * @always */
  name: string;
  /** @proto 2 */
  image?: string;
  /** @proto 3
   * @list atomic */
  command?: string[];
  /** @proto 4
   * @list atomic */
  args?: string[];
  /** @proto 5 */
  workingDir?: string;
  /** @proto 6
   * @list map
   * @listKey containerPort
   * @listKey protocol
   * @patchStrategy merge
   * @patchMergeKey containerPort */
  ports?: ContainerPort[];
  /** @proto 19
   * @list atomic */
  envFrom?: EnvFromSource[];
  /** @proto 7
   * @list map
   * @listKey name
   * @patchStrategy merge
   * @patchMergeKey name */
  env?: EnvVar[];
  /** @proto 8
   * @always */
  resources?: ResourceRequirements;
  /** @proto 23
   * @list atomic
   * @featureGate InPlacePodVerticalScaling */
  resizePolicy?: ContainerResizePolicy[];
  /** @proto 24
   * @pointer */
  restartPolicy?: ContainerRestartPolicy;
  /** @proto 9
   * @list map
   * @listKey mountPath
   * @patchStrategy merge
   * @patchMergeKey mountPath */
  volumeMounts?: VolumeMount[];
  /** @proto 21
   * @list map
   * @listKey devicePath
   * @patchStrategy merge
   * @patchMergeKey devicePath */
  volumeDevices?: VolumeDevice[];
  /** @proto 10
   * @pointer */
  livenessProbe?: Probe;
  /** @proto 11
   * @pointer */
  readinessProbe?: Probe;
  /** @proto 22
   * @pointer */
  startupProbe?: Probe;
  /** @proto 12
   * @pointer */
  lifecycle?: Lifecycle;
  /** @proto 13
   * @default "/dev/termination-log" */
  terminationMessagePath?: string;
  /** @proto 20
   * @default "File" */
  terminationMessagePolicy?: TerminationMessagePolicy;
  /** @proto 14 */
  imagePullPolicy?: PullPolicy;
  /** @proto 15
   * @pointer */
  securityContext?: SecurityContext;
  /** @proto 16 */
  stdin?: boolean;
  /** @proto 17 */
  stdinOnce?: boolean;
  /** @proto 18 */
  tty?: boolean;
}

/** @inline EphemeralContainerCommon 1 */
export interface EphemeralContainer extends EphemeralContainerCommon {
  /** @proto 2 */
  targetContainerName?: string;
}

export interface PodStatus {
  /** @proto 17
   * @featureGate PodObservedGenerationTracking */
  observedGeneration?: Int64;
  /** @proto 1 */
  phase?: PodPhase;
  /** @proto 2
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: PodCondition[];
  /** @proto 3 */
  message?: string;
  /** @proto 4 */
  reason?: string;
  /** @proto 11 */
  nominatedNodeName?: string;
  /** @proto 5 */
  hostIP?: string;
  /** @proto 16
   * @list atomic
   * @patchStrategy merge
   * @patchMergeKey ip */
  hostIPs?: HostIP[];
  /** @proto 6 */
  podIP?: string;
  /** @proto 12
   * @list map
   * @listKey ip
   * @patchStrategy merge
   * @patchMergeKey ip */
  podIPs?: PodIP[];
  /** @proto 7
   * @pointer */
  startTime?: Time;
  /** @proto 10
   * @list atomic */
  initContainerStatuses?: ContainerStatus[];
  /** @proto 8
   * @list atomic */
  containerStatuses?: ContainerStatus[];
  /** @proto 9 */
  qosClass?: PodQOSClass;
  /** @proto 13
   * @list atomic */
  ephemeralContainerStatuses?: ContainerStatus[];
  /** @proto 14
   * @deprecated
   * @featureGate InPlacePodVerticalScaling */
  resize?: PodResizeStatus;
  /** @proto 15
   * @list map
   * @listKey name
   * @patchStrategy merge,retainKeys
   * @patchMergeKey name
   * @featureGate DynamicResourceAllocation */
  resourceClaimStatuses?: PodResourceClaimStatus[];
}

/** @kind PodStatusResult
 * @scope Namespaced */
export interface PodStatusResult extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always */
  status?: PodStatus;
}

/** @kind Pod
 * @scope Namespaced */
export interface Pod extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always */
  spec?: PodSpec;
  /** @proto 3
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

export interface PodTemplateSpec {
  /** @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always */
  spec?: PodSpec;
}

/** @kind PodTemplate
 * @scope Namespaced */
export interface PodTemplate extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
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

export interface ReplicationControllerSpec {
  /** @proto 1
   * @pointer
   * @default 1 */
  replicas?: Int32;
  /** @proto 4
   * @default 0 */
  minReadySeconds?: Int32;
  /** @proto 2
   * @map atomic */
  selector?: Record<string, string>;
  /** @proto 3
   * @pointer */
  template?: PodTemplateSpec;
}

export interface ReplicationControllerStatus {
  /** @proto 1
   * @required
   * @always */
  replicas: Int32;
  /** @proto 2 */
  fullyLabeledReplicas?: Int32;
  /** @proto 4 */
  readyReplicas?: Int32;
  /** @proto 5 */
  availableReplicas?: Int32;
  /** @proto 3 */
  observedGeneration?: Int64;
  /** @proto 6
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: ReplicationControllerCondition[];
}

export type ReplicationControllerConditionType = string;

export interface ReplicationControllerCondition {
  /** @proto 1
   * @required
   * @always */
  type: ReplicationControllerConditionType;
  /** @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** @proto 3
   * @always */
  lastTransitionTime?: Time;
  /** @proto 4 */
  reason?: string;
  /** @proto 5 */
  message?: string;
}

/** @kind ReplicationController
 * @scope Namespaced */
export interface ReplicationController extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always */
  spec?: ReplicationControllerSpec;
  /** @proto 3
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

/** @enum */
export type ServiceAffinity = 'ClientIP' | 'None';

export interface SessionAffinityConfig {
  /** @proto 1
   * @pointer */
  clientIP?: ClientIPConfig;
}

export interface ClientIPConfig {
  /** @proto 1
   * @pointer */
  timeoutSeconds?: Int32;
}

/** @enum */
export type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';

/** @enum */
export type ServiceInternalTrafficPolicy = 'Cluster' | 'Local';

/** @enum */
export type ServiceExternalTrafficPolicy = 'Cluster' | 'Local';

export interface ServiceStatus {
  /** @proto 1
   * @always */
  loadBalancer?: LoadBalancerStatus;
  /** @proto 2
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: Condition[];
}

export interface LoadBalancerStatus {
  /** @proto 1
   * @list atomic */
  ingress?: LoadBalancerIngress[];
}

export interface LoadBalancerIngress {
  /** @proto 1 */
  ip?: string;
  /** @proto 2 */
  hostname?: string;
  /** @proto 3
   * @pointer */
  ipMode?: LoadBalancerIPMode;
  /** @proto 4
   * @list atomic */
  ports?: PortStatus[];
}

/** @enum */
export type IPFamily = 'IPv4' | 'IPv6';

/** @enum */
export type IPFamilyPolicy = 'SingleStack' | 'PreferDualStack' | 'RequireDualStack';

export interface ServiceSpec {
  /** @proto 1
   * @list map
   * @listKey port
   * @listKey protocol
   * @patchStrategy merge
   * @patchMergeKey port */
  ports?: ServicePort[];
  /** @proto 2
   * @map atomic */
  selector?: Record<string, string>;
  /** @proto 3 */
  clusterIP?: string;
  /** @proto 18
   * @list atomic */
  clusterIPs?: string[];
  /** @proto 4
   * @default "ClusterIP" */
  type?: ServiceType;
  /** @proto 5
   * @list atomic */
  externalIPs?: string[];
  /** @proto 7
   * @default "None" */
  sessionAffinity?: ServiceAffinity;
  /** @proto 8
   * @deprecated */
  loadBalancerIP?: string;
  /** @proto 9
   * @list atomic */
  loadBalancerSourceRanges?: string[];
  /** @proto 10 */
  externalName?: string;
  /** @proto 11 */
  externalTrafficPolicy?: ServiceExternalTrafficPolicy;
  /** @proto 12 */
  healthCheckNodePort?: Int32;
  /** @proto 13 */
  publishNotReadyAddresses?: boolean;
  /** @proto 14
   * @pointer */
  sessionAffinityConfig?: SessionAffinityConfig;
  /** @proto 19
   * @list atomic */
  ipFamilies?: IPFamily[];
  /** @proto 17
   * @pointer */
  ipFamilyPolicy?: IPFamilyPolicy;
  /** @proto 20
   * @pointer */
  allocateLoadBalancerNodePorts?: boolean;
  /** @proto 21
   * @pointer */
  loadBalancerClass?: string;
  /** @proto 22
   * @pointer */
  internalTrafficPolicy?: ServiceInternalTrafficPolicy;
  /** @proto 23
   * @pointer */
  trafficDistribution?: string;
}

export interface ServicePort {
  /** @proto 1 */
  name?: string;
  /** @proto 2
   * @default "TCP" */
  protocol?: Protocol;
  /** @proto 6
   * @pointer */
  appProtocol?: string;
  /** @proto 3
   * @required
   * @always */
  port: Int32;
  /** @proto 4
   * @always */
  targetPort?: IntOrString;
  /** @proto 5 */
  nodePort?: Int32;
}

/** @kind Service
 * @scope Namespaced */
export interface Service extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always */
  spec?: ServiceSpec;
  /** @proto 3
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

/** @kind ServiceAccount
 * @scope Namespaced */
export interface ServiceAccount extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @list map
   * @listKey name
   * @patchStrategy merge
   * @patchMergeKey name */
  secrets?: ObjectReference[];
  /** @proto 3
   * @list atomic */
  imagePullSecrets?: LocalObjectReference[];
  /** @proto 4
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

/** @kind Endpoints
 * @scope Namespaced
 * @deprecated */
export interface Endpoints extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @list atomic */
  subsets?: EndpointSubset[];
}

/** @deprecated */
export interface EndpointSubset {
  /** @proto 1
   * @list atomic */
  addresses?: EndpointAddress[];
  /** @proto 2
   * @list atomic */
  notReadyAddresses?: EndpointAddress[];
  /** @proto 3
   * @list atomic */
  ports?: EndpointPort[];
}

/** @deprecated */
export interface EndpointAddress {
  /** @proto 1
   * @required
   * @always */
  ip: string;
  /** @proto 3 */
  hostname?: string;
  /** @proto 4
   * @pointer */
  nodeName?: string;
  /** @proto 2
   * @pointer */
  targetRef?: ObjectReference;
}

/** @deprecated */
export interface EndpointPort {
  /** @proto 1 */
  name?: string;
  /** @proto 2
   * @required
   * @always */
  port: Int32;
  /** @proto 3
   * @default "TCP" */
  protocol?: Protocol;
  /** @proto 4
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

export interface NodeSpec {
  /** @proto 1 */
  podCIDR?: string;
  /** @proto 7
   * @list set
   * @patchStrategy merge */
  podCIDRs?: string[];
  /** @proto 3 */
  providerID?: string;
  /** @proto 4 */
  unschedulable?: boolean;
  /** @proto 5
   * @list atomic */
  taints?: Taint[];
  /** @proto 6
   * @pointer
   * @deprecated */
  configSource?: NodeConfigSource;
  /** @proto 2
   * @deprecated */
  externalID?: string;
}

/** @deprecated */
export interface NodeConfigSource {
  /** @proto 2
   * @pointer */
  configMap?: ConfigMapNodeConfigSource;
}

/** @deprecated */
export interface ConfigMapNodeConfigSource {
  /** @proto 1
   * @required
   * @always */
  namespace: string;
  /** @proto 2
   * @required
   * @always */
  name: string;
  /** @proto 3 */
  uid?: string;
  /** @proto 4 */
  resourceVersion?: string;
  /** @proto 5
   * @required
   * @always */
  kubeletConfigKey: string;
}

export interface DaemonEndpoint {
  /** @proto 1
   * @required
   * @always */
  Port: Int32;
}

export interface NodeDaemonEndpoints {
  /** @proto 1
   * @always */
  kubeletEndpoint?: DaemonEndpoint;
}

export interface NodeRuntimeHandlerFeatures {
  /** @proto 1
   * @pointer */
  recursiveReadOnlyMounts?: boolean;
  /** @proto 2
   * @pointer
   * @featureGate UserNamespacesSupport */
  userNamespaces?: boolean;
}

export interface NodeRuntimeHandler {
  /** @proto 1
   * @always */
  name?: string;
  /** @proto 2
   * @pointer */
  features?: NodeRuntimeHandlerFeatures;
}

export interface NodeFeatures {
  /** @proto 1
   * @pointer */
  supplementalGroupsPolicy?: boolean;
}

export interface NodeSystemInfo {
  /** @proto 1
   * @required
   * @always */
  machineID: string;
  /** @proto 2
   * @required
   * @always */
  systemUUID: string;
  /** @proto 3
   * @required
   * @always */
  bootID: string;
  /** @proto 4
   * @required
   * @always */
  kernelVersion: string;
  /** @proto 5
   * @required
   * @always */
  osImage: string;
  /** @proto 6
   * @required
   * @always */
  containerRuntimeVersion: string;
  /** @proto 7
   * @required
   * @always */
  kubeletVersion: string;
  /** @proto 8
   * @required
   * @always
   * @deprecated */
  kubeProxyVersion: string;
  /** @proto 9
   * @required
   * @always */
  operatingSystem: string;
  /** @proto 10
   * @required
   * @always */
  architecture: string;
  /** @proto 11
   * @pointer */
  swap?: NodeSwapStatus;
}

export interface NodeSwapStatus {
  /** @proto 1
   * @pointer */
  capacity?: Int64;
}

export interface NodeConfigStatus {
  /** @proto 1
   * @pointer */
  assigned?: NodeConfigSource;
  /** @proto 2
   * @pointer */
  active?: NodeConfigSource;
  /** @proto 3
   * @pointer */
  lastKnownGood?: NodeConfigSource;
  /** @proto 4 */
  error?: string;
}

export interface NodeStatus {
  /** @proto 1 */
  capacity?: Record<string, Quantity>;
  /** @proto 2 */
  allocatable?: Record<string, Quantity>;
  /** @proto 3 */
  phase?: NodePhase;
  /** @proto 4
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: NodeCondition[];
  /** @proto 5
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  addresses?: NodeAddress[];
  /** @proto 6
   * @always */
  daemonEndpoints?: NodeDaemonEndpoints;
  /** @proto 7
   * @always */
  nodeInfo?: NodeSystemInfo;
  /** @proto 8
   * @list atomic */
  images?: ContainerImage[];
  /** @proto 9
   * @list atomic */
  volumesInUse?: UniqueVolumeName[];
  /** @proto 10
   * @list atomic */
  volumesAttached?: AttachedVolume[];
  /** @proto 11
   * @pointer */
  config?: NodeConfigStatus;
  /** @proto 12
   * @list atomic
   * @featureGate UserNamespacesSupport */
  runtimeHandlers?: NodeRuntimeHandler[];
  /** @proto 13
   * @pointer
   * @featureGate SupplementalGroupsPolicy */
  features?: NodeFeatures;
}

export type UniqueVolumeName = string;

export interface AttachedVolume {
  /** @proto 1
   * @required
   * @always */
  name: UniqueVolumeName;
  /** @proto 2
   * @required
   * @always */
  devicePath: string;
}

export interface AvoidPods {
  /** @proto 1
   * @list atomic */
  preferAvoidPods?: PreferAvoidPodsEntry[];
}

export interface PreferAvoidPodsEntry {
  /** @proto 1
   * @required
   * @always */
  podSignature: PodSignature;
  /** @proto 2
   * @always */
  evictionTime?: Time;
  /** @proto 3 */
  reason?: string;
  /** @proto 4 */
  message?: string;
}

export interface PodSignature {
  /** @proto 1
   * @pointer */
  podController?: OwnerReference;
}

export interface ContainerImage {
  /** @proto 1
   * @always
   * @list atomic */
  names?: string[];
  /** @proto 2 */
  sizeBytes?: Int64;
}

/** @enum */
export type NodePhase = 'Pending' | 'Running' | 'Terminated';

export type NodeConditionType = string;

export interface NodeCondition {
  /** @proto 1
   * @required
   * @always */
  type: NodeConditionType;
  /** @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** @proto 3
   * @always */
  lastHeartbeatTime?: Time;
  /** @proto 4
   * @always */
  lastTransitionTime?: Time;
  /** @proto 5 */
  reason?: string;
  /** @proto 6 */
  message?: string;
}

export type NodeAddressType = string;

export interface NodeAddress {
  /** @proto 1
   * @required
   * @always */
  type: NodeAddressType;
  /** @proto 2
   * @required
   * @always */
  address: string;
}

export type ResourceName = string;

/** @kind Node
 * @scope Cluster */
export interface Node extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always */
  spec?: NodeSpec;
  /** @proto 3
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

export type FinalizerName = string;

export interface NamespaceSpec {
  /** @proto 1
   * @list atomic */
  finalizers?: FinalizerName[];
}

export interface NamespaceStatus {
  /** @proto 1
   * @default "Active" */
  phase?: NamespacePhase;
  /** @proto 2
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: NamespaceCondition[];
}

/** @enum */
export type NamespacePhase = 'Active' | 'Terminating';

export type NamespaceConditionType = string;

export interface NamespaceCondition {
  /** @proto 1
   * @required
   * @always */
  type: NamespaceConditionType;
  /** @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** @proto 4
   * @always */
  lastTransitionTime?: Time;
  /** @proto 5 */
  reason?: string;
  /** @proto 6 */
  message?: string;
}

/** @kind Namespace
 * @scope Cluster */
export interface Namespace extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always */
  spec?: NamespaceSpec;
  /** @proto 3
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

/** @kind Binding
 * @scope Namespaced */
export interface Binding extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @required
   * @always */
  target: ObjectReference;
}

export interface Preconditions {
  /** @proto 1
   * @pointer */
  uid?: string;
}

/** @kind PodLogOptions */
export interface PodLogOptions extends TypeMeta {
  /** @proto 1 */
  container?: string;
  /** @proto 2 */
  follow?: boolean;
  /** @proto 3 */
  previous?: boolean;
  /** @proto 4
   * @pointer */
  sinceSeconds?: Int64;
  /** @proto 5
   * @pointer */
  sinceTime?: Time;
  /** @proto 6 */
  timestamps?: boolean;
  /** @proto 7
   * @pointer */
  tailLines?: Int64;
  /** @proto 8
   * @pointer */
  limitBytes?: Int64;
  /** @proto 9 */
  insecureSkipTLSVerifyBackend?: boolean;
  /** @proto 10
   * @pointer
   * @featureGate PodLogsQuerySplitStreams */
  stream?: string;
}

/** @kind PodAttachOptions */
export interface PodAttachOptions extends TypeMeta {
  /** @proto 1 */
  stdin?: boolean;
  /** @proto 2 */
  stdout?: boolean;
  /** @proto 3 */
  stderr?: boolean;
  /** @proto 4 */
  tty?: boolean;
  /** @proto 5 */
  container?: string;
}

/** @kind PodExecOptions */
export interface PodExecOptions extends TypeMeta {
  /** @proto 1 */
  stdin?: boolean;
  /** @proto 2 */
  stdout?: boolean;
  /** @proto 3 */
  stderr?: boolean;
  /** @proto 4 */
  tty?: boolean;
  /** @proto 5 */
  container?: string;
  /** @proto 6
   * @required
   * @always
   * @list atomic */
  command: string[];
}

/** @kind PodPortForwardOptions */
export interface PodPortForwardOptions extends TypeMeta {
  /** @proto 1
   * @list atomic */
  ports?: Int32[];
}

/** @kind PodProxyOptions */
export interface PodProxyOptions extends TypeMeta {
  /** @proto 1 */
  path?: string;
}

/** @kind NodeProxyOptions */
export interface NodeProxyOptions extends TypeMeta {
  /** @proto 1 */
  path?: string;
}

/** @kind ServiceProxyOptions */
export interface ServiceProxyOptions extends TypeMeta {
  /** @proto 1 */
  path?: string;
}

export interface ObjectReference {
  /** @proto 1 */
  kind?: string;
  /** @proto 2 */
  namespace?: string;
  /** @proto 3 */
  name?: string;
  /** @proto 4 */
  uid?: string;
  /** @proto 5 */
  apiVersion?: string;
  /** @proto 6 */
  resourceVersion?: string;
  /** @proto 7 */
  fieldPath?: string;
}

export interface LocalObjectReference {
  /** @proto 1
   * @default "" */
  name?: string;
}

export interface TypedLocalObjectReference {
  /** @proto 1
   * @always
   * @pointer */
  apiGroup?: string;
  /** @proto 2
   * @required
   * @always */
  kind: string;
  /** @proto 3
   * @required
   * @always */
  name: string;
}

/** @kind SerializedReference */
export interface SerializedReference extends TypeMeta {
  /** @proto 1
   * @always */
  reference?: ObjectReference;
}

export interface EventSource {
  /** @proto 1 */
  component?: string;
  /** @proto 2 */
  host?: string;
}

/** @kind Event
 * @scope Namespaced */
export interface Event extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @required
   * @always */
  metadata: ObjectMeta;
  /** @proto 2
   * @required
   * @always */
  involvedObject: ObjectReference;
  /** @proto 3 */
  reason?: string;
  /** @proto 4 */
  message?: string;
  /** @proto 5
   * @always */
  source?: EventSource;
  /** @proto 6
   * @always */
  firstTimestamp?: Time;
  /** @proto 7
   * @always */
  lastTimestamp?: Time;
  /** @proto 8 */
  count?: Int32;
  /** @proto 9 */
  type?: string;
  /** @proto 10
   * @always */
  eventTime?: MicroTime;
  /** @proto 11
   * @pointer */
  series?: EventSeries;
  /** @proto 12 */
  action?: string;
  /** @proto 13
   * @pointer */
  related?: ObjectReference;
  /** @proto 14
   * @always */
  reportingComponent?: string;
  /** @proto 15
   * @always */
  reportingInstance?: string;
}

export interface EventSeries {
  /** @proto 1 */
  count?: Int32;
  /** @proto 2
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

/** @kind List */
export interface List extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** @proto 2
   * @required
   * @always */
  items: RawExtension[];
}

export type LimitType = string;

export interface LimitRangeItem {
  /** @proto 1
   * @required
   * @always */
  type: LimitType;
  /** @proto 2 */
  max?: Record<string, Quantity>;
  /** @proto 3 */
  min?: Record<string, Quantity>;
  /** @proto 4 */
  default?: Record<string, Quantity>;
  /** @proto 5 */
  defaultRequest?: Record<string, Quantity>;
  /** @proto 6 */
  maxLimitRequestRatio?: Record<string, Quantity>;
}

export interface LimitRangeSpec {
  /** @proto 1
   * @required
   * @always
   * @list atomic */
  limits: LimitRangeItem[];
}

/** @kind LimitRange
 * @scope Namespaced */
export interface LimitRange extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
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

/** @enum */
export type ResourceQuotaScope =
  | 'Terminating' | 'NotTerminating' | 'BestEffort' | 'NotBestEffort' | 'PriorityClass'
  | 'CrossNamespacePodAffinity' | 'VolumeAttributesClass';

export interface ResourceQuotaSpec {
  /** @proto 1 */
  hard?: Record<string, Quantity>;
  /** @proto 2
   * @list atomic */
  scopes?: ResourceQuotaScope[];
  /** @proto 3
   * @pointer */
  scopeSelector?: ScopeSelector;
}

export interface ScopeSelector {
  /** @proto 1
   * @list atomic */
  matchExpressions?: ScopedResourceSelectorRequirement[];
}

export interface ScopedResourceSelectorRequirement {
  /** @proto 1
   * @required
   * @always */
  scopeName: ResourceQuotaScope;
  /** @proto 2
   * @required
   * @always */
  operator: ScopeSelectorOperator;
  /** @proto 3
   * @list atomic */
  values?: string[];
}

/** @enum */
export type ScopeSelectorOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';

export interface ResourceQuotaStatus {
  /** @proto 1 */
  hard?: Record<string, Quantity>;
  /** @proto 2 */
  used?: Record<string, Quantity>;
}

/** @kind ResourceQuota
 * @scope Namespaced */
export interface ResourceQuota extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always */
  spec?: ResourceQuotaSpec;
  /** @proto 3
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

/** @kind Secret
 * @scope Namespaced */
export interface Secret extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 5
   * @pointer */
  immutable?: boolean;
  /** @proto 2 */
  data?: Record<string, Base64>;
  /** @proto 4 */
  stringData?: Record<string, string>;
  /** @proto 3
   * @default "Opaque"
   * @immutable */
  type?: SecretType;
}

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

/** @kind ConfigMap
 * @scope Namespaced */
export interface ConfigMap extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 4
   * @pointer */
  immutable?: boolean;
  /** @proto 2 */
  data?: Record<string, string>;
  /** @proto 3 */
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

export type ComponentConditionType = string;

export interface ComponentCondition {
  /** @proto 1
   * @required
   * @always */
  type: ComponentConditionType;
  /** @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** @proto 3 */
  message?: string;
  /** @proto 4 */
  error?: string;
}

/** @kind ComponentStatus
 * @scope Cluster
 * @deprecated */
export interface ComponentStatus extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
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

export interface DownwardAPIVolumeSource {
  /** @proto 1
   * @list atomic */
  items?: DownwardAPIVolumeFile[];
  /** @proto 2
   * @pointer
   * @default 420 */
  defaultMode?: Int32;
}

export interface DownwardAPIVolumeFile {
  /** @proto 1
   * @required
   * @always */
  path: string;
  /** @proto 2
   * @pointer */
  fieldRef?: ObjectFieldSelector;
  /** @proto 3
   * @pointer */
  resourceFieldRef?: ResourceFieldSelector;
  /** @proto 4
   * @pointer */
  mode?: Int32;
}

export interface DownwardAPIProjection {
  /** @proto 1
   * @list atomic */
  items?: DownwardAPIVolumeFile[];
}

export interface SecurityContext {
  /** @proto 1
   * @pointer */
  capabilities?: Capabilities;
  /** @proto 2
   * @pointer */
  privileged?: boolean;
  /** @proto 3
   * @pointer */
  seLinuxOptions?: SELinuxOptions;
  /** @proto 10
   * @pointer */
  windowsOptions?: WindowsSecurityContextOptions;
  /** @proto 4
   * @pointer */
  runAsUser?: Int64;
  /** @proto 8
   * @pointer */
  runAsGroup?: Int64;
  /** @proto 5
   * @pointer */
  runAsNonRoot?: boolean;
  /** @proto 6
   * @pointer */
  readOnlyRootFilesystem?: boolean;
  /** @proto 7
   * @pointer */
  allowPrivilegeEscalation?: boolean;
  /** @proto 9
   * @pointer
   * @featureGate ProcMountType */
  procMount?: ProcMountType;
  /** @proto 11
   * @pointer */
  seccompProfile?: SeccompProfile;
  /** @proto 12
   * @pointer */
  appArmorProfile?: AppArmorProfile;
}

/** @enum */
export type ProcMountType = 'Default' | 'Unmasked';

export interface SELinuxOptions {
  /** @proto 1 */
  user?: string;
  /** @proto 2 */
  role?: string;
  /** @proto 3 */
  type?: string;
  /** @proto 4 */
  level?: string;
}

export interface WindowsSecurityContextOptions {
  /** @proto 1
   * @pointer */
  gmsaCredentialSpecName?: string;
  /** @proto 2
   * @pointer */
  gmsaCredentialSpec?: string;
  /** @proto 3
   * @pointer */
  runAsUserName?: string;
  /** @proto 4
   * @pointer */
  hostProcess?: boolean;
}

/** @kind RangeAllocation */
export interface RangeAllocation extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @required
   * @always */
  range: string;
  /** @proto 3
   * @required
   * @always */
  data: Base64;
}

export interface Sysctl {
  /** @proto 1
   * @required
   * @always */
  name: string;
  /** @proto 2
   * @required
   * @always */
  value: string;
}

export interface PortStatus {
  /** @proto 1
   * @required
   * @always */
  port: Int32;
  /** @proto 2
   * @required
   * @always */
  protocol: Protocol;
  /** @proto 3
   * @pointer */
  error?: string;
}

/** @enum */
export type LoadBalancerIPMode = 'VIP' | 'Proxy';

export interface ImageVolumeSource {
  /** @proto 1 */
  reference?: string;
  /** @proto 2 */
  pullPolicy?: PullPolicy;
}
