import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { ensureCertificates } from './certificates.ts';

const names = {
  nodeName: 'n1',
  apiServerHosts: ['kubernetes', 'localhost', '127.0.0.1'],
  nodeHosts: ['n1', '127.0.0.1'],
};

async function inTemporaryDirectory(run: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'peapod-certificates-'));
  try {
    await run(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

test('ensureCertificates() issues leaves that its authority signed', () =>
  inTemporaryDirectory(async (directory) => {
    const made = await ensureCertificates(directory, names);
    const authority = new X509Certificate(made.ca);
    for (const pair of [made.apiServer, made.agentClient, made.agentServer, made.node, made.admin]) {
      const leaf = new X509Certificate(pair.cert);
      assert.ok(leaf.verify(authority.publicKey), leaf.subject);
      assert.ok(leaf.checkPrivateKey((await import('node:crypto')).createPrivateKey(pair.key)));
    }
    assert.match(new X509Certificate(made.node.cert).subject, /O=system:nodes\nCN=system:node:n1/);
  }));

test('ensureCertificates() keeps what is valid, and reissues only a leaf whose hosts changed', () =>
  inTemporaryDirectory(async (directory) => {
    const first = await ensureCertificates(directory, names);
    assert.deepEqual(await ensureCertificates(directory, names), first);
    const moved = await ensureCertificates(directory, {
      ...names,
      apiServerHosts: [...names.apiServerHosts, '192.0.2.7'],
    });
    assert.notEqual(moved.apiServer.cert, first.apiServer.cert);
    assert.equal(new X509Certificate(moved.apiServer.cert).checkIP('192.0.2.7'), '192.0.2.7');
    assert.equal(moved.ca, first.ca);
    assert.equal(moved.admin.cert, first.admin.cert);
  }));

test('private keys are readable by their owner only', () =>
  inTemporaryDirectory(async (directory) => {
    await ensureCertificates(directory, names);
    for (const file of ['ca.key', 'admin.key', 'sa.key'])
      assert.equal((await stat(join(directory, file))).mode & 0o777, 0o600, file);
  }));
