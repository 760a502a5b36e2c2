/** The scale subresource of a custom resource: a Scale out of three paths (upstream's ScaleREST). */
import type { CustomResourceSubresourceScale } from '../../api/apiextensions/v1.ts';
import type { Scale } from '../../api/autoscaling/v1.ts';
import { badRequest, internalError, invalid, staleObject } from '../../machinery/apiError.ts';
import { FieldPath, invalidValue, path } from '../../machinery/fieldError.ts';
import type { FieldError } from '../../machinery/fieldError.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { Resource } from '../../machinery/resource.ts';
import { isObject } from '../../machinery/structural/jsonSchema.ts';
import type { CustomSubresource } from '../registration.ts';

const largest = 2147483647;
const namesOf = (text: string): string[] => text.replace(/^\./, '').split('.');

/** What the path leads to by names alone; undefined when it is not there. */
function at(object: KubeObject, text: string): unknown {
  let value: unknown = object;
  for (const name of namesOf(text)) value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
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
      : { ...(isObject(held) ? held : {}), [name]: set(isObject(held) ? held[name] : undefined, rest) };
  // A named seam: a member of an object of the API has been replaced.
  return set(object, names) as KubeObject;
}

/** `changed` makes of the new object what an update of the resource would: it raises the generation. */
export function scaleSubresource(
  resource: Resource,
  paths: CustomResourceSubresourceScale,
  changed: (object: KubeObject, old: KubeObject) => KubeObject,
): CustomSubresource {
  const scaleOf = (object: KubeObject): Scale => {
    const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata ?? {};
    const selector = paths.labelSelectorPath ? at(object, paths.labelSelectorPath) : undefined;
    const replicas = numberAt(object, paths.specReplicasPath);
    return {
      kind: 'Scale',
      apiVersion: 'autoscaling/v1',
      metadata: {
        ...(name !== undefined && { name }),
        ...(namespace !== undefined && { namespace }),
        ...(uid !== undefined && { uid }),
        ...(resourceVersion !== undefined && { resourceVersion }),
        ...(creationTimestamp !== undefined && { creationTimestamp }),
      },
      spec: replicas ? { replicas } : {},
      status: {
        replicas: numberAt(object, paths.statusReplicasPath) ?? 0,
        ...(typeof selector === 'string' && selector !== '' && { selector }),
      },
    };
  };
  return {
    kind: 'custom',
    group: 'autoscaling',
    version: 'v1',
    objectKind: 'Scale',
    verbs: {
      async get({ storage, namespace, name }) {
        const object = storage.get(namespace, name);
        if (numberAt(object, paths.specReplicasPath) === undefined)
          throw internalError(`the spec replicas field ${JSON.stringify(paths.specReplicasPath)} does not exist`);
        return { status: 200, object: scaleOf(object) };
      },
      async update({ storage, namespace, name, body, context }) {
        // A named seam: the body has been decoded as a Scale.
        const scale = body as Scale;
        if (scale.metadata?.name !== name) {
          throw badRequest(
            `the name of the object (${scale.metadata?.name ?? ''}) does not match the name on the URL (${name})`,
          );
        }
        const replicas = scale.spec?.replicas ?? 0;
        if (replicas < 0) {
          throw invalid({ group: 'autoscaling', kind: 'Scale' }, name, [
            invalidValue(path('spec', 'replicas'), replicas, 'must be greater than or equal to 0'),
          ]);
        }
        const wanted = scale.metadata.resourceVersion;
        const updated = await storage.update(
          namespace,
          name,
          (old) => {
            if (wanted && wanted !== '0' && wanted !== old.metadata?.resourceVersion) throw staleObject(resource, name);
            if (numberAt(old, paths.specReplicasPath) === replicas) return old;
            return changed(withValue(old, namesOf(paths.specReplicasPath), replicas), old);
          },
          context,
        );
        return { status: 200, object: scaleOf(updated) };
      },
    },
  };
}

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
