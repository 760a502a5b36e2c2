import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { CustomResourceDefinition } from '../../../api/apiextensions/v1.ts';
import { loadPatterns } from '../../../machinery/structural/patterns.ts';
import { validateDefinition, validateDefinitionUpdate } from './validation.ts';

before(loadPatterns);

const version = { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } };

function definition(spec: object = {}, one: object = {}): CustomResourceDefinition {
  const names = { plural: 'things', singular: 'thing', kind: 'Thing', listKind: 'ThingList' };
  return {
    metadata: { name: 'things.example.com' },
    spec: { group: 'example.com', scope: 'Namespaced', names, versions: [{ ...version, ...one }], ...spec },
    status: { storedVersions: ['v1'], acceptedNames: { plural: '', kind: '' } },
  };
}

const schema = (openAPIV3Schema: object): object => ({ schema: { openAPIV3Schema } });
const list = (more: object): object =>
  schema({ type: 'object', properties: { a: { type: 'array', items: { type: 'string' }, ...more } } });
const names = { plural: 'things', singular: 'thing', kind: 'Thing', listKind: 'ThingList' };

test('a plain definition is accepted', () => assert.deepEqual(validateDefinition(definition()), []));

const refused: readonly (readonly [what: string, definition: CustomResourceDefinition, message: RegExp])[] = [
  [
    'a group without a dot',
    definition({ group: 'example' }),
    /^spec\.group: Invalid value: "example": should be a domain with at least one dot$/,
  ],
  [
    'another name',
    { ...definition(), metadata: { name: 'x' } },
    /^metadata\.name: Invalid value: "x": must be spec\.names\.plural\+"\."\+spec\.group$/,
  ],
  [
    'another scope',
    definition({ scope: 'Galaxy' }),
    /^spec\.scope: Unsupported value: "Galaxy": supported values: "Cluster", "Namespaced"$/,
  ],
  [
    'no schema',
    definition({}, { schema: undefined }),
    /^spec\.versions\[0\]\.schema\.openAPIV3Schema: Required value$/,
  ],
  [
    'no storage version',
    definition({}, { storage: false }),
    /must have exactly one version marked as storage version$/,
  ],
  [
    'one version twice',
    definition({ versions: [version, { ...version, storage: false }] }),
    /must contain unique version names$/,
  ],
  [
    'a list kind that is the kind',
    definition({ names: { ...names, listKind: 'Thing' } }),
    /kind and listKind may not be the same$/,
  ],
  [
    'a short name',
    definition({ names: { ...names, shortNames: ['A'] } }),
    /^spec\.names\.shortNames\[0\]: Invalid value: "A": a DNS-1035 label/,
  ],
  [
    'unknown fields',
    definition({ preserveUnknownFields: true }),
    /^spec\.preserveUnknownFields: Invalid value: true: cannot set to true/,
  ],
  [
    'a column type',
    definition({}, { additionalPrinterColumns: [{ name: 'a', type: 'x', jsonPath: '.a' }] }),
    /additionalPrinterColumns\[0\]\.type: Invalid value: "x": must be one of boolean,date,integer,number,string$/,
  ],
  [
    'a column path',
    definition({}, { additionalPrinterColumns: [{ name: 'a', type: 'string', jsonPath: 'a' }] }),
    /JSONPath: Invalid value: "a": must be a simple json path starting with \.$/,
  ],
  [
    'a scale path',
    definition({}, { subresources: { scale: { specReplicasPath: '.status.n', statusReplicasPath: '.status.n' } } }),
    /scale\.specReplicasPath: Invalid value: "\.status\.n": should be a json path under \.spec$/,
  ],
  [
    'a selectable field that is none',
    definition({}, { selectableFields: [{ jsonPath: '.spec.x' }] }),
    /selectableFields\[0\]\.jsonPath: Invalid value: "\.spec\.x": is an invalid path/,
  ],
  [
    'a combination beside a status',
    definition({}, { ...schema({ type: 'object', not: {} }), subresources: { status: {} } }),
    /fields are allowed at the root of the schema if the status subresource is enabled$/,
  ],
  [
    'a list type without keys',
    definition({}, list({ 'x-kubernetes-list-type': 'map' })),
    /x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map$/,
  ],
  [
    'unique items',
    definition({}, list({ uniqueItems: true })),
    /uniqueItems: Forbidden: uniqueItems cannot be set to true/,
  ],
  ['a reference', definition({}, schema({ type: 'object', $ref: '#/x' })), /\$ref: Forbidden: \$ref is not supported$/],
  [
    'a webhook between versions',
    definition({
      conversion: { strategy: 'Webhook' },
      versions: [version, { ...version, name: 'v2', storage: false }],
    }),
    /^spec\.conversion\.strategy: Invalid value: "Webhook": conversion webhooks are not called/,
  ],
  [
    'an unapproved group',
    { ...definition({ group: 'x.k8s.io' }), metadata: { name: 'things.x.k8s.io' } },
    /protected groups must have approval annotation "api-approved\.kubernetes\.io"/,
  ],
];

for (const [what, given, message] of refused)
  test(`it is refused: ${what}`, () => {
    const messages = validateDefinition(given).map((e) => e.message);
    assert.ok(
      messages.some((each) => message.test(each)),
      messages.join('\n'),
    );
  });

test('the scope and the kind of an established definition cannot change, nor can a stored version go', () => {
  const old = definition();
  const established = { type: 'Established', status: 'True' } as const;
  const was = { ...old, status: { ...old.status, conditions: [established] } };
  const scope = validateDefinitionUpdate({ ...definition({ scope: 'Cluster' }), status: was.status }, was);
  assert.match(scope[0]?.message ?? '', /^spec\.scope: Invalid value: "Cluster": field is immutable$/);
  const moved = definition({}, { name: 'v2' });
  const gone = validateDefinitionUpdate({ ...moved, status: { ...was.status, storedVersions: ['v1', 'v2'] } }, was);
  assert.match(
    gone[0]?.message ?? '',
    /^status\.storedVersions\[0\]: Invalid value: "v1": missing from spec\.versions; v1 was/,
  );
});
