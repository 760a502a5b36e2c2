/** The example: what the containers of a Pod share, and what heals by itself, whichever process dies. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import type { Pod } from '../../src/api/core/v1.ts';
import type { Stored } from '../../src/machinery/object.ts';
import { pods } from '../../src/machinery/resources.ts';
import { root, startTestCluster, type ClusterStatus, type TestCluster } from './cluster.ts';
import { run } from './command.ts';
import { commandLine, eventually, waitFor } from './waiting.ts';

test('the hello Deployment', async (t) => {
  await using cluster = await startTestCluster({ name: 'hello', manifests: [join(root, 'examples', 'hello.yaml')] });
  const kubectl = cluster.kubectl();
  const inContainer = async (pod: string, container: string, ...command: string[]): Promise<string> => {
    const { stdout, stderr, code } = await kubectl(['exec', pod, '-c', container, '--', ...command]);
    assert.equal(code, 0, stderr);
    return stdout.trim();
  };

  await t.test('`peapod up` applies it, waits for it, and prints the Pods and the address that answers', async () => {
    const { stdout } = cluster.up;
    assert.match(
      stdout,
      /^NAME {2,}READY {2,}STATUS {2,}RESTARTS {2,}AGE {2,}IP {2,}NODE {2,}NOMINATED NODE {2,}READINESS GATES$/m,
    );
    assert.equal(stdout.match(/^hello-\S+ +2\/2 +Running +0 /gm)?.length, 2, stdout);
    const address = /^It answers at +(http:\S+)$/m.exec(stdout)?.[1] ?? assert.fail(stdout);
    await eventually('the page', 5_000, async () => assert.match(await page(address), /^Hello from hello-\S+ at /));
  });

  await t.test('`peapod up` again says within a second that it is up', async () => {
    let quickest = Infinity;
    for (let attempt = 0; attempt < 3; attempt++) {
      const started = performance.now();
      const again = await cluster.start();
      quickest = Math.min(quickest, performance.now() - started);
      assert.equal(again.code, 0, again.stderr);
      assert.match(again.stderr, /is up already/);
    }
    assert.ok(quickest < 1_000, `it took ${Math.round(quickest)} ms`);
  });

  const [first, second] = await helloPods(cluster);
  const { name } = first.metadata;

  await t.test('its containers share localhost', async () => {
    assert.match(
      await inContainer(name, 'writer', 'wget', '-qO-', 'http://127.0.0.1:80/'),
      new RegExp(`^Hello from ${name} at `),
    );
    const addresses = await Promise.all(
      ['web', 'writer'].map((container) => inContainer(name, container, 'cat', '/proc/net/fib_trie')),
    );
    assert.equal(addresses[0], addresses[1]);
    assert.ok(addresses[0]?.includes(first.status?.podIP ?? '?'));
  });

  await t.test('its containers share one IPC namespace, which no other Pod has', async () => {
    const namespaceOf = (pod: string, container: string) =>
      inContainer(pod, container, 'readlink', '/proc/self/ns/ipc');
    const shared = await namespaceOf(name, 'web');
    assert.equal(await namespaceOf(name, 'writer'), shared);
    assert.notEqual(await namespaceOf(second.metadata.name, 'web'), shared);
    assert.notEqual(readlinkSync('/proc/self/ns/ipc'), shared);

    const made = await run('nsenter', ['--ipc', '--target', String(inhabitant('ipc', shared)), 'ipcmk', '-Q']);
    const id = /\d+/.exec(made.stdout)?.[0] ?? assert.fail(made.stderr);
    for (const container of ['web', 'writer']) {
      assert.match(
        await inContainer(name, container, 'cat', '/proc/sysvipc/msg'),
        new RegExp(`^ *-?\\d+ +${id} `, 'm'),
        'the message queue',
      );
    }
    const secret = randomUUID();
    await inContainer(name, 'writer', 'sh', '-c', `echo ${secret} > /dev/shm/note`);
    assert.equal(await inContainer(name, 'web', 'cat', '/dev/shm/note'), secret);
  });

  await t.test('its containers share one volume, and each mounts it where and how it says', async () => {
    const secret = randomUUID();
    await inContainer(name, 'writer', 'sh', '-c', `echo ${secret} > /page/note`);
    assert.equal(await inContainer(name, 'web', 'cat', '/usr/share/nginx/html/note'), secret);
    assert.equal((await page(`http://${first.status?.podIP}/note`)).trim(), secret);
    const refused = await kubectl([
      'exec',
      name,
      '-c',
      'web',
      '--',
      'sh',
      '-c',
      'echo no > /usr/share/nginx/html/note',
    ]);
    assert.match(refused.stderr, /Read-only file system/);
  });

  await t.test('when nginx is killed it is restarted, on the same address', async () => {
    const [nginx = 0] = nginxOf(await inContainer(name, 'web', 'readlink', '/proc/self/ns/net'));
    process.kill(nginx, 'SIGKILL');
    const restarted = await waitFor(cluster.client.resource(pods), {
      parameters: { fieldSelector: `metadata.name=${name}` },
      what: 'nginx restarts',
      timeout: 20_000,
      until: (pod) => webOf(pod)?.restartCount === 1 && isReady(pod),
    });
    assert.equal(restarted.status?.podIP, first.status?.podIP);
    assert.equal(restarted.metadata.uid, first.metadata.uid);
    const { exitCode, reason } = webOf(restarted)?.lastState?.terminated ?? {};
    assert.deepEqual({ exitCode, reason }, { exitCode: 137, reason: 'Error' });
    // It runs; that it listens as well nobody has asked.
    await eventually('the page is back', 5_000, async () =>
      assert.match(await page(`http://${restarted.status?.podIP}/`), new RegExp(`^Hello from ${name} at `)),
    );
  });

  await t.test('when a Pod is deleted another one with another address serves within seconds', async () => {
    const deleted = performance.now();
    const { code, stdout, stderr } = await kubectl(['delete', 'pod', name, '--wait=false']);
    assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: `pod "${name}" deleted\n`, stderr: '' });
    const there = new Set([first.metadata.uid, second.metadata.uid]);
    const replacement = await waitFor(cluster.client.resource(pods), {
      parameters: { labelSelector: 'app=hello' },
      what: 'a new Pod',
      timeout: 20_000,
      until: (pod) => !there.has(pod.metadata.uid) && isReady(pod),
    });
    assert.notEqual(replacement.status?.podIP, first.status?.podIP);
    await eventually('the new page', 5_000, async () =>
      assert.match(
        await page(`http://${replacement.status?.podIP}/`),
        new RegExp(`^Hello from ${replacement.metadata.name} at `),
      ),
    );
    t.diagnostic(`served again after ${Math.round(performance.now() - deleted)} ms`);
    assert.equal((await kubectl(['wait', '--for=delete', `pod/${name}`, '--timeout=20s'])).code, 0);
  });

  for (const victim of ['control-plane', 'node', 'containerd'] as const) {
    await t.test(`when ${victim} is killed containers keep running, and all is well again`, async () => {
      const before = await helloPods(cluster);
      const running = before.map(containersOf);
      const nginx = before.map((pod) => nginxOf(networkNamespaceOf(pod)));
      const pid = pidOf(victim, await cluster.status());
      process.kill(pid, 'SIGKILL');
      const killed = performance.now();

      for (const pod of before) assert.match(await page(`http://${pod.status?.podIP}/`), /^Hello from /);
      await eventually(`status after ${victim} was killed`, 30_000, async () => {
        const status = await cluster.status();
        assert.ok(status.ok, JSON.stringify(status));
        assert.notEqual(pidOf(victim, status), pid);
      });
      t.diagnostic(`${victim}: well again after ${Math.round(performance.now() - killed)} ms`);
      const { code, stderr } = await kubectl([
        'wait',
        '--for=condition=Ready',
        'node',
        cluster.nodeName,
        '--timeout=30s',
      ]);
      assert.equal(code, 0, stderr);

      const after = await helloPods(cluster);
      assert.deepEqual(after.map(containersOf), running);
      assert.deepEqual(
        after.map((pod) => nginxOf(networkNamespaceOf(pod))),
        nginx,
        'the same processes',
      );
      // What was away is at work again: it runs a command in a container, and a new Pod.
      assert.equal(await inContainer(after[0].metadata.name, 'writer', 'echo', 'hi'), 'hi');
      assert.equal(
        (await kubectl(['run', `after-${victim}`, '--image=nginx', '--image-pull-policy=IfNotPresent'])).code,
        0,
      );
      const ready = await kubectl(['wait', '--for=condition=Ready', `pod/after-${victim}`, '--timeout=30s']);
      assert.equal(ready.code, 0, ready.stderr);
      assert.equal((await kubectl(['delete', 'pod', `after-${victim}`, '--grace-period=1'])).code, 0);
    });
  }

  await t.test('after `peapod down` and `up` the same Pods run again', async () => {
    const before = await helloPods(cluster);
    const started = performance.now();
    const elapsed = (what: string): void => t.diagnostic(`${what} after ${Math.round(performance.now() - started)} ms`);
    const down = await cluster.peapod(['down']);
    assert.deepEqual(down, {
      code: 0,
      stderr: down.stderr,
      stdout: `The cluster is down; its data stays in ${cluster.layout.data}.\n`,
    });
    elapsed('down');
    const up = await cluster.start();
    elapsed('up again');
    assert.equal(up.code, 0, up.stderr);
    for (const {
      metadata: { uid, name },
    } of before) {
      await waitFor(cluster.client.resource(pods), {
        parameters: { fieldSelector: `metadata.name=${name}` },
        what: `${name} runs again`,
        timeout: 30_000,
        until: (pod) =>
          pod.metadata.uid === uid &&
          isReady(pod) &&
          webOf(pod)?.state?.running !== undefined &&
          (webOf(pod)?.restartCount ?? 0) > 0,
      });
    }
    elapsed('Pods running again');
  });
});

const isReady = (pod: Pod): boolean =>
  pod.status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') === true;
const webOf = (pod: Pod) => pod.status?.containerStatuses?.find((s) => s.name === 'web');
const containersOf = (pod: Pod) =>
  pod.status?.containerStatuses?.map(({ name, containerID, restartCount, state }) => ({
    name,
    containerID,
    restartCount,
    since: state?.running?.startedAt,
  }));

/** The two Pods that are not being deleted, by name. */
async function helloPods({ client }: TestCluster): Promise<[Stored<Pod>, Stored<Pod>]> {
  const { items } = await client.resource(pods).list('default', { labelSelector: 'app=hello' });
  const [one, two, ...more] = items
    .filter((pod) => !pod.metadata.deletionTimestamp)
    .sort((a, b) => a.metadata.name.localeCompare(b.metadata.name));
  assert.ok(one && two && more.length === 0, `${items.length} Pods`);
  return [one, two];
}

/** What a web server answers, in full. */
async function page(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(3_000) });
  return response.text();
}

const processes = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

function namespaceOf(pid: number, kind: string): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/${kind}`);
  } catch {
    return '';
  }
}

/** Any process of the machine that lives in the namespace. */
function inhabitant(kind: string, namespace: string): number {
  return processes().find((pid) => namespaceOf(pid, kind) === namespace) ?? assert.fail(`nobody lives in ${namespace}`);
}

/** The nginx masters in a network namespace. */
const nginxOf = (namespace: string): number[] =>
  processes().filter((pid) => commandLine(pid).startsWith('nginx: master') && namespaceOf(pid, 'net') === namespace);

/** The network namespace that has the Pod's address, found from outside: the node agent may be dead just now. */
function networkNamespaceOf(pod: Stored<Pod>): string {
  const address = pod.status?.podIP ?? '';
  const pid = processes().find(
    (candidate) => commandLine(candidate).startsWith('nginx: master') && localAddresses(candidate).includes(address),
  );
  return pid === undefined ? assert.fail(`no nginx has ${address}`) : namespaceOf(pid, 'net');
}

const localAddresses = (pid: number): string[] =>
  [...readFileSync(`/proc/${pid}/net/fib_trie`, 'utf8').matchAll(/\|-- (\S+)\n +\/32 host LOCAL/g)].map(
    ([, address]) => address ?? '',
  );

function pidOf(name: 'control-plane' | 'node' | 'containerd', status: ClusterStatus): number {
  if (name !== 'containerd')
    return status.processes.find((p) => p.role === name)?.pid ?? assert.fail(`${name} does not run`);
  const { message = '' } = status.processes.flatMap((p) => p.components).find((c) => c.name === 'containerd') ?? {};
  return Number(/^pid (\d+)/.exec(message)?.[1] ?? assert.fail(`containerd says ${message}`));
}
