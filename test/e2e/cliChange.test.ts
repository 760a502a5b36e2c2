/** The verbs that change objects, run by kubectl and by peapod on twins: they must print the same, to the byte. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { changingLines, files, type ChangingLine } from './cliCompare/changing.ts';
import { startTestCluster, type Runner } from './cluster.ts';

/** Words as a shell would split them, quotes aside from JSON's. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/(?:[^\s"]|"[^"]*")+/g)].map(([word]) =>
    word.includes('{"') || word.includes('[{') ? word : word.replaceAll('"', ''),
  );

/** Lines that are run in turn, but those of the whole cluster together: there is no twin of it. */
function rowsOf(lines: readonly ChangingLine[]): ChangingLine[][] {
  const rows: ChangingLine[][] = [];
  for (const line of lines) {
    const last = rows.at(-1);
    if (line.clusterWide && last?.[0]?.clusterWide) last.push(line);
    else rows.push([line]);
  }
  return rows;
}

/** What two runs may differ in: the program's name in hints, and what the server makes up. */
function leveled(text: string, namespace: string): string {
  return text
    .replaceAll(namespace, '<namespace>')
    .replaceAll(/^(See '|You can run `)(?:kubectl\S*|peapod)/gm, '$1<program>')
    .replaceAll(/LIVE-\d+|MERGED-\d+/g, '<dir>');
}

test('changing verbs print what kubectl prints', async (t) => {
  await using cluster = await startTestCluster({ name: 'cli-change' });
  const folder = mkdtempSync(join(tmpdir(), 'peapod-cli-change-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const kubectl = cluster.kubectl('1.33');
    for (const namespace of ['twin-one', 'twin-two']) {
      const { code, stderr } = await kubectl(['create', 'namespace', namespace]);
      assert.equal(code, 0, stderr);
    }
    const runBy = async (runner: Runner, { line, input, env, clusterWide }: ChangingLine, namespace: string) => {
      const words = wordsOf(line.replaceAll('{dir}', folder).replaceAll('{node}', cluster.nodeName));
      // Behind `--` it would be part of the command.
      const placed = clusterWide ? words : ['-n', namespace, ...words];
      const { code, stdout, stderr } = await runner(placed, {
        input: input ?? '',
        env: { KUBECONFIG: cluster.layout.kubeconfig, ...env },
      });
      return { code, stdout: leveled(stdout, namespace), stderr: leveled(stderr, namespace) };
    };
    for (const row of rowsOf(changingLines)) {
      const all = async (runner: Runner, namespace: string): Promise<unknown[]> => {
        const results: unknown[] = [];
        for (const line of row) results.push(await runBy(runner, line, namespace));
        return results;
      };
      const byKubectl = all(kubectl, 'twin-one');
      // What both change at once must be two things.
      if (row.some(({ clusterWide }) => clusterWide)) await byKubectl;
      const [expected, actual] = await Promise.all([byKubectl, all(cluster.peapod, 'twin-two')]);
      for (const [i, { line }] of row.entries()) await t.test(line, () => assert.deepEqual(actual[i], expected[i]));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
