/** ReplicationControllers. */
import type { ReplicationController } from '../../../api/core/v1.ts';
import { invalidValue, Literal, required } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { goMap } from '../../../machinery/goText.ts';
import {
  formatLabels,
  formatSelector,
  matchesSelector,
  selectorFromSet,
  validateLabels,
} from '../../../machinery/labels.ts';
import { validateNonnegative } from '../../../machinery/objectMeta.ts';
import { replicationControllers } from '../../../machinery/resources.ts';
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
} from './template.ts';

/** Selector and own labels are those of the template unless they are given. */
function setDefaults(controller: ReplicationController): void {
  setTemplateDefaults(controller.spec?.template);
  const labels = controller.spec?.template?.metadata?.labels;
  if (!labels || !controller.spec) return;
  if (Object.keys(controller.spec.selector ?? {}).length === 0) controller.spec.selector = { ...labels };
  const metadata = (controller.metadata ??= {});
  if (Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = { ...labels };
}

function validate({ spec: wanted }: ReplicationController): FieldError[] {
  if (!wanted) return [required(spec)];
  const { template, selector = {} } = wanted;
  const errors = [
    ...validateNonnegative(wanted.minReadySeconds, spec.child('minReadySeconds')),
    ...(Object.keys(selector).length === 0
      ? [required(spec.child('selector'))]
      : validateLabels(selector, spec.child('selector'))),
    ...validateNonnegative(wanted.replicas, spec.child('replicas')),
  ];
  if (template && !matchesSelector(selectorFromSet(selector), template.metadata?.labels)) {
    errors.push(
      invalidValue(
        spec.child('template', 'metadata', 'labels'),
        new Literal(goMap(template.metadata?.labels)),
        '`selector` does not match template `labels`',
      ),
    );
  }
  return [...errors, ...validateRunningTemplate(template, undefined, 'ReplicationController')];
}

export const replicationControllerRegistration = registration<ReplicationController>({
  resource: replicationControllers,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      column('Desired', 'integer', 'Pods that are wanted.'),
      column('Current', 'integer', 'Pods that there are.'),
      column('Ready', 'integer', 'Pods that are ready.'),
      ageColumn,
      ...containerColumns,
      wide('Selector', 'string', 'Labels by which the ReplicationController knows its Pods.'),
    ],
    row: (controller, now) => [
      nameOf(controller),
      controller.spec?.replicas ?? 0,
      controller.status?.replicas ?? 0,
      controller.status?.readyReplicas ?? 0,
      ageOf(controller, now),
      ...containerCells(controller.spec?.template?.spec?.containers),
      formatLabels(controller.spec?.selector),
    ],
  },
  strategy: {
    setDefaults,
    prepareForCreate(controller) {
      controller.status = { replicas: 0 };
      firstGeneration(controller);
    },
    prepareForUpdate(controller, old) {
      keepStatus(controller, old);
      raiseGeneration(controller, old);
    },
    validate,
    validateUpdate: validate,
    warnings: (controller) => templateWarnings(controller.spec?.template?.spec, 'spec.template.spec'),
    unconditionalUpdate: true,
  },
  selectableFields: ({ status }) => ({ 'status.replicas': String(status?.replicas ?? 0) }),
  subresources: {
    status: statusSubresource<ReplicationController>(),
    scale: scaleSubresource(replicationControllers, (controller) =>
      formatSelector(selectorFromSet(controller.spec?.selector)),
    ),
  },
});
