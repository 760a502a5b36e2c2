/** ControllerRevisions: snapshots of templates, which never change. */
import type { ControllerRevision } from '../../../api/apps/v1.ts';
import { path, required } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { validateImmutable, validateNonnegative } from '../../../machinery/objectMeta.ts';
import { controllerOf } from '../../../machinery/owner.ts';
import { parseApiVersion } from '../../../machinery/object.ts';
import { controllerRevisions } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf } from '../shared/columns.ts';
import { allVerbs } from '../shared/verbs.ts';

function validate({ data, revision }: ControllerRevision): FieldError[] {
  return [
    ...(data ? [] : [required(path('data'), 'data is mandatory')]),
    ...validateNonnegative(revision, path('revision')),
  ];
}

/** `statefulset.apps/web`. */
function ownerOf(revision: ControllerRevision): string {
  const owner = controllerOf(revision);
  if (!owner) return '<none>';
  const { group } = parseApiVersion(owner.apiVersion);
  return `${owner.kind.toLowerCase()}${group ? `.${group}` : ''}/${owner.name}`;
}

export const controllerRevisionRegistration = registration<ControllerRevision>({
  resource: controllerRevisions,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      column('Controller', 'string', 'Whose template this was.'),
      column('Revision', 'string', 'Place in the order of templates.'),
      ageColumn,
    ],
    row: (revision, now) => [nameOf(revision), ownerOf(revision), revision.revision, ageOf(revision, now)],
  },
  strategy: {
    validate,
    validateUpdate: (revision, old) => [
      ...validate(revision),
      ...validateImmutable(revision.data, old.data, path('data')),
    ],
    unconditionalUpdate: true,
  },
});
