/**
 * JSONPath templates as kubectl's `-o jsonpath` knows them: text with expressions in braces, `{range}…{end}`, fields,
 * indexes, slices, unions, wildcards, recursive descent and filters.
 *
 *  - A missing field yields nothing, or throws JsonPathError when `strict`.
 *  - Results of one expression are joined by a space; objects and lists print as JSON.
 */
import { compactJson, isJsonObject } from './json.ts';
import { goNumber } from './goValue.ts';

class JsonPathError extends Error {
  override readonly name = 'JsonPathError';
}

type Step =
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'wildcard' }
  | { readonly type: 'recursive' }
  | {
      readonly type: 'slice';
      readonly from: number | undefined;
      readonly to: number | undefined;
      readonly step: number | undefined;
      readonly one: boolean;
    }
  | { readonly type: 'union'; readonly members: readonly (readonly Step[])[] }
  | { readonly type: 'filter'; readonly left: Operand; readonly operator: string; readonly right: Operand | undefined }
  | { readonly type: 'root' };

type Operand = { readonly literal: unknown } | { readonly path: readonly Step[]; readonly root: boolean };

type Node =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'path'; readonly steps: readonly Step[] }
  | { readonly type: 'range'; readonly steps: readonly Step[]; readonly body: readonly Node[] };

export interface JsonPath {
  /** Everything that the template prints. */
  print(value: unknown): string;
  /** Results of each expression of the template, in order. */
  find(value: unknown): readonly (readonly unknown[])[];
}

/** Throws JsonPathError for what is no template. */
export function compileJsonPath(template: string, options: { readonly strict?: boolean } = {}): JsonPath {
  const nodes = parseTemplate(template);
  const strict = options.strict === true;
  return {
    print(value) {
      const out: string[] = [];
      run(nodes, value, value, strict, (results) => out.push(results.map(printValue).join(' ')));
      return out.join('');
    },
    find(value) {
      const results: (readonly unknown[])[] = [];
      run(nodes, value, value, strict, (r) => results.push(r));
      return results;
    },
  };
}

const relaxedShape = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/;

/** `a.b`, `.a.b`, `{a.b}` and `{.a.b}` are the same path. Throws JsonPathError. */
export function relaxedJsonPath(text: string): string {
  if (text === '') return '';
  const match = relaxedShape.exec(text);
  if (!match)
    throw new JsonPathError(
      "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
    );
  const inner = match[1] ?? match[2] ?? '';
  return `{.${inner}}`;
}

function printValue(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return goNumber(value);
  if (value === null || value === undefined) return '';
  return typeof value === 'boolean' ? String(value) : compactJson(value);
}

function run(
  nodes: readonly Node[],
  root: unknown,
  current: unknown,
  strict: boolean,
  emit: (results: readonly unknown[]) => void,
): void {
  for (const node of nodes) {
    if (node.type === 'text') emit([node.text]);
    else if (node.type === 'path') emit(walk(node.steps, root, [current], strict));
    else for (const item of walk(node.steps, root, [current], strict)) run(node.body, root, item, strict, emit);
  }
}

function walk(steps: readonly Step[], root: unknown, from: readonly unknown[], strict: boolean): readonly unknown[] {
  let values = from;
  for (const step of steps) values = step.type === 'root' ? [root] : values.flatMap((v) => take(step, v, root, strict));
  return values;
}

function take(step: Step, value: unknown, root: unknown, strict: boolean): readonly unknown[] {
  switch (step.type) {
    case 'root':
      return [root];
    case 'field': {
      if (step.name === '') return [value];
      if (isJsonObject(value) && Object.hasOwn(value, step.name)) return [value[step.name]];
      if (strict && isJsonObject(value)) throw new JsonPathError(`${step.name} is not found`);
      return [];
    }
    case 'wildcard':
      return childrenOf(value);
    case 'recursive':
      return descendants(value);
    case 'slice': {
      if (!Array.isArray(value)) {
        if (value === null || value === undefined) return [];
        throw new JsonPathError(`${typeof value} is not array or slice`);
      }
      const { length } = value;
      let from = step.from ?? 0;
      let to = step.to ?? length;
      if (from < 0) from += length;
      if (step.one) to = from + 1;
      else if (to < 0) to += length;
      if (from === to) return [];
      if (from < 0 || from >= length || to < 0 || to > length) {
        if (step.one || from >= length || from < 0)
          throw new JsonPathError(
            `array index out of bounds: index ${from < 0 ? from : step.one ? from : to - 1}, length ${length}`,
          );
        to = Math.min(to, length);
      }
      const taken: unknown[] = [];
      for (let i = from; i < to; i += step.step ?? 1) taken.push(value[i]);
      return taken;
    }
    case 'union':
      return step.members.flatMap((member) => walk(member, root, [value], false));
    case 'filter':
      return childrenOf(value).filter((child) => holds(step, child, root));
  }
}

const childrenOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value)
    ? value
    : isJsonObject(value)
      ? Object.keys(value)
          .sort()
          .map((k) => value[k])
      : [];

function descendants(value: unknown): unknown[] {
  const children = childrenOf(value);
  return typeof value === 'object' && value !== null ? [value, ...children.flatMap(descendants)] : [];
}

function holds(step: Extract<Step, { type: 'filter' }>, child: unknown, root: unknown): boolean {
  const valuesOf = (operand: Operand): readonly unknown[] =>
    'literal' in operand ? [operand.literal] : walk(operand.path, root, [operand.root ? root : child], false);
  const left = valuesOf(step.left);
  if (!step.right) return left.length > 0;
  const right = valuesOf(step.right);
  const [a] = left;
  const [b] = right;
  if (left.length === 0 || right.length === 0) return false;
  const numeric = typeof a === 'number' && typeof b === 'number';
  const [x, y] = numeric ? [a, b] : [String(a), String(b)];
  switch (step.operator) {
    case '==':
      return x === y;
    case '!=':
      return x !== y;
    case '<':
      return x < y;
    case '<=':
      return x <= y;
    case '>':
      return x > y;
    default:
      return x >= y;
  }
}

/** The parts of a template: text, expressions, and ranges with what they hold. */
function parseTemplate(template: string): readonly Node[] {
  const stack: { readonly steps: readonly Step[]; readonly nodes: Node[] }[] = [{ steps: [], nodes: [] }];
  const top = (): Node[] => stack.at(-1)?.nodes ?? [];
  let at = 0;
  while (at < template.length) {
    const open = template.indexOf('{', at);
    if (open < 0) {
      top().push({ type: 'text', text: template.slice(at) });
      break;
    }
    if (open > at) top().push({ type: 'text', text: template.slice(at, open) });
    const close = closingBrace(template, open);
    const inner = template.slice(open + 1, close).trim();
    at = close + 1;
    if (inner === 'end') {
      const range = stack.length > 1 ? stack.pop() : undefined;
      if (!range) throw new JsonPathError('not in range, nothing to end');
      top().push({ type: 'range', steps: range.steps, body: range.nodes });
    } else if (/^range\b/.test(inner)) {
      stack.push({ steps: parsePath(inner.slice(5).trim()), nodes: [] });
    } else if (/^["']/.test(inner)) {
      top().push({ type: 'text', text: unquote(inner) });
    } else if (inner !== '') top().push({ type: 'path', steps: parsePath(inner) });
  }
  if (stack.length > 1) throw new JsonPathError('unclosed range');
  return top();
}

function closingBrace(template: string, open: number): number {
  let quote = '';
  for (let i = open + 1; i < template.length; i++) {
    const c = template[i] ?? '';
    if (quote) {
      if (c === '\\') i++;
      else if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '}') return i;
  }
  throw new JsonPathError(
    quote
      ? 'unterminated quoted string'
      : template.lastIndexOf('[') > template.lastIndexOf(']')
        ? 'unterminated array'
        : 'unclosed action',
  );
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"', "'": "'" };

function unquote(text: string): string {
  const quote = text[0] ?? '';
  if (text.length < 2 || !text.endsWith(quote)) throw new JsonPathError(`unterminated quoted string`);
  return text.slice(1, -1).replace(/\\(.)/gs, (_, c: string) => escapes[c] ?? c);
}

function parsePath(text: string): readonly Step[] {
  const steps: Step[] = [];
  let at = 0;
  if (text.startsWith('$')) {
    steps.push({ type: 'root' });
    at = 1;
  } else if (text.startsWith('@')) at = 1;
  while (at < text.length) {
    const c = text[at];
    if (c === ' ') {
      at++;
    } else if (text.startsWith('..', at)) {
      steps.push({ type: 'recursive' });
      at += 2;
      if (text[at] !== '[' && at < text.length) at = fieldAt(text, at, steps);
    } else if (c === '.') {
      at++;
      if (at < text.length && text[at] !== '[') at = fieldAt(text, at, steps);
    } else if (c === '[') {
      const close = closingBracket(text, at);
      steps.push(bracketStep(text.slice(at + 1, close).trim()));
      at = close + 1;
    } else if (at === 0 && c !== undefined && /[\w*]/.test(c)) {
      at = fieldAt(text, at, steps);
    } else
      throw new JsonPathError(
        `unrecognized character in action: U+${(c?.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')} '${c ?? ''}'`,
      );
  }
  return steps;
}

/** A name up to the next '.', '[' or space; a backslash takes the next character as it is. */
function fieldAt(text: string, start: number, steps: Step[]): number {
  let name = '';
  let at = start;
  for (; at < text.length; at++) {
    const c = text[at] ?? '';
    if (c === '\\' && at + 1 < text.length) name += text[++at] ?? '';
    else if (c === '.' || c === '[' || c === ' ') break;
    else name += c;
  }
  steps.push(name === '*' ? { type: 'wildcard' } : { type: 'field', name });
  return at;
}

function closingBracket(text: string, open: number): number {
  let depth = 0;
  let quote = '';
  for (let i = open; i < text.length; i++) {
    const c = text[i] ?? '';
    if (quote) {
      if (c === '\\') i++;
      else if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '[') depth++;
    else if (c === ']' && --depth === 0) return i;
  }
  throw new JsonPathError('unterminated array');
}

function bracketStep(inner: string): Step {
  if (inner === '*') return { type: 'wildcard' };
  if (inner.startsWith('?(') && inner.endsWith(')')) return filterStep(inner.slice(2, -1).trim());
  const members = splitOutsideQuotes(inner, ',').map((m) => m.trim());
  if (members.length > 1) return { type: 'union', members: members.map((m) => [bracketStep(m)]) };
  if (/^'[^']*'$/.test(inner)) return { type: 'field', name: unquote(inner) };
  const slice = /^(-?\d*)(:(-?\d*))?(:(-?\d*))?$/.exec(inner);
  if (!slice) {
    throw new JsonPathError(`invalid array index ${inner}`);
  }
  const number = (text: string | undefined): number | undefined => (text ? Number(text) : undefined);
  return {
    type: 'slice',
    from: number(slice[1]),
    to: number(slice[3]),
    step: number(slice[5]),
    one: slice[2] === undefined,
  };
}

function filterStep(text: string): Step {
  const parts = /^(.*?)\s*(==|!=|<=|>=|<|>)\s*(.*)$/s.exec(text);
  if (!parts) return { type: 'filter', left: operandOf(text), operator: 'exists', right: undefined };
  return {
    type: 'filter',
    left: operandOf(parts[1] ?? ''),
    operator: parts[2] ?? '',
    right: operandOf(parts[3] ?? ''),
  };
}

function operandOf(text: string): Operand {
  const trimmed = text.trim();
  if (/^["']/.test(trimmed)) return { literal: unquote(trimmed) };
  if (/^-?\d+(\.\d+)?$/.test(trimmed)) return { literal: Number(trimmed) };
  if (trimmed === 'true' || trimmed === 'false') return { literal: trimmed === 'true' };
  return { path: parsePath(trimmed.replace(/^[@$]/, '')), root: trimmed.startsWith('$') };
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = [''];
  let quote = '';
  for (const c of text) {
    if (quote ? c === quote : c === '"' || c === "'") quote = quote ? '' : c;
    if (c === separator && !quote) parts.push('');
    else parts[parts.length - 1] += c;
  }
  return parts;
}
