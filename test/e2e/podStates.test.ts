/** What a Pod and its containers go through, and in which words their status tells it. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import test, { type TestContext } from 'node:test';
import type { Container, ContainerStatus, Pod, PodSpec } from '../../src/api/core/v1.ts';
import { getCondition } from '../../src/machinery/pod.ts';
import { nodes, pods } from '../../src/machinery/resources.ts';
import { startTestCluster } from './cluster.ts';
import { create, eventsOf, hasFailed, hasSucceeded, isReady, podOf, remove, script, sleeper, until } from './pods.ts';
import { eventually } from './waiting.ts';

const first = ({ status }: Pod): ContainerStatus | undefined => status?.containerStatuses?.[0];
const waitsFor =
  (reason: string) =>
  (pod: Pod): boolean =>
    first(pod)?.state?.waiting?.reason === reason;
const never: Partial<PodSpec> = { restartPolicy: 'Never' };
const afterwards = { volumeMounts: [{ name: 'w', mountPath: '/w' }] };
const shared: Partial<PodSpec> = { volumes: [{ name: 'w', emptyDir: {} }] };

test('what becomes of a Pod', { timeout: 280_000 }, async (t: TestContext) => {
  await using cluster = await startTestCluster({ name: 'states' });
  const { client } = cluster;
  const kubectl = cluster.kubectl();
  const start = (name: string, container: Partial<Container>, spec: Partial<PodSpec> = {}) =>
    create(cluster, podOf(name, { containers: [{ ...sleeper, ...container }], ...spec }));

  await t.test(
    'init containers run one after another, a sidecar beside the others, and it ends after them',
    async () => {
      const note = (word: string): string => `echo ${word} >> /w/log`;
      const initContainers = [
        script(`sleep 1; ${note('one')}`, { name: 'one', ...afterwards }),
        script(note('two'), { name: 'two', ...afterwards }),
        script(`${note('beside')}; trap 'exit 0' TERM; while :; do sleep 0.1; done`, {
          name: 'beside',
          restartPolicy: 'Always',
          startupProbe: { exec: { command: ['grep', 'beside', '/w/log'] }, periodSeconds: 1 },
          ...afterwards,
        }),
      ];
      const containers = [script('cat /w/log', afterwards)];
      await create(cluster, podOf('order', { ...never, ...shared, initContainers, containers }));
      const { status } = await until(cluster, 'order', 'succeeds', hasSucceeded);
      assert.equal((await kubectl(['logs', 'order'])).stdout, 'one\ntwo\nbeside\n');
      const ends = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? []).slice(2)].map(
        ({ state }) => state?.terminated,
      );
      assert.deepEqual(
        ends.map((end) => [end?.reason, end?.exitCode]),
        [
          ['Completed', 0],
          ['Completed', 0],
        ],
      );
      assert.ok(Date.parse(ends[0]?.finishedAt ?? '') <= Date.parse(ends[1]?.finishedAt ?? ''));
    },
  );

  await t.test('an init container that may not run again fails the Pod, and the others never start', async () => {
    await start('init-fails', {}, { ...never, initContainers: [script('exit 4', { name: 'i' })] });
    const { status } = await until(cluster, 'init-fails', 'fails', hasFailed);
    assert.equal(status?.initContainerStatuses?.[0]?.state?.terminated?.exitCode, 4);
    assert.equal(status?.containerStatuses?.[0]?.state?.waiting?.reason, 'PodInitializing');
    assert.match((await kubectl(['get', 'pod', 'init-fails'])).stdout, /Init:Error/);
  });

  await t.test('containers that end say Completed or Error, and the restart policy decides what follows', async () => {
    await Promise.all([
      start('completed', script('exit 0'), { restartPolicy: 'OnFailure' }),
      start('errs', script('exit 3'), never),
      start('retries', script('test -e /w/x || { touch /w/x; exit 1; }', afterwards), {
        restartPolicy: 'OnFailure',
        ...shared,
      }),
    ]);
    const completed = await until(cluster, 'completed', 'succeeds', hasSucceeded);
    assert.deepEqual([first(completed)?.state?.terminated?.reason, first(completed)?.restartCount], ['Completed', 0]);
    const errs = await until(cluster, 'errs', 'fails', hasFailed);
    assert.deepEqual([first(errs)?.state?.terminated?.reason, first(errs)?.state?.terminated?.exitCode], ['Error', 3]);
    const retried = await until(cluster, 'retries', 'succeeds', hasSucceeded);
    assert.equal(first(retried)?.restartCount, 1);
  });

  await t.test(
    'a container that cannot start says why: no image, a wrong name, no configuration, no program',
    async () => {
      const envFrom = [{ configMapRef: { name: 'missing' } }];
      await Promise.all([
        start('no-image', { image: '127.0.0.1:1/none:1' }),
        start('never-pulled', { image: 'none:1', imagePullPolicy: 'Never' }),
        start('wrong-name', { image: 'Wrong:1' }),
        start('no-config', { envFrom }),
        start('no-program', { command: ['/none'] }, never),
      ]);
      await until(cluster, 'no-image', 'says so', waitsFor('ErrImagePull'));
      await until(cluster, 'no-image', 'backs off', waitsFor('ImagePullBackOff'));
      const pulled = await until(cluster, 'never-pulled', 'says so', waitsFor('ErrImageNeverPull'));
      assert.match(
        first(pulled)?.state?.waiting?.message ?? '',
        /^Container image "none:1" is not present with pull policy of Never$/,
      );
      await until(cluster, 'wrong-name', 'says so', waitsFor('InvalidImageName'));
      const config = await until(cluster, 'no-config', 'says so', waitsFor('CreateContainerConfigError'));
      assert.equal(first(config)?.state?.waiting?.message, 'configmap "missing" not found');
      const program = await until(cluster, 'no-program', 'fails', hasFailed);
      assert.deepEqual(
        [first(program)?.state?.terminated?.reason, first(program)?.state?.terminated?.exitCode],
        ['StartError', 128],
      );
      assert.equal((await kubectl(['create', 'configmap', 'missing', '--from-literal=a=b'])).code, 0);
      await until(cluster, 'no-config', 'starts once it is there', isReady);
    },
  );

  await t.test('what a container leaves as its last words: a file, or the end of its log', async () => {
    const said = 'echo printed; echo written > /dev/termination-log; exit 1';
    const fallback: Partial<Container> = { terminationMessagePolicy: 'FallbackToLogsOnError' };
    await Promise.all([
      start('words', script(said), never),
      start('words-log', script('echo printed; exit 1', fallback), never),
      start('words-own', script('echo mine > /w/last', { ...afterwards, terminationMessagePath: '/w/last' }), {
        ...never,
        ...shared,
      }),
    ]);
    const words = async (name: string, end: (pod: Pod) => boolean) =>
      first(await until(cluster, name, 'ends', end))?.state?.terminated?.message;
    assert.equal(await words('words', hasFailed), 'written\n');
    assert.equal(await words('words-log', hasFailed), 'printed\n');
    assert.equal(await words('words-own', hasSucceeded), 'mine\n');
  });

  await t.test('probes: liveness restarts, readiness takes out, startup holds the others back', async () => {
    const quick = { periodSeconds: 1, failureThreshold: 1 };
    const alive = { exec: { command: ['test', '-e', '/tmp/alive'] }, ...quick };
    await Promise.all([
      start(
        'lives',
        script('touch /tmp/alive; sleep 3; rm /tmp/alive; sleep 1000', {
          livenessProbe: { ...alive, initialDelaySeconds: 1 },
        }),
      ),
      start('readies', {
        image: 'nginx',
        command: [],
        readinessProbe: { httpGet: { port: 80, path: '/missing' }, ...quick },
      }),
      start('starts', {
        image: 'nginx',
        command: [],
        startupProbe: { httpGet: { port: 80, path: '/missing' }, ...quick, failureThreshold: 30 },
        readinessProbe: { tcpSocket: { port: 80 }, ...quick },
      }),
    ]);
    await until(cluster, 'lives', 'is restarted', (pod) => (first(pod)?.restartCount ?? 0) > 0);
    const told = await eventsOf(cluster, 'lives');
    assert.ok(
      told.some((e) => e.startsWith('Unhealthy: Liveness probe failed:')),
      told.join('\n'),
    );
    assert.ok(told.includes('Killing: Container c failed liveness probe, will be restarted'), told.join('\n'));
    const readies = await until(cluster, 'readies', 'runs', (pod) => first(pod)?.started === true);
    assert.equal(getCondition(readies.status?.conditions, 'Ready')?.message, 'containers with unready status: [c]');
    await eventually('the event', 10_000, async () =>
      assert.ok(
        (await eventsOf(cluster, 'readies')).includes(
          'Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 404',
        ),
      ),
    );
    const starts = await until(cluster, 'starts', 'runs', (pod) => first(pod)?.state?.running !== undefined);
    assert.deepEqual([first(starts)?.started, first(starts)?.ready], [false, false]);
  });

  await t.test(
    'a Pod that is deleted gets SIGTERM, its hook before that, and SIGKILL when its time is over',
    async () => {
      const api = client.resource(pods);
      const held = async (name: string, container: Container, terminationGracePeriodSeconds: number): Promise<Pod> => {
        const pod = podOf(name, { terminationGracePeriodSeconds, containers: [container] });
        // So that what became of it can be read.
        await create(cluster, { ...pod, metadata: { ...pod.metadata, finalizers: ['example.com/held'] } });
        await until(cluster, name, 'is ready', isReady);
        await api.delete(name, 'default');
        const ended = await until(cluster, name, 'has ended', (p) => first(p)?.state?.terminated !== undefined);
        await api.patch(name, 'default', 'application/merge-patch+json', { metadata: { finalizers: null } });
        return ended;
      };
      const polite = script("trap 'cat /tmp/hook > /dev/termination-log; exit 7' TERM; while :; do sleep 0.1; done", {
        lifecycle: { preStop: { exec: { command: ['sh', '-c', 'echo hook ran > /tmp/hook'] } } },
      });
      const [heard, deaf] = await Promise.all([
        held('heard', polite, 20),
        held('deaf', script("trap '' TERM; while :; do sleep 0.1; done"), 3),
      ]);
      assert.deepEqual(
        [first(heard)?.state?.terminated?.exitCode, first(heard)?.state?.terminated?.message],
        [7, 'hook ran\n'],
      );
      assert.equal(first(deaf)?.state?.terminated?.exitCode, 137);
    },
  );

  await t.test(
    'its address is its own until it is deleted, over the crash of every container, and free afterwards',
    async () => {
      const crashes = (name: string) => script("trap 'exit 1' TERM; while :; do sleep 0.1; done", { name });
      await create(cluster, podOf('address', { containers: [crashes('a'), crashes('b')] }));
      const { status } = await until(cluster, 'address', 'is ready', isReady);
      const address = status?.podIP ?? assert.fail('no address');
      const kill = (container: string) => kubectl(['exec', 'address', '-c', container, '--', 'kill', '1']);
      await kill('a');
      const one = await until(
        cluster,
        'address',
        'runs again',
        (pod) => isReady(pod) && first(pod)?.restartCount === 1,
      );
      assert.equal(one.status?.podIP, address);
      await Promise.all([kill('a'), kill('b')]);
      const both = await until(
        cluster,
        'address',
        'runs again',
        (pod) =>
          isReady(pod) &&
          (pod.status?.containerStatuses ?? []).every(({ restartCount }, i) => restartCount === (i === 0 ? 2 : 1)),
      );
      assert.equal(both.status?.podIP, address);
      assert.match(
        (await kubectl(['exec', 'address', '-c', 'b', '--', 'hostname', '-i'])).stdout,
        new RegExp(address.replaceAll('.', '\\.')),
      );
      // host-local's reservation: a file of the address's name.
      const taken = (): boolean =>
        readdirSync(join(cluster.layout.data, 'cni', 'addresses'), { recursive: true }).some(
          (file) => basename(String(file)) === address,
        );
      assert.ok(taken(), `${address} is reserved`);
      await remove(cluster, 'address');
      assert.ok(!taken());
    },
  );

  await t.test('Windows: its Pods are refused by a Linux node, or wait for a node of theirs', async () => {
    const node = await client.resource(nodes).get(cluster.nodeName);
    assert.equal(node.metadata.labels?.['kubernetes.io/os'], 'linux');
    assert.ok(['amd64', 'arm64'].includes(node.metadata.labels?.['kubernetes.io/arch'] ?? ''));
    await Promise.all([
      start('windows', {}, { os: { name: 'windows' } }),
      start('waits', {}, { os: { name: 'windows' }, nodeSelector: { 'kubernetes.io/os': 'windows' } }),
      start('linux', {}, { os: { name: 'linux' }, nodeSelector: { 'kubernetes.io/os': 'linux' } }),
    ]);
    const refused = await until(cluster, 'windows', 'is refused', hasFailed);
    assert.deepEqual(
      [refused.status?.reason, refused.status?.message],
      ['PodOSNotSupported', "Pod was rejected: Failed to admit pod as the OS field doesn't match node OS"],
    );
    await until(cluster, 'linux', 'is ready', isReady);
    const waiting = await until(
      cluster,
      'waits',
      'waits',
      (pod) => getCondition(pod.status?.conditions, 'PodScheduled')?.reason === 'Unschedulable',
    );
    assert.equal(waiting.status?.phase, 'Pending');
  });

  await t.test(
    'a node refuses a Pod that was bound to it without room, and one that it cannot give users of its own waits',
    async () => {
      await Promise.all([
        start('huge', { resources: { requests: { cpu: '1000' } } }, { nodeName: cluster.nodeName }),
        start('users', {}, { hostUsers: false }),
      ]);
      const { status } = await until(cluster, 'huge', 'is refused', hasFailed);
      assert.equal(status?.reason, 'OutOfcpu');
      assert.match(
        status?.message ?? '',
        /^Pod was rejected: Node didn't have enough resource: cpu, requested: 1000000, used: \d+, capacity: \d+$/,
      );
      await eventually('the event', 20_000, async () => {
        const told = await eventsOf(cluster, 'users');
        const text =
          "FailedCreatePodSandBox: Failed to create pod sandbox: can't set `spec.hostUsers: false`, runtime does not support user namespaces";
        assert.ok(told.includes(text), told.join('\n'));
      });
      await remove(cluster, 'users');
    },
  );

  await t.test('logs -f follows over the rotation of a log and loses no line', async () => {
    const lines = 250_000;
    await start(
      'chatty',
      script(
        `i=0; while [ $i -lt ${lines} ]; do echo "line $i of a log that grows until it is set aside"; i=$((i+1)); done; sleep 12; echo last`,
      ),
      never,
    );
    const { metadata } = await until(cluster, 'chatty', 'runs', (pod) => first(pod)?.state?.running !== undefined);
    const { stdout } = await kubectl(['logs', '-f', 'chatty'], { timeout: 60_000 });
    const logs = join(cluster.layout.node, 'logs', `default_chatty_${metadata.uid}`, 'c');
    const rotated = readdirSync(logs).filter((file) => /^0\.log\.\d/.test(file));
    assert.ok(rotated.length > 0, 'the log was set aside');
    const seen = stdout.trim().split('\n');
    assert.equal(seen.length, lines + 1);
    assert.equal(seen.at(-1), 'last');
    seen.slice(0, -1).forEach((line, i) => assert.ok(line.startsWith(`line ${i} `), `${i}: ${line}`));
  });
});
