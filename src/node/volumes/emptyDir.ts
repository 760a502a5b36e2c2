/** emptyDir: an empty folder that lives as long as the Pod; in memory with medium Memory. */
import { chmod, mkdir } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { isZero, value } from '../../machinery/quantity.ts';
import { isOwnFileSystem, mountTmpfs } from '../mounts.ts';
import { podLimits } from '../pod/resources.ts';
import type { VolumeType } from './volume.ts';

export const emptyDir: VolumeType = {
  folder: 'kubernetes.io~empty-dir',
  ownedByFsGroup: true,
  readOnly: false,
  async prepare(volume, directory, { pod }) {
    const { medium = '', sizeLimit } = volume.emptyDir ?? {};
    if (medium !== '' && medium !== 'Memory') {
      throw new Error(`emptyDir.medium "${medium}" is not supported: must be empty or "Memory"`);
    }
    return async () => {
      const made = await mkdir(directory, { recursive: true });
      if (medium === 'Memory' && !(await isOwnFileSystem(directory))) {
        const limits = [podLimits(pod).memoryLimit || totalmem()];
        if (sizeLimit !== undefined && !isZero(sizeLimit)) limits.push(value(sizeLimit));
        await mountTmpfs(directory, Math.min(...limits));
        await chmod(directory, 0o777);
      } else if (made !== undefined) {
        // Not by mkdir's mode, which the umask narrows.
        await chmod(directory, 0o777);
      }
      return directory;
    };
  },
};
