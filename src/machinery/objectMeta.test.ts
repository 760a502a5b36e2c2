import assert from 'node:assert/strict';
import test from 'node:test';
import type { ObjectMeta } from '../api/meta/v1.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from './objectMeta.ts';

const messages = (meta: ObjectMeta, namespaced = true): string[] =>
  validateObjectMeta(meta, namespaced).map((error) => error.message);

test('a name and a namespace are required', () => {
  assert.deepEqual(messages({}), [
    'metadata.name: Required value: name or generateName is required',
    'metadata.namespace: Required value',
  ]);
  assert.deepEqual(messages({ name: 'a', namespace: 'b' }, false), [
    'metadata.namespace: Forbidden: not allowed on this type',
  ]);
  assert.deepEqual(
    messages({ name: 'a', namespace: 'b', labels: { x: 'y' }, annotations: { 'Example.com/x': '€' } }),
    [],
  );
});

test('finalizers and owner references are checked', () => {
  assert.deepEqual(messages({ name: 'a', namespace: 'b', finalizers: ['orphan', 'foregroundDeletion'] }), [
    'metadata.finalizers: Invalid value: []string{"orphan", "foregroundDeletion"}: finalizer orphan and foregroundDeletion cannot be both set',
  ]);
  assert.deepEqual(
    messages({ name: 'a', namespace: 'b', ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'x', uid: '' }] }),
    ['metadata.ownerReferences.uid: Invalid value: "": uid must not be empty'],
  );
});

test('annotations are limited in size', () => {
  assert.deepEqual(messages({ name: 'a', namespace: 'b', annotations: { a: 'x'.repeat(262_144) } }), [
    'metadata.annotations: Too long: may not be more than 262144 bytes',
  ]);
});

test('an update may not change who the object is', () => {
  const old: ObjectMeta = {
    name: 'a',
    namespace: 'b',
    uid: '1',
    resourceVersion: '5',
    generation: 2,
    creationTimestamp: '2025-01-01T00:00:00Z',
  };
  assert.deepEqual(validateObjectMetaUpdate({ ...old }, old), []);
  const changed: ObjectMeta = {
    ...old,
    uid: '2',
    generation: 1,
    resourceVersion: '',
    creationTimestamp: '2025-01-01T00:00:01Z',
  };
  assert.deepEqual(
    validateObjectMetaUpdate(changed, old).map((e) => e.message),
    [
      'metadata.resourceVersion: Invalid value: "": must be specified for an update',
      'metadata.generation: Invalid value: 1: must not be decremented',
      'metadata.uid: Invalid value: "2": field is immutable',
      'metadata.creationTimestamp: Invalid value: 2025-01-01 00:00:01 +0000 UTC: field is immutable',
    ],
  );
});

test('an object that is being deleted takes no new finalizers', () => {
  const old: ObjectMeta = {
    name: 'a',
    resourceVersion: '5',
    deletionTimestamp: '2025-01-01T00:00:00Z',
    finalizers: ['x/y'],
  };
  assert.deepEqual(
    validateObjectMetaUpdate({ ...old, finalizers: ['x/y', 'x/z'] }, old).map((e) => e.message),
    [
      'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"x/z"}',
    ],
  );
});
