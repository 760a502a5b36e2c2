import assert from 'node:assert/strict';
import test from 'node:test';
import { ApiError } from '../apiError.ts';
import { structSchema } from '../scheme.ts';
import { applyStrategicMergePatch } from './strategicMergePatch.ts';

const podSpec = structSchema('core/v1.PodSpec');
const containers = [
  {
    name: 'a',
    image: 'i1',
    env: [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ],
    args: ['x'],
  },
  { name: 'b', image: 'i2' },
  { name: 'c', image: 'i3' },
];
const [a, b, c] = containers;

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
};

const cases: [name: string, object: object, patch: object, want: object][] = [
  [
    'merges a list by its key and appends what is new',
    { containers },
    {
      containers: [
        { name: 'b', image: 'n' },
        { name: 'z', image: 'z' },
      ],
    },
    { containers: [a, { name: 'b', image: 'n' }, { name: 'z', image: 'z' }, c] },
  ],
  [
    'merges lists within list items, and replaces lists without a key',
    { containers },
    { containers: [{ name: 'a', env: [{ name: 'B', value: '3' }], args: ['y'] }] },
    {
      containers: [
        {
          ...a,
          env: [
            { name: 'A', value: '1' },
            { name: 'B', value: '3' },
          ],
          args: ['y'],
        },
        b,
        c,
      ],
    },
  ],
  ['deletes a list item', { containers }, { containers: [{ name: 'b', $patch: 'delete' }] }, { containers: [a, c] }],
  [
    'replaces a list',
    { containers },
    { containers: [{ $patch: 'replace' }, { name: 'z' }] },
    { containers: [{ name: 'z' }] },
  ],
  [
    'orders a list as told, and leaves what only the server has in its place',
    { containers },
    { '$setElementOrder/containers': [{ name: 'c' }, { name: 'z' }, { name: 'a' }], containers: [{ name: 'z' }] },
    { containers: [b, c, { name: 'z' }, a] },
  ],
  [
    'deletes a member by null',
    { nodeSelector: { x: 'y', z: 'w' } },
    { nodeSelector: { x: null }, hostNetwork: null },
    { nodeSelector: { z: 'w' } },
  ],
  [
    'replaces an object',
    { nodeSelector: { x: 'y' } },
    { nodeSelector: { $patch: 'replace', p: 'q' } },
    { nodeSelector: { p: 'q' } },
  ],
  ['empties an object', { nodeSelector: { x: 'y' } }, { nodeSelector: { $patch: 'delete' } }, { nodeSelector: {} }],
  [
    'keeps the members that are to be retained',
    { volumes: [{ name: 'v', hostPath: { path: '/x' } }] },
    { volumes: [{ name: 'v', $retainKeys: ['name', 'emptyDir'], emptyDir: {} }] },
    { volumes: [{ name: 'v', emptyDir: {} }] },
  ],
  [
    'drops nulls and directives from what is new',
    {},
    {
      affinity: { podAffinity: null, nodeAffinity: { x: null } },
      containers: [{ name: 'a' }, { name: 'b', $patch: 'delete' }],
    },
    { affinity: { nodeAffinity: {} }, containers: [{ name: 'a' }] },
  ],
  [
    'replaces a list that has no merge key',
    { tolerations: [{ key: 'a' }] },
    { tolerations: [{ key: 'b' }] },
    { tolerations: [{ key: 'b' }] },
  ],
];
for (const [name, object, patch, want] of cases) {
  test(`applyStrategicMergePatch() ${name}`, () => {
    assert.deepEqual(applyStrategicMergePatch(podSpec, frozen(object), frozen(patch)), want);
  });
}

test('applyStrategicMergePatch() merges and deletes from lists of scalars', () => {
  const meta = structSchema('meta/v1.ObjectMeta');
  assert.deepEqual(applyStrategicMergePatch(meta, { finalizers: ['f1', 'f2'] }, { finalizers: ['f3', 'f1'] }), {
    finalizers: ['f3', 'f1', 'f2'],
  });
  assert.deepEqual(
    applyStrategicMergePatch(
      meta,
      { finalizers: ['f1', 'f2', 'f3'] },
      {
        '$deleteFromPrimitiveList/finalizers': ['f2'],
        '$setElementOrder/finalizers': ['f3', 'f1'],
      },
    ),
    { finalizers: ['f3', 'f1'] },
  );
});

const refused: [patch: unknown, message: string][] = [
  [{ containers: [{ image: 'x' }] }, 'map: map[image:x] does not contain declared merge key: name'],
  [{ containers: [{ name: 'a', $patch: 'merge' }] }, 'merging lists cannot yet be specified in the patch'],
  [{ $patch: 'bogus' }, 'unknown patch type: bogus in map: map[$patch:bogus]'],
  [
    { '$setElementOrder/containers': [{ name: 'a' }], containers: [{ name: 'b' }] },
    "The order in patch list:\n[map[name:b]]\n doesn't match $setElementOrder list:\n[map[name:a]]\n",
  ],
  [{ '$setElementOrder/nope': [] }, 'unable to find api field in struct PodSpec for the json field "nope"'],
  [[], 'json: cannot unmarshal array into Go value of type map[string]interface {}'],
];
for (const [patch, message] of refused) {
  test(`applyStrategicMergePatch() refuses ${JSON.stringify(patch)}`, () => {
    assert.throws(
      () => applyStrategicMergePatch(podSpec, { containers }, patch),
      (error) => error instanceof ApiError && error.code === 400 && error.message === message,
    );
  });
}
