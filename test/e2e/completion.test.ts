/** Completion as a person has it: real shells on a terminal, with the script that `peapod completion` prints. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import test from 'node:test';
import { startCluster } from '../../src/testing/startCluster.ts';
import { configMaps, namespaces } from '../../src/machinery/resources.ts';
import { root } from './cluster.ts';

const shells = {
  bash: { start: 'bash --noprofile --norc -i', load: 'source <(peapod completion bash)' },
  zsh: { start: 'zsh -f -i', load: 'autoload -Uz compinit; compinit -u -D; source <(peapod completion zsh)' },
  fish: { start: 'fish --no-config -i', load: 'peapod completion fish | source' },
} as const;

/** Types the line, with tabs in it, and resolves with all that the terminal showed from then on until `seen` was there. */
async function typed(shell: keyof typeof shells, kubeconfig: string, line: string, seen: RegExp): Promise<string> {
  const { start, load } = shells[shell];
  const child = spawn('script', ['-qec', start, '/dev/null'], {
    env: {
      HOME: '/nonexistent',
      PATH: `${join(root, 'bin')}:${process.env.PATH ?? ''}`,
      KUBECONFIG: kubeconfig,
      TERM: 'xterm',
      LANG: 'C.UTF-8',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let shown = '';
  const until = async (pattern: RegExp): Promise<void> => {
    for (let waited = 0; !pattern.test(shown); waited += 50) {
      assert.ok(waited < 60_000, `${shell} showed no ${pattern}: ${shown}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    // fish asks what the terminal is, and waits for the answer.
    if (text.includes('\x1b[c') || text.includes('\x1b[0c')) child.stdin.write('\x1b[?62c');
  });
  try {
    // What it prints differs from what is typed, so that the echo is no answer.
    child.stdin.write(`${load}; echo loaded-${shell === 'fish' ? '(math 1 + 1)' : '$((1 + 1))'}\r`);
    await until(/loaded-2/);
    shown = '';
    child.stdin.write(`${line}\r`);
    await until(seen);
    return shown;
  } finally {
    child.stdin.end('exit\r');
    child.kill();
  }
}

test('completion in real shells', async (t) => {
  await using cluster = await startCluster();
  const maps = cluster.client.resource(configMaps);
  await cluster.client.resource(namespaces).create({ metadata: { name: 'elsewhere' } });
  await maps.create({ metadata: { name: 'settings-of-web', namespace: 'default' } });
  await maps.create({ metadata: { name: 'far-settings', namespace: 'elsewhere' } });
  const { kubeconfigPath } = cluster;

  for (const shell of ['bash', 'zsh', 'fish'] as const) {
    await t.test(`${shell} completes types, names and flags of a verb`, async () => {
      await typed(shell, kubeconfigPath, 'peapod ge\tconfigm\tsettings-o\t-o na\t', /configmap\/settings-of-web/);
    });
    await t.test(`${shell} completes a namespace behind '=', and names in it`, async () => {
      await typed(shell, kubeconfigPath, 'peapod get cm --namespace=elsewh\tfar\t-o name', /configmap\/far-settings/);
    });
    await t.test(`${shell} completes commands of the cluster, and tells what follows`, async () => {
      await typed(shell, kubeconfigPath, 'peapod ima\tbuild-\t--he\t', /Usage: peapod image build-examples/);
    });
  }
});
