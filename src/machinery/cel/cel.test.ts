import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { path } from '../fieldError.ts';
import { loadPatterns } from '../structural/patterns.ts';
import { compile } from './compile.ts';
import { CompileError, loadParser } from './parse.ts';
import { compileRules, ruleCompileErrors } from './rules.ts';
import type { JSONSchemaProps } from '../../api/apiextensions/v1.ts';
import { schemaType } from './schemaTypes.ts';
import { CelError, CostExceeded } from './values.ts';

before(() => Promise.all([loadParser(), loadPatterns()]));

const schema: JSONSchemaProps = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    count: { type: 'integer' },
    ratio: { type: 'number' },
    on: { type: 'boolean' },
    'some-key': { type: 'string' },
    port: { 'x-kubernetes-int-or-string': true },
    since: { type: 'string', format: 'date-time' },
    grace: { type: 'string', format: 'duration' },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    items: {
      type: 'array',
      items: { type: 'object', properties: { name: { type: 'string' }, weight: { type: 'integer' } } },
    },
    list: { type: 'array', items: { type: 'string' } },
  },
};
const object = {
  name: 'web-0',
  count: 3,
  ratio: 0.5,
  on: true,
  'some-key': 'x',
  port: 80,
  since: '2024-01-15T14:30:45Z',
  grace: '1h30m',
  labels: { app: 'web', tier: 'front' },
  items: [
    { name: 'a', weight: 1 },
    { name: 'b', weight: 2 },
  ],
  list: ['b', 'a'],
};

function evaluate(text: string): unknown {
  const seen = schemaType(schema, false);
  assert.ok(seen);
  const expression = compile(text, [{ name: 'self', type: seen.type }]);
  return expression.evaluate([seen.value(object)], { left: 1_000_000 });
}

const holding = [
  'self.count > 2 && self.count <= 3',
  'self.count + 1 == 4 && self.count % 2 == 1 && -self.count == -3',
  'self.ratio < 1.0 && double(self.count) > self.ratio',
  'self.count == 3.0',
  'has(self.name) && !has(self.labels.missing)',
  'self.some__dash__key == "x"',
  'self.name.startsWith("web") && self.name.matches("^[a-z]+-[0-9]$") && size(self.name) == 5',
  'self.name.split("-")[1] == "0" && self.name.replace("web", "db") == "db-0" && self.name.charAt(0) == "w"',
  'self.name.substring(4) == "0" && self.name.indexOf("-") == 3 && "ABC".lowerAscii() == "abc" && " a ".trim() == "a"',
  '"a,b".split(",").join("-") == "a-b" && "%s has %d (%.2f)".format(["x", 3, 1.5]) == "x has 3 (1.50)"',
  'self.items.all(i, i.weight > 0) && self.items.exists(i, i.name == "b") && self.items.exists_one(i, i.weight == 2)',
  'self.items.map(i, i.weight).sum() == 3 && self.items.filter(i, i.weight > 1).size() == 1',
  'self.items.map(i, i.weight > 1, i.name) == ["b"]',
  '!self.list.isSorted() && self.list.min() == "a" && self.list.max() == "b" && self.list.indexOf("a") == 1',
  'self.labels.all(k, k.size() > 2) && self.labels["app"] == "web" && "tier" in self.labels && !("x" in self.labels)',
  'self.labels.all(k, v, k != v) && self.list.exists(i, v, i == 1 && v == "a")',
  'self.list.transformList(i, v, v + string(i)) == ["b0", "a1"]',
  'self.port == 80 && type(self.port) == int',
  'self.?name.orValue("none") == "web-0" && self.labels[?"none"].orValue("x") == "x" && !optional.none().hasValue()',
  'self.labels.?app.optMap(a, a + "!").value() == "web!" && optional.of(1).or(optional.of(2)).value() == 1',
  'self.since < timestamp("2025-01-01T00:00:00Z") && self.since.getFullYear() == 2024 && self.grace == duration("90m")',
  'self.since + duration("1s") - self.since == duration("1s") && self.grace.getMinutes() == 90',
  'quantity("1Gi").isGreaterThan(quantity("500Mi")) && quantity("2").add(1).compareTo(quantity("3")) == 0',
  'isQuantity("10m") && !isQuantity("ten") && quantity("50k").asInteger() == 50000',
  'ip("10.0.0.1").family() == 4 && isIP("::1") && ip("::1").isLoopback() && string(ip("::0001")) == "::1"',
  'cidr("10.0.0.0/8").containsIP("10.1.2.3") && cidr("10.0.0.0/8").containsCIDR("10.1.0.0/16") && cidr("10.1.0.0/8").masked() == cidr("10.0.0.0/8")',
  'url("https://example.com:8080/a?b=c").getHostname() == "example.com" && isURL("/x") && url("https://a/b?k=v").getQuery()["k"] == ["v"]',
  'sets.contains([1, 2], [2]) && sets.equivalent([1, 2], [2, 1, 1]) && !sets.intersects([1], [2])',
  'format.dns1123Label().validate("Not_One").hasValue() && !format.named("dns1123Label").value().validate("one").hasValue()',
  '"ab12".find("[0-9]+") == "12" && "a1b2".findAll("[0-9]") == ["1", "2"]',
  'true || self.list[9] == "x"',
  'self.list[9] == "x" || true',
  'self.list.exists(x, x == "a" || self.list[9] == "x")',
  'self.on ? self.count == 3 : false',
  '[1, 2] + [3] == [1, 2, 3] && {"a": 1}["a"] == 1 && "a" + "b" == "ab" && 7 / 2 == 3',
  'int("42") == 42 && string(1.5) == "1.5" && bool("true") && uint(1) == 1u && bytes("a") == b"a"',
];

for (const text of holding) test(`it holds: ${text}`, () => assert.equal(evaluate(text), true));

const failing: readonly (readonly [string, RegExp])[] = [
  ['self.list[9] == "x"', /^index out of bounds: 9$/],
  ['self.labels["none"] == "x"', /^no such key: none$/],
  ['1 / (self.count - 3) == 0', /^division by zero$/],
  ['9223372036854775807 + self.count > 0', /^integer overflow$/],
  ['self.port.startsWith("a")', /^no such overload$/],
  ['duration("nonsense") == self.grace', /^time: invalid duration "nonsense"$/],
];

for (const [text, message] of failing)
  test(`it has no value: ${text}`, () =>
    assert.throws(
      () => evaluate(text),
      (error) => error instanceof CelError && message.test(error.message),
    ));

const refused: readonly (readonly [string, RegExp])[] = [
  ['self.nope == 1', /^ERROR: <input>:1:5: undefined field 'nope'\n \| self\.nope == 1\n \| \.\.\.\.\^$/],
  ['other == 1', /undeclared reference to 'other' \(in container ''\)/],
  ['self.count + self.name == "x"', /found no matching overload for '_\+_' applied to '\(int, string\)'/],
  ['self.count == self.name', /found no matching overload for '_==_' applied to '\(int, string\)'/],
  ['self.count.startsWith("a")', /found no matching overload for 'startsWith' applied to 'int\.\(string\)'/],
  ['self.name.nonsense()', /undeclared reference to 'nonsense'/],
  ['self.count +', /Syntax error: /],
  ['self.count.all(x, true)', /cannot be range of a comprehension/],
];

for (const [text, message] of refused)
  test(`it does not compile: ${text}`, () =>
    assert.throws(
      () => evaluate(text),
      (error) => error instanceof CompileError && message.test(error.message),
    ));

test('an expression that computes too much is ended', () => {
  const many = Array.from({ length: 100 }, (_, i) => i).join(',');
  const loop = `[${many}].all(a, [${many}].all(b, [${many}].all(c, [${many}].all(d, a + b + c + d >= 0))))`;
  assert.throws(() => evaluate(loop), CostExceeded);
});

const ruled = (rules: object[], more: JSONSchemaProps = {}): JSONSchemaProps => ({
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: { min: { type: 'integer' }, max: { type: 'integer' }, name: { type: 'string' } },
      'x-kubernetes-validations': rules as NonNullable<JSONSchemaProps['x-kubernetes-validations']>,
      ...more,
    },
  },
});

const messages = (rules: object[], value: object, old?: object): string[] =>
  (compileRules(ruled(rules), true)?.({ spec: value }, old && { spec: old }, path()) ?? []).map((e) => e.message);

test('rules tell their message, their messageExpression or themselves, at their field and with their reason', () => {
  const rule = 'self.min <= self.max';
  assert.deepEqual(messages([{ rule }], { min: 1, max: 2 }), []);
  assert.deepEqual(messages([{ rule }], { min: 3, max: 2 }), [
    'spec: Invalid value: "object": failed rule: self.min <= self.max',
  ]);
  assert.deepEqual(messages([{ rule, message: 'min first' }], { min: 3, max: 2 }), [
    'spec: Invalid value: "object": min first',
  ]);
  const messageExpression = '"min is " + string(self.min)';
  assert.deepEqual(
    messages([{ rule, messageExpression, fieldPath: '.min', reason: 'FieldValueForbidden' }], { min: 3, max: 2 }),
    ['spec.min: Forbidden: min is 3'],
  );
  assert.deepEqual(messages([{ rule }], { min: 3 }), [
    'spec: Invalid value: "object": no such key: max evaluating rule: "self.min <= self.max"',
  ]);
});

test('transition rules are asked when there was a value before, optional ones always', () => {
  const rule = 'self.name == oldSelf.name';
  assert.deepEqual(messages([{ rule }], { name: 'a' }), []);
  assert.deepEqual(messages([{ rule }], { name: 'a' }, { name: 'b' }).length, 1);
  const optional = { rule: 'oldSelf.hasValue() || self.name == "first"', optionalOldSelf: true };
  assert.equal(messages([optional], { name: 'a' }).length, 1);
  assert.deepEqual(messages([optional], { name: 'first' }), []);
  assert.deepEqual(messages([optional], { name: 'b' }, { name: 'a' }), []);
});

test('what an update leaves as it was is not judged anew', () => {
  const rules = [{ rule: 'self.min <= self.max' }];
  assert.deepEqual(messages(rules, { min: 3, max: 2 }, { min: 3, max: 2 }), []);
  assert.equal(messages(rules, { min: 4, max: 2 }, { min: 3, max: 2 }).length, 1);
});

test('a definition with rules that do not compile is refused, and says where', () => {
  const texts = (rules: object[], more?: JSONSchemaProps): string[] =>
    ruleCompileErrors(ruled(rules, more), path('schema')).map(
      (e) => `${e.field}: ${e.body.split(': ').slice(2).join(': ')}`,
    );
  const [first = ''] = texts([{ rule: 'self.nope' }]);
  assert.match(first, /^schema\.properties\[spec\]\.x-kubernetes-validations\[0\]\.rule: .*undefined field 'nope'/s);
  assert.match(texts([{ rule: 'self.min' }])[0] ?? '', /cel expression must evaluate to a bool/);
  assert.match(
    texts([{ rule: 'true', messageExpression: '1' }])[0] ?? '',
    /messageExpression must evaluate to a string/,
  );
  assert.match(texts([{ rule: 'true', optionalOldSelf: true }])[0] ?? '', /may not be set if oldSelf is not used/);
});
