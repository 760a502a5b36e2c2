/** secret: one file a key, in memory; follows the Secret as it changes. */
import type { VolumeType } from './volume.ts';
import { secretPayload } from './payload.ts';
import { writeVolume } from './write.ts';

export const secret: VolumeType = {
  folder: 'kubernetes.io~secret',
  ownedByFsGroup: false,
  readOnly: true,
  inMemory: true,
  async prepare(volume, directory, context) {
    const { secretName = '', items, defaultMode = 0o644, optional } = volume.secret ?? {};
    const source = await context.references.secret(secretName);
    if (source === undefined && !optional) throw new Error(`secret "${secretName}" not found`);
    const payload = secretPayload(source ?? {}, { items, mode: defaultMode, optional: optional ?? false });
    return () => writeVolume(directory, payload, context);
  },
};
