/** DaemonSets. */
import type { DaemonSet } from '../../../api/apps/v1.ts';
import { invalidValue, Literal, required } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { goIntOrString } from '../../../machinery/goText.ts';
import { formatLabels, formatLabelSelector } from '../../../machinery/labels.ts';
import { validateNonnegative } from '../../../machinery/objectMeta.ts';
import { daemonSets } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf, wide } from '../shared/columns.ts';
import { firstGeneration, keepStatus, raiseGeneration, statusSubresource } from '../shared/strategy.ts';
import { allVerbs } from '../shared/verbs.ts';
import {
  containerCells,
  containerColumns,
  isNothing,
  setTemplateDefaults,
  spec,
  templateWarnings,
  validateAtMost100Percent,
  validateIntOrPercent,
  validateRunningTemplate,
  validateSelector,
  validateSelectorUnchanged,
} from './template.ts';

function setDefaults({ spec: wanted }: DaemonSet): void {
  setTemplateDefaults(wanted?.template);
  const strategy = wanted?.updateStrategy;
  if (strategy?.type !== 'RollingUpdate') return;
  const rolling = (strategy.rollingUpdate ??= {});
  rolling.maxUnavailable ??= 1;
  rolling.maxSurge ??= 0;
}

function validate({ spec: wanted }: DaemonSet): FieldError[] {
  if (!wanted) return [required(spec)];
  return [
    ...validateSelector(wanted.selector, 'daemonset'),
    ...validateRunningTemplate(wanted.template, wanted.selector, 'DaemonSet'),
    ...validateNonnegative(wanted.minReadySeconds, spec.child('minReadySeconds')),
    ...validateNonnegative(wanted.revisionHistoryLimit, spec.child('revisionHistoryLimit')),
    ...validateRolling(wanted.updateStrategy),
  ];
}

function validateRolling(strategy: NonNullable<DaemonSet['spec']>['updateStrategy']): FieldError[] {
  const at = spec.child('updateStrategy', 'rollingUpdate');
  if (strategy?.type !== 'RollingUpdate') return [];
  const { maxUnavailable = 0, maxSurge = 0 } = strategy.rollingUpdate ?? {};
  const errors = [
    ...validateIntOrPercent(maxUnavailable, at.child('maxUnavailable')),
    ...validateAtMost100Percent(maxUnavailable, at.child('maxUnavailable')),
    ...validateIntOrPercent(maxSurge, at.child('maxSurge')),
    ...validateAtMost100Percent(maxSurge, at.child('maxSurge')),
  ];
  if (isNothing(maxUnavailable) && isNothing(maxSurge)) {
    errors.push(
      invalidValue(
        at.child('maxUnavailable'),
        new Literal(goIntOrString(maxUnavailable)),
        'cannot be 0 when maxSurge is 0',
      ),
    );
  } else if (!isNothing(maxUnavailable) && !isNothing(maxSurge)) {
    errors.push(
      invalidValue(
        at.child('maxSurge'),
        new Literal(goIntOrString(maxSurge)),
        'may not be set when maxUnavailable is non-zero',
      ),
    );
  }
  return errors;
}

export const daemonSetRegistration = registration<DaemonSet>({
  resource: daemonSets,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      column('Desired', 'integer', 'Nodes that should run its Pod.'),
      column('Current', 'integer', 'Nodes that should run its Pod and do.'),
      column('Ready', 'integer', 'Nodes on which its Pod is ready.'),
      column('Up-to-date', 'integer', 'Nodes whose Pod is made of the newest template.'),
      column('Available', 'integer', 'Nodes on which its Pod has been ready long enough.'),
      column('Node Selector', 'string', 'Labels that a node must have.'),
      ageColumn,
      ...containerColumns,
      wide('Selector', 'string', 'Labels by which the DaemonSet knows its Pods.'),
    ],
    row: (set, now) => [
      nameOf(set),
      set.status?.desiredNumberScheduled ?? 0,
      set.status?.currentNumberScheduled ?? 0,
      set.status?.numberReady ?? 0,
      set.status?.updatedNumberScheduled ?? 0,
      set.status?.numberAvailable ?? 0,
      formatLabels(set.spec?.template.spec?.nodeSelector),
      ageOf(set, now),
      ...containerCells(set.spec?.template.spec?.containers),
      formatLabelSelector(set.spec?.selector),
    ],
  },
  strategy: {
    setDefaults,
    prepareForCreate(set) {
      set.status = { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 };
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
    warnings: (set) => templateWarnings(set.spec?.template.spec, 'spec.template.spec'),
    unconditionalUpdate: true,
  },
  subresources: { status: statusSubresource<DaemonSet>() },
});
