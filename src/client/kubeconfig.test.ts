import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { KubeconfigError, parseKubeconfig, readKubeconfig } from './kubeconfig.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const config = `
apiVersion: v1
kind: Config
current-context: admin
contexts:
- name: admin
  context: { cluster: here, user: admin, namespace: shop }
- name: app
  context: { cluster: here, user: app }
- name: cloud
  context: { cluster: here, user: cloud }
clusters:
- name: here
  cluster: { server: "https://127.0.0.1:6443", certificate-authority-data: ${base64('CA')} }
users:
- name: admin
  user: { client-certificate: admin.crt, client-key-data: ${base64('KEY')} }
- name: app
  user: { token: t0ken }
- name: cloud
  user: { exec: { command: login } }
`;

test('the current context gives server, authority, certificate and namespace; files are found beside the kubeconfig', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
  try {
    writeFileSync(join(folder, 'config'), config);
    writeFileSync(join(folder, 'admin.crt'), 'CERT');
    const { connection, namespace, context } = readKubeconfig(join(folder, 'config'));
    assert.equal(context, 'admin');
    assert.equal(namespace, 'shop');
    assert.equal(connection.server, 'https://127.0.0.1:6443');
    assert.deepEqual([connection.ca, connection.cert, connection.key], ['CA', 'CERT', 'KEY']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('another context can be chosen, and a token stands for a certificate', () => {
  const { connection, namespace } = parseKubeconfig(config, 'config', { context: 'app' });
  assert.equal(connection.token, 't0ken');
  assert.equal(namespace, 'default');
});

test('what is wrong is told with the file and the field', () => {
  assert.throws(
    () => parseKubeconfig(config, 'my.conf', { context: 'cloud' }),
    /my\.conf: user "cloud" authenticates by "exec"/,
  );
  assert.throws(() => parseKubeconfig(config, 'my.conf', { context: 'nope' }), /contexts has no entry named "nope"/);
  assert.throws(() => parseKubeconfig('{}', 'my.conf'), KubeconfigError);
  assert.throws(() => parseKubeconfig('{}', 'my.conf'), /current-context is not set/);
  assert.throws(() => readKubeconfig('/nowhere/config'), /cannot read the kubeconfig \/nowhere\/config/);
});
