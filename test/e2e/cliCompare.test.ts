/** peapod and kubectl 1.33 say the same, to the byte, for the same command lines on the same objects. */
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { compareLine, preparePrograms, type Programs } from './cliCompare/compare.ts';
import { describeLines } from './cliCompare/describe.ts';
import { getLines } from './cliCompare/get.ts';
import { readingLines } from './cliCompare/reading.ts';
import { root, startTestCluster, type TestCluster } from './cluster.ts';
import { kubectlVersions } from './kubectlBinary.ts';

const tables = { get: getLines, describe: describeLines, 'the other reading verbs': readingLines };

const comparable = (await kubectlVersions()).some((v) => v.version === '1.33');

describe('peapod and kubectl say the same', {
  concurrency: 1,
  skip: comparable ? false : 'kubectl 1.33 is not on this machine',
}, () => {
  let cluster: TestCluster;
  let programs: Programs;
  const folder = mkdtempSync(join(tmpdir(), 'peapod-compare-'));
  const objects = join(root, 'test', 'e2e', 'cliCompare', 'objects.yaml');

  before(async () => {
    cluster = await startTestCluster({ name: 'compare' });
    programs = await preparePrograms(join(folder, 'kubectl'), cluster.layout.kubeconfig, { OBJECTS: objects });
    const kubectl = cluster.kubectl('1.33');
    const ok = async (...args: string[]): Promise<void> => {
      const { code, stderr } = await kubectl(args, { timeout: 120_000 });
      assert.equal(code, 0, stderr);
    };
    await ok('apply', '-f', objects);
    await ok('-n', 'shop', 'rollout', 'status', 'deploy/web', 'sts/db', 'ds/watcher', '--timeout=100s');
    await ok('-n', 'shop', 'wait', '--for=condition=complete', 'job/once', '--timeout=100s');
  });
  after(async () => {
    await cluster[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  for (const [name, lines] of Object.entries(tables)) {
    describe(name, { concurrency: 2 }, () => {
      for (const line of lines) test(line, () => compareLine(programs, line));
    });
  }
});
