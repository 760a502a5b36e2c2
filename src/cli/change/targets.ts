/** The objects of manifests, chosen as kubectl chooses them for verbs that need a file. */
import { matchesSelector, parseSelector } from '../../machinery/labels.ts';
import type { JsonObject } from '../kube/json.ts';
import { objectAt } from '../kube/json.ts';
import type { FilenameValues } from '../kube/manifestFiles.ts';
import type { Session } from '../kube/session.ts';
import { resolveTargets, type NamedTarget } from '../kube/targets.ts';

export interface ManifestTarget extends NamedTarget {
  /** Of a namespaced kind it names its namespace. */
  readonly manifest: JsonObject;
  readonly source: string;
}

export interface ManifestChoice extends FilenameValues {
  readonly selector?: string;
}

/** Throws CommandError when nothing is named, or what is named cannot be read. */
export async function namedTargets(session: Session, choice: ManifestChoice): Promise<ManifestTarget[]> {
  const { targets } = await resolveTargets(session, { ...choice, args: [] });
  const selector = choice.selector ? parseSelector(choice.selector) : undefined;
  return targets.flatMap((target) => {
    if (target.type !== 'named' || !target.manifest) return [];
    const { manifest, namespace, source = '' } = target;
    // A named seam: labels are texts, or the server refuses the object.
    const labels = objectAt(manifest, 'metadata', 'labels') as Record<string, string>;
    if (selector && !matchesSelector(selector, labels)) return [];
    const placed = namespace ? { ...manifest, metadata: { ...objectAt(manifest, 'metadata'), namespace } } : manifest;
    return [{ ...target, manifest: placed, source }];
  });
}
