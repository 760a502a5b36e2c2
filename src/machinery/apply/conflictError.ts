/** Conflicts of an apply as the error that clients read. */
import { ApiError } from '../apiError.ts';
import { goQuote } from '../goText.ts';
import { pathTexts } from './fieldSet.ts';
import { managerKey } from './managedFields.ts';
import type { Conflict, ManagerId } from './managers.ts';

/** 409 with a cause of type FieldManagerConflict for every field. */
export function applyConflictError(conflicts: readonly Conflict[]): ApiError {
  const sorted = conflicts
    .map(({ manager, fields }) => ({ key: managerKey(manager), who: shown(manager), paths: pathTexts(fields) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const causes = sorted.flatMap(({ who, paths }) =>
    paths.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${who}`, field })),
  );
  const what =
    causes.length === 1
      ? `1 conflict: ${causes[0]?.message ?? ''}: ${causes[0]?.field ?? ''}`
      : `${causes.length} conflicts: ${sorted
          .flatMap(({ who, paths }) => [`conflicts with ${who}:`, ...paths.map((path) => `- ${path}`)])
          .join('\n')}`;
  return new ApiError(409, 'Conflict', `Apply failed with ${what}`, { causes });
}

function shown({ manager, operation, apiVersion, subresource }: ManagerId): string {
  const through = subresource ? ` with subresource ${goQuote(subresource)}` : '';
  return `${goQuote(manager)}${through}${operation === 'Update' ? ` using ${apiVersion}` : ''}`;
}
