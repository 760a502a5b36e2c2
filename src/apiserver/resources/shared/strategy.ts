/** The usual rules of objects with a specification, a status and a generation. */
import { semanticEqual } from '../../../machinery/equal.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import type { ObjectSubresource } from '../../registration.ts';

interface SpecAndStatus extends KubeObject {
  spec?: unknown;
  status?: unknown;
}

/** A new object starts at generation 1. */
export function firstGeneration(object: KubeObject): void {
  (object.metadata ??= {}).generation = 1;
}

/** One generation more when the specification says something else than before. */
export function raiseGeneration(object: SpecAndStatus, old: SpecAndStatus): void {
  if (!semanticEqual(object.spec, old.spec)) (object.metadata ??= {}).generation = (old.metadata?.generation ?? 0) + 1;
}

/** The status stays what it was: clients change it through the status subresource. */
export function keepStatus<T extends SpecAndStatus>(object: T, old: T): void {
  keep(object, old, 'status');
}

/** A copy of one field of `old`, so that the shared object cannot be reached through the new one. */
export function keep<T extends object>(object: T, old: T, field: keyof T): void {
  if (old[field] === undefined) delete object[field];
  else object[field] = structuredClone(old[field]);
}

/** The status subresource: everything but the status, labels and annotations stays; `also` keeps more, or less. */
export function statusSubresource<T extends SpecAndStatus>(
  options: { prepare?: (object: T, old: T) => void; validateUpdate?: ObjectSubresource<T>['validateUpdate'] } = {},
): ObjectSubresource<T> {
  return {
    kind: 'object',
    prepareForUpdate(object, old) {
      keep(object, old, 'spec');
      const metadata = (object.metadata ??= {});
      if (old.metadata?.ownerReferences) metadata.ownerReferences = structuredClone(old.metadata.ownerReferences);
      else delete metadata.ownerReferences;
      options.prepare?.(object, old);
    },
    ...(options.validateUpdate && { validateUpdate: options.validateUpdate }),
  };
}
