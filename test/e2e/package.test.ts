/** The npm package, installed in somebody's project: `peapod/testing` as an ordinary user and as root, and the program. */
import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { root } from './cluster.ts';
import { run } from './command.ts';

/** What a project has after `npm install peapod`, put together without a registry. */
async function projectWithPeapod(): Promise<AsyncDisposable & { readonly folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'peapod-project-'));
  // The ordinary user has to get there.
  chmodSync(folder, 0o755);
  const packed = await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root, timeout: 120_000 });
  assert.equal(packed.code, 0, packed.stderr);
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, 'peapod'), { recursive: true });
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? assert.fail('nothing was packed');
  const unpacked = await run('tar', [
    '-xf',
    join(folder, archive),
    '-C',
    join(modules, 'peapod'),
    '--strip-components=1',
  ]);
  assert.equal(unpacked.code, 0, unpacked.stderr);
  for (const name of dependencies(join(root, 'node_modules'))) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  return { folder, [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true }) };
}

const dependencies = (modules: string): string[] =>
  readdirSync(modules)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => (name.startsWith('@') ? readdirSync(join(modules, name)).map((n) => `${name}/${n}`) : [name]));

test('the package', async (t) => {
  await using project = await projectWithPeapod();
  const { folder } = project;
  const node = join(folder, 'node_modules', 'peapod', 'bin', 'node');

  await t.test('lets an ordinary user test against a control plane, several at once', async () => {
    // It must be able to read the packages, wherever the checkout lies; Node.js itself is run by its path.
    cpSync(join(root, 'examples', 'testing', 'configMaps.test.mjs'), join(folder, 'configMaps.test.mjs'));
    const asNobody = ['--reuid=65534', '--regid=65534', '--clear-groups', '--inh-caps=-all'];
    const { code, stdout, stderr } = await run(
      'env',
      // A test runner of its own, and none below this one.
      [
        '-u',
        'NODE_TEST_CONTEXT',
        'setpriv',
        ...asNobody,
        node,
        '--test',
        '--test-reporter=spec',
        'configMaps.test.mjs',
      ],
      { cwd: folder, env: { HOME: '/nonexistent', TMPDIR: '/tmp' }, timeout: 120_000 },
    );
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /pass 2/);
  });

  await t.test('leaves no process when the test that started it is killed', async () => {
    writeFileSync(
      join(folder, 'killed.mjs'),
      `import { startCluster } from 'peapod/testing';
       const { kubeconfigPath } = await startCluster();
       console.log(kubeconfigPath);
       process.kill(process.pid, 'SIGKILL');`,
    );
    const { stdout } = await run(node, ['killed.mjs'], { cwd: folder });
    const data = dirname(stdout.trim());
    assert.match(data, /peapod-test-/);
    for (let waited = 0; ; waited += 100) {
      const { stdout: left } = await run('pgrep', ['-f', data]);
      if (left === '') break;
      assert.ok(waited < 10_000, `processes of ${data} are left: ${left}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    rmSync(dirname(data), { recursive: true });
  });

  await t.test('runs Pods in real containers for root', async () => {
    writeFileSync(
      join(folder, 'pods.mjs'),
      `import { startCluster } from 'peapod/testing';
       const cluster = await startCluster({ nodes: 1 });
       const nodes = cluster.client.resource({ group: '', version: 'v1', resource: 'nodes', kind: 'Node', namespaced: false });
       const { items } = await nodes.list();
       console.log(items[0].status.conditions.find((c) => c.type === 'Ready').status);
       await cluster.stop();`,
    );
    const { code, stdout, stderr } = await run(node, ['pods.mjs'], { cwd: folder, timeout: 240_000 });
    assert.deepEqual([code, stdout], [0, 'True\n'], stderr);
  });

  await t.test('has the program, and types for those who use TypeScript', async () => {
    const { code, stdout, stderr } = await run(join(folder, 'node_modules', 'peapod', 'bin', 'peapod'), ['--help']);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Usage: peapod /m);
    writeFileSync(
      join(folder, 'typed.ts'),
      `import { startCluster, type Cluster } from 'peapod/testing';
       const cluster: Cluster = await startCluster({ nodes: 0 });
       const url: string = cluster.url;
       // @ts-expect-error it is a number
       await startCluster({ nodes: 'one' });
       console.log(url);`,
    );
    const options = [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'esnext',
      '--skipLibCheck',
      '--types',
      'node',
    ];
    const checked = await run(node, [join(root, 'node_modules', '.bin', 'tsc'), ...options, 'typed.ts'], {
      cwd: folder,
    });
    assert.deepEqual([checked.code, checked.stdout], [0, '']);
  });
});
