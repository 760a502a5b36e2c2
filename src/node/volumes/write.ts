/** How the volumes of the API's content are written into their folder. */
import { chmod, mkdir } from 'node:fs/promises';
import { writeAtomically } from './atomicWriter.ts';
import { giveToGroup } from './ownership.ts';
import type { Payload, VolumeContext } from './volume.ts';

export async function writeVolume(directory: string, payload: Payload, { pod }: VolumeContext): Promise<string> {
  const made = await mkdir(directory, { recursive: true });
  if (made !== undefined) await chmod(directory, 0o777);
  const fsGroup = pod.spec.securityContext?.fsGroup;
  const changed = await writeAtomically(directory, payload, fsGroup);
  if (changed && fsGroup !== undefined) await giveToGroup(directory, fsGroup, { readOnly: true });
  return directory;
}
