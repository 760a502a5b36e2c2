import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { open } from 'lmdb';
import { encodeNumber } from './layout.ts';
import { openLmdbStore } from './lmdbStore.ts';
import { openTestStore } from './openTestStore.ts';
import { StoreError } from './store.ts';
import { storeSuite } from './storeSuite.ts';

storeSuite('LMDB store', () => openTestStore());

const failed =
  (failure: string, message: RegExp) =>
  (error: unknown): boolean =>
    error instanceof StoreError && error.failure === failure && message.test(error.message);

test('a second opener of the directory is told the pid that holds it', async () => {
  await using under = await openTestStore();
  await assert.rejects(
    openLmdbStore(under.directory),
    failed('Locked', new RegExp(`in use by the process with pid ${process.pid};`)),
  );
});

test('another process is told the pid that holds the directory, and gets it once that one was killed', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'peapod-store-'));
  const child = spawn(process.execPath, [join(import.meta.dirname, 'crashChild.ts'), directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await once(child.stdout, 'data');
    await assert.rejects(
      openLmdbStore(directory),
      failed('Locked', new RegExp(`in use by the process with pid ${child.pid};`)),
    );
    child.kill('SIGKILL');
    await once(child, 'exit');
    await (await openLmdbStore(directory))[Symbol.asyncDispose]();
  } finally {
    child.kill('SIGKILL');
    await rm(directory, { recursive: true });
  }
});

test('a store of another format is refused', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'peapod-store-'));
  try {
    await (await openLmdbStore(directory))[Symbol.asyncDispose]();
    const root = open<Buffer, Buffer>({
      path: directory,
      noSubdir: false,
      overlappingSync: false,
      encoding: 'binary',
      keyEncoding: 'binary',
    });
    await root
      .openDB<Buffer, Buffer>({ name: 'meta', encoding: 'binary', keyEncoding: 'binary' })
      .put(Buffer.from('format'), encodeNumber(99));
    await root.close();
    await assert.rejects(
      openLmdbStore(directory),
      failed('Format', /has format 99; this version of Peapod reads format 1/),
    );
  } finally {
    await rm(directory, { recursive: true });
  }
});

test('a key that is empty, too long or holds a zero byte is refused', async () => {
  await using under = await openTestStore();
  for (const key of ['', 'a\0b', 'x'.repeat(2000)]) {
    await assert.rejects(under.store.create(key, Buffer.from('')), failed('InvalidKey', /key/));
  }
});

test('a watcher that is too slow for its buffer reads on from disk and misses nothing', async () => {
  await using under = await openTestStore({ watchBuffer: { events: 10, bytes: 1 << 20 } });
  const { store } = under;
  const abort = new AbortController();
  const watch = store.watch('/p/', 0, abort.signal)[Symbol.asyncIterator]();
  const first = watch.next();
  await store.create('/p/first', Buffer.from(''));
  const seen = (await first).value?.events.map((event: { revision: number }) => event.revision) ?? [];
  await Promise.all(Array.from({ length: 700 }, (_, i) => store.create(`/p/${i}`, Buffer.from(''))));
  while (seen.length < 701)
    seen.push(...((await watch.next()).value?.events.map((event: { revision: number }) => event.revision) ?? []));
  assert.deepEqual(
    seen,
    Array.from({ length: 701 }, (_, i) => i + 1),
  );
  abort.abort();
  await watch.return?.();
});

test('history is compacted by itself beyond the number of revisions to keep, and space is used again', async () => {
  await using under = await openTestStore({ autoCompaction: { minutes: 60, revisions: 100 } });
  const { store } = under;
  const value = Buffer.alloc(20_000, 1);
  let entry = await store.create('/a', value);
  for (let i = 0; i < 100; i++) entry = await store.update('/a', value, entry.modRevision);
  const early = await store.size();
  for (let i = 0; i < 900; i++) entry = await store.update('/a', value, entry.modRevision);
  assert.ok((await store.compactedRevision()) > 800);
  assert.ok((await store.size()) < early * 4, `${await store.size()} bytes after 1000 updates, ${early} after 100`);
});

test('history is compacted by itself once it is old enough', async () => {
  await using under = await openTestStore({ autoCompaction: { minutes: 0.05 / 60, revisions: 1000 } });
  const { store } = under;
  const { modRevision } = await store.create('/a', Buffer.from(''));
  while ((await store.compactedRevision()) < modRevision) await new Promise((resolve) => setTimeout(resolve, 5));
});

test('closing waits for the writes that were asked for, and refuses later ones', async () => {
  await using under = await openTestStore();
  const pending = Array.from({ length: 20 }, (_, i) => under.store.create(`/${i}`, Buffer.from('')));
  const closed = under.store;
  const store = await under.reopen();
  await Promise.all(pending);
  assert.equal((await store.list('/')).entries.length, 20);
  await assert.rejects(closed.create('/x', Buffer.from('')), failed('Closed', /closed/));
  await assert.rejects(closed.get('/x'), failed('Closed', /closed/));
});

test('a full disk fails writes with DiskFull, keeps what is stored readable, and writing works again with space', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'peapod-store-'));
  try {
    // A limit on the size of files stands in for a full disk; the child lifts it again by prlimit.
    const script = 'trap "" XFSZ; exec "$0" "$@"';
    const child = spawn(
      'sh',
      ['-c', script, process.execPath, join(import.meta.dirname, 'diskFullChild.ts'), directory],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    const [code] = await once(child, 'close');
    assert.deepEqual([code, output], [0, 'full: DiskFull\nread: ok\nagain: ok\nchecked\n']);
  } finally {
    await rm(directory, { recursive: true });
  }
});
