/** `--sort-by`: rows in the order of a field, compared as kubectl compares them. */
import { isQuantity, compareQuantities } from '../../machinery/quantity.ts';
import { CommandError, messageOf } from './errors.ts';
import { goSort } from './goSort.ts';
import { compileJsonPath, relaxedJsonPath, type JsonPath } from './jsonPath.ts';

/** A copy in order; `objectOf` finds what the path is taken of. Throws CommandError when no item has the field. */
export function sortBy<T>(items: readonly T[], field: string, objectOf: (item: T) => unknown): readonly T[] {
  let path: JsonPath;
  try {
    path = compileJsonPath(relaxed(field));
  } catch (error) {
    throw new CommandError(messageOf(error));
  }
  const keyed = items.map((item) => ({ item, key: firstOf(path, objectOf(item)) }));
  if (items.length > 0 && keyed.every((k) => k.key === undefined))
    throw new CommandError(`couldn't find any field with path "${relaxed(field)}" in the list of objects`);
  return goSort(keyed, (a, b) => less(a.key, b.key)).map((k) => k.item);
}

function relaxed(field: string): string {
  try {
    return relaxedJsonPath(field);
  } catch {
    return field;
  }
}

function firstOf(path: JsonPath, object: unknown): unknown {
  try {
    return path.find(object).flat()[0] ?? undefined;
  } catch {
    return undefined;
  }
}

/** What is missing comes first, also before what is missing as well: kubectl turns such rows round. */
function less(a: unknown, b: unknown): boolean {
  if (a === undefined) return true;
  if (b === undefined) return false;
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  if (typeof a === 'string' && typeof b === 'string')
    return isQuantity(a) && isQuantity(b) ? compareQuantities(a, b) < 0 : a < b;
  return false;
}
