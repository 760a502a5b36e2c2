/** ResourceQuotas. */
import type { ResourceQuota } from '../../../api/core/v1.ts';
import { semanticEqual } from '../../../machinery/equal.ts';
import { forbiddenField, path } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { canonicalQuantity } from '../../../machinery/quantity.ts';
import { resourceQuotas } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { validateAmount, validateResourceName } from '../pods/validation/resources.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf } from '../shared/columns.ts';
import { keepStatus, statusSubresource } from '../shared/strategy.ts';
import { allVerbs } from '../shared/verbs.ts';

function validate({ spec }: ResourceQuota): FieldError[] {
  return Object.entries(spec?.hard ?? {}).flatMap(([name, amount]) => {
    const at = path('spec', 'hard').key(name);
    return [...validateResourceName(name, at), ...validateAmount(name, amount, at)];
  });
}

/** `cpu: 1/2, pods: 3/10`; limits stand in a column of their own. */
function usageText({ status }: ResourceQuota, limits: boolean): string {
  return Object.keys(status?.hard ?? {})
    .sort()
    .filter((name) => name.includes('limits') === limits)
    .map(
      (name) =>
        `${name}: ${canonicalQuantity(status?.used?.[name] ?? '0')}/${canonicalQuantity(status?.hard?.[name] ?? '0')}`,
    )
    .join(', ');
}

export const resourceQuotaRegistration = registration<ResourceQuota>({
  resource: resourceQuotas,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      column('Request', 'string', 'What is used of what may be requested.'),
      column('Limit', 'string', 'What is used of the limits.'),
      ageColumn,
    ],
    row: (quota, now) => [nameOf(quota), usageText(quota, false), usageText(quota, true), ageOf(quota, now)],
  },
  strategy: {
    prepareForCreate(quota) {
      quota.status = {};
    },
    prepareForUpdate: keepStatus,
    validate,
    validateUpdate: (quota, old) => [
      ...validate(quota),
      ...(semanticEqual(quota.spec?.scopes, old.spec?.scopes)
        ? []
        : [forbiddenField(path('spec', 'scopes'), 'field is immutable')]),
    ],
    unconditionalUpdate: true,
  },
  subresources: { status: statusSubresource<ResourceQuota>() },
});
