/** A stable name and address: Services reached from Pods, from the node and from outside, by address and by name. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test from 'node:test';
import { endpointSlices, pods, services } from '../../src/machinery/resources.ts';
import { startTestCluster } from './cluster.ts';
import { run } from './command.ts';
import { addNetworkNamespace } from './networkNamespace.ts';
import { manifest } from './services.manifest.ts';
import { eventually, waitFor } from './waiting.ts';

test('Services', async (t) => {
  await using cluster = await startTestCluster({ name: 'services' });
  const kubectl = cluster.kubectl();
  const { client } = cluster;
  const applied = await kubectl(['apply', '-f', '-'], { input: manifest });
  assert.equal(applied.code, 0, applied.stderr);
  assert.doesNotMatch(applied.stderr, /Warning/);
  const isReady = (name: string) =>
    waitFor(client.resource(pods), {
      parameters: { fieldSelector: `metadata.name=${name}` },
      what: `Pod ${name} to be ready`,
      timeout: 30_000,
      until: (pod) =>
        pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false,
    });
  const [web0, web1] = await Promise.all(['web-0', 'web-1', 'alone', 'client'].map(isReady));
  const addresses = [web0, web1].map((pod) => pod?.status?.podIP ?? assert.fail('no address')).sort();
  const specOf = async (name: string) =>
    (await client.resource(services).get(name, 'default')).spec ?? assert.fail(name);
  const inPod = async (pod: string, ...command: string[]): Promise<string> => {
    const { stdout, stderr } = await kubectl(['exec', pod, '--', ...command]);
    // What kubectl itself says beside a command's output is not the command's.
    return (stdout || stderr).trim();
  };
  const get = (url: string, from = 'client') => inPod(from, 'wget', '-qO-', url);
  const curl = async (url: string, ...prefix: string[]): Promise<string> => {
    const [program, ...args] = [...prefix, 'curl', '-s', '-m', '3', url];
    const { stdout, code } = await run(program, args);
    return code === 0 ? stdout.trim() : `curl: ${code}`;
  };
  const several = async (times: number, ask: () => Promise<string>): Promise<Set<string>> => {
    const answers = new Set<string>();
    for (let i = 0; i < times; i++) answers.add(await ask());
    return answers;
  };
  const both = new Set(['web-0', 'web-1']);
  /** Twenty calls miss one of two servers once in half a million times. */
  const enough = 20;
  /** Both Pods are endpoints as soon as they are ready, and a moment later in the kernel. */
  const isSettled = (name: string) =>
    eventually(`${name} to lead to both`, 5_000, async () => {
      const spec = await specOf(name);
      assert.deepEqual(await several(enough, () => curl(`http://${spec.clusterIP}:${spec.ports?.[0]?.port}/`)), both);
    });
  await isSettled('web');

  await t.test('a Pod reaches a Service by its address, by its name, and by an alias of that', async () => {
    const { clusterIP } = await specOf('web');
    assert.deepEqual(await several(enough, () => get(`http://${clusterIP}/`)), both);
    for (const name of ['web', 'web.default', 'web.default.svc.cluster.local', 'alias']) {
      assert.ok(both.has(await get(`http://${name}/`)), name);
    }
  });

  await t.test('names resolve to the address of the Service, or to those of the Pods of a headless one', async () => {
    const { clusterIP } = await specOf('web');
    const lookUp = async (name: string) =>
      [...(await inPod('client', 'nslookup', '-type=a', name)).matchAll(/^Address: (\S+)$/gm)]
        .map(([, address = '']) => address)
        .sort((a, b) => a.localeCompare(b));
    assert.deepEqual(await lookUp('web.default.svc.cluster.local'), [clusterIP]);
    assert.deepEqual(await lookUp('peers.default.svc.cluster.local'), addresses);
    assert.deepEqual(await lookUp('web-1.peers.default.svc.cluster.local'), [web1?.status?.podIP]);
    assert.deepEqual(await lookUp('kube-dns.kube-system.svc.cluster.local'), ['10.96.0.10']);
    assert.match(await inPod('client', 'nslookup', 'missing.default.svc.cluster.local'), /NXDOMAIN/);
    assert.match(
      await inPod('client', 'nslookup', web0?.status?.podIP ?? ''),
      /name = web-0\.peers\.default\.svc\.cluster\.local/,
    );
  });

  await t.test('a node port answers on the addresses of the node, from the node and from Pods', async () => {
    const port = (await specOf('web')).ports?.[0]?.nodePort ?? assert.fail('no node port');
    const { status } = await client.resource(pods).get('client', 'default');
    assert.deepEqual(await several(enough, () => curl(`http://${status?.hostIP}:${port}/`)), both);
    assert.ok(both.has(await curl(`http://127.0.0.1:${port}/`)));
    assert.ok(both.has(await get(`http://${status?.hostIP}:${port}/`)));
  });

  await t.test('session affinity keeps a client at one Pod', async () => {
    const { clusterIP } = await specOf('sticky');
    for (const call of [() => curl(`http://${clusterIP}/`), () => get('http://sticky/')]) {
      const [first = '', ...others] = await several(enough, call);
      assert.ok(both.has(first), first);
      assert.deepEqual(others, []);
    }
  });

  await t.test('a Pod reaches itself through its Service', async () => {
    assert.equal(await get('http://self/', 'alone'), 'alone');
  });

  await t.test('a Service without endpoints, and a port that none has, refuse at once', async () => {
    assert.match(await get('http://nobody/'), /Connection refused/);
    assert.match(await get('http://web:81/'), /Connection refused/);
    assert.equal(await curl(`http://${(await specOf('nobody')).clusterIP}/`), 'curl: 7');
  });

  await t.test('from outside, a load balancer keeps the address of the client where traffic is local', async () => {
    const { status } = await waitFor(client.resource(services), {
      parameters: { fieldSelector: 'metadata.name=balanced' },
      what: 'the load balancer to have an address',
      timeout: 5_000,
      until: (service) => (service.status?.loadBalancer?.ingress?.length ?? 0) > 0,
    });
    const address = status?.loadBalancer?.ingress?.[0]?.ip ?? assert.fail('no address');
    const { healthCheckNodePort, ports: [port] = [] } = await specOf('balanced');
    const namespace = `pt${randomBytes(3).toString('hex')}`;
    const ip = (...args: string[]) => run('ip', args).then(({ code, stderr }) => assert.equal(code, 0, stderr));
    await using _namespace = await addNetworkNamespace(namespace);
    try {
      await ip('link', 'add', namespace, 'type', 'veth', 'peer', 'name', 'outside', 'netns', namespace);
      await ip('address', 'add', '198.18.213.1/30', 'dev', namespace);
      await ip('link', 'set', namespace, 'up');
      await ip('-n', namespace, 'address', 'add', '198.18.213.2/30', 'dev', 'outside');
      await ip('-n', namespace, 'link', 'set', 'outside', 'up');
      await ip('-n', namespace, 'route', 'add', 'default', 'via', '198.18.213.1');
      const outside = ['ip', 'netns', 'exec', namespace];
      assert.deepEqual(await several(enough, () => curl(`http://${address}:18080/`, ...outside)), both);
      assert.ok(both.has(await curl(`http://198.18.213.1:${port?.nodePort}/`, ...outside)));
      assert.equal(
        (JSON.parse(await curl(`http://127.0.0.1:${healthCheckNodePort}/`)) as { localEndpoints: number })
          .localEndpoints,
        2,
      );
      const tracked = await run('conntrack', [
        '-L',
        '-p',
        'tcp',
        '--orig-src',
        '198.18.213.2',
        '--orig-port-dst',
        '18080',
      ]);
      assert.match(tracked.stdout, /src=198\.18\.213\.2 .* src=10\.\S+ dst=198\.18\.213\.2 /);
    } finally {
      await run('ip', ['link', 'delete', namespace]);
    }
  });

  await t.test('a Pod that is no longer ready is left out, and comes back', async () => {
    const { clusterIP } = await specOf('web');
    const lasting = (expected: Set<string>) =>
      eventually(`${[...expected].join()} alone to answer`, 15_000, async () =>
        assert.deepEqual(await several(enough, () => curl(`http://${clusterIP}/`)), expected),
      );
    await inPod('web-0', 'rm', '/www/ready');
    await lasting(new Set(['web-1']));
    const { items } = await client
      .resource(endpointSlices)
      .list('default', { labelSelector: 'kubernetes.io/service-name=web' });
    const unready = items.flatMap(({ endpoints }) => endpoints).find(({ targetRef }) => targetRef?.name === 'web-0');
    assert.deepEqual(unready?.conditions, { ready: false, serving: false, terminating: false });
    assert.doesNotMatch(
      await inPod('client', 'nslookup', 'peers.default.svc.cluster.local'),
      new RegExp(`Address: ${web0?.status?.podIP}$`, 'm'),
    );
    await inPod('web-0', 'touch', '/www/ready');
    await lasting(both);
  });

  await t.test('the node process may be killed: Services work meanwhile, and names again afterwards', async () => {
    const { clusterIP } = await specOf('web');
    const { processes } = await cluster.status();
    process.kill(processes.find(({ role }) => role === 'node')?.pid ?? assert.fail('no node process'), 'SIGKILL');
    assert.ok(both.has(await curl(`http://${clusterIP}/`)));
    await eventually('names to resolve again', 20_000, async () => assert.ok(both.has(await get('http://web/'))));
  });
});
