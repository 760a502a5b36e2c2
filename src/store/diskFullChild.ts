/** The child of a test in lmdbStore.test.ts: fills a store until its files may not grow, then goes on with more room. */
import { execFileSync } from 'node:child_process';
import assert from 'node:assert/strict';
import { openLmdbStore } from './lmdbStore.ts';
import { StoreError } from './store.ts';

const directory = process.argv[2] ?? '';
const limitFiles = (bytes: string): void =>
  void execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:unlimited`]);

const store = await openLmdbStore(directory);
const value = Buffer.alloc(100_000, 7);
limitFiles('2000000');
let stored = 0;
let failures = 0;
for (let i = 0; i < 60; i++) {
  try {
    await store.create(`/${i}`, value);
    stored++;
  } catch (error) {
    if (failures++ === 0) console.log(`full: ${error instanceof StoreError ? error.failure : String(error)}`);
  }
}
const { entries, revision } = await store.list('/');
assert.equal(entries.length, stored);
assert.equal(revision, stored);
assert.ok(failures > 1 && stored > 5);
console.log('read: ok');

limitFiles('unlimited');
await store.create('/again', value);
assert.equal(await store.revision(), stored + 1);
console.log('again: ok');
await store.check();
await store[Symbol.asyncDispose]();
console.log('checked');
