/** Names of the claims that a Pod uses, each once. */
import type { PodInfo } from './cache/podInfo.ts';

const none: readonly string[] = [];

export function claimNamesOf({ pod }: PodInfo): readonly string[] {
  const volumes = pod.spec?.volumes;
  if (!volumes?.some((volume) => volume.persistentVolumeClaim)) return none;
  return [...new Set(volumes.flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []))];
}
