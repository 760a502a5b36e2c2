/** The conformance suite of the store's interface: a test for each guarantee at the head of store.ts, for any implementation. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Entry, Revision, Store, StoreEvent, StoreEventBatch } from './store.ts';
import { CompactedError, FutureRevisionError, KeyExistsError, RevisionMismatchError } from './store.ts';

/** An empty store under test. Disposing checks its invariants, where it has a check, and removes its data. */
export interface StoreUnderTest extends AsyncDisposable {
  readonly store: Store;
  /** Closes it and opens the same data again. */
  reopen(): Promise<Store>;
}

const bytes = (text: string): Uint8Array => Buffer.from(text);
const text = (entry: Entry | undefined): string | undefined => entry && Buffer.from(entry.value).toString();
const summary = (event: StoreEvent): string => `${event.type} ${event.key} ${event.revision}`;

/** What must be there for the test to make sense. */
function present<T>(value: T | undefined): T {
  if (value === undefined) assert.fail('a value was expected');
  return value;
}

/** A watch that runs into a list, in the background. */
function collect(store: Store, prefix: string, from: Revision): Watched {
  const abort = new AbortController();
  const watched: Watched = {
    batches: [],
    events: () => watched.batches.flatMap((batch) => batch.events),
    async until(revision) {
      while ((watched.batches.at(-1)?.revision ?? 0) < revision) await new Promise(setImmediate);
    },
    ended: undefined as unknown as Promise<void>,
    async [Symbol.asyncDispose]() {
      abort.abort();
      await this.ended;
    },
  };
  const run = async (): Promise<void> => {
    for await (const batch of store.watch(prefix, from, abort.signal)) watched.batches.push(batch);
  };
  return Object.assign(watched, { ended: run() });
}

interface Watched extends AsyncDisposable {
  readonly batches: StoreEventBatch[];
  /** Resolves when the watch has ended; rejects with its error. */
  readonly ended: Promise<void>;
  events(): StoreEvent[];
  until(revision: Revision): Promise<void>;
}

export function storeSuite(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(name, () => {
    test('revisions increase by one a write and survive a restart', async () => {
      await using under = await open();
      const { store } = under;
      const start = await store.revision();
      const a = await store.create('/a', bytes('1'));
      const b = await store.update('/a', bytes('2'), a.modRevision);
      const gone = await store.delete('/a', b.modRevision);
      assert.deepEqual([a.modRevision, b.modRevision, gone], [start + 1, start + 2, start + 3]);
      const again = await under.reopen();
      assert.equal(await again.revision(), gone);
      assert.equal((await again.create('/a', bytes('3'))).modRevision, gone + 1);
    });

    test('what was written is there after a restart, with both revisions and the exact bytes', async () => {
      await using under = await open();
      const value = Uint8Array.from({ length: 5000 }, (_, i) => i & 255);
      const first = await under.store.create('/registry/pods/default/ä', value);
      await under.store.create('/empty', new Uint8Array());
      const second = await under.store.update('/registry/pods/default/ä', value, first.modRevision);
      const store = await under.reopen();
      const read = await store.get('/registry/pods/default/ä');
      assert.deepEqual(Uint8Array.from(read?.value ?? []), value);
      assert.deepEqual([read?.modRevision, read?.createRevision], [second.modRevision, first.modRevision]);
      assert.equal((await store.get('/empty'))?.value.length, 0);
      assert.equal(await store.get('/registry/pods/default'), undefined);
    });

    test('a value is copied: changing the bytes afterwards changes nothing', async () => {
      await using under = await open();
      const value = Buffer.from('before');
      const pending = under.store.create('/a', value);
      value.write('CHANGE');
      await pending;
      const entry = await under.store.get('/a');
      assert.ok(['before', 'CHANGE'].includes(text(entry) ?? ''));
      value.write('AGAIN!');
      assert.equal(text(await under.store.get('/a')), text(entry));
    });

    test('create fails on a key that is there and changes nothing', async () => {
      await using under = await open();
      const { store } = under;
      const entry = await store.create('/a', bytes('first'));
      await assert.rejects(store.create('/a', bytes('second')), KeyExistsError);
      assert.equal(text(await store.get('/a')), 'first');
      assert.equal(await store.revision(), entry.modRevision);
    });

    test('update and delete fail at another revision, or without the key, and tell what is there', async () => {
      await using under = await open();
      const { store } = under;
      const entry = await store.create('/a', bytes('first'));
      for (const write of [
        store.update('/a', bytes('x'), entry.modRevision + 1),
        store.delete('/a', entry.modRevision + 1),
      ]) {
        await assert.rejects(
          write,
          (error: unknown) => error instanceof RevisionMismatchError && text(error.current) === 'first',
        );
      }
      for (const write of [store.update('/b', bytes('x'), 1), store.delete('/b', 1)]) {
        await assert.rejects(
          write,
          (error: unknown) => error instanceof RevisionMismatchError && error.current === undefined,
        );
      }
      assert.equal(await store.revision(), entry.modRevision);
    });

    test('of many concurrent writers that expect the same revision exactly one wins', async () => {
      await using under = await open();
      const { store } = under;
      let entry = await store.create('/counter', bytes('0'));
      for (let round = 1; round <= 5; round++) {
        const expected = entry.modRevision;
        const results = await Promise.allSettled(
          Array.from({ length: 20 }, (_, i) => store.update('/counter', bytes(`${round}.${i}`), expected)),
        );
        const won = results.filter((result) => result.status === 'fulfilled');
        assert.equal(won.length, 1);
        entry = present(won[0]).value;
        assert.equal(text(await store.get('/counter')), text(entry));
      }
      const creates = await Promise.allSettled(Array.from({ length: 20 }, () => store.create('/once', bytes(''))));
      assert.equal(creates.filter((result) => result.status === 'fulfilled').length, 1);
    });

    test('concurrent writes to different keys all succeed, each with a revision of its own', async () => {
      await using under = await open();
      const start = await under.store.revision();
      const entries = await Promise.all(
        Array.from({ length: 300 }, (_, i) => under.store.create(`/k/${i}`, bytes(`${i}`))),
      );
      const revisions = entries.map((entry) => entry.modRevision).sort((a, b) => a - b);
      assert.deepEqual(
        revisions,
        Array.from({ length: 300 }, (_, i) => start + 1 + i),
      );
    });

    test('list answers a prefix in byte order of its keys', async () => {
      await using under = await open();
      const { store } = under;
      const keys = ['/p/b', '/p/a', '/p/a/b', '/p/a-b', '/p/ä', '/p/😀', '/p/\uffee', '/q', '/p', '/o/z', '/p/a.b'];
      await Promise.all(keys.map((key) => store.create(key, bytes(key))));
      const expected = keys
        .filter((key) => key.startsWith('/p/'))
        .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      const { entries, remaining } = await store.list('/p/');
      assert.deepEqual(
        entries.map((entry) => entry.key),
        expected,
      );
      assert.deepEqual(entries.map(text), expected);
      assert.equal(remaining, 0);
      assert.equal((await store.list('')).entries.length, keys.length);
      assert.deepEqual((await store.list('/none/')).entries, []);
    });

    test('pages that name a revision come from that revision, whatever is written between them', async () => {
      await using under = await open();
      const { store } = under;
      for (let i = 0; i < 10; i++) await store.create(`/p/${i}`, bytes('old'));
      const first = await store.list('/p/', { limit: 4 });
      assert.equal(first.remaining, 6);
      const { revision } = first;
      await store.update('/p/5', bytes('new'), present(await store.get('/p/5')).modRevision);
      await store.delete('/p/6', present(await store.get('/p/6')).modRevision);
      await store.create('/p/55', bytes('new'));
      const second = await store.list('/p/', { limit: 4, revision, after: present(first.entries.at(-1)).key });
      const third = await store.list('/p/', { limit: 4, revision, after: present(second.entries.at(-1)).key });
      const all = [...first.entries, ...second.entries, ...third.entries];
      assert.deepEqual(
        all.map((entry) => entry.key),
        Array.from({ length: 10 }, (_, i) => `/p/${i}`),
      );
      assert.deepEqual(new Set(all.map(text)), new Set(['old']));
      assert.deepEqual(
        [second.revision, third.revision, second.remaining, third.remaining],
        [revision, revision, 2, 0],
      );
    });

    test('list refuses a revision in the future', async () => {
      await using under = await open();
      await assert.rejects(
        under.store.list('/', { revision: (await under.store.revision()) + 1 }),
        FutureRevisionError,
      );
    });

    test('watch delivers every later change of its prefix, with what was stored and what was there before', async () => {
      await using under = await open();
      const { store } = under;
      await store.create('/p/before', bytes(''));
      const from = await store.revision();
      await using watched = collect(store, '/p/', from);
      const created = await store.create('/p/a', bytes('1'));
      await store.create('/q/a', bytes('other'));
      const updated = await store.update('/p/a', bytes('2'), created.modRevision);
      const gone = await store.delete('/p/a', updated.modRevision);
      await watched.until(gone);
      const events = watched.events();
      assert.deepEqual(events.map(summary), [
        `create /p/a ${from + 1}`,
        `update /p/a ${from + 3}`,
        `delete /p/a ${from + 4}`,
      ]);
      assert.deepEqual(
        events.map((event) => text(event.entry)),
        ['1', '2', undefined],
      );
      assert.deepEqual(
        events.map((event) => text(event.previous)),
        [undefined, '1', '2'],
      );
      assert.deepEqual(
        events.map((event) => event.previous?.createRevision),
        [undefined, from + 1, from + 1],
      );
    });

    test('watch tells of progress although nothing under its prefix changed', async () => {
      await using under = await open();
      await using watched = collect(under.store, '/p/', await under.store.revision());
      const { modRevision } = await under.store.create('/q', bytes(''));
      await watched.until(modRevision);
      assert.deepEqual(watched.events(), []);
    });

    test('watch from a past revision replays history and goes on live: in order, no gap, no duplicate', async () => {
      await using under = await open();
      const { store } = under;
      const from = await store.revision();
      let written = 0;
      const write = async (writer: number): Promise<void> => {
        for (let i = 0; i < 100; i++, written++) await store.create(`/p/${writer}/${i}`, bytes('x'));
      };
      const writers = Promise.all(Array.from({ length: 8 }, (_, i) => write(i)));
      const watches: Watched[] = [];
      // Watches begin at different moments of the writing, so that each switches elsewhere.
      for (let begun = 0; begun < 6; begun++) {
        while (written < begun * 120) await new Promise(setImmediate);
        watches.push(collect(store, '/p/', from));
      }
      await writers;
      for (const watched of watches) {
        await watched.until(from + 800);
        assert.deepEqual(
          watched.events().map((event) => event.revision),
          Array.from({ length: 800 }, (_, i) => from + 1 + i),
        );
        const ends = watched.batches.map((batch) => batch.revision);
        assert.deepEqual(
          ends,
          [...new Set(ends)].sort((a, b) => a - b),
        );
        await watched[Symbol.asyncDispose]();
      }
    });

    test('watch from a revision before a restart replays what was written then', async () => {
      await using under = await open();
      const from = await under.store.revision();
      const entry = await under.store.create('/p/a', bytes('1'));
      await under.store.delete('/p/a', entry.modRevision);
      const store = await under.reopen();
      await using watched = collect(store, '/p/', from);
      await watched.until(from + 2);
      assert.deepEqual(watched.events().map(summary), [`create /p/a ${from + 1}`, `delete /p/a ${from + 2}`]);
      assert.equal(text(watched.events()[1]?.previous), '1');
    });

    test('a change is published only once it can be read', async () => {
      await using under = await open();
      const { store } = under;
      const abort = new AbortController();
      const writing = Promise.all(Array.from({ length: 50 }, (_, i) => store.create(`/p/${i}`, bytes(`${i}`))));
      let seen = 0;
      for await (const batch of store.watch('/p/', await store.revision(), abort.signal)) {
        assert.ok((await store.revision()) >= batch.revision);
        for (const event of batch.events) assert.equal((await store.get(event.key))?.modRevision, event.revision);
        if ((seen += batch.events.length) === 50) abort.abort();
      }
      await writing;
    });

    test('watch ends without an error when its signal aborts, also one that is aborted already', async () => {
      await using under = await open();
      const watched = collect(under.store, '/', 0);
      await new Promise(setImmediate);
      await watched[Symbol.asyncDispose]();
      for await (const _ of under.store.watch('/', 0, AbortSignal.abort())) assert.fail('an aborted watch delivered');
    });

    test('compact keeps what is stored, and the state at that revision, and refuses what is older', async () => {
      await using under = await open();
      const { store } = under;
      const a = await store.create('/p/a', bytes('1'));
      const b = await store.create('/p/b', bytes('1'));
      const a2 = await store.update('/p/a', bytes('2'), a.modRevision);
      const at = await store.delete('/p/b', b.modRevision);
      await store.update('/p/a', bytes('3'), a2.modRevision);
      await store.compact(at);
      for (const open of [async () => store, () => under.reopen()]) {
        const now = await open();
        assert.equal(await now.compactedRevision(), at);
        assert.equal(text(await now.get('/p/a')), '3');
        assert.deepEqual((await now.list('/p/', { revision: at })).entries.map(text), ['2']);
        await assert.rejects(now.list('/p/', { revision: at - 1 }), CompactedError);
        await assert.rejects(collect(now, '/p/', at - 1).ended, CompactedError);
        await using watched = collect(now, '/p/', at);
        await watched.until(at + 1);
        assert.deepEqual(
          watched.events().map((event) => [text(event.entry), text(event.previous)]),
          [['3', '2']],
        );
      }
    });

    test('compact while being written to, listed and watched disturbs none of them', async () => {
      await using under = await open();
      const { store } = under;
      await using watched = collect(store, '/p/', await store.revision());
      const from = await store.revision();
      let writing = true;
      const write = async (writer: number): Promise<void> => {
        let entry = await store.create(`/p/${writer}`, bytes('0'));
        for (let i = 1; i < 60; i++) entry = await store.update(entry.key, bytes(`${i}`), entry.modRevision);
      };
      const compacting = (async () => {
        for (; writing; await new Promise(setImmediate)) await store.compact(await store.revision());
      })();
      const listing = (async () => {
        for (; writing; await new Promise(setImmediate)) assert.ok((await store.list('/p/')).entries.length <= 10);
      })();
      await Promise.all(Array.from({ length: 10 }, (_, i) => write(i)));
      writing = false;
      await Promise.all([compacting, listing]);
      await watched.until(from + 600);
      assert.deepEqual(
        watched.events().map((event) => event.revision),
        Array.from({ length: 600 }, (_, i) => from + 1 + i),
      );
      assert.equal((await store.list('/p/')).entries.length, 10);
    });

    test('compact refuses a revision in the future and passes over one that is gone already', async () => {
      await using under = await open();
      const entry = await under.store.create('/a', bytes(''));
      await assert.rejects(under.store.compact(entry.modRevision + 1), FutureRevisionError);
      await under.store.compact(entry.modRevision);
      await under.store.compact(entry.modRevision);
      await under.store.compact(1);
      assert.equal(await under.store.compactedRevision(), entry.modRevision);
    });

    test('size tells the bytes on disk', async () => {
      await using under = await open();
      assert.ok((await under.store.size()) > 0);
    });
  });
}
