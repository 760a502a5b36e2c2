/** Rules of what a resize does to a running container. */
import type { ContainerResizePolicy, RestartPolicy } from '../../../../api/core/v1.ts';
import { duplicate, invalidValue, notSupported, required } from '../../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../../machinery/fieldError.ts';

const resizable = ['cpu', 'memory'];

/** @param podPolicy the Pod's restart policy: a container that is never restarted cannot be for its size */
export function validateResizePolicy(
  policies: readonly ContainerResizePolicy[] = [],
  podPolicy: RestartPolicy | undefined,
  at: FieldPath,
): FieldError[] {
  return policies.flatMap(({ resourceName, restartPolicy }, i) => {
    const errors: FieldError[] = [];
    if (policies.slice(0, i).some((earlier) => earlier.resourceName === resourceName))
      errors.push(duplicate(at.index(i), resourceName));
    if (resourceName === '') errors.push(required(at));
    else if (!resizable.includes(resourceName)) errors.push(notSupported(at, resourceName, resizable));
    if (podPolicy === 'Never' && restartPolicy !== 'NotRequired')
      errors.push(invalidValue(at, restartPolicy, "must be 'NotRequired' when `restartPolicy` is 'Never'"));
    return errors;
  });
}
