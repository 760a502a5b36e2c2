/** downwardAPI: files with the Pod's own fields; follows labels and annotations as they change. */
import type { VolumeType } from './volume.ts';
import { downwardPayload } from './payload.ts';
import { writeVolume } from './write.ts';

export const downwardAPI: VolumeType = {
  folder: 'kubernetes.io~downward-api',
  ownedByFsGroup: false,
  readOnly: true,
  setUp(volume, directory, context) {
    const { items = [], defaultMode = 0o644 } = volume.downwardAPI ?? {};
    return writeVolume(directory, downwardPayload(items, context.downward, defaultMode), context, true);
  },
};
