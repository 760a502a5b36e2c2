/** The verbs that stream and those that move Pods: exec, attach, run -it, port-forward, cp, drain. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { root, startTestCluster } from './cluster.ts';
import { run, start } from './command.ts';
import { freePorts } from '../../src/testing/freeAddresses.ts';

const program = join(root, 'bin', 'peapod');

test('streams', async (t) => {
  await using cluster = await startTestCluster({ name: 'cli-streams' });
  const folder = mkdtempSync(join(tmpdir(), 'peapod-cli-streams-'));
  const env = { KUBECONFIG: cluster.layout.kubeconfig };
  const peapod = (args: readonly string[], input = '') => run(program, args, { env, input, timeout: 90_000 });
  const ok = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await peapod(args);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' }, args.join(' '));
    return stdout;
  };
  try {
    await ok('run', 'web', '--image=nginx', '--port=80', '--expose');
    await ok('wait', '--for=condition=Ready', 'pod/web', '--timeout=60s');

    await t.test('exec passes on input, outputs and the exit code', async () => {
      assert.equal(await ok('exec', 'web', '--', 'echo', 'hi'), 'hi\n');
      const big = 'x'.repeat(3_000_000);
      const echoed = await peapod(['exec', '-i', 'web', '--', 'cat'], big);
      assert.equal(echoed.stdout, big);
      assert.deepEqual(await peapod(['exec', 'web', '--', 'sh', '-c', 'echo out; echo err >&2; exit 7']), {
        code: 7,
        stdout: 'out\n',
        stderr: 'err\ncommand terminated with exit code 7\n',
      });
      const missing = await peapod(['exec', 'web', '--', 'ghost']);
      assert.equal(missing.code, 1);
      assert.match(missing.stderr, /^error: .*ghost/);
      assert.deepEqual(await peapod(['exec', 'nope', '--', 'true']), {
        code: 1,
        stdout: '',
        stderr: 'Error from server (NotFound): pods "nope" not found\n',
      });
      const noTerminal = await peapod(['exec', '-it', 'web', '--', 'echo', 'hi']);
      assert.deepEqual(noTerminal, {
        code: 0,
        stdout: 'hi\n',
        stderr: 'Unable to use a TTY - input is not a terminal or the right kind of file\n',
      });
    });

    await t.test('exec -it gives a terminal of the size of its own, and gives it back', async () => {
      const inside = 'tty; until [ "$(stty size 2>/dev/null)" ]; do sleep 0.1; done; stty size; echo done';
      const command = `stty rows 33 cols 99; ${program} exec -it web -- sh -c '${inside}'; stty -a | grep -o ' -*icanon'`;
      const { stdout } = await run('script', ['-qec', command, '/dev/null'], { env, timeout: 60_000 });
      assert.match(stdout.replaceAll('^@', ''), /^\/dev\/pts\/\d+\r\n33 99\r\ndone\r\n icanon\r\n/m);
    });

    await t.test('run -i --rm ends as its container did, and leaves no Pod', async () => {
      const words = [
        'run',
        'once',
        '--image=busybox',
        '-i',
        '--rm',
        '--restart=Never',
        '--',
        'sh',
        '-c',
        'read x; echo got $x; exit 3',
      ];
      const { code, stdout } = await peapod(words, 'this\n');
      assert.equal(code, 3);
      assert.match(stdout, /^got this\npod "once" deleted\n/);
      await ok('wait', '--for=delete', 'pod/once', '--timeout=60s');
    });

    await t.test('attach shows what the container goes on to print', async () => {
      await ok('run', 'ticker', '--image=busybox', '--', 'sh', '-c', 'while sleep 0.2; do echo tick; done');
      await ok('wait', '--for=condition=Ready', 'pod/ticker', '--timeout=60s');
      await using attached = start(program, ['attach', 'ticker'], { env });
      await attached.output(/tick\ntick/, 30_000);
    });

    await t.test('port-forward leads to a Pod and through a Service', async () => {
      const [one = 0, two = 0] = await freePorts(2);
      await using forward = start(program, ['port-forward', 'pod/web', `${one}:80`], { env });
      await forward.output(new RegExp(`^Forwarding from 127\\.0\\.0\\.1:${one} -> 80$`, 'm'), 30_000);
      await using through = start(program, ['port-forward', 'service/web', `${two}:80`], { env });
      await through.output(new RegExp(`^Forwarding from 127\\.0\\.0\\.1:${two} -> 80$`, 'm'), 30_000);
      for (const port of [one, two, one]) {
        const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
        assert.match(await response.text(), /Welcome to nginx!/);
      }
      await forward.output(new RegExp(`^Handling connection for ${one}$`, 'm'), 30_000);
    });

    await t.test('cp copies files and folders both ways, and leaves out links', async () => {
      const text = 'copied\n'.repeat(50_000);
      const tree = join(folder, 'tree');
      mkdirSync(join(tree, 'inner', 'empty'), { recursive: true });
      writeFileSync(join(tree, 'inner', 'a.txt'), text);
      writeFileSync(join(tree, 'none.txt'), '');
      symlinkSync('none.txt', join(tree, 'link'));
      await ok('cp', tree, 'web:/tmp/tree');
      assert.equal(await ok('exec', 'web', '--', 'sh', '-c', 'wc -c < /tmp/tree/inner/a.txt'), `${text.length}\n`);
      assert.equal(await ok('exec', 'web', '--', 'readlink', '/tmp/tree/link'), 'none.txt\n');
      const back = await peapod(['cp', 'web:/tmp/tree', join(folder, 'back')]);
      assert.equal(back.code, 0, back.stderr);
      assert.match(back.stderr, /warning: skipping symlink: ".*back\/link" -> "none\.txt"/);
      assert.equal(readFileSync(join(folder, 'back', 'inner', 'a.txt'), 'utf8'), text);
      assert.equal(readFileSync(join(folder, 'back', 'none.txt'), 'utf8'), '');
      const missing = await peapod(['cp', join(folder, 'nope'), 'web:/tmp/x']);
      assert.deepEqual(missing, {
        code: 1,
        stdout: '',
        stderr: `error: ${join(folder, 'nope')} doesn't exist in local filesystem\n`,
      });
    });

    await t.test('drain refuses Pods of nobody, takes them with --force, and waits for their end', async () => {
      const node = cluster.nodeName;
      const refused = await peapod(['drain', node, '--pod-selector=run=ticker']);
      assert.equal(refused.code, 1);
      assert.match(
        refused.stderr,
        /cannot delete Pods that declare no controller \(use --force to override\): default\/ticker/,
      );
      const { code, stdout, stderr } = await peapod([
        'drain',
        node,
        '--pod-selector=run=ticker',
        '--force',
        '--grace-period=1',
      ]);
      assert.equal(code, 0, stderr);
      assert.equal(stderr, 'Warning: deleting Pods that declare no controller: default/ticker\n');
      assert.match(
        stdout,
        new RegExp(`already cordoned\\nevicting pod default/ticker\\npod/ticker evicted\\nnode/${node} drained\\n`),
      );
      assert.equal(await ok('uncordon', node), `node/${node} uncordoned\n`);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
