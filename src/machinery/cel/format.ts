/** `"%s is %d".format([a, b])`: the clauses of CEL's string extension. */
import { CelError, Duration, Timestamp, typeNameOf, TypeValue, Uint } from './values.ts';

export function format(text: string, values: readonly unknown[]): string {
  let next = 0;
  return text.replace(/%(?:%|(?:\.(\d+))?([sdfexXob]))|%/g, (clause, precision: string | undefined, verb?: string) => {
    if (clause === '%%') return '%';
    if (verb === undefined) throw new CelError(`unrecognized formatting clause in ${JSON.stringify(text)}`);
    if (next >= values.length) throw new CelError(`index ${next} out of range`);
    return clauseOf(verb, values[next++], precision === undefined ? 6 : Number(precision));
  });
}

function clauseOf(verb: string, value: unknown, precision: number): string {
  const whole = typeof value === 'bigint' ? value : value instanceof Uint ? value.value : undefined;
  const wrong = (): CelError => new CelError(`no formatting function for %${verb} and ${typeNameOf(value)}`);
  const based = (base: number): string => {
    if (typeof value === 'boolean' && base === 2) return value ? '1' : '0';
    if (whole === undefined) throw wrong();
    return whole.toString(base);
  };
  switch (verb) {
    case 's':
      return shown(value);
    case 'd':
      if (whole !== undefined) return String(whole);
      throw wrong();
    case 'f':
    case 'e': {
      const number = typeof value === 'number' ? value : whole === undefined ? Number.NaN : Number(whole);
      if (whole === undefined && typeof value !== 'number') throw wrong();
      return verb === 'f'
        ? number.toFixed(precision)
        : number.toExponential(precision).replace(/e([+-])(\d)$/, 'e$10$2');
    }
    case 'b':
      return based(2);
    case 'o':
      return based(8);
    case 'x':
    case 'X': {
      const hex =
        typeof value === 'string'
          ? Array.from(value, (c) => (c.codePointAt(0) ?? 0).toString(16).padStart(2, '0')).join('')
          : based(16);
      return verb === 'X' ? hex.toUpperCase() : hex;
    }
    default:
      throw wrong();
  }
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  if (value instanceof Map) {
    const pairs = [...value].map(([key, held]) => `${shown(key)}: ${shown(held)}`);
    return `{${pairs.sort().join(', ')}}`;
  }
  if (value instanceof Uint) return String(value.value);
  if (value instanceof TypeValue) return value.name;
  if (value instanceof Duration || value instanceof Timestamp) return String(value);
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint') return String(value);
  throw new CelError(`no formatting function for %s and ${typeNameOf(value)}`);
}
