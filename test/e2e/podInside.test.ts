/** What a container finds inside: its environment, its volumes, who it is, what it may, and which cgroups hold it. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import type { Container, Pod, PodSpec } from '../../src/api/core/v1.ts';
import { configMaps, pods, secrets, services } from '../../src/machinery/resources.ts';
import { cgroupClass, cgroupOf } from './cgroups.ts';
import { startTestCluster } from './cluster.ts';
import { create, isReady, podOf, script, sleeper, until } from './pods.ts';
import { eventually } from './waiting.ts';

const mebi = 2 ** 20;

test('what a container finds inside', { timeout: 240_000 }, async (t) => {
  await using cluster = await startTestCluster({ name: 'inside' });
  const { client } = cluster;
  const kubectl = cluster.kubectl();
  const started = async (name: string, container: Partial<Container>, spec: Partial<PodSpec> = {}) => {
    await create(cluster, podOf(name, { containers: [{ ...sleeper, ...container }], ...spec }));
    return until(cluster, name, 'is ready', isReady);
  };
  /** What the script prints in the Pod's container; errors too. */
  const sh = async (pod: string, text: string, container = 'c'): Promise<string> => {
    const { stdout, stderr } = await kubectl(['exec', pod, '-c', container, '--', 'sh', '-c', text]);
    return `${stdout}${stderr}`.replace(/command terminated with exit code \d+\n$/, '').trim();
  };
  await client
    .resource(configMaps)
    .create({ metadata: { name: 'settings', namespace: 'default' }, data: { COLOR: 'red' } });
  await client
    .resource(secrets)
    .create({ metadata: { name: 'keys', namespace: 'default' }, stringData: { token: 's3cret' } });
  await client.resource(services).create({
    metadata: { name: 'my-db', namespace: 'default' },
    spec: { selector: { a: 'b' }, ports: [{ port: 5432 }] },
  });

  await t.test(
    'the environment: values, references to earlier ones, ConfigMaps, Secrets, itself, Services',
    async () => {
      const pod = await started('env', {
        command: ['sh', '-c', 'echo "$@"; sleep 1000', 'sh'],
        args: ['$(GREETING)', '$(missing)', '$$(GREETING)', '$(NAME)'],
        resources: { limits: { cpu: '250m', memory: '32Mi' } },
        envFrom: [{ configMapRef: { name: 'settings' }, prefix: 'SET_' }],
        env: [
          { name: 'NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          { name: 'GREETING', value: 'hello-$(NAME)' },
          { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'keys', key: 'token' } } },
          { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
          { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
          { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } } },
          { name: 'MEMORY', valueFrom: { resourceFieldRef: { resource: 'limits.memory' } } },
        ],
      });
      assert.equal((await kubectl(['logs', 'env'])).stdout, 'hello-env $(missing) $(GREETING) env\n');
      assert.equal(
        await sh('env', 'echo $SET_COLOR $TOKEN $NODE $IP $CPU $MEMORY'),
        `red s3cret ${cluster.nodeName} ${pod.status?.podIP} 250 ${32 * mebi}`,
      );
      const address = (await client.resource(services).get('my-db', 'default')).spec?.clusterIP;
      assert.equal(await sh('env', 'echo $MY_DB_SERVICE_HOST $MY_DB_SERVICE_PORT'), `${address} 5432`);
      await started('unlinked', {}, { enableServiceLinks: false });
      assert.equal(
        await sh('unlinked', 'echo "[$MY_DB_SERVICE_HOST]" ; test -n "$KUBERNETES_SERVICE_HOST" && echo yes'),
        '[]\nyes',
      );
    },
  );

  await t.test(
    'volumes: emptyDir on disk and in memory, hostPath, subPath, and files that follow their sources',
    async () => {
      const outside = join(cluster.layout.data, 'outside');
      mkdirSync(outside);
      writeFileSync(join(outside, 'file'), 'from the host\n');
      const mount = (name: string, more: object = {}) => ({ name, mountPath: `/${name}`, ...more });
      await started(
        'volumes',
        {
          volumeMounts: [
            mount('disk'),
            mount('memory'),
            mount('outside', { readOnly: true }),
            mount('all'),
            { name: 'settings', mountPath: '/one/color', subPath: 'COLOR' },
            { name: 'disk', mountPath: '/sub', subPathExpr: 'of-$(NAME)' },
          ],
          env: [{ name: 'NAME', value: 'me' }],
        },
        {
          volumes: [
            { name: 'disk', emptyDir: {} },
            { name: 'memory', emptyDir: { medium: 'Memory', sizeLimit: '8Mi' } },
            { name: 'outside', hostPath: { path: outside, type: 'Directory' } },
            { name: 'settings', configMap: { name: 'settings', items: [{ key: 'COLOR', path: 'COLOR' }] } },
            {
              name: 'all',
              projected: {
                sources: [
                  { configMap: { name: 'settings', items: [{ key: 'COLOR', path: 'settings/color' }] } },
                  { secret: { name: 'keys', items: [{ key: 'token', path: 'token', mode: 0o400 }] } },
                  { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
                ],
              },
            },
          ],
        },
      );
      assert.equal(
        await sh('volumes', 'echo hi > /disk/x && cat /disk/x; cat /outside/file; echo no > /outside/y'),
        "hi\nfrom the host\nsh: can't create /outside/y: Read-only file system",
      );
      assert.match(await sh('volumes', 'grep " /memory " /proc/mounts'), /^tmpfs \/memory tmpfs .*size=8192k/);
      assert.equal(await sh('volumes', 'touch /sub/a; ls /disk/of-me; cat /one/color'), 'a\nred');
      assert.equal(
        await sh('volumes', 'cat /all/settings/color; stat -L -c %a /all/token; cat /all/token'),
        'red400\ns3cret',
      );
      const before = await sh('volumes', 'readlink /all/..data');
      await client
        .resource(configMaps)
        .patch('settings', 'default', 'application/merge-patch+json', { data: { COLOR: 'blue' } });
      await client
        .resource(pods)
        .patch('volumes', 'default', 'application/merge-patch+json', { metadata: { labels: { new: 'label' } } });
      await eventually('the files to follow', 60_000, async () =>
        assert.equal(await sh('volumes', 'cat /all/settings/color; cat /all/labels'), 'bluenew="label"'),
      );
      // All at once, by a link; what is mounted by subPath stays as it was.
      assert.notEqual(await sh('volumes', 'readlink /all/..data'), before);
      assert.equal(await sh('volumes', 'cat /one/color'), 'red');
    },
  );

  await t.test('who it is: user, groups, the group of its volumes', async () => {
    await started(
      'user',
      { volumeMounts: [{ name: 'v', mountPath: '/v' }], securityContext: { runAsUser: 1001 } },
      {
        securityContext: { runAsUser: 1000, runAsGroup: 2000, fsGroup: 3000, supplementalGroups: [4000] },
        volumes: [{ name: 'v', emptyDir: {} }],
      },
    );
    assert.equal(
      await sh('user', 'id -u; id -g; id -G; touch /v/f; stat -c %g /v/f'),
      '1001\n2000\n2000 3000 4000\n3000',
    );
  });

  await t.test('what it may: capabilities, privileges, a root that is read-only, system calls', async () => {
    const status = (name: string, field: string): Promise<string> =>
      sh(name, `sed -n 's/^${field}:\\t//p' /proc/self/status`);
    const localhost = join(cluster.layout.node, 'seccomp');
    mkdirSync(localhost, { recursive: true });
    const refuseMkdir = {
      defaultAction: 'SCMP_ACT_ALLOW',
      syscalls: [{ names: ['mkdir', 'mkdirat'], action: 'SCMP_ACT_ERRNO' }],
    };
    writeFileSync(join(localhost, 'no-mkdir.json'), JSON.stringify(refuseMkdir));
    const context = (name: string, securityContext: NonNullable<Container['securityContext']>) =>
      started(name, { securityContext });
    await Promise.all([
      context('plain', {}),
      context('bare', {
        capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        seccompProfile: { type: 'RuntimeDefault' },
      }),
      context('mighty', { privileged: true }),
      context('local', { seccompProfile: { type: 'Localhost', localhostProfile: 'no-mkdir.json' } }),
    ]);
    assert.deepEqual([await status('plain', 'NoNewPrivs'), await status('plain', 'Seccomp')], ['0', '0']);
    assert.deepEqual([await status('bare', 'NoNewPrivs'), await status('bare', 'Seccomp')], ['1', '2']);
    assert.equal(BigInt(`0x${await status('bare', 'CapEff')}`), 1n << 10n);
    assert.match(await sh('bare', 'touch /file'), /Read-only file system/);
    const [plain, mighty] = [await status('plain', 'CapEff'), await status('mighty', 'CapEff')].map((bits) =>
      BigInt(`0x${bits}`),
    );
    assert.ok((mighty ?? 0n) > (plain ?? 0n));
    assert.match(await sh('local', 'mkdir /tmp/x'), /Operation not permitted/);
  });

  await t.test('which namespaces: its own, its Pod’s, or the node’s', async () => {
    const two: Pick<PodSpec, 'containers'> = { containers: [sleeper, { ...sleeper, name: 'd' }] };
    await Promise.all([
      create(cluster, podOf('own', two)),
      create(cluster, podOf('processes', { ...two, shareProcessNamespace: true })),
      create(cluster, podOf('host', { ...two, hostNetwork: true, hostPID: true, hostIPC: true })),
    ]);
    for (const name of ['own', 'processes', 'host']) await until(cluster, name, 'is ready', isReady);
    const space = (pod: string, kind: string, container = 'c'): Promise<string> =>
      sh(pod, `readlink /proc/self/ns/${kind}`, container);
    const host = (kind: string): Promise<string> => sh('host', `readlink /proc/self/ns/${kind}`);
    for (const kind of ['net', 'ipc']) {
      assert.equal(await space('own', kind), await space('own', kind, 'd'), kind);
      assert.notEqual(await space('own', kind), await host(kind), kind);
    }
    assert.notEqual(await space('own', 'pid'), await space('own', 'pid', 'd'));
    assert.equal(await space('processes', 'pid'), await space('processes', 'pid', 'd'));
    assert.match(await sh('processes', 'ps'), /pause|catatonit/);
    const { pid = 0 } = (await cluster.status()).processes.find(({ role }) => role === 'node') ?? {};
    assert.match(await sh('host', `cat /proc/${pid}/cmdline`), /node/);
    const address = (await client.resource(pods).get('host', 'default')).status;
    assert.equal(address?.podIP, address?.hostIP);
  });

  await t.test('quality of service: class, cgroup, shares, limits, and who dies first', async () => {
    const of = (requests: object, limits: object): Partial<Container> => ({
      resources: { requests: { ...requests }, limits: { ...limits } },
    });
    const all = { cpu: '200m', memory: '64Mi' };
    const [best, burstable, guaranteed] = await Promise.all([
      started('best', {}),
      started('burstable', of({ cpu: '100m', memory: '32Mi' }, { memory: '64Mi' })),
      started('guaranteed', of(all, all)),
    ]);
    const told = [best, burstable, guaranteed].map((pod: Pod) => [pod.status?.qosClass, cgroupClass(cluster, pod)]);
    assert.deepEqual(told, [
      ['BestEffort', 'besteffort'],
      ['Burstable', 'burstable'],
      ['Guaranteed', ''],
    ]);
    const settings = [best, burstable, guaranteed].map((pod: Pod) => cgroupOf(cluster, pod, 'c'));
    assert.deepEqual(
      settings.map(({ cpuQuota, memoryLimit }) => [cpuQuota, memoryLimit]),
      [
        [undefined, undefined],
        [undefined, 64 * mebi],
        [20_000, 64 * mebi],
      ],
    );
    const shares = settings.map(({ cpuShares }) => cpuShares);
    assert.ok(
      shares.every((each, i) => i === 0 || each > (shares[i - 1] ?? 0)),
      shares.join(' '),
    );
    const pod = cgroupOf(cluster, guaranteed);
    assert.deepEqual([pod.cpuQuota, pod.memoryLimit], [20_000, 64 * mebi]);
    const scores = await Promise.all(
      ['best', 'burstable', 'guaranteed'].map(async (name) => Number(await sh(name, 'cat /proc/1/oom_score_adj'))),
    );
    assert.equal(scores[0], 1000);
    assert.ok((scores[1] ?? 0) < 1000 && (scores[2] ?? 0) <= (scores[1] ?? 0), scores.join(' '));
  });

  await t.test('files of a Pod that is deleted go with it, and those of the host stay', async () => {
    const outside = join(cluster.layout.data, 'outside');
    const pod = await client.resource(pods).get('volumes', 'default');
    const folder = join(cluster.layout.node, 'pods', pod.metadata.uid);
    assert.ok(existsSync(folder));
    assert.equal((await kubectl(['delete', 'pod', 'volumes'])).code, 0);
    await eventually('its folder to be gone', 20_000, async () => assert.ok(!existsSync(folder)));
    assert.equal(readFileSync(join(outside, 'file'), 'utf8'), 'from the host\n');
    rmSync(outside, { recursive: true });
  });

  await t.test('of a container that crashes again and again the last two are kept, with their logs', async () => {
    await create(cluster, podOf('crashes', { containers: [script('echo run; sleep 0.3; exit 1')] }));
    const pod = await until(
      cluster,
      'crashes',
      'crashed twice',
      ({ status }) => (status?.containerStatuses?.[0]?.restartCount ?? 0) >= 2,
    );
    const logs = join(cluster.layout.node, 'logs', `default_crashes_${pod.metadata.uid}`, 'c');
    await eventually('older logs to be gone', 20_000, async () => {
      assert.ok(existsSync(join(logs, '2.log')));
      assert.ok(existsSync(join(logs, '1.log')));
      assert.ok(!existsSync(join(logs, '0.log')));
    });
    assert.equal((await kubectl(['logs', 'crashes', '--previous'])).stdout, 'run\n');
  });
});
