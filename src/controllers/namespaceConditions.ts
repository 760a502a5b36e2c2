/** What holds up the deletion of a namespace, as conditions under upstream's names. */
import type { NamespaceCondition } from '../api/core/v1.ts';
import { setCondition } from '../machinery/pod.ts';

export interface Remains {
  /** Objects that are still there, by 'resource.group'. */
  readonly counts: Map<string, number>;
  /** Objects that carry a finalizer, by finalizer. */
  readonly finalizers: Map<string, number>;
  readonly errors: string[];
  /** Some of them have not been asked to go: they were made in the meantime. */
  late: boolean;
}

export function namespaceConditions(
  before: NamespaceCondition[] | undefined,
  remains: Remains,
  now: number,
): NamespaceCondition[] {
  const { counts, finalizers, errors } = remains;
  const listed = (map: ReadonlyMap<string, number>, text: (name: string, count: number) => string): string =>
    [...map]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, count]) => text(name, count))
      .join(', ');
  const all: NamespaceCondition[] = [
    {
      type: 'NamespaceDeletionDiscoveryFailure',
      status: 'False',
      reason: 'ResourcesDiscovered',
      message: 'All resources successfully discovered',
    },
    {
      type: 'NamespaceDeletionGroupVersionParsingFailure',
      status: 'False',
      reason: 'ParsedGroupVersions',
      message: 'All legacy kube types successfully parsed',
    },
    errors.length === 0
      ? {
          type: 'NamespaceDeletionContentFailure',
          status: 'False',
          reason: 'ContentDeleted',
          message: 'All content successfully deleted, may be waiting on finalization',
        }
      : {
          type: 'NamespaceDeletionContentFailure',
          status: 'True',
          reason: 'ContentDeletionFailed',
          message: `Failed to delete all resource types, ${errors.length} remaining: ${[...errors].sort().join(', ')}`,
        },
    counts.size === 0
      ? {
          type: 'NamespaceContentRemaining',
          status: 'False',
          reason: 'ContentRemoved',
          message: 'All content successfully removed',
        }
      : {
          type: 'NamespaceContentRemaining',
          status: 'True',
          reason: 'SomeResourcesRemain',
          message: `Some resources are remaining: ${listed(counts, (name, count) => `${name} has ${count} resource instances`)}`,
        },
    finalizers.size === 0
      ? {
          type: 'NamespaceFinalizersRemaining',
          status: 'False',
          reason: 'ContentHasNoFinalizers',
          message: 'All content-preserving finalizers finished',
        }
      : {
          type: 'NamespaceFinalizersRemaining',
          status: 'True',
          reason: 'SomeFinalizersRemain',
          message: `Some content in the namespace has finalizers remaining: ${listed(
            finalizers,
            (name, count) => `${name} in ${count} resource instances`,
          )}`,
        },
  ];
  return all.reduce<NamespaceCondition[]>((list, condition) => setCondition(list, condition, now), before ?? []);
}
