/** Real kubectl against the cluster: what it prints, to the letter, and that every supported version is content. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { machineAddress, readConfig } from '../../src/cluster/config.ts';
import { alignTables, assertGolden, readGolden, withPlaceholders, type Replacements } from '../golden.ts';
import { startTestCluster, type Runner, type TestCluster } from './cluster.ts';
import { run, start, type RunningCommand } from './command.ts';
import { freePorts } from '../../src/testing/freeAddresses.ts';
import { kubectlPath, kubectlVersions } from './kubectlBinary.ts';
import { eventually } from './waiting.ts';

/** A working folder, and kubectl as the tests use it. */
interface Bench extends Disposable {
  readonly folder: string;
  readonly kubectl: Runner;
  /** What it prints when all is well: exit code 0, nothing on standard error. */
  readonly ok: (...args: string[]) => Promise<string>;
  /** kubectl that runs on: `-w`, `-f`, `port-forward`. */
  readonly follow: (...args: string[]) => Promise<RunningCommand>;
  /** Makes a file and answers its path. */
  readonly file: (name: string, text: string) => string;
  /** Compares with test/golden/<file>, host-specific values replaced. */
  readonly golden: (file: string, text: string) => void;
  /** The same for tables with ages in them. */
  readonly table: (file: string, text: string) => void;
  /** The same for what `describe` prints, with its table of events. */
  readonly described: (file: string, text: string) => void;
}

function bench(cluster: TestCluster): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'peapod-kubectl-'));
  const kubectl = cluster.kubectl();
  const replacements = placeholdersOf(cluster);
  return {
    folder,
    kubectl,
    ok: (...args) => succeed(kubectl, args),
    async follow(...args) {
      return start(await kubectlPath(), args, { env: { KUBECONFIG: cluster.layout.kubeconfig } });
    },
    file(name, text) {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    },
    golden: (file, text) => assertGolden(file, withPlaceholders(text, replacements)),
    table: (file, text) => assertGolden(file, alignTables(ages(withPlaceholders(text, replacements)), 3)),
    described: (file, text) => assertGolden(file, alignEvents(withPlaceholders(text, replacements))),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}

async function succeed(kubectl: Runner, args: readonly string[], input?: string): Promise<string> {
  const { code, stdout, stderr } = await kubectl(args, input === undefined ? {} : { input });
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' }, `kubectl ${args.join(' ')}`);
  return stdout;
}

function placeholdersOf({ layout, client }: TestCluster): Replacements {
  const { podCIDR, apiPort } = readConfig(layout) ?? assert.fail('no configuration');
  const network = podCIDR.slice(0, podCIDR.lastIndexOf('.')).replaceAll('.', '\\.');
  return [
    [client.transport.connection.server, '<server>'],
    [new RegExp(`\\b${network}\\.\\d+\\b`, 'g'), '<pod-ip>'],
    [machineAddress(), '<node-ip>'],
    [new RegExp(`\\b${apiPort}\\b`, 'g'), '<api-port>'],
    [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uid>'],
    [/containerd:\/\/[0-9a-f]{64}/g, 'containerd://<container>'],
    [/sha256:[0-9a-f]{64}/g, 'sha256:<digest>'],
    [/resourceVersion: "\d+"/g, 'resourceVersion: "<revision>"'],
    [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '<time>'],
    [/\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000/g, '<date>'],
    [/kube-api-access-[a-z0-9]{5}\b/g, 'kube-api-access-<5>'],
    [/\b(web)-[a-f0-9]{8,10}-[a-z0-9]{5}\b/g, '$1-<hash>-<5>'],
    [/\b(web)-[a-f0-9]{8,10}\b/g, '$1-<hash>'],
    [/pod-template-hash=[a-f0-9]{8,10}/g, 'pod-template-hash=<hash>'],
    [
      /in \S+ \(\S+ including waiting\)\. Image size: \d+ bytes/g,
      'in <duration> (<duration> including waiting). Image size: <size> bytes',
    ],
  ];
}

/** Applied after names have their placeholders: the last part of a Pod's name can look like an age ("5h42m"). */
const ages = (text: string): string => text.replaceAll(/\b(?:\d+[dhms])+(?= |$)/gm, '<age>');

/** The table of events at the end of what `describe` prints. */
const alignEvents = (text: string): string => {
  const at = text.indexOf('\nEvents:\n');
  return at < 0 ? text : text.slice(0, at) + alignTables(ages(text.slice(at)), 2);
};

test('kubectl', async (t) => {
  await using cluster = await startTestCluster({ name: 'kubectl' });
  using b = bench(cluster);
  await pods(t, b);
  await deployments(t, b);
  await objects(t, b, cluster);
  await insidePods(t, b, cluster);
  await versions(t, b, cluster);
});

/** MISSION, rows 15 and 16. */
async function pods(t: TestContext, { ok, golden, table, described, follow }: Bench): Promise<void> {
  await t.test('run --dry-run=client -o yaml prints the starting manifest', async () => {
    golden('run-dry-run.yaml', await ok('run', 'mysecondpod', '--image=nginx', '--dry-run=client', '-o', 'yaml'));
  });

  await t.test('run makes a Pod, and get -w tells of each step', async () => {
    await using watch = await follow('get', 'pods', '-w', '--output-watch-events');
    assert.equal(await ok('run', 'test', '--image=nginx', '--port=80'), 'pod/test created\n');
    assert.equal(await ok('wait', '--for=condition=Ready', 'pod/test', '--timeout=30s'), 'pod/test condition met\n');
    const told = await watch.output(/1\/1/);
    const steps = [...told.matchAll(/^(\w+) +test +(\d\/\d) +(\w+)/gm)].map((match) => match.slice(1).join(' '));
    assert.equal(steps[0], 'ADDED 0/1 Pending');
    assert.equal(steps.at(-1), 'MODIFIED 1/1 Running');
    assert.ok(steps.includes('MODIFIED 0/1 ContainerCreating'), told);
    assert.match(told, /^EVENT +NAME +READY +STATUS +RESTARTS +AGE$/m);
  });

  await t.test('get, get -o wide, describe and get -o yaml show everything of a Pod', async () => {
    table('get-pods.txt', await ok('get', 'pods'));
    table('get-pods-wide.txt', await ok('get', 'pods', '-o', 'wide'));
    described('describe-pod.txt', await ok('describe', 'pod', 'test'));
    golden('get-pod.yaml', await ok('get', 'pods', 'test', '-o', 'yaml'));
    table('get-events.txt', await ok('get', 'events', '--field-selector', 'involvedObject.name=test'));
    table('events.txt', await ok('events', '--for', 'pod/test'));
  });

  await t.test('columns are as wide as their values', async () => {
    const [header = '', row = ''] = (await ok('get', 'pods', '-o', 'wide')).split('\n');
    for (const column of ['READY', 'STATUS', 'RESTARTS', 'AGE', 'IP', 'NODE', 'NOMINATED NODE', 'READINESS GATES']) {
      const at = header.indexOf(column);
      assert.match(row.slice(at - 3, at + 1), /^ {3}\S$/, `${column}\n${header}\n${row}`);
    }
  });

  await t.test('get of what is not there says so', async () => {
    assert.equal(await ok('get', 'pods', '-l', 'run=nobody', '--ignore-not-found'), '');
  });
}

async function deployments(t: TestContext, { ok, kubectl, golden, table, described }: Bench): Promise<void> {
  await t.test('create deployment, get, describe and get all', async () => {
    assert.equal(
      await ok('create', 'deployment', 'web', '--image=nginx', '--replicas=2'),
      'deployment.apps/web created\n',
    );
    assert.match(
      await ok('rollout', 'status', 'deployment/web', '--timeout=60s'),
      /^deployment "web" successfully rolled out$/m,
    );
    table('get-deployments-wide.txt', await ok('get', 'deployments', '-o', 'wide'));
    described('describe-deployment.txt', await ok('describe', 'deployment', 'web'));
    table('get-replicasets-wide.txt', await ok('get', 'rs', '-o', 'wide'));
    table('get-all.txt', await ok('get', 'all'));
  });

  await t.test('set image, rollout history, rollout undo and scale', async () => {
    assert.equal(
      await ok('set', 'image', 'deployment/web', 'nginx=nginx:stable'),
      'deployment.apps/web image updated\n',
    );
    assert.match(await ok('rollout', 'status', 'deployment/web', '--timeout=60s'), /successfully rolled out$/m);
    golden('rollout-history.txt', await ok('rollout', 'history', 'deployment/web'));
    assert.equal(await ok('rollout', 'undo', 'deployment/web'), 'deployment.apps/web rolled back\n');
    assert.match(await ok('rollout', 'status', 'deployment/web', '--timeout=60s'), /successfully rolled out$/m);
    golden('rollout-history-undone.txt', await ok('rollout', 'history', 'deployment/web'));
    assert.equal(
      await ok('get', 'deployment', 'web', '-o', 'jsonpath={.spec.template.spec.containers[0].image}'),
      'nginx',
    );
    assert.equal(await ok('scale', 'deployment', 'web', '--replicas=3'), 'deployment.apps/web scaled\n');
    assert.equal(
      await ok('wait', '--for=jsonpath={.status.readyReplicas}=3', 'deployment/web', '--timeout=30s'),
      'deployment.apps/web condition met\n',
    );
    assert.equal(
      await ok('scale', 'deployment', 'web', '--replicas=1', '--current-replicas=3'),
      'deployment.apps/web scaled\n',
    );
    assert.equal(await ok('rollout', 'restart', 'deployment/web'), 'deployment.apps/web restarted\n');
  });

  await t.test('delete deployment removes it with its ReplicaSets and Pods', async () => {
    assert.equal(await ok('delete', 'deployment', 'web'), 'deployment.apps "web" deleted\n');
    await ok('wait', '--for=delete', 'rs,pods', '-l', 'app=web', '--timeout=40s');
    const { stderr } = await kubectl(['get', 'rs,pods', '-l', 'app=web']);
    assert.equal(stderr, 'No resources found in default namespace.\n');
  });
}

async function objects(
  t: TestContext,
  { ok, kubectl, golden, table, file }: Bench,
  cluster: TestCluster,
): Promise<void> {
  const manifest = (value: string): string =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: applied\ndata:\n  a: "${value}"\n`;

  await t.test('apply creates, leaves, changes and prunes fields', async () => {
    const path = file('applied.yaml', `${manifest('1')}  b: "2"\n`);
    assert.equal(await ok('apply', '-f', path), 'configmap/applied created\n');
    assert.equal(await ok('apply', '-f', path), 'configmap/applied unchanged\n');
    assert.match(
      (await kubectl(['diff', '-f', file('changed.yaml', manifest('3'))])).stdout,
      /^-  a: "1"$\n^-  b: "2"$\n^\+  a: "3"$/m,
    );
    assert.equal(await ok('apply', '-f', file('applied.yaml', manifest('3'))), 'configmap/applied configured\n');
    assert.equal(await ok('get', 'cm', 'applied', '-o', 'jsonpath={.data}'), '{"a":"3"}');
    golden('get-applied.yaml', await ok('get', 'cm', 'applied', '-o', 'yaml'));
    assert.equal(await ok('delete', '-f', path), 'configmap "applied" deleted\n');
  });

  await t.test('apply of a wrong manifest says which field, and applies nothing', async () => {
    const unknown = await kubectl(['apply', '-f', file('wrong.yaml', manifest('1').replace('\ndata:', '\ndota:'))]);
    assert.equal(unknown.code, 1);
    assert.match(
      unknown.stderr,
      /^Error from server \(BadRequest\): error when creating ".*wrong\.yaml": ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "dota"$/m,
    );
    const kind = file('kind.yaml', manifest('1').replace('ConfigMap', 'ConfigMop'));
    assert.equal(
      (await kubectl(['apply', '--validate=false', '-f', kind])).stderr,
      `error: resource mapping not found for name: "applied" namespace: "" from "${kind}": no matches for kind "ConfigMop" in version "v1"\n` +
        'ensure CRDs are installed first\n',
    );
    assert.equal(
      (await kubectl(['get', 'cm', 'applied'])).stderr,
      'Error from server (NotFound): configmaps "applied" not found\n',
    );
  });

  await t.test('create makes ConfigMaps, Secrets, Namespaces and ServiceAccounts', async () => {
    assert.equal(
      await ok('create', 'configmap', 'settings', '--from-literal=a=1', '--from-literal=b=2'),
      'configmap/settings created\n',
    );
    assert.equal(
      await ok('create', 'secret', 'generic', 'login', '--from-literal=password=sesame'),
      'secret/login created\n',
    );
    assert.equal(await ok('create', 'namespace', 'shop'), 'namespace/shop created\n');
    assert.equal(await ok('create', 'serviceaccount', 'robot'), 'serviceaccount/robot created\n');
    table('get-created.txt', await ok('get', 'cm/settings', 'secret/login', 'ns/shop', 'sa/robot'));
    golden('get-configmap.yaml', await ok('get', 'cm', 'settings', '-o', 'yaml'));
    golden('get-secret.yaml', await ok('get', 'secret', 'login', '-o', 'yaml'));
    golden('describe-secret.txt', await ok('describe', 'secret', 'login'));
    golden('get-namespace.yaml', await ok('get', 'ns', 'shop', '-o', 'yaml'));
    assert.equal(
      (await kubectl(['create', 'namespace', 'shop'])).stderr,
      'Error from server (AlreadyExists): namespaces "shop" already exists\n',
    );
  });

  await t.test('label, annotate and edit change metadata', async () => {
    assert.equal(await ok('label', 'cm', 'settings', 'tier=front'), 'configmap/settings labeled\n');
    assert.equal(
      (await kubectl(['label', 'cm', 'settings', 'tier=back'])).stderr,
      "error: 'tier' already has a value (front), and --overwrite is false\n",
    );
    assert.equal(await ok('label', 'cm', 'settings', 'tier=back', '--overwrite'), 'configmap/settings labeled\n');
    assert.equal(await ok('annotate', 'cm', 'settings', 'note=hi'), 'configmap/settings annotated\n');
    const edited = await kubectl(['edit', 'cm', 'settings'], {
      env: { EDITOR: 'sed -i "s/tier: back/tier: edited/"' },
    });
    assert.deepEqual(edited, { code: 0, stdout: 'configmap/settings edited\n', stderr: '' });
    table('get-labels.txt', await ok('get', 'cm', 'settings', '-L', 'tier', '--show-labels'));
    assert.equal(await ok('label', 'cm', 'settings', 'tier-'), 'configmap/settings unlabeled\n');
    assert.equal(await ok('annotate', 'cm', 'settings', 'note-'), 'configmap/settings annotated\n');
    assert.equal(await ok('patch', 'cm', 'settings', '-p', '{"data":{"b":null}}'), 'configmap/settings patched\n');
    assert.equal(await ok('get', 'cm', 'settings', '-o', 'jsonpath={.data} {.metadata.labels}'), '{"a":"1"} ');
    golden('describe-configmap.txt', await ok('describe', 'cm', 'settings'));
  });

  await t.test('explain and api-resources tell what is served', async () => {
    const explained = await ok('explain', 'pod.spec.containers');
    assert.match(explained, /^KIND: {7}Pod\nVERSION: {4}v1\n\nFIELD: containers <\[\]Container>\n\n\nDESCRIPTION:\n/);
    for (const field of [
      'args\t<[]string>',
      'env\t<[]EnvVar>',
      'image\t<string>',
      'name\t<string> -required-',
      'resources\t<ResourceRequirements>',
    ]) {
      assert.ok(explained.includes(`\n  ${field}\n`), field);
    }
    assert.match(explained, /^ {2}imagePullPolicy\t<string>\n {2}enum: Always, IfNotPresent, Never\n/m);
    const upstream = readGolden('api-resources.txt');
    const served = (await ok('api-resources', '--no-headers')).trim().split('\n');
    const rows = served.map((line) => line.replaceAll(/ +/g, ' '));
    // What upstream serves and in its order; not all of it, but of these groups everything.
    assert.deepEqual(
      rows,
      upstream.filter((row) => rows.includes(row)),
    );
    const whole =
      / (v1|(apps|batch|coordination\.k8s\.io|discovery\.k8s\.io|events\.k8s\.io|rbac\.authorization\.k8s\.io)\/v1) /;
    const missing = upstream.filter((row) => whole.test(row) && !rows.includes(row));
    assert.deepEqual(missing, ['componentstatuses cs v1 false ComponentStatus']);
    assert.match(await ok('api-versions'), /^apps\/v1\n[\s\S]*^v1\n$/m);
  });

  await t.test('deleting a Namespace deletes what is in it', async () => {
    await ok('create', 'cm', 'inside', '-n', 'shop', '--from-literal=a=1');
    assert.equal(await ok('delete', 'namespace', 'shop', '--timeout=30s'), 'namespace "shop" deleted\n');
    assert.equal(
      (await kubectl(['get', 'cm', 'inside', '-n', 'shop'])).stderr,
      'Error from server (NotFound): namespaces "shop" not found\n',
    );
  });

  await t.test('auth can-i answers by RBAC, and version finds no skew', async () => {
    assert.equal(await ok('auth', 'can-i', 'create', 'pods'), 'yes\n');
    const robot = await kubectl(['auth', 'can-i', 'list', 'pods', '--as=system:serviceaccount:default:robot']);
    assert.deepEqual(robot, { code: 1, stdout: 'no\n', stderr: '' });
    await ok('create', 'rolebinding', 'robot-sees', '--clusterrole=view', '--serviceaccount=default:robot');
    assert.equal(await ok('auth', 'can-i', 'list', 'pods', '--as=system:serviceaccount:default:robot'), 'yes\n');
    assert.match(await ok('version'), /^Server Version: v1\.33\.\d+\+peapod\.\d+$/m);
    assert.match(await ok('cluster-info'), new RegExp(`at .*${cluster.client.transport.connection.server}`));
  });
}

async function insidePods(
  t: TestContext,
  { ok, kubectl, follow, file, folder }: Bench,
  cluster: TestCluster,
): Promise<void> {
  await t.test('logs tells what the container printed, and logs -f what it prints', async () => {
    assert.match(await ok('logs', 'test'), /\[notice\] 1#1: nginx\/\d/);
    assert.equal((await ok('logs', 'test', '--tail=1')).split('\n').length, 2);
    assert.match(await ok('logs', 'test', '--timestamps', '--tail=1'), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z /);
    await using following = await follow('logs', '-f', 'test');
    await following.output(/nginx/);
    await ok('exec', 'test', '--', 'wget', '-qO-', 'http://127.0.0.1/?followed');
    await following.output(/GET \/\?followed/);
  });

  await t.test('exec runs a command, and passes on its input, outputs and exit code', async () => {
    assert.equal(await ok('exec', 'test', '--', 'echo', 'hi'), 'hi\n');
    assert.equal(await succeed(kubectl, ['exec', '-i', 'test', '--', 'cat'], 'hi\n'), 'hi\n');
    const big = 'x'.repeat(2_000_000);
    assert.equal(await succeed(kubectl, ['exec', '-i', 'test', '--', 'cat'], big), big);
    const failed = await kubectl(['exec', 'test', '--', 'sh', '-c', 'echo out; echo err >&2; exit 7']);
    assert.deepEqual(failed, { code: 7, stdout: 'out\n', stderr: 'err\ncommand terminated with exit code 7\n' });
    const missing = await kubectl(['exec', 'test', '--', 'ghost']);
    assert.notEqual(missing.code, 0);
    assert.match(missing.stderr, /ghost/);
  });

  await t.test('exec -it gives a terminal of the size of its own', async () => {
    const kubectlFile = await kubectlPath();
    // The size follows the start of the command, as everywhere.
    const command = `stty rows 33 cols 99; ${kubectlFile} exec -it test -- sh -c 'tty; until [ "$(stty size 2>/dev/null)" ]; do sleep 0.1; done; stty size; echo done'`;
    const { stdout } = await run('script', ['-qec', command, '/dev/null'], {
      env: { KUBECONFIG: cluster.layout.kubeconfig },
      timeout: 20_000,
    });
    // The terminal echoes the end of our own input as ^@.
    assert.match(stdout.replaceAll('^@', ''), /^\/dev\/pts\/\d+\r\n33 99\r\ndone\r\n/m);
  });

  await t.test('port-forward leads to the Pod', async () => {
    const [port] = await freePorts(1);
    await using forward = await follow('port-forward', 'pod/test', `${port}:80`);
    assert.match(
      await forward.output(/^Forwarding from \[::1\]|^Forwarding from 127/m),
      new RegExp(`^Forwarding from 127\\.0\\.0\\.1:${port} -> 80$`, 'm'),
    );
    for (let request = 0; request < 3; request++) {
      const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
      assert.match(await response.text(), /Welcome to nginx!/);
    }
    await forward.output(new RegExp(`Handling connection for ${port}`));
  });

  await t.test('cp copies files and folders both ways', async () => {
    const text = 'copied\n'.repeat(50_000);
    await ok('cp', file('there.txt', text), 'test:/tmp/there.txt');
    assert.equal(await ok('exec', 'test', '--', 'sh', '-c', 'wc -c < /tmp/there.txt'), `${text.length}\n`);
    const { code } = await kubectl(['cp', 'test:/tmp/there.txt', join(folder, 'back.txt')]);
    assert.equal(code, 0);
    assert.equal(readFileSync(join(folder, 'back.txt'), 'utf8'), text);
  });

  await t.test('delete pod waits until it is gone', async () => {
    assert.equal(await ok('delete', 'pod', 'test', '--grace-period=2', '--wait'), 'pod "test" deleted\n');
    assert.equal(
      (await kubectl(['get', 'pod', 'test'])).stderr,
      'Error from server (NotFound): pods "test" not found\n',
    );
    assert.equal(
      (await kubectl(['delete', 'pod', 'test'])).stderr,
      'Error from server (NotFound): pods "test" not found\n',
    );
  });
}

/** Each version that is on the machine does the daily things without a word on standard error. */
async function versions(t: TestContext, { file }: Bench, cluster: TestCluster): Promise<void> {
  await succeed(cluster.kubectl(), ['run', 'shared', '--image=nginx', '--image-pull-policy=IfNotPresent']);
  await succeed(cluster.kubectl(), ['wait', '--for=condition=Ready', 'pod/shared', '--timeout=30s']);
  for (const { version } of await kubectlVersions()) {
    await t.test(`kubectl ${version} works without a warning`, async () => {
      const kubectl = cluster.kubectl(version);
      const ok = (...args: string[]): Promise<string> => succeed(kubectl, args);
      const name = `by-${version.replace('.', '-')}`;
      const manifest = file(
        `${name}.yaml`,
        `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  a: "1"\n`,
      );
      assert.equal(await ok('apply', '-f', manifest), `configmap/${name} created\n`);
      assert.equal(await ok('apply', '-f', manifest), `configmap/${name} unchanged\n`);
      assert.equal(await ok('label', 'cm', name, 'a=b'), `configmap/${name} labeled\n`);
      assert.match(await ok('describe', 'pod', 'shared'), /^Status: +Running$/m);
      assert.match(await ok('get', 'pods', '-o', 'wide'), /^shared +1\/1 +Running +0 /m);
      assert.match(await ok('explain', 'deployment.spec.replicas'), /^FIELD: +replicas <integer>$/m);
      assert.match(await ok('api-resources'), /^deployments +deploy +apps\/v1 +true +Deployment$/m);
      assert.equal(await ok('create', 'secret', 'generic', name, '--from-literal=a=b'), `secret/${name} created\n`);
      assert.equal(
        await ok('wait', '--for=condition=Ready', 'pod/shared', '--timeout=10s'),
        'pod/shared condition met\n',
      );
      assert.match(await ok('events', '--for', 'pod/shared'), /Started/);
      assert.equal(await ok('exec', 'shared', '--', 'echo', 'hi'), 'hi\n');
      assert.equal(await succeed(kubectl, ['exec', '-i', 'shared', '--', 'cat'], 'hi\n'), 'hi\n');
      assert.match(await ok('logs', 'shared', '--tail=1'), /\S/);
      assert.equal(await ok('delete', 'cm,secret', name), `configmap "${name}" deleted\nsecret "${name}" deleted\n`);
    });
  }
  await eventually('the Pod goes', 10_000, () =>
    succeed(cluster.kubectl(), ['delete', 'pod', 'shared', '--now', '--ignore-not-found']),
  );
}
