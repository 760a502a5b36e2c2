import assert from 'node:assert/strict';
import test from 'node:test';
import { Collection } from './collection.ts';

const object = (name: string, resourceVersion: string) => ({
  metadata: { name, namespace: 'default', resourceVersion, managedFields: [] },
});
const frame = (type: string, name: string, revision: string): string =>
  JSON.stringify({ type, object: { rows: [{ cells: [name, revision], object: object(name, revision) }] } });
const listed = (): Collection => {
  const collection = new Collection();
  collection.replace([
    { metadata: { resourceVersion: '5' }, rows: [{ cells: ['a'], object: object('a', '3') }], columnDefinitions: [] },
    { metadata: { resourceVersion: '5' }, rows: [{ cells: ['b'], object: object('b', '4') }] },
  ]);
  return collection;
};
const keys = (collection: Collection): string[] => collection.rows().map((row) => row.key);

test('the pages of a list are its rows, without what nobody reads', () => {
  const collection = listed();
  assert.deepEqual(keys(collection), ['default/a', 'default/b']);
  assert.equal(collection.revision, '5');
  assert.equal(collection.rows()[0]?.object.metadata?.managedFields, undefined);
});

test('changes are applied in order, and the revision follows them', () => {
  const collection = listed();
  assert.ok(collection.apply([frame('ADDED', 'c', '6'), frame('MODIFIED', 'a', '7'), frame('DELETED', 'b', '8')]));
  assert.deepEqual(keys(collection), ['default/a', 'default/c']);
  assert.deepEqual(collection.rows()[0]?.cells, ['a', '7']);
  assert.equal(collection.revision, '8');
});

test('a bookmark moves the revision and changes nothing', () => {
  const collection = listed();
  assert.equal(collection.apply([frame('BOOKMARK', '', '9')]), false);
  assert.equal(collection.revision, '9');
  assert.equal(keys(collection).length, 2);
});

test('an expired revision is told', () => {
  const collection = listed();
  collection.apply([JSON.stringify({ type: 'ERROR', object: { code: 410, message: 'too old' } })]);
  assert.ok(collection.expired);
  collection.replace([]);
  assert.ok(!collection.expired);
  assert.equal(keys(collection).length, 0);
});
