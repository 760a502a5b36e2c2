/**
 * Fields of a Pod's specification behind feature gates that are off in v1.33 unless somebody turns them on. They are
 * taken out of what clients send, as upstream does; who sent one is told so by a warning.
 */
import type { PodSpec, Volume } from '../../../api/core/v1.ts';
import { containersOf } from '../../../machinery/pod.ts';

/** What was taken out of a specification: paths below it, and the gate that each is behind. */
const dropped = new WeakMap<PodSpec, readonly Dropped[]>();

interface Dropped {
  readonly path: string;
  readonly gate: string;
}

/** In place. Of a Pod and of a Pod template alike. */
export function dropDisabledFields(spec: PodSpec): void {
  const found = [...dropFromPod(spec), ...dropFromContainers(spec), ...dropFromVolumes(spec)];
  if (found.length > 0) dropped.set(spec, [...(dropped.get(spec) ?? []), ...found]);
}

/** One warning a field that dropDisabledFields() took out. `at` is the path of the specification. */
export const disabledFieldWarnings = (spec: PodSpec | undefined, at: string): string[] =>
  ((spec && dropped.get(spec)) ?? []).map(
    ({ path, gate }) => `${at}.${path}: dropped: the feature gate ${gate} is off`,
  );

function dropFromPod(spec: PodSpec): Dropped[] {
  const found: Dropped[] = [];
  if (spec.resources !== undefined) found.push({ path: 'resources', gate: 'PodLevelResources' });
  if (spec.resourceClaims !== undefined) found.push({ path: 'resourceClaims', gate: 'DynamicResourceAllocation' });
  delete spec.resources;
  delete spec.resourceClaims;
  return found;
}

function dropFromContainers(spec: PodSpec): Dropped[] {
  return [...containersOf(spec)].flatMap(({ list, index, container }) => {
    const { resources, lifecycle } = container;
    const at = `${list}[${index}]`;
    const found: Dropped[] = [];
    if (resources?.claims !== undefined) {
      found.push({ path: `${at}.resources.claims`, gate: 'DynamicResourceAllocation' });
      delete resources.claims;
    }
    if (lifecycle?.stopSignal !== undefined) {
      found.push({ path: `${at}.lifecycle.stopSignal`, gate: 'ContainerStopSignals' });
      delete lifecycle.stopSignal;
      if (Object.keys(lifecycle).length === 0) delete container.lifecycle;
    }
    return found;
  });
}

/** A volume made of an image goes with its mounts. */
function dropFromVolumes(spec: PodSpec): Dropped[] {
  const found: Dropped[] = [];
  const images = new Set<string>();
  spec.volumes?.forEach((volume, i) => {
    if (volume.image !== undefined) {
      images.add(volume.name);
      found.push({ path: `volumes[${i}].image`, gate: 'ImageVolume' });
    }
    found.push(...dropTrustBundles(volume, `volumes[${i}]`));
  });
  if (images.size === 0) return found;
  spec.volumes = (spec.volumes ?? []).filter(({ name }) => !images.has(name));
  for (const { container } of containersOf(spec)) {
    if (container.volumeMounts) container.volumeMounts = container.volumeMounts.filter(({ name }) => !images.has(name));
  }
  return found;
}

function dropTrustBundles({ projected }: Volume, at: string): Dropped[] {
  return (projected?.sources ?? []).flatMap((source, i) => {
    if (source.clusterTrustBundle === undefined) return [];
    delete source.clusterTrustBundle;
    return [{ path: `${at}.projected.sources[${i}].clusterTrustBundle`, gate: 'ClusterTrustBundleProjection' }];
  });
}
