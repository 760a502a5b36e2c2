/** Values as Go's fmt.Sprint prints what JSON decodes to: `map[a:1 b:[x y]]`, `<nil>`, `true`. */
import { goQuote } from '../../machinery/goText.ts';
import { byCodePoint, isJsonObject } from './json.ts';

export function goSprint(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return goNumber(value);
  if (Array.isArray(value)) return `[${value.map(goSprint).join(' ')}]`;
  if (isJsonObject(value))
    return `map[${Object.keys(value)
      .sort(byCodePoint)
      .map((k) => `${k}:${goSprint(value[k])}`)
      .join(' ')}]`;
  return typeof value === 'boolean' ? String(value) : '';
}

/** Whole numbers as integers; others as %v prints a float64. */
export function goNumber(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const e = Number(exponent);
  return e >= -4 && e < 21 ? String(value) : `${digits}e${e < 0 ? '-' : '+'}${String(Math.abs(e)).padStart(2, '0')}`;
}

/** As Go's %#v writes the same values. */
export function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (typeof value === 'string') return goQuote(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (isJsonObject(value))
    return `map[string]interface {}{${Object.keys(value)
      .sort(byCodePoint)
      .map((k) => `${goQuote(k)}:${goSyntax(value[k])}`)
      .join(', ')}}`;
  return goSprint(value);
}
