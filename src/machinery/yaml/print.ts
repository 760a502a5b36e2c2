/**
 * Printing YAML as `kubectl -o yaml` does: byte for byte what Go's yaml.v2 emits. Keys in its natural order, lists at the
 * column of their key, texts of several lines as literal blocks, long lines folded at spaces beyond column 80, quotes
 * where a plain text would be read as something else.
 */
import { byteLength } from '../names.ts';
import { meansOtherThanItself } from './scalars.ts';

const width = 80;
/** Longer keys are written as `? key`. */
const simpleKeyBytes = 128;

const isPrintable = (c: number): boolean =>
  c === 0x0a || (c >= 0x20 && c <= 0x7e) || (c >= 0xa0 && c <= 0xd7ff) || (c >= 0xe000 && c <= 0xfffd && c !== 0xfeff);
const isBreak = (c: number): boolean => c === 0x0a || c === 0x0d || c === 0x85 || c === 0x2028 || c === 0x2029;
const isBlank = (c: number): boolean => c === 0x20 || c === 0x09;

const escapes: Readonly<Record<number, string>> = {
  0x00: '0',
  0x07: 'a',
  0x08: 'b',
  0x09: 't',
  0x0a: 'n',
  0x0b: 'v',
  0x0c: 'f',
  0x0d: 'r',
  0x1b: 'e',
  0x22: '"',
  0x5c: '\\',
  0x85: 'N',
  0xa0: '_',
  0x2028: 'L',
  0x2029: 'P',
};

function hexEscape(c: number): string {
  const hex = c.toString(16).toUpperCase();
  return c <= 0xff ? `x${hex.padStart(2, '0')}` : c <= 0xffff ? `u${hex.padStart(4, '0')}` : `U${hex.padStart(8, '0')}`;
}

type Style = 'plain' | 'single' | 'double' | 'literal';

/** Which styles can carry a text at all (libyaml's analysis of a scalar). */
function allowed(text: string): { plain: boolean; single: boolean; block: boolean; multiline: boolean } {
  if (text === '') return { plain: true, single: true, block: false, multiline: false };
  let [indicators, multiline, special, breakSpace, spaceBreak] = [
    /^(---|\.\.\.)/.test(text),
    false,
    false,
    false,
    false,
  ];
  let [previousSpace, previousBreak, afterBlank] = [false, false, true];
  const characters = Array.from(text, (c) => c.codePointAt(0) ?? 0);
  characters.forEach((c, i) => {
    const next = characters[i + 1];
    const beforeBlank = next === undefined || isBlank(next);
    const character = String.fromCodePoint(c);
    if (i === 0) {
      if ('#,[]{}&*!|>\'"%@`'.includes(character) || ('?:-'.includes(character) && beforeBlank)) indicators = true;
    } else if ((character === ':' && beforeBlank) || (character === '#' && afterBlank)) {
      indicators = true;
    }
    // U+2028 and U+2029 are breaks that only quotes with escapes keep (the one place where Go's printer does otherwise).
    if (!isPrintable(c) || c === 0x2028 || c === 0x2029) special = true;
    if (c === 0x20) {
      if (previousBreak) breakSpace = true;
      [previousSpace, previousBreak] = [true, false];
    } else if (isBreak(c)) {
      multiline = true;
      if (previousSpace) spaceBreak = true;
      [previousSpace, previousBreak] = [false, true];
    } else {
      [previousSpace, previousBreak] = [false, false];
    }
    afterBlank = isBlank(c) || isBreak(c) || c === 0;
  });
  const edge = (c: number | undefined): boolean => c !== undefined && (c === 0x20 || isBreak(c));
  const edged = edge(characters[0]) || edge(characters.at(-1));
  return {
    plain: !indicators && !multiline && !special && !breakSpace && !spaceBreak && !edged,
    single: !special && !breakSpace && !spaceBreak,
    block: !special && !spaceBreak && characters.at(-1) !== 0x20,
    multiline,
  };
}

function styleOf(text: string, isKey: boolean): Style {
  const can = allowed(text);
  if (isKey && can.multiline) return 'double';
  if (text.includes('\n')) return can.block && !isKey ? 'literal' : 'double';
  if (meansOtherThanItself(text)) return 'double';
  if (can.plain) return 'plain';
  return can.single ? 'single' : 'double';
}

/** A number as strconv.FormatFloat(n, 'g', -1, 64) writes it; whole numbers as integers. */
function numberText(n: number): string {
  if (Number.isInteger(n) && Math.abs(n) < 2 ** 63) return String(n);
  const [digits = '', exponent = '0'] = n.toExponential().split('e');
  const e = Number(exponent);
  return e >= -4 && e < 6 ? String(n) : `${digits}e${e < 0 ? '-' : '+'}${String(Math.abs(e)).padStart(2, '0')}`;
}

const isLetter = (c: string): boolean => /\p{L}/u.test(c);
const isDigit = (c: string | undefined): boolean => c !== undefined && /\p{Nd}/u.test(c);

/** Natural order of keys: letters by code, numbers by value, letters after all else but digits of a common number. */
function compareKeys(left: string, right: string): number {
  if (left === right) return 0;
  const a = Array.from(left);
  const b = Array.from(right);
  let inNumber = false;
  for (let i = 0; i < a.length && i < b.length; i++) {
    const [x = '', y = ''] = [a[i], b[i]];
    if (x === y) {
      inNumber = isDigit(x);
      continue;
    }
    const [xl, yl] = [isLetter(x), isLetter(y)];
    if (xl && yl) return (x.codePointAt(0) ?? 0) - (y.codePointAt(0) ?? 0);
    if (xl || yl) return (inNumber ? xl : yl) ? -1 : 1;
    let [xn, yn] = [0, 0];
    if (x === '0' || y === '0') {
      // Zeros within a number are digits of it, not in front of it.
      for (let j = i - 1; j >= 0 && isDigit(a[j]); j--) if (a[j] !== '0') [xn, yn, j] = [1, 1, 0];
    }
    let [xi, yi] = [i, i];
    for (; isDigit(a[xi]); xi++) xn = xn * 10 + Number(a[xi]);
    for (; isDigit(b[yi]); yi++) yn = yn * 10 + Number(b[yi]);
    if (xn !== yn) return xn - yn;
    if (xi !== yi) return xi - yi;
    return (x.codePointAt(0) ?? 0) - (y.codePointAt(0) ?? 0);
  }
  return a.length - b.length;
}

class Printer {
  private readonly out: string[] = [];
  private column = 0;

  private put(text: string): void {
    this.out.push(text);
    this.column += text.length;
  }

  private newLine(indent: number): void {
    this.out.push('\n', ' '.repeat(indent));
    this.column = indent;
  }

  result(): string {
    return `${this.out.join('')}\n`;
  }

  /** `indent` is the column of the parent's entries. */
  node(value: unknown, indent: number, where: 'root' | 'item' | 'value' | 'complexValue'): void {
    if (Array.isArray(value)) {
      if (value.length === 0) this.put(where === 'root' ? '[]' : ' []');
      // A list that is a value stands at the column of its key.
      else this.list(value, where === 'value' || where === 'root' ? indent : indent + 2, where);
    } else if (typeof value === 'object' && value !== null) {
      const map = value as Record<string, unknown>;
      const keys = Object.keys(map)
        .filter((key) => map[key] !== undefined)
        .sort(compareKeys);
      if (keys.length === 0) this.put(where === 'root' ? '{}' : ' {}');
      else this.map(map, keys, where === 'root' ? indent : indent + 2, where);
    } else {
      if (where !== 'root') this.put(' ');
      this.scalar(value, where === 'root' ? indent : indent + 2);
    }
  }

  private list(items: readonly unknown[], indent: number, where: string): void {
    items.forEach((item, i) => {
      this.startEntry(i === 0, indent, where);
      this.put('-');
      this.node(item, indent, 'item');
    });
  }

  private map(map: Readonly<Record<string, unknown>>, keys: readonly string[], indent: number, where: string): void {
    keys.forEach((key, i) => {
      this.startEntry(i === 0, indent, where);
      const style = styleOf(key, true);
      const simple = !allowed(key).multiline && byteLength(key) <= simpleKeyBytes;
      if (simple) {
        this.text(key, style, indent, false);
        this.put(':');
        this.node(map[key], indent, 'value');
      } else {
        this.put('? ');
        this.text(key, styleOf(key, false), indent + 2, true);
        this.newLine(indent);
        this.put(':');
        this.node(map[key], indent, 'complexValue');
      }
    });
  }

  /** An entry begins on its own line, but for the first behind an indicator. */
  private startEntry(first: boolean, indent: number, where: string): void {
    if (!first || where === 'value') this.newLine(indent);
    else if (where !== 'root') this.put(' ');
  }

  private scalar(value: unknown, indent: number): void {
    if (typeof value === 'string') this.text(value, styleOf(value, false), indent, true);
    else if (typeof value === 'number') this.put(numberText(value));
    else this.put(value === true ? 'true' : value === false ? 'false' : 'null');
  }

  private text(text: string, style: Style, indent: number, mayFold: boolean): void {
    switch (style) {
      case 'plain':
        return this.folded(text, indent, mayFold, false);
      case 'single': {
        this.put("'");
        this.folded(text, indent, mayFold, true);
        return this.put("'");
      }
      case 'double':
        return this.doubleQuoted(text, indent, mayFold);
      case 'literal':
        return this.literal(text, indent);
    }
  }

  /** Plain or single-quoted: a line ends at the first lone space beyond the width. */
  private folded(text: string, indent: number, mayFold: boolean, quoted: boolean): void {
    let spaces = false;
    const last = text.length - 1;
    let i = 0;
    for (const character of text) {
      const inner = !quoted || (i > 0 && i < last);
      if (character === ' ' && mayFold && !spaces && this.column > width && inner && text[i + 1] !== ' ')
        this.newLine(indent);
      else if (quoted && character === "'") this.put("''");
      else this.putCharacter(character);
      spaces = character === ' ';
      i += character.length;
    }
  }

  /** One column, however many units of UTF-16. */
  private putCharacter(character: string): void {
    this.out.push(character);
    this.column += 1;
  }

  private doubleQuoted(text: string, indent: number, mayFold: boolean): void {
    this.put('"');
    let spaces = false;
    const last = text.length - 1;
    let i = 0;
    for (const character of text) {
      const c = character.codePointAt(0) ?? 0;
      if (!isPrintable(c) || isBreak(c) || c === 0x22 || c === 0x5c) {
        this.put(`\\${escapes[c] ?? hexEscape(c)}`);
        spaces = false;
      } else if (c === 0x20) {
        if (mayFold && !spaces && this.column > width && i > 0 && i < last) {
          this.newLine(indent);
          if (text[i + 1] === ' ') this.put('\\');
        } else {
          this.put(' ');
        }
        spaces = true;
      } else {
        this.putCharacter(character);
        spaces = false;
      }
      i += character.length;
    }
    this.put('"');
  }

  private literal(text: string, indent: number): void {
    const first = text.charCodeAt(0);
    const chomp = !text.endsWith('\n') ? '-' : text.length === 1 || text.endsWith('\n\n') ? '+' : '';
    this.put(`|${first === 0x20 || isBreak(first) ? '2' : ''}${chomp}`);
    const lines = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
    for (const line of lines) this.out.push('\n', line === '' ? '' : ' '.repeat(indent) + line);
    this.column = 0;
  }
}

/** One document, ending with a line break. Values are those of JSON; members that are undefined are left out. */
export function printYaml(value: unknown): string {
  const printer = new Printer();
  printer.node(value, 0, 'root');
  return printer.result();
}
