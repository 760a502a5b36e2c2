/** `peapod why`: each cause is brought about for real on one cluster, and the answer must name it. What is asked about: why/. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import type { NodeStatus, PersistentVolumeSpec } from '../../src/api/core/v1.ts';
import {
  configMaps,
  namespaces,
  networkPolicies,
  nodes,
  persistentVolumeClaims,
  persistentVolumes,
  pods,
  priorityClasses,
  statefulSets,
} from '../../src/machinery/resources.ts';
import { renderExplanation, spelling } from '../../src/cli/why/render.ts';
import type { Answer, Finding, Survey } from '../../src/why/index.ts';
import { startTestCluster } from './cluster.ts';
import { run } from './command.ts';
import { eventually } from './waiting.ts';
import { made, namespace, pod, selecting, service, sleeper, template, withContainer, type Case } from './why/make.ts';
import { networking } from './why/networking.ts';
import { otherwise } from './why/otherwise.ts';
import { startRegistries } from './why/registry.ts';
import { cannotBeScheduled } from './why/scheduling.ts';
import { cannotStart } from './why/starting.ts';
import { volumes } from './why/volumes.ts';
import { workloads } from './why/workloads.ts';

const chainOf = (one: Finding): string[] => [one.cause, ...(one.because[0] ? chainOf(one.because[0]) : [])];

test('peapod why names the cause', { timeout: 280_000 }, async (t: TestContext) => {
  await using cluster = await startTestCluster({ name: 'why' });
  await using registries = await startRegistries(cluster);
  const { client } = cluster;
  const why = (text: string, ...more: string[]) => cluster.peapod(['why', ...text.split(' '), ...more]);
  // The program is asked for data, and prints the very same as text: half as many processes.
  const spell = spelling(cluster.layout.data, false);
  const ask = async (text: string): Promise<Answer> => {
    const { stdout, stderr } = await why(text, '-o', 'json');
    assert.equal(stderr, '');
    // A named seam: the program's own output.
    return JSON.parse(stdout) as Answer;
  };
  const holds = async (one: Omit<Case, 'make'>): Promise<void> => {
    await eventually(one.why, 60_000, async () => {
      const answer = await ask(one.why);
      const [first] = answer.findings;
      assert.deepEqual(first ? chainOf(first) : [], one.chain);
      assert.match(renderExplanation(answer, spell), one.says);
    });
  };

  const groups = { cannotBeScheduled, cannotStart: cannotStart(registries), workloads, networking, volumes, otherwise };
  for (const group of Object.values(groups))
    for (const { make } of group) for (const create of make) await create(cluster);
  for (const [group, cases] of Object.entries(groups))
    for (const one of cases) await t.test(`${group}: ${one.why} → ${one.chain.join(' → ')}`, () => holds(one));

  await t.test('a Pod that is fine is said to be, with what was seen', async () => {
    const [kept] = (await client.resource(pods).list('default', { labelSelector: 'app=kept' })).items;
    const { stdout, code } = await why(`pod/${kept?.metadata.name ?? ''}`);
    assert.match(stdout, /^✔ Pod kept-\S+ runs: 1\/1 containers ready, 0 restarts, on peapod-test for \d+\w+\.\n$/);
    assert.equal(code, 0);
    assert.match((await why('deployment kept')).stdout, /^✔ Deployment kept is up: 1\/1 Pods available/);
  });

  await t.test('a NetworkPolicy before the Pods of a Service is a hint, and nothing wrong', async () => {
    await service('kept', 'kept')(cluster);
    await made(networkPolicies, {
      metadata: { name: 'closed' },
      spec: { podSelector: selecting('kept'), policyTypes: ['Ingress'] },
    })(cluster);
    await eventually('the hint', 30_000, async () => {
      const { verdict, findings } = await ask('svc/kept');
      assert.deepEqual([verdict, findings[0]?.cause, findings[0]?.verdict], ['ok', 'network-policy', 'hint']);
    });
  });

  await t.test('what is being deleted: by its finalizer, within its grace', async () => {
    const of: Pick<PersistentVolumeSpec, 'storageClassName' | 'accessModes'> = {
      storageClassName: '',
      accessModes: ['ReadWriteOnce'],
    };
    await made(persistentVolumes, {
      metadata: { name: 'near' },
      spec: { ...of, capacity: { storage: '1Mi' }, hostPath: { path: '/tmp' } },
    })(cluster);
    await made(persistentVolumeClaims, {
      metadata: { name: 'used' },
      spec: { ...of, volumeName: 'near', resources: { requests: { storage: '1Mi' } } },
    })(cluster);
    await pod('user', { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'used' } }] })(cluster);
    await eventually('it runs', 60_000, async () => assert.equal((await ask('pod/user')).verdict, 'ok'));
    await client.resource(persistentVolumeClaims).delete('used', 'default');
    await holds({ why: 'pvc/used', chain: ['claim-in-use'], says: /goes once Pod user no longer uses it/ });
    await client.resource(pods).delete('user', 'default');
    await made(configMaps, { metadata: { name: 'held', finalizers: ['example.com/backup'] } })(cluster);
    await client.resource(configMaps).delete('held', 'default');
    await holds({ why: 'configmap/held', chain: ['finalizers'], says: /held by its finalizer example.com\/backup/ });
    await namespace('ending')(cluster);
    await made(configMaps, {
      metadata: { name: 'held', namespace: 'ending', finalizers: ['example.com/backup'] },
    })(cluster);
    await client.resource(namespaces).delete('ending');
    await holds({
      why: 'namespace/ending',
      chain: ['namespace-stuck'],
      says: /what is left in it is held by the finalizer example.com\/backup/,
    });
    for (const ns of ['default', 'ending'])
      await client
        .resource(configMaps)
        .patch('held', ns, 'application/merge-patch+json', { metadata: { finalizers: null } });
    // PID 1 of a container ignores SIGTERM unless it says otherwise.
    await pod('stubborn', { terminationGracePeriodSeconds: 600 })(cluster);
    await eventually('it runs', 60_000, async () => assert.equal((await ask('pod/stubborn')).verdict, 'ok'));
    await client.resource(pods).delete('stubborn', 'default');
    await holds({ why: 'pod/stubborn', chain: ['grace-period'], says: /seconds left of the 600 to end by itself/ });
    await client.resource(pods).delete('stubborn', 'default', { gracePeriodSeconds: 1 });
  });

  await t.test('a Pod that gave way to one of higher priority', async () => {
    await made(priorityClasses, { metadata: { name: 'high' }, value: 1000 })(cluster);
    const [node] = (await client.resource(nodes).list()).items;
    const cpu = Number(node?.status?.allocatable?.['cpu'] ?? 0);
    const most = { resources: { requests: { cpu: String(cpu * 0.75) } } };
    await withContainer('humble', most)(cluster);
    await eventually('it runs', 60_000, async () => assert.equal((await ask('pod/humble')).verdict, 'ok'));
    await withContainer('mighty', most, { priorityClassName: 'high' })(cluster);
    await holds({ why: 'pod/humble', chain: ['preempted'], says: /way to a Pod of higher priority/ });
  });

  await t.test('a taint, a cordoned node, and a budget that keeps it from being emptied', async () => {
    const change = (spec: unknown) =>
      client.resource(nodes).patch('peapod-test', undefined, 'application/merge-patch+json', { spec });
    await change({ taints: [{ key: 'dedicated', value: 'ci', effect: 'NoSchedule' }] });
    await pod('tainted', {})(cluster);
    await holds({ why: 'pod/tainted', chain: ['taint'], says: /it has the taint dedicated=ci/ });
    await change({ taints: null, unschedulable: true });
    await pod('shut-out', {})(cluster);
    await holds({
      why: 'pod/shut-out',
      chain: ['node-cordoned'],
      says: /it is cordoned[\s\S]*peapod --data-dir \S+ uncordon peapod-test/,
    });
    await holds({
      why: 'node/peapod-test',
      chain: ['node-cordoned'],
      says: /PodDisruptionBudget default\/keep lets no Pod go/,
    });
    await change({ taints: null, unschedulable: null });
  });

  await t.test('an update that goes from Pod to Pod', async () => {
    const api = client.resource(statefulSets);
    await made(statefulSets, {
      metadata: { name: 'steady' },
      spec: {
        serviceName: 'steady',
        replicas: 2,
        podManagementPolicy: 'Parallel',
        selector: selecting('steady'),
        template: template('steady'),
      },
    })(cluster);
    await eventually('it is up', 60_000, async () => assert.equal((await ask('statefulset/steady')).verdict, 'ok'));
    const next = template('steady', { containers: [{ ...sleeper, env: [{ name: 'NEW', value: 'yes' }] }] });
    const change = { spec: { minReadySeconds: 600, template: next } };
    await api.patch('steady', 'default', 'application/merge-patch+json', change);
    await holds({ why: 'statefulset/steady', chain: ['rolling'], says: /is rolling out: 1 Pod of 2 updated/ });
    await api.delete('steady', 'default');
  });

  await t.test('a disk that is full', async () => {
    // Where containerd puts what it downloads; nothing else writes there.
    const downloads = join(cluster.layout.data, 'containerd', 'io.containerd.content.v1.content', 'ingest');
    const mount = await run('mount', ['-t', 'tmpfs', '-o', 'size=4k,nr_inodes=1', 'full', downloads]);
    assert.equal(mount.code, 0, mount.stderr);
    try {
      await withContainer('no-room', { image: `${registries.plain}/cut/other:1` })(cluster);
      await holds({ why: 'pod/no-room', chain: ['disk-full'], says: /does not fit on the node's disk/ });
    } finally {
      await client.resource(pods).delete('no-room', 'default');
      await run('umount', [downloads]);
    }
  });

  await t.test('without arguments everything that is not well is told, and each thing once', async () => {
    const { stdout, code } = await cluster.peapod(['why', '-A', '-o', 'json']);
    // A named seam: the program's own output.
    const { explanations, seen } = JSON.parse(stdout) as Survey;
    const told = explanations.map(({ about }) => `${about.kind} ${about.name}`);
    assert.equal(code, 1);
    assert.ok(seen > explanations.length);
    assert.equal(new Set(told).size, told.length);
    for (const one of ['Pod crashes', 'Deployment over', 'Service typo', 'PersistentVolumeClaim plain', 'Job hopeless'])
      assert.ok(told.includes(one), `${one} is told of`);
    for (const one of ['Service kept', 'Deployment kept', 'Pod stuck', 'Pod ordered'])
      assert.ok(!told.some((line) => line.startsWith(one)), `${one} is not`);
    // This one has no Deployment that speaks for it.
    assert.deepEqual(
      told.filter((line) => line.startsWith('ReplicaSet')),
      ['ReplicaSet set'],
    );
    assert.match(
      (await cluster.peapod(['why', '-n', 'kube-public'])).stdout,
      /^✔ Nothing is wrong in namespace kube-public/,
    );
  });

  await t.test('what is not there, what may not be read, and wrong usage', async () => {
    await holds({
      why: 'pod/absent',
      chain: ['not-found'],
      says: /^✖ Pod absent does not exist in namespace default\.\n/,
    });
    const blind = await why('pod/crashes', '--as', 'nobody');
    assert.match((await why('pod/crashes', '--as', 'nobody', '-o', 'json')).stdout, /"cause": "unreadable"/);
    assert.match(blind.stdout, /could not be looked at: pods "crashes" is forbidden/);
    assert.equal(blind.code, 1);
    assert.match((await why('pod')).stderr, /which pod\? Write: why pod NAME/);
    assert.match((await why('nonsense/x')).stderr, /the server doesn't have a resource type "nonsense"/);
  });

  await t.test('nodes without an agent, and their Pods', async () => {
    const ofNode = (name: string, status: NodeStatus) =>
      made(nodes, { metadata: { name, labels: { hand: name } }, status })(cluster);
    const ready = { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'ready' } as const;
    const short = (type: string, reason: string) => ({ type, reason, status: 'True', message: 'low' }) as const;
    const allocatable = { cpu: '4', memory: '8Gi', pods: '110' };
    await ofNode('full', { allocatable: { ...allocatable, pods: '0' }, conditions: [ready] });
    await pod('packed', { nodeSelector: { hand: 'full' } })(cluster);
    await holds({ why: 'pod/packed', chain: ['too-many-pods'], says: /1 node: it runs as many Pods as it may/ });
    await client.resource(nodes).delete('full');

    await made(nodes, { metadata: { name: 'ghost' } })(cluster);
    await ofNode('pressed', {
      allocatable,
      conditions: [
        ready,
        short('MemoryPressure', 'KubeletHasInsufficientMemory'),
        short('DiskPressure', 'KubeletHasDiskPressure'),
        short('PIDPressure', 'KubeletHasInsufficientPID'),
      ],
    });
    await pod('haunted', { nodeName: 'ghost', terminationGracePeriodSeconds: 1 })(cluster);
    await pod('nodeless', { nodeName: 'nowhere' })(cluster);
    await holds({ why: 'node/ghost', chain: ['node-silent'], says: /is silent: its agent has said nothing/ });
    await holds({
      why: 'pod/haunted',
      chain: ['node-not-ready', 'node-silent'],
      says: /its node ghost is not ready/,
    });
    await client.resource(pods).delete('haunted', 'default', { gracePeriodSeconds: 1 });
    await holds({ why: 'pod/nodeless', chain: ['node-gone'], says: /its node nowhere does not exist/ });
    await eventually('every pressure is told', 30_000, async () => {
      const { findings } = await ask('node/pressed');
      const pressures = ['node-memory-pressure', 'node-disk-pressure', 'node-pid-pressure'];
      assert.deepEqual(
        findings.map(({ cause }) => cause),
        pressures,
      );
      assert.match((await why('node/pressed')).stdout, /runs short of process numbers: it takes no new Pods/);
    });
    await holds({
      why: 'pod/haunted',
      chain: ['stuck-deletion', 'node-not-ready', 'node-silent'],
      says: /is being deleted, but its node has not said yet that its containers ended/,
    });
    await client.resource(pods).delete('haunted', 'default', { gracePeriodSeconds: 0 });
    for (const name of ['ghost', 'pressed']) await client.resource(nodes).delete(name);
  });
});
