/** CustomResourceDefinitions as operators and people use them: real kubectl on a real control plane, restarted in between. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { run, type CommandResult } from './command.ts';
import { startControlPlane } from '../../src/testing/controlPlane.ts';
import { kubectlPath, kubectlVersions } from './kubectlBinary.ts';
import { eventually } from './waiting.ts';

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: crontabs.stable.example.com
spec:
  group: stable.example.com
  scope: Namespaced
  names:
    plural: crontabs
    kind: CronTab
    shortNames: [ct]
    categories: [all]
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        description: When something is done, and by whom.
        properties:
          spec:
            type: object
            required: [cronSpec]
            properties:
              cronSpec:
                type: string
                description: Five fields, as crontab(5) has them.
                pattern: '^\\S+( \\S+){4}$'
              image:
                type: string
              replicas:
                type: integer
                minimum: 1
                maximum: 10
                default: 1
              ports:
                type: array
                x-kubernetes-list-type: map
                x-kubernetes-list-map-keys: [port]
                items:
                  type: object
                  required: [port]
                  properties:
                    port: {type: integer}
                    name: {type: string}
          status:
            type: object
            properties:
              replicas: {type: integer}
              selector: {type: string}
    subresources:
      status: {}
      scale:
        specReplicasPath: .spec.replicas
        statusReplicasPath: .status.replicas
        labelSelectorPath: .status.selector
    selectableFields:
    - jsonPath: .spec.image
    additionalPrinterColumns:
    - {name: Spec, type: string, jsonPath: .spec.cronSpec}
    - {name: Replicas, type: integer, jsonPath: .spec.replicas}
    - {name: Image, type: string, jsonPath: .spec.image, priority: 1}
    - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
`;

const cronTab = (name: string, spec = ''): string => `apiVersion: stable.example.com/v1
kind: CronTab
metadata:
  name: ${name}
spec:
  cronSpec: "* * * * */5"
${spec}`;

test('a resource is defined, used through kubectl, and taken away again', async (t) => {
  await using plane = await startControlPlane('crd');
  const folder = mkdtempSync(join(tmpdir(), 'peapod-crd-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const using = (path: string) => {
    const kubectl = (...args: string[]): Promise<CommandResult> =>
      run(path, args, { env: { KUBECONFIG: plane.layout.kubeconfig, HOME: folder } });
    /** Succeeds without a word on stderr: no warning. */
    const quietly = async (...args: string[]): Promise<string> => {
      const { code, stdout, stderr } = await kubectl(...args);
      assert.deepEqual({ code, stderr }, { code: 0, stderr: '' }, `${args.join(' ')}: ${stdout}`);
      return stdout;
    };
    let files = 0;
    const file = (text: string): string => {
      const at = join(folder, `${(files += 1)}.yaml`);
      writeFileSync(at, text);
      return at;
    };
    return { kubectl, quietly, file };
  };
  const { kubectl, quietly, file } = using(await kubectlPath());

  await t.test('it is established, and shows up in discovery and in kubectl explain', async () => {
    assert.equal(
      await quietly('apply', '-f', file(definition)),
      'customresourcedefinition.apiextensions.k8s.io/crontabs.stable.example.com created\n',
    );
    await quietly('wait', '--for', 'condition=established', '--timeout=60s', 'crd/crontabs.stable.example.com');
    assert.match(
      await quietly('api-resources', '--api-group=stable.example.com'),
      /crontabs\s+ct\s+stable.example.com\/v1\s+true\s+CronTab/,
    );
    const explained = await quietly('explain', 'crontab.spec');
    assert.match(explained, /cronSpec\s+<string> -required-\s+Five fields, as crontab\(5\) has them\./);
    assert.match(explained, /replicas\s+<integer>/);
    assert.match(await quietly('explain', 'ct'), /When something is done, and by whom\./);
  });

  await t.test('objects are applied, listed with columns, and what does not fit is refused', async () => {
    assert.equal(
      await quietly('apply', '-f', file(cronTab('one', '  image: a\n'))),
      'crontab.stable.example.com/one created\n',
    );
    const columns = await quietly('get', 'ct');
    assert.match(columns, /^NAME\s+SPEC\s+REPLICAS\s+AGE\none\s+\* \* \* \* \*\/5\s+1\s+\d+s\n$/);
    assert.match(await quietly('get', 'ct', '-o', 'wide'), /IMAGE/);
    assert.match(await quietly('get', 'all'), /crontab.stable.example.com\/one/);
    assert.equal(
      await quietly('get', 'ct', '--field-selector=spec.image=a', '-o', 'name'),
      'crontab.stable.example.com/one\n',
    );
    assert.equal(await quietly('get', 'ct', '--field-selector=spec.image=b', '-o', 'name'), '');
    assert.match(await quietly('describe', 'ct', 'one'), /Cron Spec:\s+\* \* \* \* \*\/5/);
    const refused = await kubectl('apply', '-f', file(cronTab('two', '  replicas: 11\n')));
    assert.equal(
      refused.stderr,
      'The CronTab "two" is invalid: spec.replicas: Invalid value: 11: spec.replicas in body should be less than or equal to 10\n',
    );
    const unknown = await kubectl('create', '-f', file(cronTab('two', '  wrong: 1\n')));
    assert.match(unknown.stderr, /strict decoding error: unknown field "spec.wrong"/);
    const warned = await kubectl('create', '--validate=warn', '-f', file(cronTab('two', '  wrong: 1\n')));
    assert.match(warned.stderr, /Warning: unknown field "spec.wrong"/);
    assert.equal(
      await quietly('get', 'ct', 'two', '-o', 'jsonpath={.spec}'),
      '{"cronSpec":"* * * * */5","replicas":1}',
    );
  });

  await t.test('it is patched, scaled, and its status is written apart', async () => {
    assert.equal(
      await quietly('patch', 'ct', 'one', '--type=merge', '-p', '{"spec":{"image":"b"}}'),
      'crontab.stable.example.com/one patched\n',
    );
    const strategic = await kubectl('patch', 'ct', 'one', '-p', '{"spec":{"image":"c"}}');
    assert.match(strategic.stderr, /application\/merge-patch\+json/);
    assert.equal(await quietly('scale', 'ct/one', '--replicas=3'), 'crontab.stable.example.com/one scaled\n');
    assert.equal(await quietly('get', 'ct', 'one', '-o', 'jsonpath={.spec.replicas} {.metadata.generation}'), '3 3');
    await quietly(
      'patch',
      'ct',
      'one',
      '--subresource=status',
      '--type=merge',
      '-p',
      '{"status":{"replicas":2},"spec":{"image":"z"}}',
    );
    assert.equal(
      await quietly('get', 'ct', 'one', '-o', 'jsonpath={.status.replicas} {.spec.image} {.metadata.generation}'),
      '2 b 3',
    );
    const stale = file(await quietly('get', 'ct', 'one', '-o', 'yaml'));
    await quietly('annotate', 'ct', 'one', 'a=b');
    const conflict = await kubectl('replace', '-f', stale);
    assert.match(conflict.stderr, /the object has been modified; please apply your changes to the latest version/);
  });

  await t.test('server-side apply merges lists by their keys and names who owns what', async () => {
    const apply = (manager: string, spec: string): Promise<CommandResult> =>
      kubectl('apply', '--server-side', `--field-manager=${manager}`, '-f', file(cronTab('applied', spec)));
    assert.equal((await apply('a', '  ports: [{port: 1, name: http}]\n')).stderr, '');
    assert.equal((await apply('b', '  ports: [{port: 2, name: admin}]\n')).stderr, '');
    assert.equal(await quietly('get', 'ct', 'applied', '-o', 'jsonpath={.spec.ports[*].port}'), '1 2');
    assert.match(
      (await apply('b', '  ports: [{port: 1, name: other}]\n')).stderr,
      /conflict with "a".*\.spec\.ports\[port=1\]\.name/,
    );
  });

  await t.test('it is there after a restart, and watches go on', async () => {
    await plane.kill();
    await plane.start();
    assert.match(await quietly('get', 'ct', '-o', 'name'), /crontab.stable.example.com\/one/);
    assert.equal(await quietly('apply', '-f', file(cronTab('three'))), 'crontab.stable.example.com/three created\n');
  });

  for (const { version, path } of await kubectlVersions()) {
    await t.test(`kubectl ${version} works with it and says no warning`, async () => {
      const own = using(path);
      const name = `by-${version.replace('.', '-')}`;
      await own.quietly('apply', '-f', own.file(cronTab(name)));
      await own.quietly('apply', '-f', own.file(cronTab(name, '  image: x\n')));
      assert.match(await own.quietly('get', 'crontabs', name), new RegExp(name));
      await own.quietly('explain', 'crontabs.spec.cronSpec');
      await own.quietly('delete', 'ct', name);
    });
  }

  await t.test('its objects go with their owner and with their namespace', async () => {
    await quietly('create', 'namespace', 'short');
    await quietly('-n', 'short', 'apply', '-f', file(cronTab('there')));
    await quietly('delete', 'namespace', 'short', '--timeout=60s');
    const uid = await quietly('get', 'ct', 'one', '-o', 'jsonpath={.metadata.uid}');
    const owned = (kind: string, apiVersion: string, name: string): string =>
      `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  ownerReferences:\n` +
      `  - {apiVersion: stable.example.com/v1, kind: CronTab, name: one, uid: ${uid}}\n`;
    await quietly('create', '-f', file(owned('ConfigMap', 'v1', 'owned')));
    await quietly(
      'create',
      '-f',
      file(`${owned('CronTab', 'stable.example.com/v1', 'owned')}spec: {cronSpec: "1 1 1 1 1"}\n`),
    );
    await quietly('delete', 'ct', 'one');
    await eventually('what it owned is gone', 60_000, async () => {
      assert.match((await kubectl('get', 'cm', 'owned')).stderr, /NotFound/);
      assert.match((await kubectl('get', 'ct', 'owned')).stderr, /NotFound/);
    });
  });

  await t.test('it goes with its definition, and so do its routes', async () => {
    await quietly('delete', 'crd', 'crontabs.stable.example.com', '--timeout=60s');
    assert.match(
      (await kubectl('get', 'crontabs')).stderr,
      /doesn't have a resource type "crontabs"|could not find the requested resource/,
    );
  });
});
