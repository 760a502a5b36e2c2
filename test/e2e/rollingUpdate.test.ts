/** A rolling update under steady load: with a readiness probe and a preStop hook, no request is lost. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { join } from 'node:path';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { services } from '../../src/machinery/resources.ts';
import { root, startTestCluster } from './cluster.ts';

const clients = 4;

test('a rolling update behind a Service loses no request', async (t) => {
  await using cluster = await startTestCluster({ name: 'rolling' });
  const kubectl = cluster.kubectl();
  const run = async (...args: string[]): Promise<void> => {
    const { stderr, code } = await kubectl(args, { timeout: 120_000 });
    assert.equal(code, 0, `kubectl ${args.join(' ')}: ${stderr}`);
  };
  await run('apply', '-f', join(root, 'examples', 'rolling-update.yaml'));
  await run('rollout', 'status', 'deployment/version', '--timeout=90s');
  const { spec } = await cluster.client.resource(services).get('version', 'default');
  const host = spec?.clusterIP ?? '';

  const answers = new Map<string, number>();
  const stop = new AbortController();
  const load = Array.from({ length: clients }, async () => {
    while (!stop.signal.aborted) {
      const answer = await ask(host).catch((error: unknown) => String(error));
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
      await sleep(5);
    }
  });
  await sleep(500);
  for (const version of [2, 3]) {
    await run('set', 'env', 'deployment/version', `VERSION=${version}`);
    await run('rollout', 'status', 'deployment/version', '--timeout=90s');
  }
  // The last of the old Pods still end.
  await sleep(3000);
  stop.abort();
  await Promise.all(load);
  t.diagnostic(JSON.stringify(Object.fromEntries(answers)));
  assert.deepEqual([...answers.keys()].sort(), ['version 1\n', 'version 2\n', 'version 3\n']);
});

/** One request on a connection of its own, as those of many clients are. */
function ask(host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ host, agent: false, timeout: 5_000 }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve(response.statusCode === 200 ? body : `${response.statusCode}`));
      response.on('error', reject);
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.on('error', reject);
    sent.end();
  });
}
