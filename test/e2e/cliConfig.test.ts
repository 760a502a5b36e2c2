/** `config` of kubectl and of peapod, each on a kubeconfig of its own: what is printed, and what the file says then. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { parseYaml } from '../../src/machinery/yaml/parse.ts';
import { root } from './cluster.ts';
import { run } from './command.ts';
import { kubectlVersions } from './kubectlBinary.ts';

/** They build on each other. */
const lines: readonly string[] = [
  'set-cluster a --server=https://192.0.2.1:6443',
  'set-cluster a --insecure-skip-tls-verify --tls-server-name=x',
  'set-cluster a --certificate-authority={file}',
  'set-cluster a --insecure-skip-tls-verify --certificate-authority={file}',
  'set-cluster a --insecure-skip-tls-verify=false',
  'set-cluster b --certificate-authority={file} --embed-certs',
  'set-context one --cluster=a --user=u --namespace=shop',
  'set-context two --cluster=b',
  'use-context one',
  'unset contexts.one.namespace',
  'unset contexts.nope.namespace',
  'unset clusters.a.tls-server-name',
  'unset contexts.two',
  'unset users.nope',
  'unset current-context',
  'delete-cluster a',
  'delete-cluster a',
  'delete-user nope',
  'unset clusters',
];

test('config changes kubeconfig files as kubectl does', async (t) => {
  const kubectl = (await kubectlVersions()).find((one) => one.version === '1.33');
  if (!kubectl) return t.skip('kubectl 1.33 is not on this machine');
  const folder = mkdtempSync(join(tmpdir(), 'peapod-config-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'ca.crt');
  writeFileSync(file, 'PEM\n');

  const call = async (program: string, name: string, line: string) => {
    const kubeconfig = join(folder, name);
    const words = line.replace('{file}', file).split(' ');
    const { stdout, stderr, code } = await run(program, ['config', ...words], { env: { KUBECONFIG: kubeconfig } });
    const same = (text: string): string => text.replaceAll(kubeconfig, 'FILE').replaceAll('kubectl', 'peapod');
    // An empty list is written as null by the one, and as a list by the other.
    const written = readFileSync(kubeconfig, 'utf8').replaceAll(/: null$/gm, ': []');
    return { code, stdout: same(stdout), stderr: same(stderr), file: parseYaml(written) };
  };
  for (const line of lines) {
    await t.test(line, async () => {
      const expected = await call(kubectl.path, 'kubectl', line);
      assert.deepEqual(await call(join(root, 'bin', 'peapod'), 'peapod', line), expected);
    });
  }
});
