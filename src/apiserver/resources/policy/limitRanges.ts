/** LimitRanges. */
import type { LimitRange, LimitRangeItem } from '../../../api/core/v1.ts';
import { duplicate, forbiddenField, invalidValue, path } from '../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../machinery/fieldError.ts';
import { canonicalQuantity, compareQuantities } from '../../../machinery/quantity.ts';
import { limitRanges } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { validateAmount, validateResourceName } from '../pods/validation/resources.ts';
import { defaultTable } from '../shared/columns.ts';
import { allVerbs } from '../shared/verbs.ts';

const bounds = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;

/** What a container gets by default lies between its bounds. */
function setDefaults({ spec }: LimitRange): void {
  for (const item of spec?.limits ?? []) {
    if (item.type !== 'Container') continue;
    const limits = (item.default ??= {});
    const requests = (item.defaultRequest ??= {});
    for (const [name, amount] of Object.entries(item.max ?? {})) limits[name] ??= canonicalQuantity(amount);
    for (const [name, amount] of Object.entries(limits)) requests[name] ??= canonicalQuantity(amount);
    for (const [name, amount] of Object.entries(item.min ?? {})) requests[name] ??= canonicalQuantity(amount);
  }
}

function validate({ spec }: LimitRange): FieldError[] {
  const errors: FieldError[] = [];
  const types = new Set<string>();
  spec?.limits.forEach((item, i) => {
    const at = path('spec', 'limits').index(i);
    if (types.has(item.type)) errors.push(duplicate(at.child('type'), item.type));
    types.add(item.type);
    errors.push(...validateItem(item, at));
  });
  return errors;
}

function validateItem(item: LimitRangeItem, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  for (const bound of bounds) {
    for (const [name, amount] of Object.entries(item[bound] ?? {})) {
      errors.push(
        ...validateResourceName(name, at.child(bound).key(name)),
        ...validateAmount(name, amount, at.child(bound).key(name)),
      );
    }
  }
  if (item.type === 'Pod') {
    if (item.default) errors.push(forbiddenField(at.child('default'), "may not be specified when `type` is 'Pod'"));
    if (item.defaultRequest)
      errors.push(forbiddenField(at.child('defaultRequest'), "may not be specified when `type` is 'Pod'"));
  }
  const ordered: readonly (readonly [(typeof bounds)[number], (typeof bounds)[number], string, string])[] = [
    ['min', 'max', 'min value', 'max value'],
    ['defaultRequest', 'max', 'default request value', 'max value'],
    ['default', 'max', 'default value', 'max value'],
    ['defaultRequest', 'default', 'default request value', 'default limit value'],
  ];
  for (const [low, high, lowName, highName] of ordered) {
    for (const [name, amount] of Object.entries(item[low] ?? {})) {
      const most = item[high]?.[name];
      if (most !== undefined && compareQuantities(amount, most) > 0) {
        errors.push(
          invalidValue(
            at.child(low).key(name),
            canonicalQuantity(amount),
            `${lowName} ${canonicalQuantity(amount)} is greater than ${highName} ${canonicalQuantity(most)}`,
          ),
        );
      }
    }
  }
  return errors;
}

export const limitRangeRegistration = registration<LimitRange>({
  resource: limitRanges,
  verbs: allVerbs,
  table: defaultTable,
  strategy: {
    setDefaults,
    validate,
    validateUpdate: validate,
    unconditionalUpdate: true,
  },
});
