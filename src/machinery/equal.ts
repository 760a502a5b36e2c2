/** Deep equality of JSON values as Kubernetes compares objects: absent, undefined, empty lists and empty maps are alike. */
export function semanticEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isEmpty(a)) return isEmpty(b);
  if (isEmpty(b) || typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => semanticEqual(item, b[i]));
  }
  if (Array.isArray(b)) return false;
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(left)) if (!semanticEqual(left[key], right[key])) return false;
  for (const key of Object.keys(right)) if (!Object.hasOwn(left, key) && !isAbsent(right[key])) return false;
  return true;
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

/** Only lists: an empty struct (`emptyDir: {}`) says something else than none. */
const isEmpty = (value: unknown): value is null | undefined | [] =>
  isAbsent(value) || (Array.isArray(value) && value.length === 0);
