/** configMap: one file a key; follows the ConfigMap as it changes. */
import type { VolumeType } from './volume.ts';
import { configMapPayload } from './payload.ts';
import { writeVolume } from './write.ts';

export const configMap: VolumeType = {
  folder: 'kubernetes.io~configmap',
  ownedByFsGroup: false,
  readOnly: true,
  async prepare(volume, directory, context) {
    const { name = '', items, defaultMode = 0o644, optional } = volume.configMap ?? {};
    const source = await context.references.configMap(name);
    if (source === undefined && !optional) throw new Error(`configmap "${name}" not found`);
    const payload = configMapPayload(source ?? {}, { items, mode: defaultMode, optional: optional ?? false });
    return () => writeVolume(directory, payload, context);
  },
};
