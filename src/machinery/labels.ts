/** Label selectors: the text form of query parameters, the object form of specifications, and matching. */
import type { LabelSelector } from '../api/meta/v1.ts';
import { complaintsAbout, forbiddenField, invalidValue, Literal, path, required } from './fieldError.ts';
import type { FieldError, FieldPath } from './fieldError.ts';
import { goStrings } from './goText.ts';
import { tokenize } from './labelTokens.ts';
import type { Token } from './labelTokens.ts';
import { isQualifiedName, isValidLabelValue } from './names.ts';

export type Labels = Readonly<Record<string, string>>;

export type LabelOperator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt';

export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  readonly values: readonly string[];
}

/** All requirements must hold; 'nothing' matches no object. */
export type Selector = readonly LabelRequirement[] | 'nothing';

export const nothing: Selector = 'nothing';

/** A selector that cannot be understood. The message is upstream's. */
export class SelectorError extends Error {
  override readonly name = 'SelectorError';
}

/** `a=b,c!=d,e in (x,y),f notin (z),g,!h,i>1,j<2`. Throws SelectorError. */
export function parseSelector(text: string): Selector {
  const requirements = new Parser(tokenize(text)).parse();
  return requirements.sort(byKey);
}

const byKey = (a: LabelRequirement, b: LabelRequirement): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

const binaryOperators: Readonly<Record<string, LabelOperator>> = {
  in: 'in',
  '=': '=',
  '==': '==',
  '>': 'gt',
  '<': 'lt',
  notin: 'notin',
  '!=': '!=',
};

class Parser {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): LabelRequirement[] {
    const requirements: LabelRequirement[] = [];
    for (;;) {
      const next = this.#peek();
      if (next.kind === 'end') return requirements;
      if (!isValue(next) && next.text !== '!') {
        throw new SelectorError(`found '${next.text}', expected: !, identifier, or 'end of string'`);
      }
      try {
        requirements.push(this.#requirement());
      } catch (error) {
        if (error instanceof SelectorError) throw new SelectorError(`unable to parse requirement: ${error.message}`);
        throw error;
      }
      const separator = this.#take();
      if (separator.kind === 'end') return requirements;
      if (separator.text !== ',')
        throw new SelectorError(`found '${separator.text}', expected: ',' or 'end of string'`);
      const after = this.#peek();
      if (!isValue(after) && after.text !== '!')
        throw new SelectorError(`found '${after.text}', expected: identifier after ','`);
    }
  }

  #peek(): Token {
    return this.#tokens[this.#position] ?? { kind: 'end', text: '' };
  }

  #take(): Token {
    const token = this.#peek();
    this.#position += 1;
    return token;
  }

  #requirement(): LabelRequirement {
    let token = this.#take();
    const negated = token.kind === 'symbol' && token.text === '!';
    if (negated) token = this.#take();
    if (!isValue(token)) throw new SelectorError(`found '${token.text}', expected: identifier`);
    const key = token.text;
    checkKey(key, path());
    if (negated) return newRequirement(key, '!', []);
    const next = this.#peek();
    if (next.kind === 'end' || next.text === ',') return newRequirement(key, 'exists', []);
    const sign = this.#take();
    const operator = sign.kind === 'value' ? undefined : binaryOperators[sign.text];
    if (!operator) throw new SelectorError(`found '${sign.text}', expected: in, notin, =, ==, !=, gt, lt`);
    return newRequirement(
      key,
      operator,
      operator === 'in' || operator === 'notin' ? this.#valueSet() : [this.#value()],
    );
  }

  #value(): string {
    const next = this.#peek();
    if (next.kind === 'end' || next.text === ',') return '';
    const token = this.#take();
    if (!isValue(token)) throw new SelectorError(`found '${token.text}', expected: identifier`);
    return token.text;
  }

  /** `(x,y)`; an empty place stands for the empty value. */
  #valueSet(): string[] {
    const open = this.#take();
    if (open.text !== '(') throw new SelectorError(`found '${open.text}' expected: '('`);
    const values = new Set<string>();
    let wantsValue = true;
    for (;;) {
      const token = this.#take();
      if (token.kind === 'symbol' && token.text === ')') {
        if (wantsValue) values.add('');
        return [...values].sort();
      }
      if (token.kind === 'symbol' && token.text === ',') {
        if (wantsValue) values.add('');
        wantsValue = true;
      } else if (isValue(token) && wantsValue) {
        values.add(token.text);
        wantsValue = false;
      } else {
        throw new SelectorError(
          `found '${token.text}', expected: ${wantsValue ? "',', ')' or identifier" : "',' or ')'"}`,
        );
      }
    }
  }
}

/** `in` and `notin` are values wherever no operator can stand. */
const isValue = (token: Token): boolean => token.kind === 'value' || token.kind === 'word';

function checkKey(key: string, at: FieldPath): void {
  const complaints = isQualifiedName(key);
  if (complaints.length) throw new SelectorError(invalidValue(at, key, complaints.join('; ')).message);
}

const integer = /^[+-]?[0-9]+$/;

/** Throws SelectorError. */
function newRequirement(key: string, operator: LabelOperator, values: readonly string[]): LabelRequirement {
  const errors: FieldError[] = [];
  const keyComplaints = isQualifiedName(key);
  if (keyComplaints.length) errors.push(invalidValue(path('key'), key, keyComplaints.join('; ')));
  const at = path('values');
  const shown = new Literal(goStrings(values));
  if ((operator === 'in' || operator === 'notin') && values.length === 0) {
    errors.push(invalidValue(at, shown, "for 'in', 'notin' operators, values set can't be empty"));
  } else if ((operator === '=' || operator === '==' || operator === '!=') && values.length !== 1) {
    errors.push(invalidValue(at, shown, 'exact-match compatibility requires one single value'));
  } else if ((operator === 'exists' || operator === '!') && values.length !== 0) {
    errors.push(invalidValue(at, shown, 'values set must be empty for exists and does not exist'));
  } else if (operator === 'gt' || operator === 'lt') {
    if (values.length !== 1)
      errors.push(invalidValue(at, shown, "for 'Gt', 'Lt' operators, exactly one value is required"));
    values.forEach((value, i) => {
      if (!integer.test(value))
        errors.push(invalidValue(at.index(i), value, "for 'Gt', 'Lt' operators, the value must be an integer"));
    });
  }
  values.forEach((value, i) => {
    const complaints = isValidLabelValue(value);
    if (complaints.length) errors.push(invalidValue(at.index(i).key(key), value, complaints.join('; ')));
  });
  if (errors.length) {
    const texts = [...new Set(errors.map((error) => error.message))];
    throw new SelectorError(texts.length === 1 ? texts.join() : `[${texts.join(', ')}]`);
  }
  return { key, operator, values };
}

/** An absent selector matches nothing, an empty one everything. Throws SelectorError. */
export function selectorFrom(selector: LabelSelector | undefined): Selector {
  if (!selector) return nothing;
  const requirements = Object.entries(selector.matchLabels ?? {}).map(([key, value]) =>
    newRequirement(key, '=', [value]),
  );
  for (const { key, operator, values = [] } of selector.matchExpressions ?? []) {
    const translated = ({ In: 'in', NotIn: 'notin', Exists: 'exists', DoesNotExist: '!' } as const)[operator];
    if (!translated) throw new SelectorError(`"${operator}" is not a valid label selector operator`);
    requirements.push(newRequirement(key, translated, values));
  }
  return requirements.sort(byKey);
}

/** Exactly these labels (a Service's or ReplicationController's selector); nothing is checked. */
export const selectorFromSet = (set: Labels | undefined): Selector =>
  Object.entries(set ?? {})
    .map(([key, value]) => ({ key, operator: '=' as const, values: [value] }))
    .sort(byKey);

export function matchesSelector(selector: Selector, labels: Labels | undefined): boolean {
  return selector !== 'nothing' && selector.every((requirement) => holds(requirement, labels ?? {}));
}

function holds({ key, operator, values }: LabelRequirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case '=':
    case '==':
    case 'in':
      return value !== undefined && values.includes(value);
    case '!=':
    case 'notin':
      return value === undefined || !values.includes(value);
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case 'gt':
    case 'lt': {
      const [wanted] = values;
      if (value === undefined || wanted === undefined || !integer.test(value)) return false;
      return operator === 'gt' ? BigInt(value) > BigInt(wanted) : BigInt(value) < BigInt(wanted);
    }
  }
}

/** The text form; '' for everything and nothing. */
export function formatSelector(selector: Selector): string {
  if (selector === 'nothing') return '';
  return selector
    .map(({ key, operator, values }) => {
      const list = [...values].sort().join(',');
      switch (operator) {
        case 'exists':
          return key;
        case '!':
          return `!${key}`;
        case 'in':
          return `${key} in (${list})`;
        case 'notin':
          return `${key} notin (${list})`;
        case 'gt':
          return `${key}>${list}`;
        case 'lt':
          return `${key}<${list}`;
        default:
          return `${key}${operator}${list}`;
      }
    })
    .join(',');
}

/** As columns print it: `<none>` when there is nothing to say. */
export function formatLabelSelector(selector: LabelSelector | undefined): string {
  try {
    return formatSelector(selectorFrom(selector)) || '<none>';
  } catch {
    return '<error>';
  }
}

/** `a=b,c=d`, keys in order; `<none>` when empty. */
export function formatLabels(labels: Labels | undefined): string {
  return (
    Object.entries(labels ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `${key}=${value}`)
      .join(',') || '<none>'
  );
}

export const validateLabelKey = (key: string, at: FieldPath): FieldError[] =>
  complaintsAbout(at, key, isQualifiedName(key));

export function validateLabels(labels: Labels | undefined, at: FieldPath): FieldError[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...validateLabelKey(key, at),
    ...complaintsAbout(at, value, isValidLabelValue(value)),
  ]);
}

export function validateLabelSelector(selector: LabelSelector | undefined, at: FieldPath): FieldError[] {
  if (!selector) return [];
  const errors = validateLabels(selector.matchLabels, at.child('matchLabels'));
  selector.matchExpressions?.forEach(({ key, operator, values = [] }, i) => {
    const here = at.child('matchExpressions').index(i);
    if (operator === 'In' || operator === 'NotIn') {
      if (values.length === 0)
        errors.push(required(here.child('values'), "must be specified when `operator` is 'In' or 'NotIn'"));
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (values.length)
        errors.push(
          forbiddenField(here.child('values'), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"),
        );
    } else {
      errors.push(invalidValue(here.child('operator'), operator, 'not a valid selector operator'));
    }
    errors.push(...validateLabelKey(key, here.child('key')));
    values.forEach((value, j) =>
      errors.push(...complaintsAbout(here.child('values').index(j), value, isValidLabelValue(value))),
    );
  });
  return errors;
}
