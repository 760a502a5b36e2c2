/** Objects of any kind, as JSON: reading fields by name, and printing as kubectl does. */
export interface JsonObject {
  readonly [name: string]: unknown;
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a path of names; undefined where there is none. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let at = value;
  for (const name of path) {
    if (!isJsonObject(at)) return undefined;
    at = at[name];
  }
  return at;
}

/** The text at a path; '' where there is none. */
export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = valueAt(value, ...path);
  return typeof found === 'string' ? found : '';
}

export const objectAt = (value: unknown, ...path: readonly string[]): JsonObject => {
  const found = valueAt(value, ...path);
  return isJsonObject(found) ? found : {};
};

export const listAt = (value: unknown, ...path: readonly string[]): readonly unknown[] => {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? found : [];
};

/** Members in the order of their names, at every level. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const names = Object.keys(value).sort(byCodePoint);
  return Object.fromEntries(names.map((name) => [name, sorted(value[name])]));
}

/** As Go compares texts. */
export const byCodePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Go's encoder writes these as escapes. */
const escapeHtml = (text: string): string =>
  text.replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** `kubectl -o json`: four spaces, names in order (unless `given`), a newline at the end. */
export const printJson = (value: unknown, given = false): string =>
  `${escapeHtml(JSON.stringify(given ? value : sorted(value), undefined, 4))}\n`;

/** The same in the order that the object has: kubectl prints objects that it made of Go's types so. */
export const printJsonAsIs = (value: unknown): string => `${escapeHtml(JSON.stringify(value, undefined, 4))}\n`;

/** Go's json.Marshal: one line, names in order. */
export const compactJson = (value: unknown): string => escapeHtml(JSON.stringify(sorted(value)) ?? 'null');

/** The object without metadata.managedFields, its items too. */
export function withoutManagedFields<T extends JsonObject>(object: T): T {
  const items = Array.isArray(object['items'])
    ? object['items'].map((i: unknown) => (isJsonObject(i) ? withoutManagedFields(i) : i))
    : undefined;
  const metadata = object['metadata'];
  if (!isJsonObject(metadata) || metadata['managedFields'] === undefined) return items ? { ...object, items } : object;
  const { managedFields: _, ...rest } = metadata;
  return { ...object, metadata: rest, ...(items && { items }) };
}
