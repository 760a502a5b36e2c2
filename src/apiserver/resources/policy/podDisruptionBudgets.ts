/** PodDisruptionBudgets. */
import type { PodDisruptionBudget } from '../../../api/policy/v1.ts';
import { invalidValue, path } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { validateLabelSelector } from '../../../machinery/labels.ts';
import { podDisruptionBudgets } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf } from '../shared/columns.ts';
import { firstGeneration, keepStatus, raiseGeneration, statusSubresource } from '../shared/strategy.ts';
import { allVerbs } from '../shared/verbs.ts';
import { validateAtMost100Percent, validateIntOrPercent } from '../workloads/template.ts';

const at = path('spec');

function validate({ spec }: PodDisruptionBudget): FieldError[] {
  const errors: FieldError[] = [];
  if (spec?.minAvailable !== undefined && spec.maxUnavailable !== undefined) {
    errors.push(invalidValue(at, spec, 'minAvailable and maxUnavailable cannot be both set'));
  }
  for (const field of ['minAvailable', 'maxUnavailable'] as const) {
    const value = spec?.[field];
    if (value !== undefined)
      errors.push(...validateIntOrPercent(value, at.child(field)), ...validateAtMost100Percent(value, at.child(field)));
  }
  return [...errors, ...validateLabelSelector(spec?.selector, at.child('selector'))];
}

export const podDisruptionBudgetRegistration = registration<PodDisruptionBudget>({
  resource: podDisruptionBudgets,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      column('Min Available', 'string', 'Pods that must stay.'),
      column('Max Unavailable', 'string', 'Pods that may be missing.'),
      column('Allowed Disruptions', 'integer', 'Pods that may be evicted now.'),
      ageColumn,
    ],
    row: (budget, now) => [
      nameOf(budget),
      String(budget.spec?.minAvailable ?? 'N/A'),
      String(budget.spec?.maxUnavailable ?? 'N/A'),
      budget.status?.disruptionsAllowed ?? 0,
      ageOf(budget, now),
    ],
  },
  strategy: {
    prepareForCreate(budget) {
      budget.status = { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 };
      firstGeneration(budget);
    },
    prepareForUpdate(budget, old) {
      keepStatus(budget, old);
      raiseGeneration(budget, old);
    },
    validate,
    validateUpdate: validate,
  },
  subresources: { status: statusSubresource<PodDisruptionBudget>() },
});
