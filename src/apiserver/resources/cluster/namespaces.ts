/** Namespaces. One that is deleted stays, Terminating, until its content is gone and its finalizers with it. */
import type { Namespace } from '../../../api/core/v1.ts';
import { complaintsAbout, path } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { isDNS1123Label, isQualifiedName } from '../../../machinery/names.ts';
import { namespaces } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import type { ObjectSubresource } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf } from '../shared/columns.ts';
import { keep, keepStatus, statusSubresource } from '../shared/strategy.ts';

const contentFinalizer = 'kubernetes';
const nameLabel = 'kubernetes.io/metadata.name';

/** Every namespace bears its name as a label, so that selectors can find it. */
function setNameLabel({ metadata }: Namespace): void {
  if (metadata?.name) metadata.labels = { ...metadata.labels, [nameLabel]: metadata.name };
}

function validateFinalizers({ spec }: Namespace): FieldError[] {
  return (spec?.finalizers ?? []).flatMap((name, i) =>
    complaintsAbout(path('spec', 'finalizers').index(i), name, isQualifiedName(name)),
  );
}

/** PUT namespaces/finalize: the only way to change spec.finalizers. */
const finalize: ObjectSubresource<Namespace> = {
  kind: 'object',
  prepareForUpdate(namespace, old) {
    keepStatus(namespace, old);
  },
  validateUpdate: validateFinalizers,
};

export const namespaceRegistration = registration<Namespace>({
  resource: namespaces,
  verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
  table: {
    columns: [nameColumn, column('Status', 'string', 'Active, or Terminating while its content goes.'), ageColumn],
    row: (namespace, now) => [nameOf(namespace), namespace.status?.phase ?? '', ageOf(namespace, now)],
  },
  strategy: {
    validateName: isDNS1123Label,
    prepareForCreate(namespace) {
      setNameLabel(namespace);
      namespace.status = { phase: 'Active' };
      const spec = (namespace.spec ??= {});
      if (!spec.finalizers?.includes(contentFinalizer))
        spec.finalizers = [...(spec.finalizers ?? []), contentFinalizer];
    },
    prepareForUpdate(namespace, old) {
      setNameLabel(namespace);
      keep(namespace, old, 'spec');
      keepStatus(namespace, old);
    },
    validate: validateFinalizers,
    beginDeletion(namespace) {
      namespace.status = { ...namespace.status, phase: 'Terminating' };
    },
    heldByFinalizers: ({ spec }) => (spec?.finalizers?.length ?? 0) > 0,
    unconditionalUpdate: true,
  },
  selectableFields: ({ metadata, status }) => ({ 'status.phase': status?.phase ?? '', name: metadata?.name ?? '' }),
  subresources: {
    status: statusSubresource<Namespace>(),
    finalize,
  },
});
