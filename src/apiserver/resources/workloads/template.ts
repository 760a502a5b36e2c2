/** What the kinds that hold a Pod template have in common: rules, defaults, columns and scale. */
import type { Container, PodSpec, PodTemplateSpec } from '../../../api/core/v1.ts';
import type { LabelSelector } from '../../../api/meta/v1.ts';
import type { IntOrString } from '../../../api/scalars.ts';
import { forbiddenField, invalidValue, Literal, notSupported, path, required } from '../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../machinery/fieldError.ts';
import { goIntOrString, goLabelSelector, goMap } from '../../../machinery/goText.ts';
import { matchesSelector, selectorFrom, validateLabelSelector } from '../../../machinery/labels.ts';
import type { Selector } from '../../../machinery/labels.ts';
import { isValidPercent } from '../../../machinery/names.ts';
import { validateImmutable } from '../../../machinery/objectMeta.ts';
import { setPodSpecDefaults } from '../pods/defaults.ts';
import { unsupportedFieldWarnings } from '../pods/unsupportedFields.ts';
import { validatePodTemplate } from '../pods/validation/podSpec.ts';
import { wide } from '../shared/columns.ts';

export const spec = path('spec');

/** "Containers" and "Images" of `-o wide`. */
export const containerColumns = [
  wide('Containers', 'string', 'Names of the containers in the template.'),
  wide('Images', 'string', 'Images of the containers in the template.'),
];

export function containerCells(containers: readonly Container[] | undefined): [string, string] {
  return [(containers ?? []).map((c) => c.name).join(','), (containers ?? []).map((c) => c.image ?? '').join(',')];
}

export function setTemplateDefaults(template: PodTemplateSpec | undefined): void {
  if (template?.spec) setPodSpecDefaults(template.spec);
}

/** Which fields of the template no component honours yet, when the object is new or its template changed. */
export const templateWarnings = (podSpec: PodSpec | undefined, at: string): string[] =>
  unsupportedFieldWarnings(podSpec, at);

/** `selector` is required, valid and says something. `kind` is what the message calls the object. */
export function validateSelector(
  selector: LabelSelector | undefined,
  kind: string,
  at: FieldPath = spec.child('selector'),
): FieldError[] {
  if (!selector) return [required(at)];
  const errors = validateLabelSelector(selector, at);
  if (Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length === 0) {
    errors.push(invalidValue(at, new Literal(goLabelSelector(selector)), `empty selector is invalid for ${kind}`));
  }
  return errors;
}

/** The template of kinds that keep Pods running: its labels are selected, and it restarts its containers always. */
export function validateRunningTemplate(
  template: PodTemplateSpec | undefined,
  selector: LabelSelector | undefined,
  kind: string,
): FieldError[] {
  const at = spec.child('template');
  if (!template) return [required(at)];
  const errors = [...validateSelected(template, selector, at), ...validatePodTemplate(template, at)];
  const policy = template.spec?.restartPolicy;
  if (policy && policy !== 'Always') errors.push(notSupported(at.child('spec', 'restartPolicy'), policy, ['Always']));
  if (template.spec?.activeDeadlineSeconds !== undefined) {
    errors.push(
      forbiddenField(at.child('spec', 'activeDeadlineSeconds'), `activeDeadlineSeconds in ${kind} is not Supported`),
    );
  }
  return errors;
}

function validateSelected(template: PodTemplateSpec, selector: LabelSelector | undefined, at: FieldPath): FieldError[] {
  const wanted = understood(selector);
  if (
    wanted === undefined ||
    wanted === 'nothing' ||
    wanted.length === 0 ||
    matchesSelector(wanted, template.metadata?.labels)
  )
    return [];
  return [
    invalidValue(
      at.child('metadata', 'labels'),
      new Literal(goMap(template.metadata?.labels)),
      '`selector` does not match template `labels`',
    ),
  ];
}

/** Undefined when it cannot be: validateSelector() says why. */
function understood(selector: LabelSelector | undefined): Selector | undefined {
  try {
    return selectorFrom(selector);
  } catch {
    return undefined;
  }
}

export const validateSelectorUnchanged = (
  selector: LabelSelector | undefined,
  old: LabelSelector | undefined,
): FieldError[] => validateImmutable(selector, old, spec.child('selector'), new Literal(goLabelSelector(selector)));

export function validateIntOrPercent(value: IntOrString, at: FieldPath): FieldError[] {
  if (typeof value === 'string') {
    return isValidPercent(value).map((complaint) => invalidValue(at, new Literal(goIntOrString(value)), complaint));
  }
  return value < 0 ? [invalidValue(at, value, 'must be greater than or equal to 0')] : [];
}

export function validateAtMost100Percent(value: IntOrString, at: FieldPath): FieldError[] {
  if (typeof value !== 'string' || isValidPercent(value).length || Number(value.slice(0, -1)) <= 100) return [];
  return [invalidValue(at, new Literal(goIntOrString(value)), 'must not be greater than 100%')];
}

/** 0, "0" and "0%". */
export const isNothing = (value: IntOrString | undefined): boolean =>
  value === undefined || value === 0 || (typeof value === 'string' && Number(value.replace(/%$/, '')) === 0);
