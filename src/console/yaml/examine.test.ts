import assert from 'node:assert/strict';
import test from 'node:test';
import { examine } from './examine.ts';
import { nearest, type Schemas } from './schema.ts';

const schemas: Schemas = {
  Deployment: {
    type: 'object',
    'x-kubernetes-group-version-kind': [{ group: 'apps', version: 'v1', kind: 'Deployment' }],
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object' },
      spec: { allOf: [{ $ref: '#/components/schemas/Spec' }], default: {} },
    },
  },
  Spec: {
    type: 'object',
    required: ['template'],
    properties: {
      replicas: { type: 'integer', format: 'int32' },
      paused: { type: 'boolean' },
      strategy: { type: 'string', enum: ['Recreate', 'RollingUpdate'] },
      labels: { type: 'object', additionalProperties: { type: 'string' } },
      ports: { type: 'array', items: { $ref: '#/components/schemas/Port' } },
      template: {},
    },
  },
  Port: {
    type: 'object',
    properties: { port: { type: 'integer' }, target: { oneOf: [{ type: 'integer' }, { type: 'string' }] } },
  },
};
const source = (apiVersion: string) => Promise.resolve(apiVersion === 'apps/v1' ? schemas : undefined);

const head = 'apiVersion: apps/v1\nkind: Deployment\n';
/** Each finding as `line: marked text: message`. */
async function findings(text: string): Promise<string[]> {
  const { marks } = await examine(text, source);
  return marks.map(
    ({ from, to, message }) => `${text.slice(0, from).split('\n').length}: ${text.slice(from, to)}: ${message}`,
  );
}

test('an object that fits has no findings', async () => {
  assert.deepEqual(
    await findings(`${head}spec:\n  replicas: 2\n  ports:\n  - port: 80\n    target: http\n  template: {}\n`),
    [],
  );
});

test('an unknown field is marked at its name, with what was likely meant', async () => {
  assert.deepEqual(await findings(`${head}spec:\n  replicsa: 2\n  template: {}\n`), [
    '4: replicsa: unknown field "replicsa"; did you mean "replicas"?',
  ]);
});

test('a wrong type is marked at the value, in lists and maps as well', async () => {
  const text = `${head}spec:\n  replicas: "2"\n  labels: { tier: 1 }\n  ports:\n  - port: 80\n  - port: web\n  template: {}\n`;
  assert.deepEqual(await findings(text), [
    '4: "2": must be a whole number; found the text "2"',
    '5: 1: must be a text: put it in quotes, "1"; found the number 1',
    '8: web: must be a whole number; found the text "web"',
  ]);
});

test('a value that is none of those allowed, and a missing field', async () => {
  assert.deepEqual(await findings(`${head}spec:\n  strategy: Rolling\n`), [
    '4: Rolling: must be one of "Recreate", "RollingUpdate"; found "Rolling"',
    '3: spec: the field "template" is missing',
  ]);
});

test('each document is told apart, and its findings stand where it stands', async () => {
  const text = `${head}spec:\n  template: {}\n---\n# only words\n---\n${head}spec:\n  pausd: true\n  template: {}\n`;
  const { documents, marks } = await examine(text, source);
  assert.equal(documents.length, 2);
  assert.deepEqual(
    marks.map((m) => text.slice(m.from, m.to)),
    ['pausd'],
  );
});

test('a kind or version that is not served is told, and so is what is no YAML', async () => {
  assert.match(
    (await findings('apiVersion: x/v1\nkind: Thing\n'))[0] ?? '',
    /^1: x\/v1: this cluster does not serve "x\/v1"/,
  );
  assert.match((await findings('apiVersion: apps/v1\nkind: Pod\n'))[0] ?? '', /^2: Pod: "apps\/v1" has no kind "Pod"/);
  assert.match((await findings('kind: Pod\n'))[0] ?? '', /the field "apiVersion" is missing/);
  assert.match((await findings(`${head}spec: [1\n`))[0] ?? '', /not YAML/);
});

test('the nearest name is at most a third away', () => {
  assert.equal(nearest('contaners', ['containers', 'volumes']), 'containers');
  assert.equal(nearest('xyz', ['containers']), undefined);
});
