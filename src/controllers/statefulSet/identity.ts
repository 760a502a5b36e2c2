/** What makes a Pod of a StatefulSet that very one: its ordinal, and all that follows from it. */
import type { StatefulSet } from '../../api/apps/v1.ts';
import type { PersistentVolumeClaim, Pod, PodTemplateSpec, Volume } from '../../api/core/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import { statefulSets } from '../../machinery/resources.ts';
import { podFromTemplate } from '../podControl.ts';
import { revisionLabel } from '../revisions.ts';

const podNameLabel = 'statefulset.kubernetes.io/pod-name';
const podIndexLabel = 'apps.kubernetes.io/pod-index';

export const startOf = (set: StatefulSet): number => set.spec?.ordinals?.start ?? 0;
export const replicasOf = (set: StatefulSet): number => set.spec?.replicas ?? 1;
export const podNameOf = (set: Stored<StatefulSet>, ordinal: number): string => `${set.metadata.name}-${ordinal}`;

/** Undefined when the Pod's name is none that the set gives. */
export function ordinalOf(set: Stored<StatefulSet>, pod: Stored<Pod>): number | undefined {
  const match = /^(.*)-(0|[1-9][0-9]*)$/.exec(pod.metadata.name);
  return match?.[1] === set.metadata.name ? Number(match[2]) : undefined;
}

export const isWantedOrdinal = (set: StatefulSet, ordinal: number): boolean =>
  ordinal >= startOf(set) && ordinal < startOf(set) + replicasOf(set);

const identityLabels = (set: Stored<StatefulSet>, ordinal: number): Record<string, string> => ({
  [podNameLabel]: podNameOf(set, ordinal),
  [podIndexLabel]: String(ordinal),
});

/** The labels that the Pod lacks; undefined when it has them all. */
export function missingLabels(
  set: Stored<StatefulSet>,
  pod: Stored<Pod>,
  ordinal: number,
): Record<string, string> | undefined {
  const labels = identityLabels(set, ordinal);
  const complete = Object.entries(labels).every(([key, value]) => pod.metadata.labels?.[key] === value);
  return complete ? undefined : labels;
}

/** `revision` is the name of the template's ControllerRevision. */
export function podOfOrdinal(
  set: Stored<StatefulSet>,
  template: PodTemplateSpec,
  revision: string,
  ordinal: number,
): Pod {
  const pod = podFromTemplate(template, set, statefulSets);
  const name = podNameOf(set, ordinal);
  const { generateName: _, ...metadata } = pod.metadata ?? {};
  const { serviceName } = set.spec ?? {};
  return {
    metadata: {
      ...metadata,
      name,
      labels: { ...metadata.labels, ...identityLabels(set, ordinal), [revisionLabel]: revision },
    },
    ...(pod.spec && {
      spec: {
        ...pod.spec,
        hostname: name,
        ...(serviceName && { subdomain: serviceName }),
        ...withClaims(set, ordinal, pod.spec.volumes),
      },
    }),
  };
}

/** Volumes of the claim templates take the place of those of the same name. */
function withClaims(
  set: Stored<StatefulSet>,
  ordinal: number,
  volumes: readonly Volume[] = [],
): { volumes?: Volume[] } {
  const claimed = claimsOf(set, ordinal).map(
    ({ template, claim }): Volume => ({
      name: template,
      persistentVolumeClaim: { claimName: claim.metadata?.name ?? '', readOnly: false },
    }),
  );
  const names = new Set(claimed.map(({ name }) => name));
  const all = [...claimed, ...volumes.filter(({ name }) => !names.has(name))];
  return all.length > 0 ? { volumes: all } : {};
}

/** The claims that the Pod of an ordinal uses, as they are to be made. */
export function claimsOf(
  set: Stored<StatefulSet>,
  ordinal: number,
): { template: string; claim: PersistentVolumeClaim }[] {
  const { namespace } = set.metadata;
  return (set.spec?.volumeClaimTemplates ?? []).map((wanted) => {
    const template = wanted.metadata?.name ?? '';
    const { labels, annotations } = wanted.metadata ?? {};
    const claim: PersistentVolumeClaim = {
      metadata: {
        name: `${template}-${podNameOf(set, ordinal)}`,
        ...(namespace && { namespace }),
        labels: { ...labels, ...set.spec?.selector.matchLabels },
        ...(annotations && { annotations }),
      },
      ...(wanted.spec && { spec: wanted.spec }),
    };
    return { template, claim };
  });
}
