/**
 * What is wrong with a text that is no JSON, in the words of Go's scanner (encoding/json), which users of Kubernetes
 * know. Only looked for after JSON.parse has refused the text.
 */
import { goQuote } from '../goText.ts';

class Wrong extends Error {}

/** `invalid character '}' looking for beginning of value`; undefined when the text is JSON. */
export function jsonSyntaxError(text: string): string | undefined {
  try {
    const after = skipSpace(text, readValue(text, 0));
    if (after < text.length) throw unexpected(text, after, 'after top-level value');
    return undefined;
  } catch (error) {
    if (error instanceof Wrong) return error.message;
    throw error;
  }
}

function unexpected(text: string, at: number, where: string): Wrong {
  const character = text.codePointAt(at);
  if (character === undefined) return new Wrong('unexpected end of JSON input');
  const shown =
    character === 0x27
      ? String.raw`'\''`
      : character === 0x22
        ? `'"'`
        : `'${goQuote(String.fromCodePoint(character)).slice(1, -1)}'`;
  return new Wrong(`invalid character ${shown} ${where}`);
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at++;
  return at;
}

/** Each reader answers where what it has read ends. */
function readValue(text: string, from: number): number {
  const at = skipSpace(text, from);
  const first = text.charAt(at);
  if (first === '{') return readObject(text, at + 1);
  if (first === '[') return readList(text, at + 1);
  if (first === '"') return readString(text, at + 1);
  if (/[-0-9]/.test(first)) return readNumber(text, at);
  for (const word of ['true', 'false', 'null'])
    if (first !== '' && word.startsWith(first)) return readWord(text, at, word);
  throw unexpected(text, at, 'looking for beginning of value');
}

function readObject(text: string, from: number): number {
  let at = skipSpace(text, from);
  if (text.charAt(at) === '}') return at + 1;
  for (;;) {
    if (text.charAt(at) !== '"') throw unexpected(text, at, 'looking for beginning of object key string');
    at = skipSpace(text, readString(text, at + 1));
    if (text.charAt(at) !== ':') throw unexpected(text, at, 'after object key');
    at = skipSpace(text, readValue(text, at + 1));
    if (text.charAt(at) === '}') return at + 1;
    if (text.charAt(at) !== ',') throw unexpected(text, at, 'after object key:value pair');
    at = skipSpace(text, at + 1);
  }
}

function readList(text: string, from: number): number {
  let at = skipSpace(text, from);
  if (text.charAt(at) === ']') return at + 1;
  for (;;) {
    at = skipSpace(text, readValue(text, at));
    if (text.charAt(at) === ']') return at + 1;
    if (text.charAt(at) !== ',') throw unexpected(text, at, 'after array element');
    at++;
  }
}

function readString(text: string, from: number): number {
  for (let at = from; ; at++) {
    const character = text.charAt(at);
    if (character === '"') return at + 1;
    if (character < ' ') throw unexpected(text, at, 'in string literal');
    if (character !== '\\') continue;
    at++;
    if (text.charAt(at) === 'u') {
      for (let digits = 0; digits < 4; digits++) {
        at++;
        if (!/[0-9a-f]/i.test(text.charAt(at)))
          throw unexpected(text, at, String.raw`in \u hexadecimal character escape`);
      }
    } else if (text.charAt(at) === '' || !'"\\/bfnrt'.includes(text.charAt(at))) {
      throw unexpected(text, at, 'in string escape code');
    }
  }
}

function readNumber(text: string, from: number): number {
  const digits = (start: number, where: string): number => {
    let at = start;
    while (/[0-9]/.test(text.charAt(at))) at++;
    if (at === start) throw unexpected(text, at, where);
    return at;
  };
  const start = text.charAt(from) === '-' ? from + 1 : from;
  let at = text.charAt(start) === '0' ? start + 1 : digits(start, 'in numeric literal');
  if (text.charAt(at) === '.') at = digits(at + 1, 'after decimal point in numeric literal');
  if (/e/i.test(text.charAt(at)))
    at = digits(/[+-]/.test(text.charAt(at + 1)) ? at + 2 : at + 1, 'in exponent of numeric literal');
  return at;
}

function readWord(text: string, from: number, word: string): number {
  for (let i = 1; i < word.length; i++) {
    if (text.charAt(from + i) !== word.charAt(i))
      throw unexpected(text, from + i, `in literal ${word} (expecting '${word.charAt(i)}')`);
  }
  return from + word.length;
}
