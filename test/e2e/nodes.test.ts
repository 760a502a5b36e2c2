/** Three nodes on one machine: what goes on between them, and what becomes of the Pods of one that is lost. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { Node, Pod } from '../../src/api/core/v1.ts';
import { furtherNodes } from '../../src/cluster/nodeConfig.ts';
import { storedIdentity } from '../../src/cluster/nodeIdentity.ts';
import { nodeTransport } from '../../src/cluster/nodeTransport.ts';
import { createClient } from '../../src/client/createClient.ts';
import { getCondition, isPodReady } from '../../src/machinery/pod.ts';
import type { Stored } from '../../src/machinery/object.ts';
import { daemonSets, deployments, nodes, pods, secrets, services } from '../../src/machinery/resources.ts';
import { startTestCluster } from './cluster.ts';
import { run, start } from './command.ts';
import { freePorts } from '../../src/testing/freeAddresses.ts';
import { kubectlPath } from './kubectlBinary.ts';
import { loseNode } from './lostNode.ts';
import { manifest, policy } from './nodes.manifest.ts';
import { eventually, waitFor } from './waiting.ts';

/** Short, so that the loss of a node is seen within the test's time; the agent renews its Lease every ten seconds. */
const graceSeconds = 16;
const patience = 60_000;

test('several nodes', async (t) => {
  await using cluster = await startTestCluster({
    name: 'nodes',
    nodes: 3,
    env: { PEAPOD_NODE_MONITOR_GRACE_SECONDS: String(graceSeconds) },
  });
  const kubectl = cluster.kubectl();
  const { client, layout } = cluster;
  const [first, second, third] = [cluster.nodeName, `${cluster.nodeName}-2`, `${cluster.nodeName}-3`] as const;
  const names = [first, second, third];
  const ok = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await kubectl(args);
    assert.equal(code, 0, `kubectl ${args.join(' ')}: ${stderr}`);
    return stdout;
  };
  const [hostPort = 0, localPort = 0] = await freePorts(2);
  assert.equal((await kubectl(['apply', '-f', '-'], { input: manifest(hostPort, second) })).code, 0);

  const nodeOf = (name: string): Promise<Stored<Node>> => client.resource(nodes).get(name);
  const addressOf = async (name: string): Promise<string> =>
    (await nodeOf(name)).status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? assert.fail(name);
  const podsOf = async (app: string): Promise<Stored<Pod>[]> =>
    (await client.resource(pods).list('default', { labelSelector: `app=${app}` })).items.filter(
      ({ metadata }) => !metadata.deletionTimestamp,
    );
  const podOn = async (node: string, app = 'web'): Promise<Stored<Pod>> =>
    (await podsOf(app)).find(({ spec }) => spec?.nodeName === node) ?? assert.fail(`no Pod of ${app} on ${node}`);
  const ipOf = ({ status }: Pod): string => status?.podIP ?? assert.fail('no address');
  const inPod = async (pod: Stored<Pod>, ...command: string[]): Promise<string> => {
    const { stdout, stderr } = await kubectl(['exec', pod.metadata.name, '--', ...command]);
    return `${stdout}${stderr}`.trim();
  };
  /** Who answers, and whom it takes the caller for. */
  const who = async (address: string): Promise<{ node: string; caller: string }> => {
    const { stdout } = await run('curl', ['-sf', '-m', '3', `http://${address}/cgi-bin/who`]);
    const [node = '', caller = ''] = stdout.trim().split(' ');
    return { node, caller: caller.replace('[', '').replace(']', '').replace('::ffff:', '') };
  };
  const whoFrom = async (pod: Stored<Pod>, address: string): Promise<{ node: string; caller: string }> => {
    const answer = await inPod(pod, 'wget', '-qO-', '-T', '3', `http://${address}/cgi-bin/who`);
    const [node = '', caller = ''] = answer.split(' ');
    return { node, caller: caller.replace('[', '').replace(']', '').replace('::ffff:', '') };
  };
  const nodePort = async (name: string): Promise<number> =>
    (await client.resource(services).get(name, 'default')).spec?.ports?.[0]?.nodePort ?? assert.fail('no node port');

  await t.test('every node has its own address, block of Pod addresses and processes', async () => {
    const list = await Promise.all(names.map(nodeOf));
    assert.deepEqual(
      list.map((node) => getCondition(node.status?.conditions, 'Ready')?.status),
      ['True', 'True', 'True'],
    );
    assert.equal(new Set(list.map(({ spec }) => spec?.podCIDR)).size, 3);
    assert.equal(new Set(await Promise.all(names.map(addressOf))).size, 3);
    const { ok: well, processes } = await cluster.status();
    assert.ok(well);
    assert.deepEqual(
      processes.map(({ role, node }) => [role, node]),
      [
        ['control-plane', undefined],
        ['node', undefined],
        ['node', second],
        ['node', third],
      ],
    );
  });

  await t.test('a DaemonSet has a Pod on each, and a Deployment spreads over them', async () => {
    await waitFor(client.resource(daemonSets), {
      what: 'the DaemonSet to be ready everywhere',
      timeout: patience,
      until: ({ status }) => status?.numberReady === 3,
    });
    await waitFor(client.resource(deployments), {
      parameters: { fieldSelector: 'metadata.name=spread' },
      what: 'the Deployment to be available',
      timeout: patience,
      until: ({ status }) => status?.availableReplicas === 3,
    });
    assert.deepEqual(
      (await podsOf('spread')).map(({ spec }) => spec?.nodeName ?? '').sort((a, b) => a.localeCompare(b)),
      names,
    );
  });

  await t.test('Pods of different nodes reach each other under their own addresses', async () => {
    const web = await Promise.all(names.map((name) => podOn(name)));
    for (const from of web) {
      for (const to of web) {
        if (from === to) continue;
        assert.deepEqual(await whoFrom(from, `${ipOf(to)}:8080`), { node: to.spec?.nodeName, caller: ipOf(from) });
      }
    }
  });

  await t.test(
    'a Service leads from every node to Pods of every node, by its name, and so does kubernetes',
    async () => {
      for (const name of names) {
        const from = await podOn(name);
        await eventually(`${name} to reach all`, patience, async () => {
          const seen = new Set<string>();
          for (let i = 0; i < 12; i++) seen.add((await whoFrom(from, 'web.default.svc.cluster.local')).node);
          assert.deepEqual([...seen].sort(), names);
        });
        assert.equal(
          await inPod(from, 'sh', '-c', 'nc -w 3 kubernetes.default.svc 443 </dev/null && echo open'),
          'open',
        );
      }
    },
  );

  await t.test('a node port, and a host port, is there on every node', async () => {
    const port = await nodePort('web');
    for (const name of names) {
      const address = await addressOf(name);
      assert.ok(names.includes((await who(`${address}:${port}`)).node), name);
      assert.equal((await who(`${address}:${hostPort}`)).node, name);
    }
  });

  await t.test(
    'with externalTrafficPolicy Local, only a node with an endpoint answers, and it sees the caller',
    async () => {
      const port = await nodePort('lonely');
      const here = (await addressOf(second)).replace(/\.\d+$/, '.1');
      await eventually('the node with the endpoint to answer', patience, async () =>
        assert.deepEqual(await who(`${await addressOf(second)}:${port}`), { node: second, caller: here }),
      );
      assert.deepEqual(await who(`${await addressOf(third)}:${port}`), { node: '', caller: '' });
    },
  );

  await t.test('a NetworkPolicy holds between nodes', async () => {
    assert.equal((await kubectl(['apply', '-f', '-'], { input: policy })).code, 0);
    const target = `${ipOf(await podOn(second, 'lonely'))}:8080`;
    const stranger = await podOn(third, 'spread');
    await eventually('the stranger to be shut out', patience, async () =>
      assert.match(await inPod(stranger, 'wget', '-qO-', '-T', '1', `http://${target}/cgi-bin/who`), /timed out/),
    );
    assert.equal((await whoFrom(await podOn(third), target)).node, second);
    await ok('delete', 'networkpolicy', 'lonely');
  });

  await t.test('exec, logs and port-forward reach the agents of all nodes', async () => {
    for (const name of names) {
      const pod = await podOn(name);
      assert.equal(await inPod(pod, 'sh', '-c', 'echo $NODE; echo logged > /proc/1/fd/1'), name);
      assert.match(await ok('logs', pod.metadata.name), /logged/);
    }
    await using forward = start(
      await kubectlPath(),
      ['port-forward', (await podOn(third)).metadata.name, `${localPort}:8080`],
      { env: { KUBECONFIG: layout.kubeconfig } },
    );
    await forward.output(/Forwarding from/);
    assert.equal((await who(`127.0.0.1:${localPort}`)).node, third);
  });

  await t.test('a node is no other node, and reads no secret that its Pods do not use', async () => {
    const [node = assert.fail('no further node')] = furtherNodes(layout);
    using transport = nodeTransport(node.config, storedIdentity(node.layout));
    const own = createClient(transport);
    const patch = { metadata: { annotations: { note: 'mine' } } };
    const type = 'application/merge-patch+json';
    assert.ok(await own.resource(nodes).patch(second, undefined, type, patch));
    await assert.rejects(own.resource(nodes).patch(third, undefined, type, patch), { code: 403 });
    await assert.rejects(own.resource(pods).delete((await podOn(third)).metadata.name, 'default'), { code: 403 });
    await client.resource(secrets).create({ metadata: { name: 'private', namespace: 'default' } });
    await assert.rejects(own.resource(secrets).get('private', 'default'), { code: 403 });
  });

  await t.test('a node that is drained is empty but for its DaemonSet, and is used again when uncordoned', async () => {
    await ok('drain', third, '--ignore-daemonsets', '--delete-emptydir-data', '--timeout=60s');
    assert.match(await ok('get', 'node', third), /Ready,SchedulingDisabled/);
    await waitFor(client.resource(deployments), {
      parameters: { fieldSelector: 'metadata.name=spread' },
      what: 'the evicted Pod to be replaced',
      timeout: patience,
      until: ({ status }) => status?.availableReplicas === 3,
    });
    assert.ok((await podsOf('spread')).every(({ spec }) => spec?.nodeName !== third));
    await ok('uncordon', third);
    await ok('scale', 'deployment', 'spread', '--replicas=6');
    await waitFor(client.resource(deployments), {
      parameters: { fieldSelector: 'metadata.name=spread' },
      what: 'six to be available',
      timeout: patience,
      until: ({ status }) => status?.availableReplicas === 6,
    });
    assert.ok((await podsOf('spread')).some(({ spec }) => spec?.nodeName === third));
  });

  await t.test('a node process that is killed comes back, and its containers never stopped', async () => {
    const pod = await podOn(second);
    const pidOf = async () => (await cluster.status()).processes.find(({ node }) => node === second)?.pid;
    const before = (await pidOf()) ?? assert.fail('not running');
    process.kill(before, 'SIGKILL');
    await eventually('another process to be ready', patience, async () => {
      assert.ok((await cluster.status()).ok);
      assert.notEqual(await pidOf(), before);
    });
    const after = await client.resource(pods).get(pod.metadata.name, 'default');
    assert.deepEqual(
      after.status?.containerStatuses?.map(({ containerID, restartCount }) => [containerID, restartCount]),
      pod.status?.containerStatuses?.map(({ containerID, restartCount }) => [containerID, restartCount]),
    );
    assert.equal(await inPod(pod, 'sh', '-c', 'echo $NODE'), second);
  });

  await t.test(
    'when a node is lost, its Pods come up elsewhere; when it is back, what it still runs goes',
    async () => {
      const doomed = (await podsOf('spread')).filter(({ spec }) => spec?.nodeName === third);
      const lost = await loseNode(cluster, third);
      const gone = await waitFor(client.resource(nodes), {
        namespace: undefined,
        parameters: { fieldSelector: `metadata.name=${third}` },
        what: 'the node to be missed',
        timeout: patience,
        until: ({ status, spec }) =>
          getCondition(status?.conditions, 'Ready')?.status === 'Unknown' && (spec?.taints?.length ?? 0) >= 2,
      });
      assert.deepEqual(gone.spec?.taints?.map(({ key, effect }) => `${key}:${effect}`).sort(), [
        'node.kubernetes.io/unreachable:NoExecute',
        'node.kubernetes.io/unreachable:NoSchedule',
      ]);
      await eventually('the lost Pods to be replaced', patience, async () => {
        const all = await podsOf('spread');
        assert.equal(all.length, 6);
        assert.ok(all.every((pod) => pod.spec?.nodeName !== third && isPodReady(pod)));
      });
      const orphan = await client.resource(pods).get(doomed[0]?.metadata.name ?? '', 'default');
      assert.ok(orphan.metadata.deletionTimestamp);
      assert.ok(orphan.status?.conditions?.some(({ reason }) => reason === 'DeletionByTaintManager'));

      await lost.restore((await addressOf(third)).replace(/\.\d+$/, '.1'));
      await waitFor(client.resource(nodes), {
        namespace: undefined,
        parameters: { fieldSelector: `metadata.name=${third}` },
        what: 'the node to be back',
        timeout: patience,
        until: ({ status, spec }) =>
          getCondition(status?.conditions, 'Ready')?.status === 'True' && !spec?.taints?.length,
      });
      await eventually('the Pods that were replaced to be gone', patience, async () => {
        const all = (await client.resource(pods).list('default')).items.map(({ metadata }) => metadata.uid);
        assert.ok(doomed.every(({ metadata }) => !all.includes(metadata.uid)));
      });
      await waitFor(client.resource(daemonSets), {
        what: 'the DaemonSet to be ready everywhere again',
        timeout: patience,
        until: ({ status }) => status?.numberReady === 3,
      });
    },
  );

  await t.test('a running cluster gets another node, and is not made smaller', async () => {
    const fewer = await cluster.start('--nodes', '2');
    assert.equal(fewer.code, 1);
    assert.match(fewer.stderr, /has 3 nodes on this machine, and no fewer can be asked for/);
    const more = await cluster.start('--nodes', '4');
    assert.equal(more.code, 0, more.stderr);
    await waitFor(client.resource(daemonSets), {
      what: 'the DaemonSet to be on the fourth',
      timeout: patience,
      until: ({ status }) => status?.numberReady === 4,
    });
    const tooMany = await cluster.start('--nodes', '5');
    assert.match(tooMany.stderr, /are enough for 4 nodes, not for 5/);
  });
});
