/** Another machine joins, of which a network namespace and a data directory of its own stand in: nothing but the network is shared. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import type { AdminClient } from '../../src/cluster/adminClient.ts';
import { layoutOf, type Layout } from '../../src/cluster/layout.ts';
import { getCondition, isPodReady } from '../../src/machinery/pod.ts';
import { certificateSigningRequests, nodes, pods } from '../../src/machinery/resources.ts';
import { root, startTestCluster, type ClusterStatus } from './cluster.ts';
import { run, type CommandResult } from './command.ts';
import { freeClusterCIDR, freePorts } from '../../src/testing/freeAddresses.ts';
import { leftovers, machineState } from './machineState.ts';
import { commandLine, eventually, waitFor } from './waiting.ts';

const patience = 60_000;
const name = 'peapod-joined';

interface OtherMachine extends AsyncDisposable {
  readonly layout: Layout;
  readonly address: string;
  peapod(...args: string[]): Promise<CommandResult>;
}

/**
 * Linked to this machine by a cable, so to say, with this machine as its way out; a far one has a router between them, and
 * so no link in common with this machine.
 */
async function otherMachine(far: boolean): Promise<OtherMachine> {
  const folder = mkdtempSync(join(tmpdir(), 'peapod-other-'));
  const namespace = join(folder, 'netns');
  const link = `pt${randomBytes(3).toString('hex')}`;
  const number = randomBytes(1)[0];
  const [near, beyond] = [`198.18.${number}`, `198.19.${number}`];
  const subnet = far ? beyond : near;
  const layout = layoutOf(join(folder, 'data'));
  const must = async (program: string, ...args: string[]): Promise<void> => {
    const { code, stderr } = await run(program, args);
    assert.equal(code, 0, `${program} ${args.join(' ')}: ${stderr}`);
  };
  const inside = [`--net=${namespace}`, '--'];
  const namespaces = far ? [join(folder, 'router'), namespace] : [namespace];
  for (const each of namespaces) {
    await writeFile(each, '');
    await must('unshare', `--net=${each}`, 'true');
    await must('nsenter', `--net=${each}`, 'ip', 'link', 'set', 'lo', 'up');
  }
  const [next = namespace] = namespaces;
  const within = (each: string, ...args: string[]) => must('nsenter', `--net=${each}`, ...args);
  await must('ip', 'link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', next);
  await must('ip', 'address', 'add', `${near}.1/24`, 'dev', link);
  await must('ip', 'link', 'set', link, 'up');
  await within(next, 'ip', 'address', 'add', `${near}.2/24`, 'dev', 'eth0');
  await within(next, 'ip', 'link', 'set', 'eth0', 'up');
  await within(next, 'ip', 'route', 'add', 'default', 'via', `${near}.1`);
  if (far) {
    await must('ip', 'route', 'add', `${beyond}.0/24`, 'via', `${near}.2`);
    await within(next, 'ip', 'link', 'add', 'eth1', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
    await within(next, 'ip', 'address', 'add', `${beyond}.1/24`, 'dev', 'eth1');
    await within(next, 'ip', 'link', 'set', 'eth1', 'up');
    await within(next, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward');
    await within(namespace, 'ip', 'address', 'add', `${beyond}.2/24`, 'dev', 'eth0');
    await within(namespace, 'ip', 'link', 'set', 'eth0', 'up');
    await within(namespace, 'ip', 'route', 'add', 'default', 'via', `${beyond}.1`);
  }
  // The images are made once for all tests.
  await mkdir(layout.data, { mode: 0o700 });
  await must('cp', '-al', join(root, 'node_modules', '.cache', 'peapod-test-images'), layout.images);
  return {
    layout,
    address: `${subnet}.2`,
    peapod: (...args) =>
      run('nsenter', [...inside, join(root, 'bin', 'peapod'), '--data-dir', layout.data, ...args], {
        timeout: 120_000,
      }),
    async [Symbol.asyncDispose]() {
      await run('nsenter', [...inside, join(root, 'bin', 'peapod'), '--data-dir', layout.data, 'down', '--purge']);
      await must('ip', 'link', 'delete', link);
      for (const each of namespaces) await must('umount', each);
      await rm(folder, { recursive: true });
    },
  };
}

test('a machine joins', async (t) => {
  await using other = await otherMachine(false);
  await using cluster = await startTestCluster({ name: 'join', flags: ['--cluster-cidr', freeClusterCIDR()] });
  const kubectl = cluster.kubectl();
  const { client } = cluster;
  const before = await machineState(other.layout.data, other.layout.run);
  const [agentPort] = await freePorts(1);
  const flags = [
    '--node-name',
    name,
    '--agent-port',
    String(agentPort),
    '--bridge',
    `pt${randomBytes(3).toString('hex')}`,
  ];
  const created = await cluster.peapod(['token', 'create', '--ttl', '10m']);
  assert.equal(created.code, 0, created.stderr);
  const command = created.stdout.trim().split(' ').slice(1);
  const isReady = () =>
    waitFor(client.resource(nodes), {
      namespace: undefined,
      parameters: { fieldSelector: `metadata.name=${name}` },
      what: 'the node to be Ready',
      timeout: patience,
      until: ({ status }) => getCondition(status?.conditions, 'Ready')?.status === 'True',
    });
  const statusThere = async (): Promise<ClusterStatus> =>
    JSON.parse((await other.peapod('status', '-o', 'json')).stdout) as ClusterStatus;

  await t.test('a wrong token, and a wrong authority, are refused and leave nothing', async () => {
    const wrongToken = command.map((word) =>
      /^[a-z0-9]{6}\.[a-z0-9]{16}$/.test(word) ? `${word.slice(0, -4)}0000` : word,
    );
    const refused = await other.peapod(...wrongToken, ...flags);
    assert.match(refused.stderr, /the token is not one of the cluster at/);
    assert.equal(refused.code, 1);
    const wrongPin = command.map((word) => (word.startsWith('sha256:') ? `sha256:${'0'.repeat(64)}` : word));
    assert.match(
      (await other.peapod(...wrongPin, ...flags)).stderr,
      /has the hash sha256:[0-9a-f]{64}, not sha256:0000/,
    );
    assert.equal((await kubectl(['get', 'node', name])).code, 1);
  });

  await t.test('the command that was printed makes it a node, with certificates that were asked for', async () => {
    const joined = await other.peapod(...command, ...flags);
    assert.equal(joined.code, 0, joined.stderr);
    const node = await isReady();
    assert.ok(node.status?.addresses?.some(({ type, address }) => type === 'InternalIP' && address === other.address));
    const requests = (await client.resource(certificateSigningRequests).list()).items;
    assert.deepEqual(requests.map(({ spec }) => spec.signerName).sort(), [
      'kubernetes.io/kube-apiserver-client-kubelet',
      'kubernetes.io/kubelet-serving',
    ]);
    assert.match(
      (await kubectl(['get', 'csr', '--no-headers'])).stdout,
      /system:bootstrap:\S+ +<none> +Approved,Issued/,
    );
    const { ok, processes } = await statusThere();
    assert.ok(ok);
    assert.deepEqual(processes.map(({ role }) => role).sort(), ['keeper', 'node']);
  });

  await t.test('Pods of both machines reach each other and Services; logs and exec come from there', async () => {
    const manifest = [webPod(name, 'there'), webPod(cluster.nodeName, 'here')].join('');
    assert.equal((await kubectl(['apply', '-f', '-'], { input: manifest })).code, 0);
    const [there, here] = [await podAddress(client, 'there'), await podAddress(client, 'here')];
    const get = async (from: string, url: string): Promise<string> =>
      (await kubectl(['exec', from, '--', 'wget', '-qO-', '-T', '3', url])).stdout.trim();
    await eventually('both ways to be open', patience, async () => {
      assert.equal(await get('there', `http://${here}:8080/`), 'here');
      assert.equal(await get('here', `http://${there}:8080/`), 'there');
    });
    const open = ['exec', 'there', '--', 'sh', '-c', 'nc -w 3 kubernetes.default.svc 443 </dev/null && echo open'];
    assert.equal((await kubectl(open)).stdout.trim(), 'open');
  });

  await t.test('a process there that is killed comes back', async () => {
    for (const role of ['node', 'keeper']) {
      const pidOf = async () => (await statusThere()).processes.find((each) => each.role === role)?.pid;
      const pid = (await pidOf()) ?? assert.fail(role);
      process.kill(pid, 'SIGKILL');
      await eventually(`another ${role}`, patience, async () => {
        assert.ok((await statusThere()).ok);
        assert.notEqual(await pidOf(), pid);
      });
      assert.equal(commandLine(pid), '');
    }
  });

  await t.test('it stops and starts again without a token', async () => {
    assert.equal((await other.peapod('down')).code, 0);
    const up = await other.peapod('up');
    assert.equal(up.code, 0, up.stderr);
    await isReady();
  });

  await t.test('it leaves, and nothing of it stays', async () => {
    assert.equal((await kubectl(['delete', 'pod', 'there'])).code, 0);
    assert.equal((await kubectl(['delete', 'node', name])).code, 0);
    const down = await other.peapod('down', '--purge');
    assert.equal(down.code, 0, down.stderr);
    await eventually('nothing to be left', 5_000, async () =>
      assert.deepEqual(
        leftovers(before, await machineState(other.layout.data, other.layout.run)).filter((line) =>
          [other.layout.data, other.layout.run, other.layout.name].some((ours) => line.includes(ours)),
        ),
        [],
      ),
    );
  });

  await t.test('a person approves and denies requests with kubectl', async () => {
    const { newCertificateRequest } = await import('../../src/cluster/certificates.ts');
    const { request } = await newCertificateRequest({ commonName: 'jane', organizations: ['staff'] });
    const csr = (at: string): string =>
      `apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: { name: ${at} }
spec:
  signerName: kubernetes.io/kube-apiserver-client
  request: ${Buffer.from(request).toString('base64')}
  expirationSeconds: 3600
  usages: [client auth]
---
`;
    assert.equal((await kubectl(['apply', '-f', '-'], { input: csr('jane') + csr('joe') })).code, 0);
    assert.match(
      (await kubectl(['certificate', 'approve', 'jane'])).stdout,
      /certificatesigningrequest.certificates.k8s.io\/jane approved/,
    );
    assert.match((await kubectl(['certificate', 'deny', 'joe'])).stdout, /joe denied/);
    await eventually('the certificate to be issued', patience, async () => {
      const { stdout } = await kubectl(['get', 'csr', '--no-headers', 'jane', 'joe']);
      assert.match(
        stdout,
        /^jane +\S+ +kubernetes.io\/kube-apiserver-client +kubernetes-admin +60m +Approved,Issued$/m,
      );
      assert.match(stdout, /^joe +\S+ +kubernetes.io\/kube-apiserver-client +kubernetes-admin +60m +Denied$/m);
    });
  });
});

test('a machine with which no link is shared joins, and its Pods are reached through a tunnel', async () => {
  await using other = await otherMachine(true);
  await using cluster = await startTestCluster({ name: 'far', nodes: 2 });
  const kubectl = cluster.kubectl();
  const { client } = cluster;
  const command = (await cluster.peapod(['token', 'create'])).stdout.trim().split(' ').slice(1);
  const [agentPort] = await freePorts(1);
  const link = `pt${randomBytes(3).toString('hex')}`;
  const joined = await other.peapod(
    ...command,
    '--node-name',
    name,
    '--agent-port',
    String(agentPort),
    '--bridge',
    link,
  );
  assert.equal(joined.code, 0, joined.stderr);
  const places = [cluster.nodeName, `${cluster.nodeName}-2`, name];
  const manifest = places.map((node, i) => webPod(node, `web-${i}`)).join('');
  assert.equal((await kubectl(['apply', '-f', '-'], { input: manifest })).code, 0);
  const addresses = await Promise.all(places.map((_, i) => podAddress(client, `web-${i}`)));
  for (const from of [0, 1, 2]) {
    for (const to of [0, 1, 2]) {
      await eventually(`web-${from} to reach web-${to}`, patience, async () => {
        const ask = `printf 'GET /big HTTP/1.0\\r\\n\\r\\n' | nc -w 3 ${addresses[to]} 8080 | wc -c`;
        const { stdout } = await kubectl(['exec', `web-${from}`, '--', 'sh', '-c', ask]);
        // More than one packet: a full one, with the tunnel's headers, is too long for the link.
        assert.ok(Number(stdout) > 100_000, stdout);
      });
    }
  }
  assert.equal((await kubectl(['delete', 'pod', '--all'])).code, 0);
  assert.equal((await kubectl(['delete', 'node', name])).code, 0);
  const down = await other.peapod('down', '--purge');
  assert.equal(down.code, 0, down.stderr);
});

/** Serves its own name, and a file that is larger than a packet. */
const webPod = (node: string, at: string): string => `
apiVersion: v1
kind: Pod
metadata: { name: ${at} }
spec:
  nodeName: ${node}
  terminationGracePeriodSeconds: 0
  containers:
  - name: web
    image: busybox
    imagePullPolicy: IfNotPresent
    command:
    - sh
    - -c
    - mkdir /www; echo ${at} > /www/index.html; dd if=/dev/zero of=/www/big bs=1000 count=100; exec httpd -f -p 8080 -h /www
---`;

async function podAddress(client: AdminClient, at: string): Promise<string> {
  const pod = await waitFor(client.resource(pods), {
    parameters: { fieldSelector: `metadata.name=${at}` },
    what: `Pod ${at} to be ready`,
    timeout: patience,
    until: isPodReady,
  });
  return pod.status?.podIP ?? assert.fail('no address');
}
