/** RuntimeClasses. */
import type { RuntimeClass } from '../../../api/node/v1.ts';
import { complaintsAbout, duplicate, path } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { validateLabels } from '../../../machinery/labels.ts';
import { isDNS1123Label } from '../../../machinery/names.ts';
import { validateImmutable } from '../../../machinery/objectMeta.ts';
import { runtimeClasses } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { validateResources } from '../pods/validation/resources.ts';
import { validateTolerations } from '../pods/validation/scheduling.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf } from '../shared/columns.ts';
import { allVerbs } from '../shared/verbs.ts';

const at = path('scheduling');

function validate({ handler, overhead, scheduling }: RuntimeClass): FieldError[] {
  const errors = complaintsAbout(path('handler'), handler, isDNS1123Label(handler));
  if (overhead) errors.push(...validateResources({ limits: overhead.podFixed ?? {} }, path('overhead', 'podFixed')));
  if (!scheduling) return errors;
  const { tolerations = [], nodeSelector } = scheduling;
  errors.push(...validateLabels(nodeSelector, at.child('nodeSelector')));
  errors.push(...validateTolerations(tolerations, at.child('tolerations')));
  tolerations.forEach((toleration, i) => {
    const same = tolerations.findIndex((each) => JSON.stringify(each) === JSON.stringify(toleration));
    if (same < i) errors.push(duplicate(at.child('tolerations').index(i), toleration));
  });
  return errors;
}

export const runtimeClassRegistration = registration<RuntimeClass>({
  resource: runtimeClasses,
  verbs: allVerbs,
  table: {
    columns: [nameColumn, column('Handler', 'string', "The runtime's name for it."), ageColumn],
    row: (each, now) => [nameOf(each), each.handler, ageOf(each, now)],
  },
  strategy: {
    validate,
    validateUpdate: (each, old) => validateImmutable(each.handler, old.handler, path('handler')),
    unconditionalUpdate: true,
  },
});
