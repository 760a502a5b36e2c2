/** Wrong circumstances and wrong use: one or two plain lines, the right exit code, and nothing half-made. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { layoutOf } from '../../src/cluster/layout.ts';
import { peapodIn, root, type Runner } from './cluster.ts';
import { run, type CommandResult } from './command.ts';
import { leftovers, machineState, type MachineState } from './machineState.ts';

interface Place extends AsyncDisposable {
  readonly folder: string;
  /** Not there at first. */
  readonly data: string;
  readonly peapod: Runner;
  /** Asserts that the directory was not made, and nothing on the machine either. */
  assertUntouched(): Promise<void>;
}

async function place(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'peapod-setup-'));
  const data = join(folder, 'data');
  const { run: runDirectory } = layoutOf(data);
  const before: MachineState = await machineState(data, runDirectory);
  return {
    folder,
    data,
    peapod: peapodIn(data),
    async assertUntouched() {
      assert.ok(!existsSync(data), `${data} was made: ${existsSync(data) ? readdirSync(data).join(' ') : ''}`);
      const left = leftovers(before, await machineState(data, runDirectory)).filter(
        (line) => line.includes(data) || line.includes(runDirectory),
      );
      assert.deepEqual(left, []);
    },
    async [Symbol.asyncDispose]() {
      // Should a test have started something after all, the machine is not to keep it.
      if (existsSync(data)) await peapodIn(data)(['down', '--purge']);
      await rm(folder, { recursive: true });
    },
  };
}

/** Failed, with what is wrong and what to do about it, and nothing else but the progress. */
function assertRefused(result: CommandResult, wrong: RegExp, hint: RegExp, code = 1): void {
  assert.equal(result.code, code, result.stdout + result.stderr);
  assert.equal(result.stdout, '');
  const lines = result.stderr
    .trimEnd()
    .split('\n')
    .filter((line) => !/^[…✔] /.test(line));
  assert.ok(lines.length <= 2, `more than two lines: ${result.stderr}`);
  assert.match(lines[0] ?? '', wrong);
  assert.match(lines[1] ?? '', hint);
}

const pod = (name: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n  - name: web\n    image: nginx\n`;

test('an ordinary user is told to be root', async () => {
  await using here = await place();
  // The checkout may lie where only root may go, so that user sees it in a mount of its own.
  const mounted = join(here.folder, 'checkout');
  mkdirSync(mounted);
  await run('chmod', ['711', here.folder]);
  const script =
    'mount --bind "$1" "$2" && exec setpriv --reuid=65534 --regid=65534 --clear-groups "$2/bin/peapod" --data-dir "$3" up';
  const result = await run('unshare', ['--mount', 'sh', '-c', script, 'sh', root, mounted, here.data]);
  assertRefused(result, /^peapod: .*root/, /^ {2}.*sudo/);
  await here.assertUntouched();
});

for (const [what, flag] of [
  ['API server', '--api-port'],
  ['node agent', '--agent-port'],
] as const) {
  test(`a port of the ${what} that is taken is named, with who has it`, async () => {
    await using here = await place();
    await using server = createServer().listen(0);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const other = flag === '--api-port' ? '--agent-port' : '--api-port';
    await using free = createServer().listen(0);
    await once(free, 'listening');
    const { port: otherPort } = free.address() as AddressInfo;
    await free[Symbol.asyncDispose]();
    const result = await here.peapod(['up', flag, String(port), other, String(otherPort)]);
    assertRefused(
      result,
      new RegExp(`^peapod: port ${port}, for the ${what}, is taken by .+ \\(pid ${process.pid}\\)$`),
      new RegExp(`^ {2}.*${flag}`),
    );
    await here.assertUntouched();
  });
}

test('an unknown flag, an unknown command and a port that is none are wrong usage', async () => {
  await using here = await place();
  for (const [args, wrong] of [
    [['up', '--bogus'], /^error: unknown option '--bogus'$/],
    [['upp'], /^error: unknown command 'upp'$/],
    [
      ['up', '--api-port', '99999'],
      /^error: option '--api-port <port>' argument '99999' is invalid\. It must be a port number from 1 to 65535\.$/,
    ],
    [
      ['status', '-o', 'xml'],
      /^error: option '-o, --output <format>' argument 'xml' is invalid\. Allowed choices are json\.$/,
    ],
  ] as const) {
    const { code, stdout, stderr } = await here.peapod(args);
    assert.equal(code, 2, stderr);
    assert.equal(stdout, '');
    assert.match(stderr.split('\n')[0] ?? '', wrong);
  }
  await here.assertUntouched();
});

test('a broken manifest is refused before anything is started', async () => {
  await using here = await place();
  for (const [name, text, wrong] of [
    ['broken.yaml', 'kind: Pod\n  apiVersion: [v1\n', /^peapod: .*broken\.yaml: .*line 2/],
    [
      'nameless.yaml',
      pod('""').replace('name: ""', 'labels: {}'),
      /^peapod: .*nameless\.yaml: a Pod has no metadata\.name$/,
    ],
    ['kindless.yaml', 'apiVersion: v1\nmetadata:\n  name: a\n', /^peapod: .*kindless\.yaml: kind is not set$/],
    ['empty.yaml', '# nothing\n', /^peapod: .*empty\.yaml: no objects in it$/],
    ['missing.yaml', undefined, /^peapod: .*missing\.yaml: .*no such file/],
  ] as const) {
    const file = join(here.folder, name);
    if (text !== undefined) writeFileSync(file, text);
    assertRefused(await here.peapod(['up', '-f', file]), wrong, /^ {2}\S/);
  }
  await here.assertUntouched();
});

test('a disk that is full is named before anything is made on it', async () => {
  await using here = await place();
  const disk = join(here.folder, 'disk');
  mkdirSync(disk);
  assert.equal((await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk])).code, 0);
  try {
    const result = await peapodIn(join(disk, 'data'))(['up']);
    assertRefused(result, /^peapod: the disk of .*disk has \d MiB left/, /^ {2}make room/);
    assert.deepEqual(readdirSync(disk), []);
  } finally {
    await run('umount', [disk]);
  }
});

test('where there is no cluster, status, kubeconfig and down say so', async () => {
  await using here = await place();
  const status = await here.peapod(['status']);
  assert.deepEqual(status, {
    code: 1,
    stderr: '',
    stdout: `The cluster in ${here.data} is down. Start it with 'peapod --data-dir ${here.data} up'.\n`,
  });
  assertRefused(
    await here.peapod(['kubeconfig']),
    /^peapod: there is no cluster in /,
    /^ {2}start one with 'peapod --data-dir \S+ up'$/,
  );
  assert.deepEqual(await here.peapod(['down']), {
    code: 0,
    stderr: '',
    stdout: `There is no cluster in ${here.data}.\n`,
  });
  await here.assertUntouched();
});
