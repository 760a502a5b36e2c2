/**
 * What a plain YAML scalar means to sigs.k8s.io/yaml (YAML 1.1 as Go's yaml.v2 reads it). Reading and printing share it:
 * a text that would mean something else than itself must be quoted.
 */

const words = new Map<string, boolean | null | number>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((w) => [w, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((w) => [w, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((w) => [w, null] as const),
  ...['.nan', '.NaN', '.NAN'].map((w) => [w, NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((w) => [w, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((w) => [w, -Infinity] as const),
]);

const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const decimal = /^[-+]?(?:0|[1-9][0-9]*)$/;
const based = /^([-+]?)0(?:([xX])([0-9a-fA-F]+)|([oO])?([0-7]+)|([bB])([01]+))$/;
const timestamp = /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt ]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)?)?$/;
const sexagesimal = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

const largestUnsigned = 18446744073709551615n;

/** Digits in their base; undefined when they fit no 64 bits, where a float is tried next. */
function integer(sign: string, prefix: string, digits: string): number | undefined {
  const size = BigInt(prefix + digits);
  if (size > largestUnsigned || (sign === '-' && size > 1n << 63n)) return undefined;
  const number = Number(size);
  return sign === '-' && number !== 0 ? -number : number;
}

function numberOf(text: string): number | undefined {
  const plain = text.replaceAll('_', '');
  if (decimal.test(plain)) {
    const sign = /^[-+]/.exec(plain)?.[0] ?? '';
    return integer(sign, '', plain.slice(sign.length)) ?? Number(plain);
  }
  const match = based.exec(plain);
  if (match) {
    const [, sign = '', hexadecimal, hex = '', , octal = '', binary, bits = ''] = match;
    return integer(sign, hexadecimal ? '0x' : binary ? '0b' : '0o', hexadecimal ? hex : binary ? bits : octal);
  }
  return float.test(plain) ? Number(plain) : undefined;
}

/** The value of a plain scalar; undefined when it is a string. */
export function resolvePlain(text: string): boolean | null | number | undefined {
  const word = words.get(text);
  if (word !== undefined) return word;
  const first = text.charCodeAt(0);
  if (first === 0x2e) return /^\.[0-9]+([eE][-+]?[0-9]+)?$/.test(text) ? Number(text) : undefined;
  const numeric = (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d;
  // Dates are strings to JSON.
  return numeric && !timestamp.test(text) ? numberOf(text) : undefined;
}

/** Whether a text, printed plain, would be read by some YAML parser as something else than this text. */
export const meansOtherThanItself = (text: string): boolean =>
  resolvePlain(text) !== undefined || timestamp.test(text) || sexagesimal.test(text);
