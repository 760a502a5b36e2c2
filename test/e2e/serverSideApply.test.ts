/** Real kubectl applying on the server: every supported version sees the same owners and the same conflicts. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { run } from './command.ts';
import { startControlPlane } from '../../src/testing/controlPlane.ts';
import { kubectlPath, kubectlVersions } from './kubectlBinary.ts';

const manifest = (name: string, value: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: default\ndata:\n  a: "${value}"\n  b: "1"\n`;

test('kubectl applies on the server, is told of conflicts, and takes fields over by force', async (t) => {
  await using plane = await startControlPlane('apply');
  const folder = mkdtempSync(join(tmpdir(), 'peapod-apply-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const versioned = await kubectlVersions();
  const kubectls = versioned.length > 0 ? versioned : [{ version: '1.33', path: await kubectlPath() }];
  for (const { version, path } of kubectls) {
    await t.test(`kubectl ${version}`, async () => {
      const kubectl = (...args: string[]) => run(path, args, { env: { KUBECONFIG: plane.layout.kubeconfig } });
      const name = `by-${version.replace('.', '-')}`;
      const file = join(folder, `${name}.yaml`);
      const apply = (value: string, ...flags: string[]) => {
        writeFileSync(file, manifest(name, value));
        return kubectl('apply', '--server-side', '-f', file, ...flags);
      };
      const managers = async (): Promise<string[]> => {
        const query = '{range .metadata.managedFields[*]}{.manager}/{.operation}{"\\n"}{end}';
        const { stdout } = await kubectl('get', 'cm', name, '--show-managed-fields', '-o', `jsonpath=${query}`);
        return stdout.trim().split('\n').sort();
      };
      assert.equal((await apply('1')).stdout, `configmap/${name} serverside-applied\n`);
      assert.deepEqual(await managers(), ['kubectl/Apply']);
      const hand = await kubectl('patch', 'cm', name, '-p', '{"data":{"a":"2"}}', '--field-manager=hand');
      assert.equal(hand.stdout, `configmap/${name} patched\n`);
      const refused = await apply('1');
      assert.equal(refused.code, 1);
      assert.match(refused.stderr, /^error: Apply failed with 1 conflict: conflict with "hand" using v1: \.data\.a\n/);
      assert.deepEqual(await managers(), ['hand/Update', 'kubectl/Apply']);
      assert.equal((await apply('1', '--force-conflicts')).stdout, `configmap/${name} serverside-applied\n`);
      assert.deepEqual(await managers(), ['kubectl/Apply']);
    });
  }
});
