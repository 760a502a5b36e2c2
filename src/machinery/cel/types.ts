/** Types of CEL as far as they are told before anything is evaluated, and the signatures of functions. */

export type CelType =
  | { readonly kind: Simple }
  | { readonly kind: 'list'; readonly items: CelType }
  | { readonly kind: 'map'; readonly keys: CelType; readonly values: CelType }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, CelType> }
  | { readonly kind: 'optional'; readonly of: CelType }
  | { readonly kind: 'param'; readonly name: string };

const simple = [
  'dyn',
  'null_type',
  'bool',
  'int',
  'uint',
  'double',
  'string',
  'bytes',
  'timestamp',
  'duration',
  'type',
  'quantity',
  'ip',
  'cidr',
  'url',
  'format',
] as const;

type Simple = (typeof simple)[number];

const made = new Map<string, CelType>(simple.map((kind) => [kind, { kind }]));

export function typeOf(kind: Simple): CelType {
  const type = made.get(kind);
  if (!type) throw new Error(`CEL has no type ${kind}`);
  return type;
}

export const dyn = typeOf('dyn');
export const bool = typeOf('bool');
export const listOf = (items: CelType): CelType => ({ kind: 'list', items });
export const mapOf = (keys: CelType, values: CelType): CelType => ({ kind: 'map', keys, values });
export const optionalOf = (of: CelType): CelType => ({ kind: 'optional', of });

const shownNames: Readonly<Record<string, string>> = {
  timestamp: 'timestamp',
  duration: 'duration',
  quantity: 'kubernetes.Quantity',
  ip: 'net.IP',
  cidr: 'net.CIDR',
  url: 'kubernetes.URL',
  format: 'kubernetes.NamedFormat',
};

/** As messages show it: `list(string)`. */
export function show(type: CelType): string {
  switch (type.kind) {
    case 'list':
      return `list(${show(type.items)})`;
    case 'map':
      return `map(${show(type.keys)}, ${show(type.values)})`;
    case 'optional':
      return `optional_type(${show(type.of)})`;
    case 'param':
      return type.name;
    default:
      return shownNames[type.kind] ?? type.kind;
  }
}

/** Whether a value of type `is` can be one of type `wanted`; type parameters of `wanted` are bound as they are met. */
export function fits(wanted: CelType, is: CelType, bound: Map<string, CelType>): boolean {
  if (wanted.kind === 'param') {
    const known = bound.get(wanted.name);
    if (!known || known.kind === 'dyn') {
      bound.set(wanted.name, is);
      return true;
    }
    return fits(known, is, bound) || fits(is, known, bound);
  }
  if (wanted.kind === 'dyn' || is.kind === 'dyn') return true;
  if (wanted.kind === 'list') return is.kind === 'list' && fits(wanted.items, is.items, bound);
  if (wanted.kind === 'map') {
    // Objects are maps of text to anything, where one is asked for.
    if (is.kind === 'object') return fits(wanted.keys, typeOf('string'), bound) && fits(wanted.values, dyn, bound);
    return is.kind === 'map' && fits(wanted.keys, is.keys, bound) && fits(wanted.values, is.values, bound);
  }
  if (wanted.kind === 'optional') return is.kind === 'optional' && fits(wanted.of, is.of, bound);
  if (wanted.kind === 'object') return is.kind === 'object' || is.kind === 'map';
  return wanted.kind === is.kind;
}

export function resolve(type: CelType, bound: ReadonlyMap<string, CelType>): CelType {
  switch (type.kind) {
    case 'param':
      return bound.get(type.name) ?? dyn;
    case 'list':
      return listOf(resolve(type.items, bound));
    case 'map':
      return mapOf(resolve(type.keys, bound), resolve(type.values, bound));
    case 'optional':
      return optionalOf(resolve(type.of, bound));
    default:
      return type;
  }
}

/** The type that holds both: the one, if the other fits it, or anything. */
export function join(a: CelType, b: CelType): CelType {
  if (a.kind === 'null_type') return b;
  if (b.kind === 'null_type') return a;
  if (a.kind === 'list' && b.kind === 'list') return listOf(join(a.items, b.items));
  if (a.kind === 'optional' && b.kind === 'optional') return optionalOf(join(a.of, b.of));
  return fits(a, b, new Map()) && fits(b, a, new Map()) ? (a.kind === 'dyn' ? b : a) : dyn;
}

export interface Signature {
  readonly name: string;
  /** Of a method. */
  readonly receiver: CelType | undefined;
  readonly parameters: readonly CelType[];
  readonly result: CelType;
}

/** `list<A>.indexOf(A): int`, `size(string): int`; in a namespace: `sets::contains(list<A>, list<A>): bool`. */
export function parseSignature(text: string): Signature {
  const open = text.indexOf('(');
  const close = text.lastIndexOf('): ');
  const head = text.slice(0, open);
  const dot = head.lastIndexOf('.');
  const before = dot < 0 ? '' : head.slice(0, dot);
  const isMethod = dot >= 0;
  return {
    name: isMethod ? head.slice(dot + 1) : head.replace('::', '.'),
    receiver: isMethod ? parseType(before) : undefined,
    parameters: split(text.slice(open + 1, close)).map(parseType),
    result: parseType(text.slice(close + 3)),
  };
}

function parseType(text: string): CelType {
  const known = made.get(text);
  if (known) return known;
  if (/^[A-Z]$/.test(text)) return { kind: 'param', name: text };
  const [, outer, inner = ''] = /^(list|map|optional)<(.*)>$/.exec(text) ?? [];
  const [first = 'dyn', second = 'dyn'] = split(inner);
  switch (outer) {
    case 'list':
      return listOf(parseType(first));
    case 'map':
      return mapOf(parseType(first), parseType(second));
    case 'optional':
      return optionalOf(parseType(first));
    default:
      throw new Error(`no type of CEL: ${text}`);
  }
}

/** At the commas outside of `<>`. */
function split(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const character of text) {
    if (character === '<') depth += 1;
    if (character === '>') depth -= 1;
    if (character === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else part += character;
  }
  if (part.trim() !== '') parts.push(part.trim());
  return parts;
}
