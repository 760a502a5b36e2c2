/** The operators of CEL: which types they take, and what they do. */
import { bool, dyn, fits, join, listOf, typeOf } from './types.ts';
import type { CelType } from './types.ts';
import { CelError, compare, Duration, equals, int, Timestamp, Uint } from './values.ts';

export interface Binary {
  readonly type: CelType;
  readonly apply: (a: unknown, b: unknown) => unknown;
  readonly cost?: (a: unknown, b: unknown) => number;
}

const numbers: ReadonlySet<string> = new Set(['int', 'uint', 'double']);
const ordered: ReadonlySet<string> = new Set([...numbers, 'string', 'bool', 'bytes', 'timestamp', 'duration', 'dyn']);
const agree = (a: CelType, b: CelType): boolean => fits(a, b, new Map()) || fits(b, a, new Map());

const size = (value: unknown): number =>
  typeof value === 'string'
    ? value.length / 10
    : Array.isArray(value)
      ? value.length
      : value instanceof Map
        ? value.size
        : 0;

/** undefined when the operator does not take these types. */
export function binary(operator: string, a: CelType, b: CelType): Binary | undefined {
  switch (operator) {
    case '==':
    case '!=': {
      const comparable =
        agree(a, b) || a.kind === 'null_type' || b.kind === 'null_type' || (numbers.has(a.kind) && numbers.has(b.kind));
      if (!comparable) return undefined;
      const wanted = operator === '==';
      return { type: bool, apply: (x, y) => equals(x, y) === wanted, cost: (x, y) => Math.min(size(x), size(y)) };
    }
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const comparable =
        ordered.has(a.kind) && ordered.has(b.kind) && (agree(a, b) || (numbers.has(a.kind) && numbers.has(b.kind)));
      if (!comparable) return undefined;
      const holds = orders[operator];
      return { type: bool, apply: (x, y) => holds(compare(x, y)) };
    }
    case 'in':
      return membership(a, b);
    case '+':
      return addition(a, b);
    default:
      return arithmetic(operator, a, b);
  }
}

const orders = {
  '<': (sign: number) => sign < 0,
  '<=': (sign: number) => sign <= 0,
  '>': (sign: number) => sign > 0,
  '>=': (sign: number) => sign >= 0,
} as const;

function membership(a: CelType, b: CelType): Binary | undefined {
  const of = b.kind === 'list' ? b.items : b.kind === 'map' ? b.keys : b.kind === 'dyn' ? dyn : undefined;
  if (!of || !(agree(of, a) || (numbers.has(of.kind) && numbers.has(a.kind)))) return undefined;
  return {
    type: bool,
    cost: (_, list) => (Array.isArray(list) ? list.length : 1),
    apply(item, list) {
      if (Array.isArray(list)) return list.some((each) => equals(each, item));
      if (!(list instanceof Map)) throw new CelError('no such overload');
      return list.has(item) || (typeof item !== 'string' && [...list.keys()].some((key) => equals(key, item)));
    },
  };
}

const joined = (a: unknown, b: unknown): number => size(a) + size(b);

function addition(a: CelType, b: CelType): Binary | undefined {
  const pair = `${a.kind}+${b.kind}`;
  if (a.kind === 'list' && b.kind === 'list') return { type: listOf(join(a.items, b.items)), apply: add, cost: joined };
  switch (pair) {
    case 'timestamp+duration':
    case 'duration+timestamp':
      return { type: typeOf('timestamp'), apply: add };
    case 'int+int':
    case 'uint+uint':
    case 'double+double':
    case 'duration+duration':
      return { type: a, apply: add };
    case 'string+string':
    case 'bytes+bytes':
      return { type: a, apply: add, cost: joined };
    default:
      return a.kind === 'dyn' || b.kind === 'dyn' ? { type: dyn, apply: add, cost: joined } : undefined;
  }
}

function add(a: unknown, b: unknown): unknown {
  if (typeof a === 'bigint' && typeof b === 'bigint') return int(a + b);
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (Array.isArray(a) && Array.isArray(b)) return [...(a as unknown[]), ...(b as unknown[])];
  if (a instanceof Uint && b instanceof Uint) return new Uint(a.value + b.value);
  if (a instanceof Duration && b instanceof Duration) return new Duration(a.nanos + b.nanos);
  if (a instanceof Timestamp && b instanceof Duration) return new Timestamp(a.nanos + b.nanos);
  if (a instanceof Duration && b instanceof Timestamp) return new Timestamp(a.nanos + b.nanos);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Uint8Array.from([...a, ...b]);
  throw new CelError('no such overload');
}

function arithmetic(operator: string, a: CelType, b: CelType): Binary | undefined {
  const apply = (x: unknown, y: unknown): unknown => calculate(operator, x, y);
  if (operator === '-') {
    if (a.kind === 'timestamp' && b.kind === 'timestamp') return { type: typeOf('duration'), apply };
    if ((a.kind === 'timestamp' || a.kind === 'duration') && b.kind === 'duration') return { type: a, apply };
  }
  if (a.kind === b.kind && numbers.has(a.kind) && !(operator === '%' && a.kind === 'double')) return { type: a, apply };
  const loose = (type: CelType): boolean => type.kind === 'dyn' || numbers.has(type.kind);
  if ((a.kind === 'dyn' || b.kind === 'dyn') && loose(a) && loose(b)) return { type: dyn, apply };
  return undefined;
}

function calculate(operator: string, a: unknown, b: unknown): unknown {
  if (typeof a === 'bigint' && typeof b === 'bigint') return int(whole(operator, a, b));
  if (a instanceof Uint && b instanceof Uint) return new Uint(whole(operator, a.value, b.value));
  if (typeof a === 'number' && typeof b === 'number') {
    if (operator === '-') return a - b;
    if (operator === '*') return a * b;
    if (operator === '/') return a / b;
  }
  if (operator === '-') {
    if (a instanceof Timestamp && b instanceof Timestamp) return new Duration(a.nanos - b.nanos);
    if (a instanceof Timestamp && b instanceof Duration) return new Timestamp(a.nanos - b.nanos);
    if (a instanceof Duration && b instanceof Duration) return new Duration(a.nanos - b.nanos);
  }
  throw new CelError('no such overload');
}

function whole(operator: string, a: bigint, b: bigint): bigint {
  switch (operator) {
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      if (b === 0n) throw new CelError('division by zero');
      return a / b;
    default:
      if (b === 0n) throw new CelError('modulus by zero');
      return a % b;
  }
}

export function unary(
  operator: '!_' | '-_',
  type: CelType,
): { readonly type: CelType; readonly apply: (value: unknown) => unknown } | undefined {
  if (operator === '!_') {
    if (type.kind !== 'bool' && type.kind !== 'dyn') return undefined;
    return {
      type: bool,
      apply(value) {
        if (typeof value !== 'boolean') throw new CelError('no such overload');
        return !value;
      },
    };
  }
  if (!['int', 'double', 'dyn', 'duration'].includes(type.kind)) return undefined;
  return {
    type,
    apply(value) {
      if (typeof value === 'bigint') return int(-value);
      if (typeof value === 'number') return -value;
      if (value instanceof Duration) return new Duration(-value.nanos);
      throw new CelError('no such overload');
    },
  };
}
