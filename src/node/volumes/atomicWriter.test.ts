import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, readlink, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import type { TestContext } from 'node:test';
import { writeAtomically } from './atomicWriter.ts';
import { configMapPayload, secretPayload } from './payload.ts';
import type { Payload } from './volume.ts';

async function folder(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'peapod-writer-'));
  t.after(() => rm(directory, { recursive: true }));
  return directory;
}

const payload = (files: Record<string, string>, mode = 0o644): Payload =>
  new Map(Object.entries(files).map(([path, text]) => [path, { data: Buffer.from(text), mode }]));

test('files are read through links, and a change replaces all of them at once', async (t) => {
  const directory = await folder(t);
  assert.equal(await writeAtomically(directory, payload({ a: '1', 'b/c': '2' }, 0o400)), true);
  assert.equal(await readlink(join(directory, 'a')), '..data/a');
  assert.equal(await readFile(join(directory, 'b/c'), 'utf8'), '2');
  assert.equal((await stat(join(directory, 'a'))).mode & 0o777, 0o400);
  const before = await readlink(join(directory, '..data'));

  assert.equal(await writeAtomically(directory, payload({ a: '1', 'b/c': '2' }, 0o400)), false);
  assert.equal(await readlink(join(directory, '..data')), before);

  assert.equal(await writeAtomically(directory, payload({ a: '3', d: '4' })), true);
  assert.equal(await readFile(join(directory, 'a'), 'utf8'), '3');
  assert.deepEqual((await readdir(directory)).filter((n) => !n.startsWith('..')).sort(), ['a', 'd']);
  assert.equal((await readdir(directory)).filter((n) => n.startsWith('..2')).length, 1);
});

test('items choose keys, and one that is missing is named', () => {
  const source = { data: { a: '1', b: '2' }, binaryData: { c: 'AAE=' } };
  assert.deepEqual([...configMapPayload(source, { mode: 0o644 }).keys()], ['a', 'b', 'c']);
  const chosen = configMapPayload(source, { items: [{ key: 'a', path: 'x/y', mode: 0o400 }], mode: 0o644 });
  assert.deepEqual(
    [...chosen].map(([path, { mode, data }]) => [path, mode, data.toString()]),
    [['x/y', 0o400, '1']],
  );
  assert.throws(() => configMapPayload(source, { items: [{ key: 'z', path: 'z' }], mode: 0o644 }), {
    message: 'configmap references non-existent config key: z',
  });
  assert.throws(() => secretPayload({}, { items: [{ key: 'z', path: 'z' }], mode: 0o644 }), {
    message: 'references non-existent secret key: z',
  });
  assert.equal(configMapPayload(source, { items: [{ key: 'z', path: 'z' }], mode: 0o644, optional: true }).size, 0);
});
