/** The scale subresource of a custom resource: a Scale out of three paths (upstream's ScaleREST). */
import type { CustomResourceSubresourceScale } from '../../api/apiextensions/v1.ts';
import { internalError } from '../../machinery/apiError.ts';
import { FieldPath, invalidValue } from '../../machinery/fieldError.ts';
import type { FieldError } from '../../machinery/fieldError.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { Resource } from '../../machinery/resource.ts';
import { isRecord } from '../../machinery/apply/values.ts';
import type { CustomSubresource } from '../registration.ts';
import { scaleOver } from '../resources/shared/scale.ts';

const largest = 2147483647;
const namesOf = (text: string): string[] => text.replace(/^\./, '').split('.');

/** What the path leads to by names alone; undefined when it is not there. */
function at(object: KubeObject, text: string): unknown {
  let value: unknown = object;
  for (const name of namesOf(text)) value = isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return value;
}

const numberAt = (object: KubeObject, text: string): number | undefined => {
  const value = at(object, text);
  return typeof value === 'number' ? value : undefined;
};

/** `object` with the value under the path; shares the rest with it. */
function withValue(object: KubeObject, names: readonly string[], value: unknown): KubeObject {
  const set = (held: unknown, [name, ...rest]: readonly string[]): unknown =>
    name === undefined
      ? value
      : { ...(isRecord(held) ? held : {}), [name]: set(isRecord(held) ? held[name] : undefined, rest) };
  // A named seam: a member of an object of the API has been replaced.
  return set(object, names) as KubeObject;
}

/** `changed` makes of the new object what an update of the resource would: it raises the generation. */
export const scaleSubresource = (
  resource: Resource,
  { specReplicasPath, statusReplicasPath, labelSelectorPath }: CustomResourceSubresourceScale,
  changed: (object: KubeObject, old: KubeObject) => KubeObject,
): CustomSubresource =>
  scaleOver(resource, {
    replicas: (object) => numberAt(object, specReplicasPath),
    current: (object) => numberAt(object, statusReplicasPath),
    selector(object) {
      const selector = labelSelectorPath ? at(object, labelSelectorPath) : undefined;
      return typeof selector === 'string' ? selector : '';
    },
    withReplicas: (old, replicas) =>
      numberAt(old, specReplicasPath) === replicas
        ? old
        : changed(withValue(old, namesOf(specReplicasPath), replicas), old),
    check(object) {
      if (numberAt(object, specReplicasPath) === undefined)
        throw internalError(`the spec replicas field ${JSON.stringify(specReplicasPath)} does not exist`);
    },
  });

/** What the paths lead to must be what a Scale can hold. */
export function scaleErrors(
  object: KubeObject,
  paths: CustomResourceSubresourceScale,
  statusOnly: boolean,
): FieldError[] {
  const errors: FieldError[] = [];
  const replicas = (text: string): void => {
    const value = at(object, text);
    const here = new FieldPath(text);
    if (value === undefined || value === null) return;
    if (typeof value !== 'number' || !Number.isInteger(value))
      errors.push(
        invalidValue(
          here,
          0,
          `${text} accessor error: ${JSON.stringify(value)} is of the type ${typeof value}, expected int64`,
        ),
      );
    else if (value < 0) errors.push(invalidValue(here, value, 'should be a non-negative integer'));
    else if (value > largest) errors.push(invalidValue(here, value, `should be less than or equal to ${largest}`));
  };
  if (!statusOnly) replicas(paths.specReplicasPath);
  replicas(paths.statusReplicasPath);
  const { labelSelectorPath } = paths;
  const selector = labelSelectorPath ? at(object, labelSelectorPath) : undefined;
  if (labelSelectorPath && selector !== undefined && typeof selector !== 'string') {
    const why = `${labelSelectorPath} accessor error: ${JSON.stringify(selector)} is of the type ${typeof selector}, expected string`;
    errors.push(invalidValue(new FieldPath(labelSelectorPath), '', why));
  }
  return errors;
}
