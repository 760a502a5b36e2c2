/** downwardAPI: files with the Pod's own fields; follows labels and annotations as they change. */
import type { VolumeType } from './volume.ts';
import { downwardPayload } from './payload.ts';
import { writeVolume } from './write.ts';

export const downwardAPI: VolumeType = {
  folder: 'kubernetes.io~downward-api',
  ownedByFsGroup: false,
  readOnly: true,
  inMemory: true,
  async prepare(volume, directory, context) {
    const { items = [], defaultMode = 0o644 } = volume.downwardAPI ?? {};
    const payload = downwardPayload(items, context.downward, defaultMode);
    return () => writeVolume(directory, payload, context);
  },
};
