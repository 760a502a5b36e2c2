/** Rules of where a Pod may run: tolerations, affinity, topology spread. */
import type {
  Affinity,
  NodeSelector,
  NodeSelectorTerm,
  PodAffinityTerm,
  Toleration,
  TopologySpreadConstraint,
} from '../../../../api/core/v1.ts';
import {
  complaintsAbout,
  duplicate,
  forbiddenField,
  invalidValue,
  required,
} from '../../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../../machinery/fieldError.ts';
import { validateLabelKey, validateLabelSelector } from '../../../../machinery/labels.ts';
import { isDNS1123Label, isValidLabelValue } from '../../../../machinery/names.ts';

export function validateTolerations(tolerations: readonly Toleration[] | undefined, at: FieldPath): FieldError[] {
  return (tolerations ?? []).flatMap((toleration, i) => {
    const here = at.index(i);
    const { key, operator = '', value = '', effect = '', tolerationSeconds } = toleration;
    const errors = key ? validateLabelKey(key, here.child('key')) : [];
    if (!key && operator !== 'Exists') {
      errors.push(
        invalidValue(
          here.child('operator'),
          operator,
          'operator must be Exists when `key` is empty, which means "match all values and all keys"',
        ),
      );
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      errors.push(
        invalidValue(here.child('effect'), effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"),
      );
    }
    if (operator === 'Exists') {
      if (value)
        errors.push(
          invalidValue(here.child('operator'), toleration, "value must be empty when `operator` is 'Exists'"),
        );
    } else {
      const complaints = isValidLabelValue(value);
      if (complaints.length) errors.push(invalidValue(here.child('operator'), value, complaints.join(';')));
    }
    return errors;
  });
}

export function validateAffinity(affinity: Affinity | undefined, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  const required_ = 'requiredDuringSchedulingIgnoredDuringExecution';
  const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
  const node = affinity?.nodeAffinity;
  if (node) {
    const here = at.child('nodeAffinity');
    if (node[required_]) errors.push(...validateNodeSelector(node[required_], here.child(required_)));
    node[preferred]?.forEach((term, i) => {
      errors.push(...validateWeight(term.weight, here.child(preferred).index(i)));
      errors.push(...validateNodeSelectorTerm(term.preference, here.child(preferred).index(i).child('preference')));
    });
  }
  for (const kind of ['podAffinity', 'podAntiAffinity'] as const) {
    const pods = affinity?.[kind];
    const here = at.child(kind);
    pods?.[required_]?.forEach((term, i) => errors.push(...validatePodTerm(term, here.child(required_).index(i))));
    pods?.[preferred]?.forEach((term, i) => {
      errors.push(...validateWeight(term.weight, here.child(preferred).index(i)));
      errors.push(...validatePodTerm(term.podAffinityTerm, here.child(preferred).index(i).child('podAffinityTerm')));
    });
  }
  return errors;
}

const validateWeight = (weight: number, at: FieldPath): FieldError[] =>
  weight >= 1 && weight <= 100 ? [] : [invalidValue(at.child('weight'), weight, 'must be in the range 1-100')];

export function validateNodeSelector({ nodeSelectorTerms }: NodeSelector, at: FieldPath): FieldError[] {
  const here = at.child('nodeSelectorTerms');
  if (nodeSelectorTerms.length === 0) return [required(here, 'must have at least one node selector term')];
  return nodeSelectorTerms.flatMap((term, i) => validateNodeSelectorTerm(term, here.index(i)));
}

function validateNodeSelectorTerm({ matchExpressions, matchFields }: NodeSelectorTerm, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  matchExpressions?.forEach(({ key, operator, values = [] }, i) => {
    const here = at.child('matchExpressions').index(i);
    if (operator === 'In' || operator === 'NotIn') {
      if (values.length === 0)
        errors.push(required(here.child('values'), "must be specified when `operator` is 'In' or 'NotIn'"));
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (values.length)
        errors.push(
          forbiddenField(here.child('values'), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"),
        );
    } else if (operator === 'Gt' || operator === 'Lt') {
      if (values.length !== 1)
        errors.push(required(here.child('values'), "must be specified single value when `operator` is 'Lt' or 'Gt'"));
    } else if (operator === '') {
      errors.push(invalidValue(here.child('operator'), operator, 'not a valid selector operator'));
    }
    errors.push(...validateLabelKey(key, here.child('key')));
  });
  matchFields?.forEach(({ key, operator, values = [] }, i) => {
    const here = at.child('matchFields').index(i);
    if (operator === 'In' || operator === 'NotIn') {
      if (values.length !== 1) {
        errors.push(
          required(
            here.child('values'),
            "must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
          ),
        );
      }
    } else {
      errors.push(invalidValue(here.child('operator'), operator, 'not a valid selector operator'));
    }
    if (key !== 'metadata.name') errors.push(invalidValue(here.child('key'), key, 'not a valid field selector key'));
  });
  return errors;
}

function validatePodTerm(term: PodAffinityTerm, at: FieldPath): FieldError[] {
  return [
    ...validateLabelSelector(term.labelSelector, at.child('labelSelector')),
    ...validateLabelSelector(term.namespaceSelector, at.child('namespaceSelector')),
    ...(term.namespaces ?? []).flatMap((name) => complaintsAbout(at.child('namespace'), name, isDNS1123Label(name))),
    ...validateTopologyKey(term.topologyKey, at),
  ];
}

const validateTopologyKey = (key: string, at: FieldPath): FieldError[] =>
  key === '' ? [required(at.child('topologyKey'), 'can not be empty')] : validateLabelKey(key, at.child('topologyKey'));

export function validateTopologySpread(
  constraints: readonly TopologySpreadConstraint[] | undefined,
  at: FieldPath,
): FieldError[] {
  const errors: FieldError[] = [];
  const pairs = new Set<string>();
  constraints?.forEach((constraint, i) => {
    const here = at.index(i);
    const { maxSkew, topologyKey, whenUnsatisfiable, minDomains, labelSelector } = constraint;
    if (maxSkew <= 0) errors.push(invalidValue(here.child('maxSkew'), maxSkew, 'must be greater than zero'));
    errors.push(...validateTopologyKey(topologyKey, here));
    const pair = `{${topologyKey}, ${whenUnsatisfiable}}`;
    if (pairs.has(pair)) errors.push(duplicate(here.child('{topologyKey, whenUnsatisfiable}'), pair));
    pairs.add(pair);
    if (minDomains !== undefined) {
      if (minDomains <= 0) errors.push(invalidValue(here.child('minDomains'), minDomains, 'must be greater than zero'));
      if (whenUnsatisfiable !== 'DoNotSchedule') {
        errors.push(
          invalidValue(
            here.child('minDomains'),
            minDomains,
            `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`,
          ),
        );
      }
    }
    errors.push(...validateLabelSelector(labelSelector, here.child('labelSelector')));
  });
  return errors;
}
