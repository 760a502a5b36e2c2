/** Each manifest of examples/, applied unchanged, does what its first lines promise. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import type { Pod } from '../../src/api/core/v1.ts';
import { getCondition, isPodReady } from '../../src/machinery/pod.ts';
import { cronJobs, jobs, pods, services } from '../../src/machinery/resources.ts';
import { root, startTestCluster, type TestCluster } from './cluster.ts';
import { eventually, waitFor } from './waiting.ts';

const patience = 90_000;

test('examples', { timeout: 400_000 }, async (t) => {
  await using cluster = await startTestCluster({ name: 'examples' });
  const kubectl = cluster.kubectl();
  /** Resolves with what it printed. */
  const run = async (...args: string[]): Promise<string> => {
    const { stdout, stderr, code } = await kubectl(args, { timeout: patience + 10_000 });
    assert.equal(code, 0, `kubectl ${args.join(' ')}: ${stderr}`);
    return stdout;
  };
  const apply = (name: string) => run('apply', '-f', join(root, 'examples', `${name}.yaml`));
  const rolledOut = (what: string) => run('rollout', 'status', what, `--timeout=${patience / 1000}s`);
  const podsOf = async (app: string): Promise<readonly Pod[]> =>
    (await cluster.client.resource(pods).list('default', { labelSelector: `app=${app}` })).items;

  await t.test('guestbook: what is written to the leader is read from every follower', async () => {
    await apply('guestbook');
    for (const name of ['redis-leader', 'redis-follower', 'guestbook']) await rolledOut(`deployment/${name}`);
    const url = `${await addressOf(cluster, 'guestbook')}/cgi-bin/guestbook`;
    // A Service leads to its Pods a moment after they are ready.
    await eventually('an entry is taken', patience, () => post(url, 'Hello from a test'));
    await eventually('the entry is read ten times in a row', patience, async () => {
      for (let i = 0; i < 10; i++) assert.equal(await get(url), 'Hello from a test\n');
    });
  });

  await t.test('blog: posts and files are there again with the next Pods', async () => {
    await apply('blog');
    for (const name of ['blog-database', 'blog']) await rolledOut(`deployment/${name}`);
    const blog = await addressOf(cluster, 'blog');
    await eventually('a post is taken', patience, () => post(`${blog}/cgi-bin/posts`, 'The first post'));
    assert.equal(await post(`${blog}/cgi-bin/upload?note.txt`, 'a file'), '/uploads/note.txt\n');
    await run('delete', 'pods', '-l', 'app=blog');
    for (const name of ['blog-database', 'blog']) await rolledOut(`deployment/${name}`);
    await eventually('posts and files', patience, async () => {
      assert.equal(await get(`${blog}/cgi-bin/posts`), 'The first post\n');
      assert.equal(await get(`${blog}/uploads/note.txt`), 'a file');
    });
  });

  await t.test('statefulset: a Pod comes back with its name and what it has written', async () => {
    await apply('statefulset');
    await rolledOut('statefulset/web');
    const say = 'echo "I am $(hostname)" > /usr/share/nginx/html/index.html';
    for (const name of ['web-0', 'web-1', 'web-2']) await run('exec', name, '--', 'sh', '-c', say);
    const before = (await podsOf('web')).find(({ metadata }) => metadata?.name === 'web-1');
    await run('delete', 'pod', 'web-1');
    await waitFor(cluster.client.resource(pods), {
      what: 'another web-1 is ready',
      timeout: patience,
      parameters: { fieldSelector: 'metadata.name=web-1' },
      until: (pod) => pod.metadata.uid !== before?.metadata?.uid && isPodReady(pod),
    });
    await eventually('web-1 by its name', patience, async () =>
      assert.equal(await run('exec', 'web-0', '--', 'wget', '-qO-', '-T', '2', 'http://web-1.web/'), 'I am web-1\n'),
    );
  });

  await t.test('daemonset: one Pod on the node, which tells its load', async () => {
    await apply('daemonset');
    await rolledOut('daemonset/node-load');
    assert.equal((await podsOf('node-load')).length, 1);
    await eventually('a line', patience, async () =>
      assert.match(await run('logs', 'daemonset/node-load'), new RegExp(`^${cluster.nodeName} \\d+\\.\\d+\\n`)),
    );
  });

  await t.test('rolling-update: another version, and back', async () => {
    await apply('rolling-update');
    await rolledOut('deployment/version');
    const url = await addressOf(cluster, 'version');
    const answers = (version: string) =>
      eventually(version, patience, async () => {
        for (let i = 0; i < 10; i++) assert.equal(await get(url), `${version}\n`);
      });
    await answers('version 1');
    await run('set', 'env', 'deployment/version', 'VERSION=2');
    await rolledOut('deployment/version');
    await answers('version 2');
    await run('rollout', 'undo', 'deployment/version');
    await rolledOut('deployment/version');
    await answers('version 1');
  });

  await t.test('shared-volume: one container serves what the other has written', async () => {
    await apply('shared-volume');
    const written = (pod: Pod): boolean =>
      pod.status?.containerStatuses?.some(
        ({ name, state }) => name === 'writer' && state?.terminated?.exitCode === 0,
      ) ?? false;
    const { status } = await waitFor(cluster.client.resource(pods), {
      what: 'the writer has ended',
      timeout: patience,
      parameters: { fieldSelector: 'metadata.name=two-containers' },
      until: written,
    });
    await eventually('the page', patience, async () =>
      assert.equal(await get(`http://${status?.podIP}`), 'Hello from the writer\n'),
    );
  });

  await t.test('work-queue: every item is worked on once, and the Job is complete', async () => {
    await apply('work-queue');
    await waitFor(cluster.client.resource(jobs), {
      what: 'queue-work is complete',
      timeout: patience,
      parameters: { fieldSelector: 'metadata.name=queue-work' },
      until: ({ status }) => getCondition(status?.conditions, 'Complete')?.status === 'True',
    });
    const done = await run('exec', 'deployment/queue', '--', 'redis-cli', 'lrange', 'done', '0', '-1');
    const items = ['apple', 'banana', 'cherry', 'date', 'fig', 'grape', 'lemon', 'melon'];
    assert.deepEqual(done.trim().split('\n').sort(), items);
  });

  await t.test('cronjob: a run of it says the time', async () => {
    await apply('cronjob');
    // A minute is long: the run that a person would ask for stands for the one that is due.
    await run('create', 'job', 'clock-now', '--from=cronjob/clock');
    await run('wait', '--for=condition=complete', 'job/clock-now', `--timeout=${patience / 1000}s`);
    assert.match(await run('logs', 'job/clock-now'), /^It is .+ UTC \d{4}\n$/);
    assert.equal((await cluster.client.resource(cronJobs).get('clock', 'default')).spec?.schedule, '* * * * *');
  });
});

/** Of a Service, as a URL. */
async function addressOf({ client }: TestCluster, name: string): Promise<string> {
  return `http://${(await client.resource(services).get(name, 'default')).spec?.clusterIP}`;
}

const request = async (url: string, options: RequestInit = {}): Promise<string> => {
  const headers = { connection: 'close' };
  const response = await fetch(url, { ...options, headers, signal: AbortSignal.timeout(5_000) });
  assert.equal(response.status, 200, url);
  return response.text();
};
const get = (url: string) => request(url);
const post = (url: string, body: string) => request(url, { method: 'POST', body });
