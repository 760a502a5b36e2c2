/**
 * The volumes of one Pod: made before its first container, kept up to date while it runs, unmounted when it is over.
 * Which type a volume has is decided here, once.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Volume } from '../../api/core/v1.ts';
import { unmountBelow } from '../mounts.ts';
import { configMap } from './configMap.ts';
import { downwardAPI } from './downwardAPI.ts';
import { emptyDir } from './emptyDir.ts';
import { hostPath } from './hostPath.ts';
import { giveToGroup } from './ownership.ts';
import { persistentVolumeClaim } from './persistentVolumeClaim.ts';
import { projected } from './projected.ts';
import { secret } from './secret.ts';
import type { MountedVolume, VolumeContext, VolumeType } from './volume.ts';
import { MountError } from './volume.ts';

const types: Readonly<Record<string, VolumeType>> = {
  configMap,
  downwardAPI,
  emptyDir,
  hostPath,
  persistentVolumeClaim,
  projected,
  secret,
};

function typeOf(volume: Volume): VolumeType {
  const [source] = Object.keys(volume).filter((key) => key !== 'name');
  const type = types[source ?? 'emptyDir'];
  if (type !== undefined) return type;
  throw new MountError(`MountVolume.SetUp failed for volume "${volume.name}" : volume type ${source} is not supported`);
}

/**
 * Gathers what the volumes are made of: ConfigMaps, Secrets, tokens, what lies on the machine. Resolves with the step
 * that makes them on disk, which resolves with them by name. Both reject with MountError in the words of the event
 * FailedMount.
 */
export async function prepareVolumes(
  context: VolumeContext,
): Promise<() => Promise<ReadonlyMap<string, MountedVolume>>> {
  const prepared = await Promise.all(
    (context.pod.spec.volumes ?? []).map(async (volume) => {
      const type = typeOf(volume);
      const root = type.inMemory ? context.memoryDirectory : join(context.podDirectory, 'volumes');
      const directory = join(root, type.folder, volume.name);
      const make = await type.prepare(volume, directory, context).catch(failed(volume));
      return { volume, type, make };
    }),
  );
  return async () => {
    const all = await Promise.all(
      prepared.map(async ({ volume, type, make }) => {
        const mounted = await make()
          .then((made) => own(typeof made === 'string' ? { path: made, readOnly: type.readOnly } : made, type, context))
          .catch(failed(volume));
        return [volume.name, mounted] as const;
      }),
    );
    return new Map(all);
  };
}

async function own(mounted: MountedVolume, type: VolumeType, { pod }: VolumeContext): Promise<MountedVolume> {
  const { fsGroup, fsGroupChangePolicy } = pod.spec.securityContext ?? {};
  if (fsGroup !== undefined && type.ownedByFsGroup) {
    await giveToGroup(mounted.path, fsGroup, { readOnly: false, policy: fsGroupChangePolicy });
  }
  return mounted;
}

const failed =
  (volume: Volume) =>
  (error: unknown): never => {
    if (error instanceof MountError) throw error;
    const text = error instanceof Error ? error.message : String(error);
    throw new MountError(`MountVolume.SetUp failed for volume "${volume.name}" : ${text}`);
  };

type PodFolders = Pick<VolumeContext, 'podDirectory' | 'memoryDirectory'>;

/** Unmounts and removes everything of the Pod's volumes. The machine's own files behind hostPath stay. */
export async function tearDownVolumes({ podDirectory, memoryDirectory }: PodFolders): Promise<void> {
  await unmountBelow(podDirectory);
  await rm(memoryDirectory, { recursive: true, force: true });
  await rm(join(podDirectory, 'volumes'), { recursive: true, force: true });
  await rm(join(podDirectory, 'volume-subpaths'), { recursive: true, force: true });
}

export const makePodDirectory = async (podDirectory: string): Promise<void> => {
  await mkdir(podDirectory, { recursive: true, mode: 0o750 });
};
