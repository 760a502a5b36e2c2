import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { JSONSchemaProps } from '../../api/apiextensions/v1.ts';
import { path } from '../fieldError.ts';
import { structuralCodec } from './codec.ts';
import { compileDefaults } from './defaults.ts';
import { defaultErrors } from './defaultsAreValid.ts';
import { resourceType } from './fieldType.ts';
import { resourceOpenApi } from './openapi.ts';
import { loadPatterns } from './patterns.ts';
import { compilePrune, PruneContext } from './prune.ts';
import { structuralErrors } from './structure.ts';
import { compileValidate, Findings } from './validate.ts';

before(loadPatterns);

const object = (properties: Record<string, JSONSchemaProps>, more: JSONSchemaProps = {}): JSONSchemaProps => ({
  type: 'object',
  properties,
  ...more,
});
const text: JSONSchemaProps = { type: 'string' };
const integer: JSONSchemaProps = { type: 'integer' };
const preserving = { 'x-kubernetes-preserve-unknown-fields': true };

function pruned(schema: JSONSchemaProps, value: unknown, isResource = false) {
  const context = new PruneContext();
  return { value: compilePrune(schema, isResource)(value, context), unknown: context.unknown };
}

test('pruning takes away what is not named, tells where, and shares the rest', () => {
  const schema = object({ a: text, list: { type: 'array', items: object({ b: text }) } });
  const value = { a: 'x', c: 1, list: [{ b: 'y' }, { b: 'z', d: { e: 1 } }] };
  const { value: rest, unknown } = pruned(schema, value);
  assert.deepEqual(rest, { a: 'x', list: [{ b: 'y' }, { b: 'z' }] });
  assert.deepEqual(unknown, ['c', 'list[1].d']);
  const clean = { a: 'x', list: [{ b: 'y' }] };
  assert.equal(pruned(schema, clean).value, clean);
});

test('pruning keeps what is preserved, down to where properties are named again', () => {
  const schema = object({ free: { type: 'object', ...preserving, properties: { strict: object({ a: text }) } } });
  const { value, unknown } = pruned(schema, { free: { any: { thing: 1 }, strict: { a: 'x', b: 1 } } });
  assert.deepEqual(value, { free: { any: { thing: 1 }, strict: { a: 'x' } } });
  assert.deepEqual(unknown, ['free.strict.b']);
});

test('pruning keeps the type and the metadata of whole and of embedded resources', () => {
  const schema = object({ template: object({ spec: object({}) }, { 'x-kubernetes-embedded-resource': true }) });
  const value = {
    apiVersion: 'v1',
    kind: 'K',
    metadata: { name: 'n' },
    template: { apiVersion: 'v1', kind: 'T', x: 1 },
  };
  const { value: rest, unknown } = pruned(schema, value, true);
  assert.deepEqual(rest, { ...value, template: { apiVersion: 'v1', kind: 'T' } });
  assert.deepEqual(unknown, ['template.x']);
});

test('nulls go unless they are allowed or have a default', () => {
  const schema = object({ gone: text, kept: { ...text, nullable: true }, set: { ...text, default: 'd' } });
  const { value } = pruned(schema, { gone: null, kept: null, set: null });
  assert.deepEqual(value, { kept: null, set: null });
  assert.deepEqual(compileDefaults(schema)?.(value), { kept: null, set: 'd' });
});

test('defaults are set where values are absent, deeply, and never shared between objects', () => {
  const schema = object({
    spec: object(
      { size: { ...integer, default: 1 }, tags: { type: 'array', items: text, default: ['a'] } },
      { default: {} },
    ),
    items: { type: 'array', items: object({ port: { ...integer, default: 80 } }) },
    byName: { type: 'object', additionalProperties: object({ on: { type: 'boolean', default: true } }) },
  });
  const set = compileDefaults(schema);
  const first = set?.({ items: [{}, { port: 1 }], byName: { x: {} } });
  const expected = { spec: { size: 1, tags: ['a'] }, items: [{ port: 80 }, { port: 1 }], byName: { x: { on: true } } };
  assert.deepEqual(first, expected);
  const [one, other] = [set?.({}), set?.({})] as (typeof expected)[];
  assert.deepEqual(one, other && { spec: other.spec });
  assert.notEqual(one?.spec.tags, other?.spec.tags);
  const whole = { spec: { size: 2, tags: [] } };
  assert.equal(set?.(whole), whole);
  assert.equal(compileDefaults(object({ a: text })), undefined);
});

const complaints = (schema: JSONSchemaProps, value: unknown, old?: unknown): string[] => {
  const found = new Findings();
  compileValidate(schema)(value, '', found, old);
  return found.errors.map(({ message }) => message);
};

const wordings: readonly (readonly [what: string, schema: JSONSchemaProps, value: unknown, message: string])[] = [
  ['a type', integer, 'x', 'a: Invalid value: "string": a in body must be of type integer: "string"'],
  ['a fraction', integer, 1.5, 'a: Invalid value: "number": a in body must be of type integer: "number"'],
  ['a null', text, null, 'a: Invalid value: "null": a in body must be of type string: "null"'],
  ['a maximum', { ...integer, maximum: 10 }, 11, 'a: Invalid value: 11: a in body should be less than or equal to 10'],
  [
    'a bound',
    { ...integer, minimum: 1, exclusiveMinimum: true },
    1,
    'a: Invalid value: 1: a in body should be greater than 1',
  ],
  ['a multiple', { ...integer, multipleOf: 5 }, 7, 'a: Invalid value: 7: a in body should be a multiple of 5'],
  ['an enum', { ...text, enum: ['x', 'y'] }, 'z', 'a: Unsupported value: "z": supported values: "x", "y"'],
  ['a pattern', { ...text, pattern: '^b' }, 'c', `a: Invalid value: "c": a in body should match '^b'`],
  ['a length', { ...text, maxLength: 2 }, 'abc', 'a: Too long: may not be more than 2 bytes'],
  ['a short text', { ...text, minLength: 2 }, 'é', 'a: Invalid value: "é": a in body should be at least 2 chars long'],
  [
    'a format',
    { ...text, format: 'ipv4' },
    '1.2.3',
    'a: Invalid value: "1.2.3": a in body must be of type ipv4: "1.2.3"',
  ],
  ['many items', { type: 'array', maxItems: 1 }, [1, 2], 'a: Too many: 2: must have at most 1 items'],
  ['few items', { type: 'array', minItems: 1 }, [], 'a: Invalid value: 0: a in body should have at least 1 items'],
  [
    'an item',
    { type: 'array', items: integer },
    ['x'],
    'a[0]: Invalid value: "string": a[0] in body must be of type integer: "string"',
  ],
  ['a missing field', object({}, { required: ['b'] }), {}, 'a.b: Required value'],
  ['many members', { type: 'object', maxProperties: 1 }, { b: 1, c: 2 }, 'a: Too many: 2: must have at most 1 items'],
  [
    'no alternative',
    { ...text, anyOf: [{ minLength: 9 }] },
    'x',
    '<nil>: Invalid value: "": "a" must validate at least one schema (anyOf)',
  ],
  [
    'what must not be',
    { ...text, not: { enum: ['x'] } },
    'x',
    '<nil>: Invalid value: "": "a" must not validate the schema (not)',
  ],
  [
    'int32',
    { ...integer, format: 'int32' },
    2 ** 31,
    '<nil>: Invalid value: "": Checked value must be of type integer with format int32 in a',
  ],
];

for (const [what, schema, value, message] of wordings)
  test(`it is refused in upstream's words: ${what}`, () =>
    assert.equal(complaints(object({ a: schema }), { a: value })[0], message));

test('integers and strings are taken where either may be', () => {
  const schema = object({ a: { 'x-kubernetes-int-or-string': true } });
  assert.deepEqual(complaints(schema, { a: 1 }), []);
  assert.deepEqual(complaints(schema, { a: '50%' }), []);
  assert.equal(complaints(schema, { a: true }).length, 1);
});

test('what an update leaves as it was is not judged anew, also in lists with keys', () => {
  const list: JSONSchemaProps = {
    type: 'array',
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['k'],
    items: object({ k: text, v: { ...integer, maximum: 1 } }),
  };
  const schema = object({ a: { ...integer, maximum: 1 }, list });
  const old = { a: 5, list: [{ k: 'x', v: 5 }] };
  assert.deepEqual(
    complaints(
      schema,
      {
        a: 5,
        list: [
          { k: 'y', v: 1 },
          { k: 'x', v: 5 },
        ],
      },
      old,
    ),
    [],
  );
  assert.equal(complaints(schema, { a: 6, list: [{ k: 'x', v: 6 }] }, old).length, 2);
});

const structure: readonly (readonly [what: string, schema: JSONSchemaProps, message: string])[] = [
  ['a root without a type', { properties: {} }, 'at.type: Required value: must not be empty at the root'],
  [
    'a field without a type',
    object({ a: {} }),
    'at.properties[a].type: Required value: must not be empty for specified object fields',
  ],
  [
    'a list without items',
    object({ a: { type: 'array' } }),
    'at.properties[a].items: Required value: must be specified',
  ],
  [
    'a type in a combination',
    object({ a: { ...text, anyOf: [{ type: 'string' }] } }),
    'at.properties[a].anyOf[0].type: Forbidden: must be empty to be structural',
  ],
  [
    'a field only in a combination',
    object({}, { allOf: [{ properties: { a: {} } }] }),
    'at.properties[a]: Required value: because it is defined in at.allOf[0].properties[a]',
  ],
  [
    'metadata with more',
    object({ metadata: object({ labels: { type: 'object' } }) }),
    'at.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified',
  ],
  [
    'a pattern that is none',
    object({ a: { ...text, pattern: '(' } }),
    'at.properties[a].pattern: Invalid value: "(": must be a valid regular expression',
  ],
];

for (const [what, schema, message] of structure)
  test(`it is not structural: ${what}`, () => {
    const [first] = structuralErrors(schema, path('at'));
    assert.ok(first?.message.startsWith(message), first?.message);
  });

test('what most definitions look like is structural', () => {
  const schema = object({
    metadata: object({ name: { ...text, pattern: '^a' } }),
    spec: object({ port: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] } }),
  });
  assert.deepEqual(structuralErrors(schema, path('at')), []);
});

test('defaults are valid and pruned', () => {
  const messages = (schema: JSONSchemaProps): string[] =>
    defaultErrors(object({ a: schema }), path('at')).map((e) => e.message);
  assert.deepEqual(messages({ ...integer, maximum: 1, default: 1 }), []);
  assert.deepEqual(messages(object({ b: text }, { default: { c: 1 } })), [
    'at.properties[a].default: Invalid value: map[string]interface {}{"c":1}: must not have unknown fields',
  ]);
  assert.match(messages({ ...integer, maximum: 1, default: 2 })[0] ?? '', /should be less than or equal to 1/);
});

const gvk = { group: 'example.com', version: 'v1', kind: 'Thing' };

test('lists of sets and maps hold nothing twice', () => {
  const schema = object({
    set: { type: 'array', items: text, 'x-kubernetes-list-type': 'set' },
    map: {
      type: 'array',
      items: object({ k: text }),
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['k'],
    },
  });
  const codec = structuralCodec(gvk, schema, () => undefined);
  const given = { set: ['a', 'b', 'a', 'a'], map: [{ k: 'x' }, { k: 'x' }] } as object;
  assert.deepEqual(
    codec.validate(given, undefined).map((e) => e.message),
    ['set[2]: Duplicate value: "a"', 'map[1]: Duplicate value: map[string]interface {}{"k":"x"}'],
  );
});

test('embedded resources have a type, and their metadata is metadata', () => {
  const codec = structuralCodec(
    gvk,
    object({ of: { type: 'object', 'x-kubernetes-embedded-resource': true, ...preserving } }),
    () => undefined,
  );
  const { object: decoded } = codec.decode({ of: { kind: 'a b', metadata: { name: 'n', nonsense: 1 } } });
  assert.deepEqual(decoded, { of: { kind: 'a b', metadata: { name: 'n' } }, metadata: {} });
  const [first, second] = codec.check(decoded).map((e) => e.message);
  assert.equal(first, 'of.apiVersion: Required value');
  assert.match(second ?? '', /^of\.kind: Invalid value: "a b": may have mixed case, but should otherwise match: /);
});

test('ownership follows list types, and what is preserved is owned key by key', () => {
  const type = resourceType(
    object({ spec: object({}, preserving), list: { type: 'array', items: text, 'x-kubernetes-list-type': 'set' } }),
  );
  assert.equal(type.field.get('spec')?.type.kind, 'struct');
  assert.equal(type.field.get('list')?.type.atomic, false);
  assert.equal(type.field.get('metadata')?.type.kind, 'struct');
});

test('OpenAPI v2 leaves open what it cannot say, v3 says it', () => {
  const meta = { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { $ref: 'm' } };
  const schema = object(
    { a: { ...text, nullable: true }, p: { 'x-kubernetes-int-or-string': true } },
    { required: ['a'] },
  );
  const v2 = resourceOpenApi(schema, 'v2', meta);
  assert.deepEqual(v2.properties?.['a'], {});
  assert.equal(v2.required, undefined);
  const v3 = resourceOpenApi(schema, 'v3', meta);
  assert.deepEqual(v3.properties?.['a'], { type: 'string', nullable: true });
  assert.deepEqual(v3.properties?.['p']?.anyOf, [{ type: 'integer' }, { type: 'string' }]);
  assert.deepEqual(Object.keys(v3.properties ?? {}), ['a', 'apiVersion', 'kind', 'metadata', 'p']);
});
