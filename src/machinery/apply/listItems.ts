/** How the items of an associative list are told apart, by their keys or by their value, whatever schema says which. */
import { keyStep, valueStep } from './pathStep.ts';
import { isRecord } from './values.ts';

/** An item that cannot be told apart from others. */
export class ListItemError extends Error {
  override readonly name = 'ListItemError';
}

export interface ListKey {
  readonly name: string;
  /** Of an item that does not have it; undefined when it has to. */
  readonly fallback: unknown;
}

/** @param keys As the schema lists them. What is returned throws ListItemError for an item that has none of them. */
export function stepByKeys(keys: readonly ListKey[]): (item: unknown) => string {
  const sorted = keys.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return (item) => {
    if (item === null) throw new ListItemError('associative list with keys may not have a null element');
    if (!isRecord(item)) throw new ListItemError('associative list with keys may not have non-map elements');
    const values: [string, unknown][] = [];
    for (const { name, fallback } of sorted) {
      const value = item[name] ?? fallback;
      if (value !== undefined) values.push([name, value]);
    }
    if (values.length > 0) return keyStep(values);
    throw new ListItemError(
      `associative list with keys has an element that omits all key fields [${keys.map(({ name }) => JSON.stringify(name)).join(' ')}] ` +
        `(and doesn't have default values for any key fields)`,
    );
  };
}

/** Throws ListItemError for an item that is not a plain value. */
export function stepByValue(item: unknown): string {
  if (isRecord(item)) throw new ListItemError("associative list without keys has an element that's a map type");
  if (Array.isArray(item)) throw new ListItemError('not supported: associative list with lists as elements');
  if (item === null) throw new ListItemError("associative list without keys has an element that's an explicit null");
  return valueStep(item);
}
