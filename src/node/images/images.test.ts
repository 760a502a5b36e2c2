import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { importArchive } from './importArchive.ts';
import { ImageLayout, mediaTypes } from './layout.ts';
import { startMirror } from './mirror.ts';
import { RootFileSystem } from './rootfs.ts';
import { tar } from './tar.ts';

test('tar() writes what tar reads: files, folders, links, modes and long names', () => {
  using folder = temporaryFolder();
  const long = `${'deep/'.repeat(30)}file`;
  const archive = path.join(folder.path, 'a.tar');
  writeFileSync(
    archive,
    Buffer.concat([
      ...tar([
        { path: 'tmp', type: 'directory', mode: 0o1777 },
        { path: 'bin/tool', type: 'file', mode: 0o755, content: Buffer.from('#!') },
        { path: 'bin/link', type: 'symlink', mode: 0o777, target: `/${long}` },
        { path: long, type: 'file', mode: 0o600, content: Buffer.alloc(512, 'x') },
      ]),
    ]),
  );
  const listing = execFileSync('tar', ['-tvf', archive, '--numeric-owner'], {
    env: { ...process.env, TZ: 'UTC' },
  }).toString();
  assert.deepEqual(
    listing
      .trim()
      .split('\n')
      .map((line) => line.replace(/ +/g, ' ')),
    [
      'drwxrwxrwt 0/0 0 1970-01-01 00:00 tmp/',
      '-rwxr-xr-x 0/0 2 1970-01-01 00:00 bin/tool',
      `lrwxrwxrwx 0/0 0 1970-01-01 00:00 bin/link -> /${long}`,
      `-rw------- 0/0 512 1970-01-01 00:00 ${long}`,
    ],
  );
});

test('RootFileSystem puts what goes to /bin under /usr, folders before what they hold', () => {
  const root = new RootFileSystem();
  root.file('/bin/sh', new Uint8Array(), 0o755);
  root.file('/srv/a/b', new Uint8Array(), 0o644);
  const paths = root.entries().map((entry) => entry.path);
  assert(paths.includes('usr/bin/sh') && !paths.includes('bin/sh'));
  assert(root.has('/usr/bin/sh'));
  assert(paths.indexOf('srv') < paths.indexOf('srv/a') && paths.indexOf('srv/a') < paths.indexOf('srv/a/b'));
});

test('the mirror serves a manifest by tag and by digest, and its blobs, also from the middle', async () => {
  using folder = temporaryFolder();
  const layout = new ImageLayout(folder.path);
  const { manifest, layer } = await addImage(layout, 'docker.io/library/web:1', false);
  await using mirror = await startMirror({ layout, isReachable: async () => true });
  const get = (where: string, init?: RequestInit) => fetch(`${mirror.url}/v2/${where}`, init);

  const byTag = await get('library/web/manifests/1?ns=docker.io');
  assert.equal(byTag.status, 200);
  assert.equal(byTag.headers.get('content-type'), mediaTypes.manifest);
  assert.equal(byTag.headers.get('docker-content-digest'), manifest);
  assert.equal((await get(`library/web/manifests/${manifest}?ns=docker.io`)).status, 200);
  assert.equal(await (await get(`library/web/blobs/${layer}?ns=docker.io`)).text(), 'layer');
  const rest = await get(`library/web/blobs/${layer}?ns=docker.io`, { headers: { range: 'bytes=2-' } });
  assert.deepEqual([rest.status, await rest.text()], [206, 'yer']);
  const head = await get('library/web/manifests/1?ns=docker.io', { method: 'HEAD' });
  assert.deepEqual([head.status, await head.text()], [200, '']);

  for (const missing of [
    'library/web/manifests/2?ns=docker.io',
    'library/web/manifests/1?ns=quay.io',
    'library/web/blobs/x',
  ]) {
    assert.equal((await get(missing)).status, 404, missing);
  }
  assert.equal((await get('library/web/manifests/1', { method: 'PUT' })).status, 405);
});

test('the mirror offers a stand-in only while the registry of the real one cannot be reached', async () => {
  using folder = temporaryFolder();
  const layout = new ImageLayout(folder.path);
  await addImage(layout, 'docker.io/library/web:1', true);
  let reachable = true;
  const asked: string[] = [];
  await using mirror = await startMirror({
    layout,
    isReachable: async (registry) => {
      asked.push(registry);
      return reachable;
    },
  });
  const status = async () => (await fetch(`${mirror.url}/v2/library/web/manifests/1?ns=docker.io`)).status;
  assert.equal(await status(), 404);
  reachable = false;
  assert.equal(await status(), 200);
  assert.deepEqual(asked, ['docker.io', 'docker.io']);
});

test('a layout keeps what its references lead to, and prunes the rest', async () => {
  using folder = temporaryFolder();
  const layout = new ImageLayout(folder.path);
  const one = await addImage(layout, 'a.example/one:1', false);
  await layout.addBlob(mediaTypes.layer, [Buffer.from('left over')]);
  assert.equal(await layout.prune(), 'left over'.length);
  assert.equal(await layout.blobSize(one.layer), 5);
  assert.equal(await layout.untag('a.example/one:1'), true);
  assert.equal(await layout.untag('a.example/one:1'), false);
  await layout.prune();
  assert.equal(await layout.blobSize(one.layer), undefined);
});

test('importArchive() takes an OCI archive', async () => {
  using folder = temporaryFolder();
  const source = path.join(folder.path, 'source');
  const { manifest } = await addImage(new ImageLayout(source), 'docker.io/library/web:1', false);
  execFileSync('tar', ['-cf', path.join(folder.path, 'a.tar'), '-C', source, '.']);
  const layout = new ImageLayout(path.join(folder.path, 'layout'));
  assert.deepEqual(await importArchive(path.join(folder.path, 'a.tar'), layout), ['docker.io/library/web:1']);
  assert.equal((await layout.find('docker.io/library/web:1'))?.descriptor.digest, manifest);
});

test('importArchive() puts what older docker saved into the OCI form, and refuses what holds no images', async () => {
  using folder = temporaryFolder();
  const source = path.join(folder.path, 'source');
  mkdirSync(source);
  writeFileSync(path.join(source, 'config.json'), '{}');
  writeFileSync(path.join(source, 'layer.tar'), 'layer');
  const archive = path.join(folder.path, 'a.tar');
  const layout = new ImageLayout(path.join(folder.path, 'layout'));
  execFileSync('tar', ['-cf', archive, '-C', source, '.']);
  await assert.rejects(importArchive(archive, layout), { name: 'ImportError', message: /holds no images/ });
  const saved = [{ Config: 'config.json', RepoTags: ['web:1', 'web'], Layers: ['layer.tar'] }];
  writeFileSync(path.join(source, 'manifest.json'), JSON.stringify(saved));
  execFileSync('tar', ['-cf', archive, '-C', source, '.']);
  assert.deepEqual(await importArchive(archive, layout), ['docker.io/library/web:1', 'docker.io/library/web:latest']);
  await assert.rejects(importArchive(path.join(source, 'layer.tar'), layout), { message: /not a tar archive/ });
});

async function addImage(layout: ImageLayout, reference: string, standIn: boolean) {
  const config = await layout.addJson(mediaTypes.config, {});
  const layer = await layout.addBlob(mediaTypes.layer, [Buffer.from('layer')]);
  const descriptor = await layout.addJson(mediaTypes.manifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config,
    layers: [layer],
  });
  await layout.tag([{ reference, descriptor, standIn, inputs: undefined }]);
  return { manifest: descriptor.digest, layer: layer.digest };
}

function temporaryFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'peapod-test-'));
  return { path: folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}
