/** A Pod's life on real containers: how people look into it, what ends it, what it is made from. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { type TestContext } from 'node:test';
import * as grpc from '@grpc/grpc-js';
import type { Container, Secret } from '../../src/api/core/v1.ts';
import { secrets } from '../../src/machinery/resources.ts';
import { ImageLayout } from '../../src/node/images/layout.ts';
import { startMirror } from '../../src/node/images/mirror.ts';
import { startTestCluster, type TestCluster } from './cluster.ts';
import { start } from './command.ts';
import { freePorts } from '../../src/testing/freeAddresses.ts';
import { kubectlPath, kubectlVersions } from './kubectlBinary.ts';
import { create, eventsOf, hasFailed, isReady, podOf, sleeper, until } from './pods.ts';
import { eventually } from './waiting.ts';

test('the life of Pods', { timeout: 240_000 }, async (t: TestContext) => {
  await using cluster = await startTestCluster({ name: 'life' });
  await create(cluster, podOf('box', { containers: [sleeper, { name: 'web', image: 'nginx' }] }));
  await until(cluster, 'box', 'is ready', isReady);

  await t.test(
    'kubectl 1.29 and later exec over WebSocket: stdin ends, output is whole, the exit code comes',
    async () => {
      const env = { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'true' };
      const data = randomBytes(3_000_000);
      for (const { version } of (await kubectlVersions()).filter((v) => v.version >= '1.29')) {
        const kubectl = cluster.kubectl(version);
        const exec = (input: string, ...command: string[]) =>
          kubectl(['exec', '-i', 'box', '-c', 'c', '--', ...command], { input, env, timeout: 20_000 });
        assert.deepEqual(await exec('hi\n', 'cat'), { stdout: 'hi\n', stderr: '', code: 0 }, version);
        const text = data.toString('base64');
        const sum = createHash('md5').update(text).digest('hex');
        assert.equal((await exec(text, 'md5sum')).stdout, `${sum}  -\n`, version);
        const zeros = await exec('', 'sh', '-c', 'head -c 4000000 /dev/zero | tr "\\0" x');
        assert.equal(zeros.stdout.length, 4_000_000, version);
        const failing = await exec('', 'sh', '-c', 'echo no >&2; exit 3');
        assert.deepEqual([failing.code, failing.stderr], [3, 'no\ncommand terminated with exit code 3\n'], version);
        const told = await kubectl(['exec', '-v=8', 'box', '-c', 'c', '--', 'true'], { env });
        assert.match(told.stderr, /Upgrade: websocket/i, version);
      }
    },
  );

  await t.test('kubectl 1.31 and later forward ports over WebSocket', async () => {
    for (const { version } of (await kubectlVersions()).filter((v) => v.version >= '1.31')) {
      const [port] = await freePorts(1);
      const args = ['port-forward', '-v=8', 'pod/box', `${port}:80`];
      const env = { KUBECONFIG: cluster.layout.kubeconfig, KUBECTL_PORT_FORWARD_WEBSOCKETS: 'true' };
      await using forward = start(await kubectlPath(version), args, { env });
      await forward.output(/Forwarding from/);
      for (let i = 0; i < 3; i++) assert.match(await (await fetch(`http://127.0.0.1:${port}/`)).text(), /Welcome/);
      assert.doesNotMatch(forward.stderr, /fallback to secondary dialer/, version);
    }
  });

  await t.test('what people read of a container that ended: logs, the last lines, the one before', async () => {
    const script = 'echo started; for i in 1 2 3; do echo line $i; done; exit 1';
    await create(cluster, podOf('crash', { containers: [{ ...sleeper, command: ['sh', '-c', script] }] }));
    await until(
      cluster,
      'crash',
      'backs off',
      ({ status }) => status?.containerStatuses?.[0]?.state?.waiting?.reason === 'CrashLoopBackOff',
    );
    const kubectl = cluster.kubectl();
    assert.equal((await kubectl(['logs', 'crash', '--previous'])).stdout, 'started\nline 1\nline 2\nline 3\n');
    const last = await kubectl(['logs', 'crash', '--tail=1', '--timestamps']);
    assert.match(last.stdout, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z line 3\n$/);
    assert.equal((await kubectl(['logs', 'box', '-c', 'c', '--since=1s'])).stdout, '');
  });

  await t.test('a Pod beyond its deadline fails once its containers have stopped', async () => {
    await create(cluster, podOf('late', { activeDeadlineSeconds: 2 }));
    const { status } = await until(cluster, 'late', 'fails', hasFailed);
    assert.deepEqual(
      [status?.reason, status?.message],
      ['DeadlineExceeded', 'Pod was active on the node longer than the specified deadline'],
    );
    assert.equal(status?.containerStatuses?.[0]?.state?.terminated?.exitCode, 137);
  });

  await t.test('a Pod that fills more of an emptyDir than it may is evicted', async () => {
    const script = 'dd if=/dev/zero of=/scratch/file bs=1M count=3; sleep 1000';
    const mounted = { ...sleeper, command: ['sh', '-c', script], volumeMounts: [{ name: 'v', mountPath: '/scratch' }] };
    const volumes = [{ name: 'v', emptyDir: { sizeLimit: '1Mi' } }];
    await create(cluster, podOf('filler', { containers: [mounted], volumes }));
    const { status } = await until(cluster, 'filler', 'is evicted', hasFailed);
    const message = 'Usage of EmptyDir volume "v" exceeds the limit "1Mi". ';
    assert.deepEqual([status?.reason, status?.message], ['Evicted', message]);
    await eventually('the event', 5_000, async () =>
      assert.ok((await eventsOf(cluster, 'filler')).includes(`Evicted: ${message}`)),
    );
  });

  await t.test('a container that takes more memory than its limit is killed and says so', async () => {
    const greedy = { ...sleeper, command: ['tail', '/dev/zero'], resources: { limits: { memory: '32Mi' } } };
    await create(cluster, podOf('greedy', { restartPolicy: 'Never', containers: [greedy] }));
    const { status } = await until(cluster, 'greedy', 'fails', hasFailed);
    const { exitCode, reason } = status?.containerStatuses?.[0]?.state?.terminated ?? {};
    assert.deepEqual([exitCode, reason], [137, 'OOMKilled']);
  });

  await t.test('hooks run by HTTP, TCP and sleep, and their failure is told', async () => {
    const web: Container = {
      name: 'web',
      image: 'nginx',
      restartPolicy: 'Always',
      // The others start, and call it, once it answers.
      startupProbe: { tcpSocket: { port: 80 }, periodSeconds: 1 },
      lifecycle: { preStop: { httpGet: { port: 80, path: '/missing' } } },
    };
    const first: Container = { ...sleeper, lifecycle: { postStart: { httpGet: { port: 80, path: '/' } } } };
    const second: Container = {
      ...sleeper,
      name: 'd',
      lifecycle: { postStart: { tcpSocket: { port: 80 } }, preStop: { sleep: { seconds: 2 } } },
    };
    const containers = [first, second];
    await create(cluster, podOf('hooks', { terminationGracePeriodSeconds: 5, initContainers: [web], containers }));
    await until(cluster, 'hooks', 'is ready', isReady);
    const began = performance.now();
    const { code } = await cluster.kubectl()(['delete', 'pod', 'hooks']);
    assert.equal(code, 0);
    assert.ok(performance.now() - began >= 2_000, 'preStop slept');
    await eventually('the event', 5_000, async () => {
      const told = (await eventsOf(cluster, 'hooks')).filter((e) => e.includes('Hook'));
      assert.deepEqual(told, ['FailedPreStopHook: PreStopHook failed']);
    });
  });

  await t.test('a gRPC probe follows what the health service says', async () => {
    using health = await healthServer();
    const probed = {
      ...sleeper,
      readinessProbe: { grpc: { port: health.port }, periodSeconds: 1, failureThreshold: 1 },
    };
    await create(cluster, podOf('probed', { hostNetwork: true, containers: [probed] }));
    await until(cluster, 'probed', 'is ready', isReady);
    health.serving = false;
    await until(cluster, 'probed', 'is not ready any more', (pod) => !isReady(pod));
  });

  await t.test('an image of a registry that asks for credentials is pulled with the Pod’s pull secret', async () => {
    await using registry = await guardedRegistry(cluster);
    const image = `${registry.host}/library/busybox:latest`;
    const asks: Container = { ...sleeper, image, imagePullPolicy: 'Always' };
    for (const [name, password] of [['right', 'secret'] as const, ['wrong', 'guess'] as const]) {
      await cluster.client.resource(secrets).create(pullSecret(name, registry.host, password));
      await create(cluster, podOf(`pull-${name}`, { imagePullSecrets: [{ name }], containers: [asks] }));
    }
    await until(cluster, 'pull-right', 'is ready', isReady);
    const { status } = await until(
      cluster,
      'pull-wrong',
      'backs off',
      ({ status: now }) => now?.containerStatuses?.[0]?.state?.waiting?.reason === 'ImagePullBackOff',
    );
    assert.match(
      status?.containerStatuses?.[0]?.state?.waiting?.message ?? '',
      /^Back-off pulling image .*: ErrImagePull: .*401 Unauthorized/,
    );
  });
});

interface HealthServer extends Disposable {
  readonly port: number;
  serving: boolean;
}

/** grpc.health.v1.Health, all of it that a probe asks for. */
async function healthServer(): Promise<HealthServer> {
  const server = new grpc.Server();
  const bytes = (value: Buffer): Buffer => value;
  const state = { serving: true };
  const Check = {
    path: '/grpc.health.v1.Health/Check',
    requestStream: false as const,
    responseStream: false as const,
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  };
  server.addService(
    { Check },
    {
      Check: (_call: unknown, answer: grpc.sendUnaryData<Buffer>) =>
        answer(null, Buffer.from([8, state.serving ? 1 : 2])),
    },
  );
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('0.0.0.0:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return Object.assign(state, { port, [Symbol.dispose]: () => server.forceShutdown() });
}

const credentials = (password: string): string => Buffer.from(`alice:${password}`).toString('base64');

function pullSecret(name: string, host: string, password: string): Secret {
  const config = JSON.stringify({ auths: { [host]: { auth: credentials(password) } } });
  return {
    metadata: { name, namespace: 'default' },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': Buffer.from(config).toString('base64') },
  };
}

/** The cluster's own images behind a registry that asks for a name and a password. */
async function guardedRegistry({ layout }: TestCluster): Promise<AsyncDisposable & { readonly host: string }> {
  const mirror = await startMirror({ layout: new ImageLayout(layout.images), isReachable: async () => false });
  const server = createServer((request, response) => {
    if (request.headers.authorization !== `Basic ${credentials('secret')}`) {
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="registry"' }).end();
      return;
    }
    const url = new URL(request.url ?? '/', mirror.url);
    url.searchParams.set('ns', 'docker.io');
    const { host: _host, authorization: _authorization, ...headers } = request.headers;
    const passed = httpRequest(url, { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    passed.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await mirror[Symbol.asyncDispose]();
    },
  };
}
