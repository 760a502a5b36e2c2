/**
 * Steps of field paths as `fieldsV1` writes them: `f:name` a field, `k:{"name":"x"}` an item of a list by its keys,
 * `v:"a"` an item of a set by its value, `i:0` an item by its index.
 */

/** Keys of an item, sorted by name. */
export type KeyValues = readonly (readonly [name: string, value: unknown])[];

export const fieldStep = (name: string): string => `f:${name}`;

export const keyStep = (keys: KeyValues): string =>
  `k:{${keys.map(([name, value]) => `${goJson(name)}:${goJson(value)}`).join(',')}}`;

export const valueStep = (value: unknown): string => `v:${goJson(value)}`;

/** Go's encoder makes JSON safe to embed in HTML. */
const goJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

const sorts = 'fkvi';

/** Whether it is a step: false for sorts of the future, undefined for what is none. */
export function isStep(text: string): boolean | undefined {
  if (text[1] !== ':') return undefined;
  const rest = text.slice(2);
  switch (text[0]) {
    case 'f':
      return true;
    case 'i':
      return /^[+-]?[0-9]+$/.test(rest) ? true : undefined;
    case 'k':
    case 'v': {
      const value = parsed(rest);
      return value === undefined || (text[0] === 'k' && !isRecord(value)) ? undefined : true;
    }
    default:
      return false;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const keysOf = (step: string): KeyValues => {
  const value = parsed(step.slice(2));
  return isRecord(value) ? Object.entries(value).sort(([a], [b]) => compareText(a, b)) : [];
};

/** Fields before keys before values before indices; each sort in its own order. */
export function compareSteps(a: string, b: string): number {
  if (a === b) return 0;
  const sort = a[0] ?? '';
  if (sort !== b[0]) return sorts.indexOf(sort) - sorts.indexOf(b[0] ?? '');
  switch (sort) {
    case 'k':
      return compareKeys(keysOf(a), keysOf(b));
    case 'v':
      return compareValues(parsed(a.slice(2)), parsed(b.slice(2)));
    case 'i':
      return Number(a.slice(2)) - Number(b.slice(2));
    default:
      return compareText(a, b);
  }
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function compareKeys(a: KeyValues, b: KeyValues): number {
  for (const [i, [name, value]] of a.entries()) {
    const other = b[i];
    if (!other) return 1;
    const order = compareText(name, other[0]) || compareValues(value, other[1]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Numbers before strings before booleans before all else. */
function compareValues(a: unknown, b: unknown): number {
  const byType = rank(a) - rank(b);
  if (byType !== 0) return byType;
  if (typeof a === 'number') return a - Number(b);
  return compareText(String(a), String(b));
}

const rank = (value: unknown): number => {
  const at = ['number', 'string', 'boolean'].indexOf(typeof value);
  return at < 0 ? 3 : at;
};

/** As paths show it: `.name`, `[name="x"]`, `[="a"]`, `[0]`. */
export function stepText(step: string): string {
  const rest = step.slice(2);
  switch (step[0]) {
    case 'k':
      return `[${keysOf(step)
        .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
        .join(',')}]`;
    case 'v':
      return `[=${JSON.stringify(parsed(rest))}]`;
    case 'i':
      return `[${rest}]`;
    default:
      return `.${rest}`;
  }
}
