/**
 * What was acknowledged is on disk: the control plane is killed in the middle of many concurrent creates, again and
 * again, and nothing that a client was told is ever lost, renumbered or told twice.
 */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import test from 'node:test';
import type { ConfigMap } from '../../src/api/core/v1.ts';
import { ConnectionError } from '../../src/client/connectionError.ts';
import type { Stored } from '../../src/machinery/object.ts';
import { configMaps } from '../../src/machinery/resources.ts';
import { startControlPlane, type TestControlPlane } from '../../src/testing/controlPlane.ts';

const rounds = 20;
const creates = 2_000;

test('nothing acknowledged is lost when the control plane is killed during 2 000 concurrent creates, 20 times', async (t) => {
  await using controlPlane = await startControlPlane('durability');
  const acknowledged = new Map<string, Stored<ConfigMap>>();
  let revision = await currentRevision(controlPlane);
  for (let round = 1; round <= rounds; round++) {
    const before = revision;
    const told = await createUntilKilled(controlPlane, `round-${round}`, randomInt(1, creates));
    for (const object of told) acknowledged.set(object.metadata.name, object);
    await controlPlane.start();

    revision = await currentRevision(controlPlane);
    const newest = Math.max(before, ...told.map(revisionOf));
    assert.ok(revision >= newest, `round ${round}: the revision went back from ${newest} to ${revision}`);
    await assertWatchTellsAll(controlPlane, before, told);
    t.diagnostic(`round ${round}: ${told.length} acknowledged, revision ${revision}`);
  }

  const there = await listAll(controlPlane);
  for (const [name, object] of acknowledged) {
    const { metadata } = there.get(name) ?? assert.fail(`${name} was acknowledged, and is gone`);
    assert.equal(metadata.uid, object.metadata.uid);
    assert.equal(metadata.resourceVersion, object.metadata.resourceVersion);
  }
  const revisions = [...there.values()].map(revisionOf);
  assert.equal(new Set(revisions).size, revisions.length, 'every write has a revision of its own');
});

const revisionOf = (object: Stored<ConfigMap>): number => Number(object.metadata.resourceVersion);

async function currentRevision({ client }: TestControlPlane): Promise<number> {
  return Number((await client.resource(configMaps).list('default', { limit: 1 })).metadata.resourceVersion);
}

/** Sends all creates at once, kills the server after `enough` answers, and resolves with what was acknowledged. */
async function createUntilKilled(
  controlPlane: TestControlPlane,
  prefix: string,
  enough: number,
): Promise<Stored<ConfigMap>[]> {
  const api = controlPlane.client.resource(configMaps);
  const told: Stored<ConfigMap>[] = [];
  let killed: Promise<void> | undefined;
  const create = async (number: number): Promise<void> => {
    try {
      told.push(
        await api.create({
          metadata: { name: `${prefix}-${number}`, namespace: 'default' },
          data: { text: 'x'.repeat(500) },
        }),
      );
      if (told.length === enough) killed = controlPlane.kill();
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
    }
  };
  await Promise.all(Array.from({ length: creates }, (_, number) => create(number)));
  await killed;
  return told;
}

/** A watch from `revision`, which a client had before the kill, tells of every object once and in order. */
async function assertWatchTellsAll(
  { client }: TestControlPlane,
  revision: number,
  told: readonly Stored<ConfigMap>[],
): Promise<void> {
  const missing = new Set(told.map((object) => object.metadata.name));
  if (missing.size === 0) return;
  const seen = new Set<string>();
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(20_000)]);
  let last = revision;
  for await (const event of client
    .resource(configMaps)
    .watch('default', { resourceVersion: String(revision) }, signal)) {
    if (event.type === 'BOOKMARK') continue;
    const { name } = event.object.metadata;
    assert.equal(event.type, 'ADDED');
    assert.ok(revisionOf(event.object) > last, `${name}: revision ${revisionOf(event.object)} came after ${last}`);
    assert.ok(!seen.has(name), `${name} was told twice`);
    last = revisionOf(event.object);
    seen.add(name);
    missing.delete(name);
    if (missing.size === 0) stop.abort();
  }
  assert.deepEqual([...missing], [], 'acknowledged, but a watch does not tell of it');
}

/** Everything, by name, in pages. */
async function listAll({ client }: TestControlPlane): Promise<Map<string, Stored<ConfigMap>>> {
  const all = new Map<string, Stored<ConfigMap>>();
  let token: string | undefined;
  do {
    const page = await client.resource(configMaps).list('default', { limit: 500, ...(token && { continue: token }) });
    for (const item of page.items) all.set(item.metadata.name, item);
    token = page.metadata.continue;
  } while (token);
  return all;
}
