/** ReplicaSets. */
import type { ReplicaSet } from '../../../api/apps/v1.ts';
import { required } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { formatLabelSelector, formatSelector, selectorFrom } from '../../../machinery/labels.ts';
import { validateNonnegative } from '../../../machinery/objectMeta.ts';
import { replicaSets } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf, wide } from '../shared/columns.ts';
import { scaleSubresource } from '../shared/scale.ts';
import { firstGeneration, keepStatus, raiseGeneration, statusSubresource } from '../shared/strategy.ts';
import { allVerbs } from '../shared/verbs.ts';
import {
  containerCells,
  containerColumns,
  setTemplateDefaults,
  spec,
  templateWarnings,
  validateRunningTemplate,
  validateSelector,
  validateSelectorUnchanged,
} from './template.ts';

function validate({ spec: wanted }: ReplicaSet): FieldError[] {
  if (!wanted) return [required(spec)];
  return [
    ...validateNonnegative(wanted.replicas, spec.child('replicas')),
    ...validateNonnegative(wanted.minReadySeconds, spec.child('minReadySeconds')),
    ...validateSelector(wanted.selector, 'replicaset'),
    ...validateRunningTemplate(wanted.template, wanted.selector, 'ReplicaSet'),
  ];
}

export const replicaSetRegistration = registration<ReplicaSet>({
  resource: replicaSets,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      column('Desired', 'integer', 'Pods that are wanted.'),
      column('Current', 'integer', 'Pods that there are.'),
      column('Ready', 'integer', 'Pods that are ready.'),
      ageColumn,
      ...containerColumns,
      wide('Selector', 'string', 'Labels by which the ReplicaSet knows its Pods.'),
    ],
    row: (set, now) => [
      nameOf(set),
      set.spec?.replicas ?? 0,
      set.status?.replicas ?? 0,
      set.status?.readyReplicas ?? 0,
      ageOf(set, now),
      ...containerCells(set.spec?.template?.spec?.containers),
      formatLabelSelector(set.spec?.selector),
    ],
  },
  strategy: {
    setDefaults: (set) => setTemplateDefaults(set.spec?.template),
    prepareForCreate(set) {
      set.status = { replicas: 0 };
      firstGeneration(set);
    },
    prepareForUpdate(set, old) {
      keepStatus(set, old);
      raiseGeneration(set, old);
    },
    validate,
    validateUpdate: (set, old) => [
      ...validate(set),
      ...validateSelectorUnchanged(set.spec?.selector, old.spec?.selector),
    ],
    warnings: (set) => templateWarnings(set.spec?.template?.spec, 'spec.template.spec'),
    unconditionalUpdate: true,
  },
  selectableFields: ({ status }) => ({ 'status.replicas': String(status?.replicas ?? 0) }),
  subresources: {
    status: statusSubresource<ReplicaSet>(),
    scale: scaleSubresource(replicaSets, (set) => formatSelector(selectorFrom(set.spec?.selector))),
  },
});
