/** Volumes and their sources, in descriptions of Pods, templates and PersistentVolumes. */
import type { PersistentVolume, PersistentVolumeClaim, Volume } from '../../api/core/v1.ts';
import { isZero } from '../../machinery/quantity.ts';
import { goSprint } from '../kube/goValue.ts';
import { byCodePoint, isJsonObject } from '../kube/json.ts';
import { dateText, since, type Description } from './description.ts';

export function describeVolumes(to: Description, volumes: readonly Volume[] = [], indent = ''): void {
  if (volumes.length === 0) return to.line(0, `${indent}Volumes:\t<none>`);
  to.line(0, `${indent}Volumes:`);
  for (const volume of volumes) {
    to.line(1, `${indent === '' ? '' : ' '}${volume.name}:`);
    describeSource(to, volume);
  }
}

/** One way to print a source: its kind in words, then fields by their titles. */
interface SourceText {
  readonly type: string;
  readonly fields: readonly (readonly [title: string, member: string, missing?: string])[];
}

const readOnly = ['ReadOnly', 'readOnly', 'false'] as const;
const fsType = ['FSType', 'fsType', ''] as const;
const secretRef = ['SecretRef', 'secretRef', 'nil'] as const;

/** Of sources that need nothing but their fields. */
const sources: Readonly<Record<string, SourceText>> = {
  hostPath: {
    type: 'HostPath (bare host directory volume)',
    fields: [
      ['Path', 'path'],
      ['HostPathType', 'type', '<none>'],
    ],
  },
  nfs: {
    type: 'NFS (an NFS mount that lasts the lifetime of a pod)',
    fields: [['Server', 'server'], ['Path', 'path'], readOnly],
  },
  secret: {
    type: 'Secret (a volume populated by a Secret)',
    fields: [
      ['SecretName', 'secretName'],
      ['Optional', 'optional', 'false'],
    ],
  },
  configMap: {
    type: 'ConfigMap (a volume populated by a ConfigMap)',
    fields: [
      ['Name', 'name'],
      ['Optional', 'optional', 'false'],
    ],
  },
  persistentVolumeClaim: {
    type: 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
    fields: [['ClaimName', 'claimName'], readOnly],
  },
  image: {
    type: 'Image (a container image or OCI artifact)',
    fields: [
      ['Reference', 'reference'],
      ['PullPolicy', 'pullPolicy'],
    ],
  },
  local: { type: 'LocalVolume (a persistent volume backed by local storage on a node)', fields: [['Path', 'path']] },
  gcePersistentDisk: {
    type: 'GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)',
    fields: [['PDName', 'pdName'], fsType, ['Partition', 'partition', '0'], readOnly],
  },
  awsElasticBlockStore: {
    type: 'AWSElasticBlockStore (a Persistent Disk resource in AWS)',
    fields: [['VolumeID', 'volumeID'], fsType, ['Partition', 'partition', '0'], readOnly],
  },
  gitRepo: {
    type: 'GitRepo (a volume that is pulled from git when the pod is created)',
    fields: [
      ['Repository', 'repository'],
      ['Revision', 'revision'],
    ],
  },
  cinder: {
    type: 'Cinder (a Persistent Disk resource in OpenStack)',
    fields: [['VolumeID', 'volumeID'], fsType, readOnly, secretRef],
  },
  azureFile: {
    type: 'AzureFile (an Azure File Service mount on the host and bind mount to the pod)',
    fields: [['SecretName', 'secretName'], ['ShareName', 'shareName'], readOnly],
  },
  azureDisk: {
    type: 'AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)',
    fields: [
      ['DiskName', 'diskName'],
      ['DiskURI', 'diskURI'],
      ['Kind', 'kind'],
      fsType,
      ['CachingMode', 'cachingMode'],
      readOnly,
    ],
  },
  fc: {
    type: 'FC (a Fibre Channel disk)',
    fields: [['TargetWWNs', 'targetWWNs'], ['LUN', 'lun', '<none>'], fsType, readOnly],
  },
  vsphereVolume: {
    type: 'vSphereVolume (a Persistent Disk resource in vSphere)',
    fields: [['VolumePath', 'volumePath'], fsType, ['StoragePolicyName', 'storagePolicyName']],
  },
  glusterfs: {
    type: "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)",
    fields: [['EndpointsName', 'endpoints'], ['Path', 'path'], readOnly],
  },
  rbd: {
    type: "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)",
    fields: [
      ['CephMonitors', 'monitors', '[]'],
      ['RBDImage', 'image'],
      fsType,
      ['RBDPool', 'pool'],
      ['RadosUser', 'user'],
      ['Keyring', 'keyring'],
      secretRef,
      readOnly,
    ],
  },
  cephfs: {
    type: "CephFS (a CephFS mount on the host that shares a pod's lifetime)",
    fields: [
      ['Monitors', 'monitors', '[]'],
      ['Path', 'path'],
      ['User', 'user'],
      ['SecretFile', 'secretFile'],
      secretRef,
      readOnly,
    ],
  },
  flexVolume: {
    type: 'FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)',
    fields: [['Driver', 'driver'], fsType, secretRef, readOnly, ['Options', 'options', 'map[]']],
  },
  portworxVolume: { type: 'PortworxVolume (a Portworx Volume resource)', fields: [['VolumeID', 'volumeID']] },
};

function describeSource(to: Description, volume: Volume | NonNullable<PersistentVolume['spec']>): void {
  // A named seam: a source is a member of the volume beside its name.
  const members = volume as unknown as Readonly<Record<string, unknown>>;
  if ('emptyDir' in volume && volume.emptyDir) {
    const { medium = '', sizeLimit } = volume.emptyDir;
    fields(to, "EmptyDir (a temporary directory that shares a pod's lifetime)", [
      ['Medium', medium],
      ['SizeLimit', sizeLimit !== undefined && !isZero(sizeLimit) ? sizeLimit : '<unset>'],
    ]);
  } else if ('projected' in volume && volume.projected) projected(to, volume);
  else if ('downwardAPI' in volume && volume.downwardAPI) {
    to.line(2, 'Type:\tDownwardAPI (a volume populated by information about the pod)\n    Items:');
    for (const { fieldRef, resourceFieldRef, path } of volume.downwardAPI.items ?? []) {
      if (fieldRef) to.line(3, `${fieldRef.fieldPath} -> ${path}`);
      if (resourceFieldRef) to.line(3, `${resourceFieldRef.resource} -> ${path}`);
    }
  } else if ('ephemeral' in volume && volume.ephemeral) {
    to.line(
      2,
      'Type:\tEphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)',
    );
    const { volumeClaimTemplate } = volume.ephemeral;
    if (volumeClaimTemplate) describeClaim(to, volumeClaimTemplate, false, 2);
  } else if (volume.csi) {
    const csi: {
      readonly driver: string;
      readonly fsType?: string;
      readonly readOnly?: boolean;
      readonly volumeHandle?: string;
      readonly volumeAttributes?: Readonly<Record<string, string>>;
    } = volume.csi;
    fields(to, 'CSI (a Container Storage Interface (CSI) volume source)', [
      ['Driver', csi.driver],
      ['FSType', csi.fsType ?? ''],
      ...('volumeHandle' in volume.csi ? ([['VolumeHandle', csi.volumeHandle ?? '']] as const) : []),
      ['ReadOnly', String(csi.readOnly === true)],
    ]);
    csiAttributes(to, csi.volumeAttributes);
  } else {
    const member = Object.keys(sources).find((name) => isJsonObject(members[name]));
    const source = member === undefined ? undefined : sources[member];
    if (member === undefined || !source) return to.line(1, '<unknown>');
    const values = members[member];
    if (!isJsonObject(values)) return;
    fields(
      to,
      source.type,
      source.fields.map(([title, name, missing = '']) => {
        const value = values[name];
        return [
          title,
          value === undefined || value === null
            ? missing
            : Array.isArray(value) && name === 'targetWWNs'
              ? value.join(', ')
              : goSprint(value),
        ];
      }),
    );
  }
}

function fields(to: Description, type: string, list: readonly (readonly [string, string])[]): void {
  to.line(2, `Type:\t${type}`);
  for (const [title, value] of list) to.line(2, `${title}:\t${value}`);
}

function projected(to: Description, { projected: source }: Volume): void {
  to.line(2, 'Type:\tProjected (a volume that contains injected data from multiple sources)');
  for (const { secret, downwardAPI, configMap, serviceAccountToken } of source?.sources ?? []) {
    if (secret) to.line(2, `SecretName:\t${secret.name ?? ''}\n    Optional:\t${secret.optional === true}`);
    else if (downwardAPI) to.line(2, 'DownwardAPI:\ttrue');
    else if (configMap)
      to.line(2, `ConfigMapName:\t${configMap.name ?? ''}\n    Optional:\t${configMap.optional === true}`);
    else if (serviceAccountToken)
      to.line(2, `TokenExpirationSeconds:\t${serviceAccountToken.expirationSeconds ?? 3600}`);
  }
}

function csiAttributes(to: Description, attributes: Readonly<Record<string, string>> = {}): void {
  const keys = Object.keys(attributes).sort(byCodePoint);
  if (keys.length === 0) return to.line(2, 'VolumeAttributes:\t<none>');
  keys.forEach((key, i) => {
    const line = `${key}=${attributes[key] ?? ''}`;
    const text = line.length > 140 ? `${line.slice(0, 140)}...` : line;
    // Each part is indented by itself, as kubectl has it.
    to.write(2, i === 0 ? 'VolumeAttributes:\t' : '    \t');
    to.line(2, text);
  });
}

const modes: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

/** 'RWO,RWX', in the order that kubectl has them. */
export const accessModes = (list: readonly string[] = []): string =>
  Object.keys(modes)
    .filter((mode) => list.includes(mode))
    .map((mode) => modes[mode])
    .join(',');

const classAnnotation = 'volume.beta.kubernetes.io/storage-class';

export const storageClassOf = ({
  metadata,
  spec,
}: {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: { readonly storageClassName?: string };
}): string => metadata?.annotations?.[classAnnotation] ?? spec?.storageClassName ?? '';

/** The whole claim, or what a template says of it; `level` indents each line. */
export function describeClaim(to: Description, claim: PersistentVolumeClaim, whole: boolean, level = 0): void {
  const { metadata, spec, status } = claim;
  const indent = '  '.repeat(level);
  if (whole) to.name(metadata);
  to.line(level, `StorageClass:\t${storageClassOf(claim)}`);
  if (whole)
    to.line(
      level,
      `Status:\t${metadata?.deletionTimestamp ? `Terminating (lasts ${since(metadata.deletionTimestamp)})` : (status?.phase ?? '')}`,
    );
  to.line(level, `Volume:\t${spec?.volumeName ?? ''}`);
  to.labels('Labels', metadata?.labels, indent);
  to.annotations(`${indent}Annotations`, metadata?.annotations);
  if (whole) to.line(level, `Finalizers:\t[${(metadata?.finalizers ?? []).join(' ')}]`);
  const bound = Boolean(spec?.volumeName);
  to.line(level, `Capacity:\t${bound ? (status?.capacity?.['storage'] ?? '0') : ''}`);
  to.line(level, `Access Modes:\t${bound ? accessModes(status?.accessModes) : ''}`);
  if (spec?.volumeMode) to.line(level, `VolumeMode:\t${spec.volumeMode}`);
  if (spec?.dataSource) {
    to.line(level, 'DataSource:');
    if (spec.dataSource.apiGroup !== undefined) to.line(level + 1, `APIGroup:\t${spec.dataSource.apiGroup}`);
    to.line(level + 1, `Kind:\t${spec.dataSource.kind}`);
    to.line(level + 1, `Name:\t${spec.dataSource.name}`);
  }
}

export function describeClaimTemplates(to: Description, templates: readonly PersistentVolumeClaim[] = []): void {
  if (templates.length === 0) return to.line(0, 'Volume Claims:\t<none>');
  to.line(0, 'Volume Claims:');
  for (const template of templates) {
    to.line(1, `Name:\t${template.metadata?.name ?? ''}`);
    to.line(1, `StorageClass:\t${storageClassOf(template)}`);
    to.labels('Labels', template.metadata?.labels, '  ');
    const { annotations } = template.metadata ?? {};
    to.labels('Annotations', annotations, '  ');
    to.line(1, `Capacity:\t${template.spec?.resources?.requests?.['storage'] ?? '<default>'}`);
    to.line(1, `Access Modes:\t[${(template.spec?.accessModes ?? []).join(' ')}]`);
  }
}

/** Where a PersistentVolume's data are. */
export const describeVolumeSource = (to: Description, { spec }: PersistentVolume): void =>
  spec ? describeSource(to, spec) : to.line(1, '<unknown>');

export function describeClaimConditions(to: Description, claim: PersistentVolumeClaim): void {
  const conditions = claim.status?.conditions ?? [];
  if (conditions.length === 0) return;
  to.line(0, 'Conditions:');
  to.line(1, 'Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage');
  to.line(1, '----\t------\t-----------------\t------------------\t------\t-------');
  for (const c of conditions)
    to.line(
      1,
      `${c.type} \t${c.status} \t${dateText(c.lastProbeTime)} \t${dateText(c.lastTransitionTime)} \t${c.reason ?? ''} \t${c.message ?? ''}`,
    );
}
