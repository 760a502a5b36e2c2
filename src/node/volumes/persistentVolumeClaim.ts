/**
 * persistentVolumeClaim: a volume that outlives the Pod. Of the kinds of volume a node can mount those that lie on it:
 * `local` (a folder, or a block device for volumeDevices) and `hostPath`.
 */
import { realpath, stat } from 'node:fs/promises';
import type { PersistentVolumeSpec, Volume } from '../../api/core/v1.ts';
import { localPath, provisionedBy } from '../../machinery/volumes.ts';
import type { NodePod } from '../pod/identity.ts';
import type { BoundClaim } from './claims.ts';
import { hostPath } from './hostPath.ts';
import { makeFolder } from './localPathFolders.ts';
import { giveToGroup } from './ownership.ts';
import type { MountedVolume, VolumeContext, VolumeType } from './volume.ts';
import { MountError } from './volume.ts';

export const persistentVolumeClaim: VolumeType = {
  folder: 'kubernetes.io~local-volume',
  // Done here: once for a Pod, and not for every kind.
  ownedByFsGroup: false,
  readOnly: false,
  async prepare(volume, directory, context) {
    const { pod, claims } = context;
    const { claimName = '', readOnly = false } = volume.persistentVolumeClaim ?? {};
    const found = await claims
      .find(pod, claimName)
      .then((each) => checkUse(each, volume, pod))
      .catch((error: unknown) => {
        const why = `error processing PVC ${pod.metadata.namespace}/${claimName}: ${textOf(error)}`;
        const name = `[${volume.name}]`;
        throw new MountError(
          `Unable to attach or mount volumes: unmounted volumes=${name}, unattached volumes=[], failed to process volumes=${name}: ${why}`,
        );
      });
    const { name } = found.volume.metadata;
    try {
      const path = await pathOf(found, directory, context);
      return () => own({ path, readOnly, ...(isBlock(found) && { device: true }) }, found, context);
    } catch (error) {
      const step = isBlock(found) ? 'MapVolume.NewMapper' : 'MountVolume.NewMounter';
      throw new MountError(`${step} initialization failed for volume "${name}" : ${textOf(error)}`);
    }
  },
};

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const isBlock = ({ volume }: BoundClaim): boolean => volume.spec?.volumeMode === 'Block';

/** A raw device cannot be mounted, and a file system is no device. */
function checkUse(found: BoundClaim, { name }: Volume, { spec }: NodePod): BoundClaim {
  const containers = [...spec.containers, ...(spec.initContainers ?? []), ...(spec.ephemeralContainers ?? [])];
  const wrong = isBlock(found) ? 'volumeMounts' : 'volumeDevices';
  if (!containers.some((container) => container[wrong]?.some((each) => each.name === name))) return found;
  throw new Error(
    `volume ${name} has volumeMode ${isBlock(found) ? 'Block' : 'Filesystem'}, but is specified in ${wrong}`,
  );
}

async function pathOf({ volume }: BoundClaim, directory: string, context: VolumeContext): Promise<string> {
  const { local, hostPath: source, mountOptions, volumeMode } = volume.spec ?? {};
  if (mountOptions?.length) throw new Error('mountOptions are not supported');
  if (source && volumeMode !== 'Block') {
    const make = await hostPath.prepare({ name: volume.metadata.name, hostPath: source }, directory, context);
    const made = await make();
    return typeof made === 'string' ? made : made.path;
  }
  const path = local?.path ?? source?.path;
  if (path === undefined) throw new Error(`volumes of type ${kindOf(volume.spec)} are not supported`);
  const isOurs = volume.metadata.annotations?.[provisionedBy] === localPath.provisioner;
  if (isOurs && path === context.localPathOf(volume.metadata.name)) await makeFolder(path);
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new Error(`path "${path}" does not exist`);
  if (volumeMode === 'Block') {
    if (!found.isBlockDevice()) throw new Error(`path "${path}" is not a block device`);
    // The runtime wants the device itself, not a link to it.
    return realpath(path);
  }
  if (!found.isDirectory()) throw new Error(`path "${path}" is not a directory: only folders can be mounted`);
  return path;
}

const kindOf = (spec: PersistentVolumeSpec | undefined): string => {
  const general = ['capacity', 'accessModes', 'claimRef', 'persistentVolumeReclaimPolicy', 'storageClassName'];
  const others = ['mountOptions', 'volumeMode', 'nodeAffinity', 'volumeAttributesClassName'];
  return Object.keys(spec ?? {}).find((key) => ![...general, ...others].includes(key)) ?? 'unknown';
};

async function own(
  mounted: MountedVolume,
  { claim, volume }: BoundClaim,
  context: VolumeContext,
): Promise<MountedVolume> {
  const { pod, claims } = context;
  const { fsGroup, fsGroupChangePolicy } = pod.spec.securityContext ?? {};
  const isFolder = volume.spec?.local !== undefined && !mounted.device;
  if (fsGroup === undefined || !isFolder || mounted.readOnly || !claims.isNew(pod, claim.metadata.name)) return mounted;
  await giveToGroup(mounted.path, fsGroup, { readOnly: false, policy: fsGroupChangePolicy });
  claims.owned(pod, claim.metadata.name);
  return mounted;
}
