/** `peapod doctor` on set-ups that are broken for real. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import type { Finding } from '../../src/cluster/doctor/check.ts';
import { certificates } from '../../src/cluster/doctor/checks/certificates.ts';
import { readConfig } from '../../src/cluster/config.ts';
import { peapodIn, startTestCluster, type Runner } from './cluster.ts';
import { run } from './command.ts';
import { eventually } from './waiting.ts';

interface Report {
  readonly ok: boolean;
  readonly findings: readonly (Finding & { readonly mended: boolean })[];
}

async function examine(peapod: Runner, ...flags: string[]): Promise<Report> {
  const { code, stdout, stderr } = await peapod(['doctor', '-o', 'json', ...flags]);
  assert.equal(stderr, '');
  // A named seam: the program's own output.
  const report = JSON.parse(stdout) as Report;
  assert.equal(code, report.ok ? 0 : 1);
  return report;
}

const of = ({ findings }: Report, what: string): readonly Finding[] => findings.filter((f) => f.what === what);

test('peapod doctor', async (t) => {
  await using cluster = await startTestCluster({ name: 'doctor' });
  const { layout, peapod, nodeName } = cluster;
  const config = readConfig(layout) ?? assert.fail('no configuration');

  await t.test('finds nothing wrong with a cluster that is well, and says so to a person', async () => {
    const report = await examine(peapod);
    assert.deepEqual(
      report.findings.filter((f) => f.level === 'bad'),
      [],
    );
    const { stdout, code } = await peapod(['doctor']);
    assert.equal(code, 0);
    assert.match(stdout, /^✔ cluster +it is up, all \d+ components are well$/m);
    assert.match(stdout, new RegExp(`^✔ nodes +${nodeName}: ready$`, 'm'));
  });

  await t.test('sees a node that is cordoned', async () => {
    await cluster.kubectl()(['cordon', nodeName]);
    const [finding] = of(await examine(peapod), 'nodes');
    assert.deepEqual(
      [finding?.level, finding?.message, finding?.mend],
      ['suspect', `${nodeName} takes no new Pods: it is cordoned`, `let it: 'kubectl uncordon ${nodeName}'`],
    );
    await cluster.kubectl()(['uncordon', nodeName]);
  });

  await t.test('tells of certificates that run out, and of a clock that is behind', async () => {
    const patient = { layout, config, processes: [], isRoot: true, now: Date.now() };
    const year = 366 * 24 * 60 * 60 * 1000;
    const [good] = await certificates.run(patient);
    assert.equal(good?.level, 'good');
    const later = await certificates.run({ ...patient, now: patient.now + year });
    assert.match(later.map((f) => f.message).join('\n'), /^kubelet-client\.crt ran out on /m);
    const earlier = await certificates.run({ ...patient, now: patient.now - year });
    assert.match(earlier[0]?.message ?? '', /is valid from .* only: the clock is wrong$/);
  });

  await t.test('sees what a cluster has left whose processes were killed, and clears it when asked to', async () => {
    const { processes } = await cluster.status();
    for (const { pid } of processes) process.kill(pid, 'SIGKILL');
    await eventually('the processes to be gone', 10_000, async () =>
      assert.deepEqual((await cluster.status()).processes, []),
    );
    const broken = await examine(peapod);
    assert.equal(broken.ok, false);
    assert.deepEqual(
      of(broken, 'cluster').map((f) => f.message),
      ['the control-plane does not run, though it should', 'the node does not run, though it should'],
    );
    const [left] = of(broken, 'leftovers');
    assert.equal(left?.level, 'bad');
    for (const part of ['mount', `the bridge ${config.bridge}`, `the nftables tables ${layout.name}, `, 'process'])
      assert.ok(left?.message.includes(part), left?.message);
    await examine(peapod, '--fix');
    assert.deepEqual(
      of(await examine(peapod), 'leftovers').map((f) => f.message),
      ['none'],
    );
  });

  await t.test('names who has the port of a cluster that is down', async () => {
    await using server = createServer().listen(config.apiPort);
    await once(server, 'listening');
    const [finding] = of(await examine(peapod), 'ports');
    assert.equal(finding?.level, 'bad');
    assert.match(finding?.message ?? '', /^port \d+, for the API server, is taken by .+ \(pid \d+\)$/);
  });

  await t.test('checks the store of a cluster that is down, and sees damage', async () => {
    const [sound] = of(await examine(peapod), 'store');
    assert.match(sound?.message ?? '', /^sound at revision \d+, \d+ KiB$/);
    const file = join(layout.store, readdirSync(layout.store).find((name) => /\.mdb$|^data/.test(name)) ?? '');
    const kept = `${file}.kept`;
    await run('cp', ['--reflink=auto', file, kept]);
    writeFileSync(file, 'this is no database'.repeat(1000));
    const [damaged] = of(await examine(peapod), 'store');
    assert.equal(damaged?.level, 'bad');
    assert.match(damaged?.message ?? '', /^it is damaged: /);
    await run('mv', [kept, file]);
    assert.equal(of(await examine(peapod), 'store')[0]?.level, 'good');
  });
});

test('peapod doctor tells of a disk that is nearly full', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'peapod-doctor-disk-'));
  await run('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder]);
  try {
    const [finding] = of(await examine(peapodIn(join(folder, 'data'))), 'disk');
    assert.equal(finding?.level, 'bad');
    assert.match(finding?.message ?? '', /^1[56] MiB are free; Peapod needs 500$/);
  } finally {
    await run('umount', [folder]);
    rmSync(folder, { recursive: true });
  }
});
