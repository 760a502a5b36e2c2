/**
 * JSONPath as CustomResourceDefinitions use it: `.spec.replicas`, `.spec.items[0].name`,
 * `.status.conditions[?(@.type=="Ready")].status`, `.metadata.labels['a.b/c']`, `[*]`. Compiled once a path.
 */
import type { JSONSchemaProps } from '../../api/apiextensions/v1.ts';
import { isRecord } from '../../machinery/apply/values.ts';
import { memberOf } from '../../machinery/structural/jsonSchema.ts';

type Step = (values: readonly unknown[]) => readonly unknown[];

export class JsonPathError extends Error {
  override readonly name = 'JsonPathError';
}

/** All values that the path leads to, missing ones left out. Throws JsonPathError for what is no path. */
export function compileJsonPath(text: string): (object: unknown) => readonly unknown[] {
  const steps = stepsOf(text);
  return (object) => steps.reduce<readonly unknown[]>((values, step) => step(values), [object]);
}

function stepsOf(text: string): Step[] {
  const steps: Step[] = [];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const name = /^\.((?:\\.|[^.[\\])+)/.exec(rest);
    const quoted = /^\.?\[\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)")\s*\]/.exec(rest);
    const index = /^\.?\[\s*(-?\d+)\s*\]/.exec(rest);
    const slice = /^\.?\[\s*(-?\d*)\s*:\s*(-?\d*)\s*\]/.exec(rest);
    const filter = /^\.?\[\?\(([^\]]*)\)\]/.exec(rest);
    const star = /^(?:\.?\[\*\]|\.\*)/.exec(rest);
    const found = star ?? filter ?? quoted ?? index ?? slice ?? name;
    if (rest === '.') return steps;
    if (!found) throw new JsonPathError(`unrecognized path at ${JSON.stringify(rest)}`);
    if (found === star) steps.push(everything);
    else if (found === filter) steps.push(filtering(filter?.[1] ?? ''));
    else if (found === quoted) steps.push(member(unescaped(quoted?.[1] ?? quoted?.[2] ?? '')));
    else if (found === index) steps.push(item(Number(index?.[1])));
    else if (found === slice) steps.push(slicing(slice?.[1] ?? '', slice?.[2] ?? ''));
    else steps.push(member(unescaped(name?.[1] ?? '')));
    at += found[0].length;
  }
  return steps;
}

const unescaped = (text: string): string => text.replace(/\\(.)/g, '$1');

const everything: Step = (values) =>
  values.flatMap((value) =>
    Array.isArray(value) ? (value as unknown[]) : isRecord(value) ? Object.values(value) : [],
  );

const member =
  (name: string): Step =>
  (values) =>
    values.flatMap((value) => (isRecord(value) && Object.hasOwn(value, name) ? [value[name]] : []));

const item =
  (index: number): Step =>
  (values) =>
    values.flatMap((value) => {
      const found: unknown = Array.isArray(value) ? value.at(index) : undefined;
      return found === undefined ? [] : [found];
    });

const slicing =
  (from: string, to: string): Step =>
  (values) =>
    values.flatMap((value) =>
      Array.isArray(value) ? (value as unknown[]).slice(Number(from), to === '' ? undefined : Number(to)) : [],
    );

const operators: Readonly<Record<string, (a: unknown, b: unknown) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => compare(a, b) < 0,
  '<=': (a, b) => compare(a, b) <= 0,
  '>': (a, b) => compare(a, b) > 0,
  '>=': (a, b) => compare(a, b) >= 0,
};

const compare = (a: unknown, b: unknown): number =>
  typeof a === typeof b && (typeof a === 'number' || typeof a === 'string')
    ? a < (b as typeof a)
      ? -1
      : a > (b as typeof a)
        ? 1
        : 0
    : Number.NaN;

/** `@.type=="Ready"`, or `@.type` alone: it is there. */
function filtering(text: string): Step {
  const [, left = '', operator, right = ''] = /^\s*@([^=!<>]*?)\s*(?:(==|!=|<=|>=|<|>)\s*(.+?))?\s*$/.exec(text) ?? [];
  if (left === '' && operator === undefined) throw new JsonPathError(`unrecognized filter ${JSON.stringify(text)}`);
  const of = compileJsonPath(left);
  const holds = operator === undefined ? undefined : operators[operator];
  const wanted = operator === undefined ? undefined : literal(right);
  const matches = (each: unknown): boolean => {
    const [value] = of(each);
    return holds ? value !== undefined && holds(value, wanted) : value !== undefined;
  };
  return (values) => values.flatMap((value) => (Array.isArray(value) ? (value as unknown[]).filter(matches) : []));
}

function literal(text: string): unknown {
  const quoted = /^'((?:\\.|[^'\\])*)'$/.exec(text) ?? /^"((?:\\.|[^"\\])*)"$/.exec(text);
  if (quoted) return unescaped(quoted[1] ?? '');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new JsonPathError(`unrecognized value ${JSON.stringify(text)}`);
  }
}

/** The schema of the field that a simple path leads to, by names alone; undefined when there is none. */
export function schemaAt(schema: JSONSchemaProps, path: string): JSONSchemaProps | undefined {
  if (!/^(\.[A-Za-z_][A-Za-z0-9_-]*|\.?\['[^']*'\])+$/.test(path)) return undefined;
  const names = [...path.matchAll(/\.([A-Za-z_][A-Za-z0-9_-]*)|\.?\['([^']*)'\]/g)].map((m) => m[1] ?? m[2] ?? '');
  let at: JSONSchemaProps | undefined = schema;
  for (const name of names) {
    at = memberOf(at, name);
    if (!at) return undefined;
  }
  return at;
}
