/** PriorityClasses. */
import type { PriorityClass } from '../../../api/scheduling/v1.ts';
import { forbiddenField, path } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { priorityClasses } from '../../../machinery/resources.ts';
import { validateImmutable } from '../../../machinery/objectMeta.ts';
import { registration } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf, wide } from '../shared/columns.ts';
import { allVerbs } from '../shared/verbs.ts';
import { systemPriorityClasses } from './systemPriorityClasses.ts';

/** Above it are the classes that the system itself brings. */
const highestUserPriority = 1_000_000_000;
const systemPrefix = 'system-';

function validate({ metadata, value, globalDefault, description, preemptionPolicy }: PriorityClass): FieldError[] {
  const name = metadata?.name ?? '';
  if (name.startsWith(systemPrefix)) {
    const why = whyNoSystemClass({ name, value, globalDefault: globalDefault ?? false, description, preemptionPolicy });
    return why === undefined
      ? []
      : [
          forbiddenField(
            path('metadata', 'name'),
            `priority class names with '${systemPrefix}' prefix are reserved for system use only. error: ${why}`,
          ),
        ];
  }
  if (value > highestUserPriority) {
    return [
      forbiddenField(path('value'), `maximum allowed value of a user defined priority is ${highestUserPriority}`),
    ];
  }
  return [];
}

interface Facts {
  readonly name: string;
  readonly value: number;
  readonly globalDefault: boolean;
  readonly description: string | undefined;
  readonly preemptionPolicy: string | undefined;
}

function whyNoSystemClass({ name, value, globalDefault }: Facts): string | undefined {
  const known = systemPriorityClasses.find((each) => each.metadata?.name === name);
  if (!known) return `${name} is not a known system priority class`;
  if (known.value !== value) return `value of ${name} PriorityClass must be ${known.value}`;
  if (globalDefault) return `globalDefault of ${name} PriorityClass must be false`;
  return undefined;
}

export const priorityClassRegistration = registration<PriorityClass>({
  resource: priorityClasses,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      column('Value', 'integer', 'The priority of its Pods.'),
      column('Global-Default', 'boolean', 'Whether Pods without a class get it.'),
      ageColumn,
      wide('PreemptionPolicy', 'string', 'Whether its Pods push out others.'),
    ],
    row: (each, now) => [
      nameOf(each),
      each.value,
      each.globalDefault ?? false,
      ageOf(each, now),
      each.preemptionPolicy ?? '',
    ],
  },
  strategy: {
    prepareForCreate(each) {
      (each.metadata ??= {}).generation = 1;
    },
    validate,
    validateUpdate: (each, old) => [
      ...(each.value === old.value ? [] : [forbiddenField(path('value'), 'may not be changed in an update.')]),
      ...validateImmutable(each.preemptionPolicy, old.preemptionPolicy, path('preemptionPolicy')),
    ],
    unconditionalUpdate: true,
  },
});
