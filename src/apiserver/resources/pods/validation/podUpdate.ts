/** What may still change in a Pod that exists: images, a shorter deadline, more tolerations; everything else is fixed. */
import type { Container, Pod, PodSpec, Toleration } from '../../../../api/core/v1.ts';
import { semanticEqual } from '../../../../machinery/equal.ts';
import { forbiddenField, invalidValue, path, required } from '../../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../../machinery/fieldError.ts';
import { inclusiveRangeError } from '../../../../machinery/names.ts';
import { validatePod } from './podSpec.ts';
import { difference } from './difference.ts';

const largestInt32 = 2_147_483_647;
const mayChange = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

export function validatePodUpdate(pod: Pod, old: Pod): FieldError[] {
  const at = path('spec');
  const { spec } = pod;
  const before = old.spec;
  const errors = validatePod(pod);
  if (!spec || !before) return errors;
  const counted = [
    ...validateSameContainers(spec.containers, before.containers, at.child('containers')),
    ...validateSameContainers(spec.initContainers ?? [], before.initContainers ?? [], at.child('initContainers')),
  ];
  if (counted.length) return [...errors, ...counted];
  errors.push(
    ...validateDeadline(spec.activeDeadlineSeconds, before.activeDeadlineSeconds, at.child('activeDeadlineSeconds')),
  );
  errors.push(...validateAddedTolerations(spec, before, at.child('tolerations')));
  errors.push(...validateGates(spec, before, at.child('schedulingGates')));
  const fixed = withOldValues(spec, before);
  if (!semanticEqual(fixed, before)) {
    errors.push(
      forbiddenField(
        at,
        `pod updates may not change fields other than ${mayChange}\n${difference(before, fixed, 'spec')}`,
      ),
    );
  }
  return errors;
}

function validateSameContainers(
  containers: readonly Container[],
  old: readonly Container[],
  at: FieldPath,
): FieldError[] {
  if (containers.length !== old.length) return [forbiddenField(at, 'pod updates may not add or remove containers')];
  return containers.flatMap(({ image }, i) => (image ? [] : [required(at.index(i).child('image'))]));
}

function validateDeadline(deadline: number | undefined, old: number | undefined, at: FieldPath): FieldError[] {
  if (deadline === undefined) {
    return old === undefined
      ? []
      : [invalidValue(at, undefined, 'must not update from a positive integer to nil value')];
  }
  if (deadline < 0 || deadline > largestInt32)
    return [invalidValue(at, deadline, inclusiveRangeError(0, largestInt32))];
  return old !== undefined && old < deadline
    ? [invalidValue(at, deadline, 'must be less than or equal to previous value')]
    : [];
}

function validateAddedTolerations(spec: PodSpec, old: PodSpec, at: FieldPath): FieldError[] {
  const identity = ({ key, operator, value, effect }: Toleration): unknown => ({ key, operator, value, effect });
  const kept = (old.tolerations ?? []).every((before) =>
    spec.tolerations?.some((now) => semanticEqual(identity(now), identity(before))),
  );
  return kept ? [] : [forbiddenField(at, 'existing toleration can not be modified except its tolerationSeconds')];
}

function validateGates(spec: PodSpec, old: PodSpec, at: FieldPath): FieldError[] {
  return (spec.schedulingGates ?? []).flatMap(({ name }, i) =>
    old.schedulingGates?.some((gate) => gate.name === name)
      ? []
      : [forbiddenField(at.index(i), `only deletion is allowed, but found new scheduling gate '${name}'`)],
  );
}

/** The new specification with the old values of everything that may change, and more while the Pod waits for its gates. */
function withOldValues(spec: PodSpec, old: PodSpec): PodSpec {
  const images = (
    list: readonly Container[] | undefined,
    before: readonly Container[] | undefined,
  ): Container[] | undefined =>
    list?.map((container, i) => ({
      ...container,
      ...(before?.[i]?.image !== undefined && { image: before[i].image }),
    }));
  const fixed: PodSpec = { ...spec, containers: images(spec.containers, old.containers) ?? [] };
  const initContainers = images(spec.initContainers, old.initContainers);
  if (initContainers) fixed.initContainers = initContainers;
  const restore = (field: keyof PodSpec): void => {
    if (old[field] === undefined) delete fixed[field];
    else Object.assign(fixed, { [field]: old[field] });
  };
  restore('activeDeadlineSeconds');
  restore('tolerations');
  restore('schedulingGates');
  if ((old.terminationGracePeriodSeconds ?? 0) < 0 && spec.terminationGracePeriodSeconds === 1)
    restore('terminationGracePeriodSeconds');
  if (old.schedulingGates?.length && onlyNarrows(spec, old)) restore('nodeSelector');
  return fixed;
}

/** A gated Pod may be steered more closely, never elsewhere. */
const onlyNarrows = (spec: PodSpec, old: PodSpec): boolean =>
  Object.entries(old.nodeSelector ?? {}).every(([key, value]) => spec.nodeSelector?.[key] === value);

/** The ephemeralcontainers subresource: containers may be added, and nothing else may change. */
export function validateEphemeralContainersUpdate(pod: Pod, old: Pod): FieldError[] {
  const at = path('spec', 'ephemeralContainers');
  const errors = validatePod(pod);
  const now = pod.spec?.ephemeralContainers ?? [];
  for (const [i, before] of (old.spec?.ephemeralContainers ?? []).entries()) {
    const same = now.find((container) => container.name === before.name);
    if (!same) errors.push(forbiddenField(at, `existing ephemeral containers "${before.name}" may not be removed\n`));
    else if (!semanticEqual(same, before)) {
      errors.push(
        forbiddenField(
          at,
          `existing ephemeral containers "${before.name}" may not be changed\n${difference(before, same, `${at.text}[${i}]`)}`,
        ),
      );
    }
  }
  return errors;
}
