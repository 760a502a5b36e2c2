/** `peapod image`: archives brought in, images listed, pulled and removed, with and without a cluster that is up. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { pods } from '../../src/machinery/resources.ts';
import { startTestCluster } from './cluster.ts';
import { run } from './command.ts';
import { waitFor } from './waiting.ts';

test('peapod image', async (t) => {
  await using cluster = await startTestCluster({ name: 'images' });
  const { peapod, layout, client } = cluster;
  const folder = mkdtempSync(join(tmpdir(), 'peapod-image-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const archive = join(folder, 'app.tar');
  const name = `app-${randomBytes(3).toString('hex')}`;
  await dockerArchive(folder, archive, `${name}:v1`, layout.images);
  const list = async (): Promise<string> => (await peapod(['image', 'ls'])).stdout;

  await t.test('what docker save writes is imported from standard input, and listed', async () => {
    const { code, stdout, stderr } = await run(
      'sh',
      ['-c', `cat ${archive} | bin/peapod --data-dir ${layout.data} image import -`],
      {
        cwd: join(import.meta.dirname, '..', '..'),
      },
    );
    assert.equal(code, 0, stderr);
    assert.equal(stdout, `docker.io/library/${name}:v1 imported\n`);
    assert.match(await list(), /^IMAGE +TAG +IMAGE ID +SIZE +WHERE$/m);
    assert.match(
      await list(),
      new RegExp(`^docker\\.io/library/${name} +v1 +[0-9a-f]{13} +\\d+\\.\\dMB +node, local$`, 'm'),
    );
  });

  await t.test('a Pod runs from it, and it cannot be removed meanwhile', async () => {
    const container = { name: 'c', image: `${name}:v1`, command: ['sleep', '1000'] };
    await client.resource(pods).create({
      metadata: { name: 'app', namespace: 'default' },
      spec: { containers: [container], terminationGracePeriodSeconds: 1 },
    });
    await waitFor(client.resource(pods), {
      parameters: { fieldSelector: 'metadata.name=app' },
      what: 'the Pod to run',
      timeout: 30_000,
      until: (pod) => pod.status?.phase === 'Running',
    });
    const { code, stderr } = await peapod(['image', 'rm', `${name}:v1`]);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      `peapod: ${name}:v1 is in use by a container, of Pod default/app\n  delete what runs from it first\n`,
    );
    await cluster.kubectl()(['delete', 'pod', 'app', '--wait']);
  });

  await t.test('removed by name it is gone, and pulled no more', async () => {
    const removed = await peapod(['image', 'rm', `${name}:v1`]);
    assert.deepEqual([removed.code, removed.stdout], [0, `docker.io/library/${name}:v1 removed\n`], removed.stderr);
    assert.doesNotMatch(await list(), new RegExp(name));
    const again = await peapod(['image', 'rm', `${name}:v1`]);
    assert.deepEqual(
      [again.code, again.stderr],
      [1, `peapod: there is no image ${name}:v1\n  'peapod image ls' lists them\n`],
    );
    const { code, stderr } = await peapod(['image', 'pull', `127.0.0.1:1/${name}:v1`]);
    assert.equal(code, 1);
    assert.match(stderr, /cannot be pulled: .*connection refused/);
  });

  await t.test('an image of this machine is pulled by its name', async () => {
    const { code, stdout, stderr } = await peapod(['image', 'pull', 'peapod.local/busybox']);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^peapod\.local\/busybox pulled \([0-9a-f]{13}\)$/m);
    assert.match(await list(), /^peapod\.local\/busybox +latest .* node, local$/m);
  });

  await t.test('what is no archive is refused in a line', async () => {
    const file = join(folder, 'text');
    writeFileSync(file, 'not a tar');
    const { code, stderr } = await peapod(['image', 'import', file]);
    assert.equal(code, 1);
    assert.match(stderr, /is not a tar archive that can be read\n {2}name an archive of images/);
  });
});

/** An archive in the form of `docker save`, of the busybox that was made here. */
async function dockerArchive(folder: string, archive: string, tag: string, images: string): Promise<void> {
  const blob = (digest: string): string => join(images, 'blobs', digest.replace(':', '/'));
  const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
  // Named seams: the documents of an OCI image layout.
  const index = read(join(images, 'index.json')) as {
    manifests: { digest: string; annotations: Record<string, string> }[];
  };
  const busybox = index.manifests.find((m) =>
    /\/busybox:/.test(m.annotations['org.opencontainers.image.ref.name'] ?? ''),
  );
  const manifest = read(blob(busybox?.digest ?? '')) as { config: { digest: string }; layers: { digest: string }[] };
  const copies = [manifest.config, ...manifest.layers].map(({ digest }) => [digest.slice(7), blob(digest)] as const);
  const [config, ...layers] = copies.map(([name]) => name);
  for (const [name, path] of copies) await run('cp', [path, join(folder, name)]);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify([{ Config: config, RepoTags: [tag], Layers: layers }]));
  const { code, stderr } = await run('tar', ['-cf', archive, '-C', folder, 'manifest.json', ...copies.map(([n]) => n)]);
  assert.equal(code, 0, stderr);
}
