/** Which of the names that a CustomResourceDefinition asks for it gets: those that no other one of its group has. */
import type { CustomResourceDefinition, CustomResourceDefinitionStatus } from '../../api/apiextensions/v1.ts';
import { conditionOf, emptyStatus, withCondition } from './conditions.ts';
import type { Condition } from './conditions.ts';

/** The status that follows from the names; `others` are all definitions but this one. */
export function named(
  definition: CustomResourceDefinition,
  others: readonly CustomResourceDefinition[],
): CustomResourceDefinitionStatus {
  const wanted = definition.spec.names;
  const status = definition.status ?? emptyStatus();
  const accepted = status.acceptedNames ?? { plural: '', kind: '' };
  const { resources, kinds } = takenBy(others.filter(({ spec }) => spec.group === definition.spec.group));
  let refused: Condition | undefined;
  const names = { ...accepted };
  const conflict = (reason: string, message: string): void => {
    refused = { type: 'NamesAccepted', status: 'False', reason, message };
  };
  const inUse = (name: string): string => `${JSON.stringify(name)} is already in use`;
  const settle = (name: 'plural' | 'singular' | 'kind' | 'listKind', reason: string, taken: Set<string>): void => {
    const asked = wanted[name] ?? '';
    if (asked !== (accepted[name] ?? '') && taken.has(asked)) conflict(reason, inUse(asked));
    else names[name] = asked;
  };
  settle('plural', 'PluralConflict', resources);
  settle('singular', 'SingularConflict', resources);
  const clashing = (wanted.shortNames ?? []).filter(
    (name) => !accepted.shortNames?.includes(name) && resources.has(name),
  );
  if (clashing.length > 0) {
    const texts = clashing.map(inUse);
    conflict('ShortNamesConflict', texts.length === 1 ? texts.join() : `[${texts.join(', ')}]`);
  } else if (wanted.shortNames) names.shortNames = wanted.shortNames;
  else delete names.shortNames;
  settle('kind', 'KindConflict', kinds);
  settle('listKind', 'ListKindConflict', kinds);
  if (wanted.categories) names.categories = wanted.categories;
  else delete names.categories;
  const condition = refused ?? {
    type: 'NamesAccepted',
    status: 'True',
    reason: 'NoConflicts',
    message: 'no conflicts found',
  };
  return established(definition, withCondition({ ...status, acceptedNames: names }, condition), !refused);
}

/** Once established it stays so, also when later names are refused. */
function established(
  definition: CustomResourceDefinition,
  status: CustomResourceDefinitionStatus,
  accepted: boolean,
): CustomResourceDefinitionStatus {
  if (conditionOf(definition, 'Established')?.status === 'True') return status;
  return withCondition(
    status,
    accepted
      ? {
          type: 'Established',
          status: 'True',
          reason: 'InitialNamesAccepted',
          message: 'the initial names have been accepted',
        }
      : { type: 'Established', status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' },
  );
}

function takenBy(definitions: readonly CustomResourceDefinition[]) {
  const resources = new Set<string>();
  const kinds = new Set<string>();
  for (const { status } of definitions) {
    const names = status?.acceptedNames;
    for (const name of [names?.plural, names?.singular, ...(names?.shortNames ?? [])]) if (name) resources.add(name);
    for (const kind of [names?.kind, names?.listKind]) if (kind) kinds.add(kind);
  }
  return { resources, kinds };
}
