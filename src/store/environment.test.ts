import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { Environment } from './environment.ts';
import { GroupCommit } from './groupCommit.ts';
import { StoreError } from './store.ts';

test('after an input/output error the environment is opened anew, and whoever uses it meanwhile waits', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'peapod-store-'));
  const environment = await Environment.open(directory);
  try {
    const commits = new GroupCommit(
      environment,
      0,
      () => undefined,
      () => undefined,
    );
    await commits.run((transaction) => transaction.put('/a', Buffer.from('1'), undefined));
    const before = await environment.use();
    const recovering = environment.recover('InputOutput');
    const [during] = await Promise.all([environment.use(), recovering]);
    assert.notEqual(during, before);
    assert.equal(environment.readMeta(during, 'revision'), 1);
    assert.equal(
      (await commits.run((transaction) => transaction.put('/b', Buffer.from('2'), undefined))).modRevision,
      2,
    );
    await commits.close();
  } finally {
    await environment.close();
    await rm(directory, { recursive: true });
  }
  await assert.rejects(
    environment.use(),
    (error: unknown) => error instanceof StoreError && error.failure === 'Closed',
  );
});

test('a commit that fails rejects its operations with a StoreError, and the next one works', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'peapod-store-'));
  const environment = await Environment.open(directory);
  try {
    let broken = true;
    const commits = new GroupCommit(
      environment,
      0,
      () => undefined,
      (point) => {
        if (point === 'decided' && broken) throw Object.assign(new Error('write failed'), { code: 'EIO' });
      },
    );
    const both = ['/a', '/b'].map((key) =>
      commits.run((transaction) => transaction.put(key, Buffer.from('1'), undefined)),
    );
    for (const result of await Promise.allSettled(both)) {
      assert.ok(
        result.status === 'rejected' && result.reason instanceof StoreError && result.reason.failure === 'InputOutput',
      );
    }
    broken = false;
    assert.equal(
      (await commits.run((transaction) => transaction.put('/a', Buffer.from('2'), undefined))).modRevision,
      1,
    );
    await commits.close();
  } finally {
    await environment.close();
    await rm(directory, { recursive: true });
  }
});
