/** Every command of docs/getting-started.md but the first, which starts the cluster, block by block as a person pastes them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { root, startTestCluster } from './cluster.ts';
import { run } from './command.ts';

test('the commands of Getting started', async (t) => {
  const text = readFileSync(join(root, 'docs', 'getting-started.md'), 'utf8');
  const blocks = [...text.matchAll(/^## (.*)\n(?:(?!^## )[\s\S])*?^```sh\n([\s\S]*?)^```/gm)].map(
    ([, title = '', commands = '']) => ({ title, commands }),
  );
  assert.deepEqual(blocks[0], { title: 'Start', commands: 'npm start\n' });
  await using cluster = await startTestCluster({
    name: 'getting-started',
    manifests: [join(root, 'examples', 'hello.yaml')],
  });
  // No kubeconfig of whoever runs the test: the program finds the cluster by its data directory.
  const env = { PEAPOD_DATA_DIR: cluster.layout.data, HOME: cluster.layout.run, KUBECONFIG: '' };
  for (const { title, commands } of blocks.slice(1)) {
    await t.test(title, async () => {
      const { code, stdout, stderr } = await run('bash', ['-eu', '-c', commands], { cwd: root, env, timeout: 240_000 });
      assert.equal(code, 0, `${commands}\n${stdout}\n${stderr}`);
      if (title.startsWith('Give it a name')) assert.match(stdout, /Welcome to nginx/);
    });
  }
  assert.ok(blocks.length >= 7, `only ${blocks.length} blocks were found`);
});
