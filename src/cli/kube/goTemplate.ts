/**
 * Go's text/template, as far as people use it with `-o go-template`: fields, variables, pipelines, `range`, `if`, `with`,
 * `else`, `else if`, `break`, `continue`, `define`/`template`, comments, trim markers, and the functions that Go and kubectl
 * bring (and, or, not, eq, ne, lt, le, gt, ge, len, index, slice, print, printf, println, html, js, urlquery, call excepted,
 * exists, base64decode).
 *
 *  - A missing member prints `<no value>`, or throws when `strict`.
 *  - What is no template throws TemplateError when compiled; what fails while it runs throws it then.
 */
import { byCodePoint, isJsonObject } from './json.ts';
import { goNumber, goSprint } from './goValue.ts';
import { goQuote } from '../../machinery/goText.ts';

class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

type Expression =
  | { readonly type: 'literal'; readonly value: unknown }
  | {
      readonly type: 'path';
      readonly base: Expression | undefined;
      readonly variable: string | undefined;
      readonly fields: readonly string[];
    }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly type: 'pipe'; readonly stages: readonly Expression[] };

interface Pipeline {
  readonly variables: readonly string[];
  readonly declares: boolean;
  readonly value: Expression;
}

type Node =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'output'; readonly pipeline: Pipeline }
  | {
      readonly type: 'if' | 'with' | 'range';
      readonly pipeline: Pipeline;
      readonly body: Node[];
      readonly otherwise: Node[];
    }
  | { readonly type: 'break' | 'continue' }
  | { readonly type: 'template'; readonly name: string; readonly pipeline: Pipeline | undefined };

const nothing = Symbol('no value');

export interface GoTemplate {
  print(value: unknown): string;
}

/** Throws TemplateError. */
export function compileGoTemplate(text: string, options: { readonly strict?: boolean } = {}): GoTemplate {
  const parser = new Parser(text);
  const nodes = parser.parse();
  return {
    print(value) {
      const machine = new Machine(parser.templates, options.strict === true);
      machine.run(nodes, value, new Scope(undefined, new Map([['$', value]])));
      return machine.text;
    },
  };
}

class Parser {
  readonly templates = new Map<string, Node[]>();
  readonly #parts: { readonly text?: string; readonly action?: string }[];
  #at = 0;

  constructor(source: string) {
    this.#parts = split(source);
  }

  parse(): Node[] {
    const { nodes, end } = this.#nodes();
    if (end) throw new TemplateError(`unexpected {{${end}}}`);
    return nodes;
  }

  /** Up to the {{end}} or {{else …}} that closes what was opened, which is handed back. */
  #nodes(): { readonly nodes: Node[]; readonly end: string | undefined } {
    const nodes: Node[] = [];
    while (this.#at < this.#parts.length) {
      const part = this.#parts[this.#at++];
      if (part?.text !== undefined) {
        if (part.text !== '') nodes.push({ type: 'text', text: part.text });
        continue;
      }
      const action = part?.action ?? '';
      const word = /^[a-z]+\b/.exec(action)?.[0] ?? '';
      const rest = action.slice(word.length).trim();
      if (action === 'end' || word === 'else') return { nodes, end: action };
      if (word === 'if' || word === 'with' || word === 'range') nodes.push(this.#block(word, rest));
      else if (action === 'break' || action === 'continue') nodes.push({ type: action });
      else if (word === 'define') {
        const name = new Tokens(rest).string();
        this.templates.set(name, this.#closed('define'));
      } else if (word === 'template') {
        const tokens = new Tokens(rest);
        const name = tokens.string();
        nodes.push({ type: 'template', name, pipeline: tokens.done ? undefined : tokens.pipeline() });
      } else if (!action.startsWith('/*')) nodes.push({ type: 'output', pipeline: new Tokens(action).pipeline() });
    }
    return { nodes, end: undefined };
  }

  #closed(what: string): Node[] {
    const { nodes, end } = this.#nodes();
    if (end !== 'end')
      throw new TemplateError(end === undefined ? 'unexpected EOF' : `unexpected {{${end}}} in ${what}`);
    return nodes;
  }

  #block(type: 'if' | 'with' | 'range', condition: string): Node {
    const pipeline = new Tokens(condition, type).pipeline();
    const { nodes: body, end } = this.#nodes();
    if (end === undefined) throw new TemplateError('unexpected EOF');
    if (end === 'end') return { type, pipeline, body, otherwise: [] };
    const chained = /^else\s+(if|with)\b(.*)$/s.exec(end);
    // 'else if' is an if of its own that shares the end.
    if (chained)
      return {
        type,
        pipeline,
        body,
        otherwise: [this.#block(chained[1] === 'with' ? 'with' : 'if', (chained[2] ?? '').trim())],
      };
    return { type, pipeline, body, otherwise: this.#closed(type) };
  }
}

/** Text and actions in turn; `{{-` and `-}}` take the white space beside them. */
function split(source: string): { readonly text?: string; readonly action?: string }[] {
  const parts: { text?: string; action?: string }[] = [];
  let at = 0;
  let trimNext = false;
  while (at <= source.length) {
    const open = source.indexOf('{{', at);
    let text = open < 0 ? source.slice(at) : source.slice(at, open);
    if (trimNext) text = text.trimStart();
    if (open < 0) {
      parts.push({ text });
      break;
    }
    let start = open + 2;
    if (/^-\s/.test(source.slice(start, start + 2))) {
      text = text.trimEnd();
      start += 2;
    }
    parts.push({ text });
    const close = actionEnd(source, start);
    let action = source.slice(start, close);
    trimNext = /\s-$/.test(action);
    if (trimNext) action = action.slice(0, -1);
    parts.push({ action: action.trim() });
    at = close + 2;
  }
  return parts;
}

function actionEnd(source: string, start: number): number {
  if (source.slice(start).trimStart().startsWith('/*')) {
    const end = source.indexOf('*/', start);
    const close = source.indexOf('}}', end);
    if (end < 0 || close < 0) throw new TemplateError('unclosed comment');
    return close;
  }
  let quote = '';
  for (let i = start; i < source.length - 1; i++) {
    const c = source[i] ?? '';
    if (quote) {
      if (c === '\\' && quote !== '`') i++;
      else if (c === quote) quote = '';
    } else if (c === '"' || c === '`' || c === "'") quote = c;
    else if (c === '}' && source[i + 1] === '}') return i;
  }
  throw new TemplateError('unclosed action');
}

const token =
  /\s+|"(?:[^"\\]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)'|:=|[|(),=]|\$\w*(?:\.\w+)*|(?:\.\w+)+|\.|-?\d[\w.+-]*|[A-Za-z_]\w*(?:\.\w+)*|./gsy;

/** One action's words, and what they mean. */
class Tokens {
  readonly #words: string[];
  readonly #within: string;
  /** Whether white space stood before a word: '(x).y' is a field of a value, '(x) .y' an argument. */
  readonly #spaced: boolean[] = [];
  #at = 0;

  constructor(text: string, within = '') {
    this.#within = within;
    this.#words = [];
    let spaced = true;
    for (const match of text.matchAll(token)) {
      if (/^\s+$/.test(match[0])) {
        spaced = true;
        continue;
      }
      this.#words.push(match[0]);
      this.#spaced.push(spaced);
      spaced = false;
    }
  }

  get done(): boolean {
    return this.#at >= this.#words.length;
  }

  string(): string {
    const word = this.#words[this.#at++] ?? '';
    return literalText(word);
  }

  pipeline(): Pipeline {
    const variables: string[] = [];
    let declares = false;
    const assign = this.#words.findIndex((w) => w === ':=' || w === '=');
    if (assign > 0) {
      declares = this.#words[assign] === ':=';
      for (const word of this.#words.slice(0, assign)) if (word !== ',') variables.push(word);
      this.#at = assign + 1;
    }
    const value = this.#pipe();
    if (!this.done) throw new TemplateError(`unexpected ${JSON.stringify(this.#words[this.#at])} in operand`);
    return { variables, declares, value };
  }

  #pipe(): Expression {
    const stages = [this.#command()];
    while (this.#words[this.#at] === '|') {
      this.#at++;
      stages.push(this.#command());
    }
    const [first] = stages;
    return stages.length === 1 && first ? first : { type: 'pipe', stages };
  }

  #command(): Expression {
    const word = this.#words[this.#at];
    if (word === undefined) throw new TemplateError(`missing value for ${this.#within || 'command'}`);
    if (/^[A-Za-z_]/.test(word) && !['true', 'false', 'nil'].includes(word)) {
      this.#at++;
      if (!Object.hasOwn(functions, word)) throw new TemplateError(`function ${JSON.stringify(word)} not defined`);
      const args: Expression[] = [];
      while (!this.done && !['|', ')'].includes(this.#words[this.#at] ?? '')) args.push(this.#operand());
      return { type: 'call', name: word, args };
    }
    const operand = this.#operand();
    if (!this.done && !['|', ')'].includes(this.#words[this.#at] ?? ''))
      throw new TemplateError(`can't give argument to non-function ${word}`);
    return operand;
  }

  #operand(): Expression {
    const word = this.#words[this.#at++] ?? '';
    let value: Expression;
    if (word === '(') {
      value = this.#pipe();
      if (this.#words[this.#at++] !== ')') throw new TemplateError('unclosed left paren');
    } else if (word.startsWith('$')) {
      const [variable = '$', ...fields] = word.split('.');
      value = { type: 'path', base: undefined, variable, fields };
    } else if (word === '.') value = { type: 'path', base: undefined, variable: undefined, fields: [] };
    else if (word.startsWith('.'))
      value = { type: 'path', base: undefined, variable: undefined, fields: word.slice(1).split('.') };
    else if (/^["`]/.test(word)) value = { type: 'literal', value: literalText(word) };
    else if (word.startsWith("'")) value = { type: 'literal', value: word.slice(1, -1).codePointAt(0) ?? 0 };
    else if (/^-?\d/.test(word) && !Number.isNaN(Number(word))) value = { type: 'literal', value: Number(word) };
    else if (word === 'true' || word === 'false') value = { type: 'literal', value: word === 'true' };
    else if (word === 'nil') value = { type: 'literal', value: null };
    else if (Object.hasOwn(functions, word)) value = { type: 'call', name: word, args: [] };
    else
      throw new TemplateError(
        /^[A-Za-z_]/.test(word)
          ? `function ${JSON.stringify(word)} not defined`
          : `unexpected ${JSON.stringify(word)} in operand`,
      );
    const next = this.#words[this.#at];
    if (word === '(' && next?.startsWith('.') && next !== '.' && !this.#spaced[this.#at]) {
      this.#at++;
      return { type: 'path', base: value, variable: undefined, fields: next.slice(1).split('.') };
    }
    return value;
  }
}

function literalText(word: string): string {
  if (word.startsWith('`')) return word.slice(1, -1);
  try {
    // Go's escapes that people use are JSON's.
    return JSON.parse(
      word
        .replace(/\n/g, '\\n')
        .replace(/\t/g, '\\t')
        .replace(/\\'/g, "'")
        .replace(/\\x(..)/g, '\\u00$1'),
    ) as string;
  } catch {
    throw new TemplateError(`invalid syntax: ${word}`);
  }
}

class Scope {
  readonly #parent: Scope | undefined;
  readonly #own: Map<string, unknown>;

  constructor(parent: Scope | undefined, own: Map<string, unknown> = new Map()) {
    this.#parent = parent;
    this.#own = own;
  }

  get(name: string): unknown {
    if (this.#own.has(name)) return this.#own.get(name);
    if (!this.#parent) throw new TemplateError(`undefined variable "${name}"`);
    return this.#parent.get(name);
  }

  declare(name: string, value: unknown): void {
    this.#own.set(name, value);
  }

  assign(name: string, value: unknown): void {
    if (this.#own.has(name)) this.#own.set(name, value);
    else if (this.#parent) this.#parent.assign(name, value);
    else throw new TemplateError(`undefined variable "${name}"`);
  }
}

type Leave = 'break' | 'continue' | undefined;

class Machine {
  text = '';
  readonly #templates: ReadonlyMap<string, Node[]>;
  readonly #strict: boolean;
  #depth = 0;

  constructor(templates: ReadonlyMap<string, Node[]>, strict: boolean) {
    this.#templates = templates;
    this.#strict = strict;
  }

  run(nodes: readonly Node[], dot: unknown, scope: Scope): Leave {
    for (const node of nodes) {
      switch (node.type) {
        case 'text':
          this.text += node.text;
          break;
        case 'output': {
          const value = this.#pipeline(node.pipeline, dot, scope);
          if (node.pipeline.variables.length === 0) this.text += printed(value);
          break;
        }
        case 'break':
        case 'continue':
          return node.type;
        case 'template':
          this.#template(node.name, node.pipeline ? this.#pipeline(node.pipeline, dot, scope) : null);
          break;
        case 'range': {
          this.#range(node, dot, scope);
          break;
        }
        default: {
          const inner = new Scope(scope);
          const value = this.#pipeline(node.pipeline, dot, inner);
          const leave = isTrue(value)
            ? this.run(node.body, node.type === 'with' ? value : dot, inner)
            : this.run(node.otherwise, dot, inner);
          if (leave) return leave;
        }
      }
    }
    return undefined;
  }

  #range(node: Extract<Node, { type: 'if' | 'with' | 'range' }>, dot: unknown, scope: Scope): void {
    const value = this.#evaluate(node.pipeline.value, dot, scope);
    const entries: (readonly [unknown, unknown])[] = Array.isArray(value)
      ? value.map((v: unknown, i): [unknown, unknown] => [i, v])
      : isJsonObject(value)
        ? Object.keys(value)
            .sort(byCodePoint)
            .map((k): [unknown, unknown] => [k, value[k]])
        : typeof value === 'number'
          ? Array.from({ length: value }, (_, i): [unknown, unknown] => [i, i])
          : [];
    if (entries.length === 0) {
      if (value !== null && value !== nothing && typeof value !== 'object' && typeof value !== 'number')
        throw new TemplateError(`range can't iterate over ${goSprint(value)}`);
      this.run(node.otherwise, dot, new Scope(scope));
      return;
    }
    const [first, second] = node.pipeline.variables;
    for (const [key, item] of entries) {
      const inner = new Scope(scope);
      if (first !== undefined) inner.declare(first, second === undefined ? item : key);
      if (second !== undefined) inner.declare(second, item);
      if (this.run(node.body, item, inner) === 'break') return;
    }
  }

  #template(name: string, value: unknown): void {
    const nodes = this.#templates.get(name);
    if (!nodes) throw new TemplateError(`template "${name}" not defined`);
    if (++this.#depth > 1000) throw new TemplateError('exceeded maximum template depth');
    this.run(nodes, value, new Scope(undefined, new Map([['$', value]])));
    this.#depth--;
  }

  #pipeline(pipeline: Pipeline, dot: unknown, scope: Scope): unknown {
    const value = this.#evaluate(pipeline.value, dot, scope);
    for (const name of pipeline.variables) {
      if (pipeline.declares) scope.declare(name, value);
      else scope.assign(name, value);
    }
    return value;
  }

  #evaluate(expression: Expression, dot: unknown, scope: Scope, last: readonly unknown[] = []): unknown {
    switch (expression.type) {
      case 'literal':
        return expression.value;
      case 'path': {
        let value = expression.base
          ? this.#evaluate(expression.base, dot, scope)
          : expression.variable === undefined
            ? dot
            : scope.get(expression.variable);
        for (const field of expression.fields) value = this.#field(value, field);
        return value;
      }
      case 'pipe': {
        let results: readonly unknown[] = [];
        for (const stage of expression.stages) results = [this.#evaluate(stage, dot, scope, results)];
        return results[0];
      }
      case 'call': {
        const { name, args } = expression;
        if (name === 'and' || name === 'or') return this.#shortCircuit(name, args, dot, scope, last);
        const values = [...args.map((a) => this.#evaluate(a, dot, scope)), ...last];
        try {
          return functions[name]?.(values);
        } catch (error) {
          throw new TemplateError(`error calling ${name}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    }
  }

  #shortCircuit(
    name: 'and' | 'or',
    args: readonly Expression[],
    dot: unknown,
    scope: Scope,
    last: readonly unknown[],
  ): unknown {
    let value: unknown = nothing;
    for (const arg of args) {
      value = this.#evaluate(arg, dot, scope);
      if (isTrue(value) === (name === 'or')) return value;
    }
    return last.length > 0 ? last[0] : value;
  }

  #field(value: unknown, name: string): unknown {
    if (isJsonObject(value)) {
      if (Object.hasOwn(value, name)) return value[name];
      if (this.#strict) throw new TemplateError(`map has no entry for key "${name}"`);
      return nothing;
    }
    if (value === nothing || value === undefined) {
      if (this.#strict) throw new TemplateError(`map has no entry for key "${name}"`);
      return nothing;
    }
    if (value === null) throw new TemplateError(`nil pointer evaluating interface {}.${name}`);
    throw new TemplateError(`can't evaluate field ${name} in type ${typeOf(value)}`);
  }
}

const typeOf = (value: unknown): string =>
  typeof value === 'string'
    ? 'string'
    : typeof value === 'number'
      ? Number.isInteger(value)
        ? 'int64'
        : 'float64'
      : typeof value === 'boolean'
        ? 'bool'
        : 'interface {}';

const printed = (value: unknown): string =>
  value === nothing || value === undefined || value === null ? '<no value>' : goSprint(value);

function isTrue(value: unknown): boolean {
  if (value === nothing || value === null || value === undefined) return false;
  if (Array.isArray(value)) return value.length > 0;
  if (isJsonObject(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}

const same = (a: unknown, b: unknown): boolean => {
  if (typeof a !== typeof b && a !== nothing && b !== nothing && a !== null && b !== null)
    throw new Error('incompatible types for comparison');
  return a === b;
};

function order(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return byCodePoint(a, b);
  throw new Error('incompatible types for comparison');
}

const html: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };

const functions: Readonly<Record<string, (args: readonly unknown[]) => unknown>> = {
  and: () => nothing,
  or: () => nothing,
  not: ([a]) => !isTrue(a),
  eq: ([a, ...rest]) => {
    if (rest.length === 0) throw new Error('missing argument for comparison');
    return rest.some((b) => same(a, b));
  },
  ne: ([a, b]) => !same(a, b),
  lt: ([a, b]) => order(a, b) < 0,
  le: ([a, b]) => order(a, b) <= 0,
  gt: ([a, b]) => order(a, b) > 0,
  ge: ([a, b]) => order(a, b) >= 0,
  len: ([a]) => {
    if (typeof a === 'string') return Buffer.byteLength(a);
    if (Array.isArray(a)) return a.length;
    if (isJsonObject(a)) return Object.keys(a).length;
    throw new Error('len of nil pointer');
  },
  index: ([value, ...keys]) =>
    keys.reduce((at: unknown, key) => {
      if (Array.isArray(at)) {
        if (typeof key !== 'number') throw new Error(`cannot index slice/array with type ${typeOf(key)}`);
        if (key < 0 || key >= at.length) throw new Error(`index out of range: ${key}`);
        return at[key] as unknown;
      }
      if (isJsonObject(at)) return typeof key === 'string' && Object.hasOwn(at, key) ? at[key] : nothing;
      if (typeof at === 'string' && typeof key === 'number') return Buffer.from(at)[key];
      throw new Error('index of untyped nil');
    }, value),
  slice: ([value, from = 0, to]) => {
    if (typeof value !== 'string' && !Array.isArray(value))
      throw new Error(`can't slice item of type ${typeOf(value)}`);
    if (Number(to ?? value.length) > value.length || Number(from) > value.length)
      throw new Error(`index out of range: ${String(to ?? from)}`);
    return value.slice(Number(from), to === undefined ? undefined : Number(to));
  },
  print: (args) => sprint(args),
  println: (args) => `${args.map(printedArgument).join(' ')}\n`,
  printf: ([format, ...args]) => sprintf(typeof format === 'string' ? format : goSprint(format), args),
  html: (args) => sprint(args).replace(/[&<>"']/g, (c) => html[c] ?? c),
  js: (args) =>
    sprint(args).replace(/[\\'"<>&=]/g, (c) =>
      /[\\'"]/.test(c) ? `\\${c}` : `\\u00${c.charCodeAt(0).toString(16).toUpperCase()}`,
    ),
  urlquery: (args) => encodeURIComponent(sprint(args)).replace(/%20/g, '+'),
  exists: ([value, ...keys]) => {
    let at = value;
    for (const key of keys) {
      if (Array.isArray(at)) at = at[Number(key)] as unknown;
      else if (isJsonObject(at) && Object.hasOwn(at, String(key))) at = at[String(key)];
      else return false;
      if (at === undefined) return false;
    }
    return true;
  },
  base64decode: ([text]) => {
    if (typeof text !== 'string' || !/^[A-Za-z0-9+/\s]*={0,2}$/.test(text))
      throw new Error('base64 decode failed: illegal base64 data');
    return Buffer.from(text, 'base64').toString();
  },
};

const printedArgument = (value: unknown): string => (value === nothing ? '<no value>' : goSprint(value));

/** Spaces between operands when neither is a text. */
function sprint(args: readonly unknown[]): string {
  return args
    .map(
      (a, i) => `${i > 0 && typeof a !== 'string' && typeof args[i - 1] !== 'string' ? ' ' : ''}${printedArgument(a)}`,
    )
    .join('');
}

/** Go's fmt.Sprintf for the verbs that templates use. */
function sprintf(format: string, args: readonly unknown[]): string {
  let next = 0;
  const text = format.replace(
    /%([-+# 0]*)(\d+|\*)?(?:\.(\d+|\*))?([a-zA-Z%])/g,
    (_, flags: string, width: string | undefined, precision: string | undefined, verb: string) => {
      if (verb === '%') return '%';
      const size = width === '*' ? Number(args[next++]) : Number(width ?? 0);
      const digits = precision === '*' ? Number(args[next++]) : precision === undefined ? undefined : Number(precision);
      if (next >= args.length) return `%!${verb}(MISSING)`;
      const body = formatted(verb, args[next++], flags, digits);
      if (body.length >= size) return body;
      if (flags.includes('-')) return body.padEnd(size);
      return flags.includes('0') && verb !== 's' ? body.padStart(size, '0') : body.padStart(size);
    },
  );
  const extra = args.slice(next);
  return extra.length === 0
    ? text
    : `${text}%!(EXTRA ${extra.map((a) => `${typeOf(a)}=${printedArgument(a)}`).join(', ')})`;
}

function formatted(verb: string, value: unknown, flags: string, digits: number | undefined): string {
  const bad = `%!${verb}(${typeOf(value)}=${printedArgument(value)})`;
  const plus = flags.includes('+') && typeof value === 'number' && value >= 0 ? '+' : '';
  switch (verb) {
    case 's':
      return typeof value === 'string'
        ? value.slice(0, digits ?? value.length)
        : typeof value === 'number' || typeof value === 'boolean'
          ? bad
          : printedArgument(value);
    case 'v':
      return plus + printedArgument(value);
    case 'q':
      return typeof value === 'string' ? goQuote(value) : bad;
    case 'd':
      return typeof value === 'number' && Number.isInteger(value) ? plus + String(value) : bad;
    case 'f':
    case 'F':
      return typeof value === 'number' ? plus + value.toFixed(digits ?? 6) : bad;
    case 'e':
    case 'g':
      return typeof value === 'number'
        ? plus + (verb === 'g' ? goNumber(value) : value.toExponential(digits ?? 6).replace(/e([+-])(\d)$/, 'e$10$2'))
        : bad;
    case 't':
      return typeof value === 'boolean' ? String(value) : bad;
    case 'x':
      return typeof value === 'number'
        ? value.toString(16)
        : typeof value === 'string'
          ? Buffer.from(value).toString('hex')
          : bad;
    case 'T':
      return typeOf(value);
    case 'c':
      return typeof value === 'number' ? String.fromCodePoint(value) : bad;
    default:
      return `%!${verb}(${typeOf(value)}=${printedArgument(value)})`;
  }
}
