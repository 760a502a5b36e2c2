/** A RuntimeClass chooses the OCI runtime that a Pod's containers run under. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import type { Pod } from '../../src/api/core/v1.ts';
import { pods, runtimeClasses } from '../../src/machinery/resources.ts';
import { startTestCluster } from './cluster.ts';
import { eventually } from './waiting.ts';

/** crun refuses to work where cgroup v1 and v2 are mounted side by side: its refusal shows that it was asked. */
const hybrid = existsSync('/sys/fs/cgroup/unified');

test('a Pod runs under the runtime that its RuntimeClass names', async () => {
  await using cluster = await startTestCluster({ name: 'runtimes' });
  const { client, layout } = cluster;
  const create = (name: string, runtimeClassName?: string): Promise<Pod> =>
    client.resource(pods).create({
      metadata: { name, namespace: 'default' },
      spec: {
        ...(runtimeClassName && { runtimeClassName }),
        terminationGracePeriodSeconds: 0,
        containers: [{ name: 'c', image: 'busybox', imagePullPolicy: 'IfNotPresent', command: ['sleep', '1000'] }],
      },
    });
  for (const handler of ['crun', 'nothing'])
    await client.resource(runtimeClasses).create({ metadata: { name: `by-${handler}` }, handler });
  await Promise.all([create('plain'), create('other', 'by-crun'), create('lost', 'by-nothing')]);

  await eventually('the Pod without a class', 30_000, async () =>
    assert.equal(await runtimeOf(cluster, layout.run, 'plain'), 'runc'),
  );
  if (hybrid) await seeEvent(cluster, 'other', /FailedCreatePodSandBox .*cgroups in hybrid mode not supported/);
  else {
    await eventually('the Pod of crun', 30_000, async () =>
      assert.equal(await runtimeOf(cluster, layout.run, 'other'), 'crun'),
    );
  }
  await seeEvent(cluster, 'lost', /FailedCreatePodSandBox .*no runtime for "nothing" is configured/);
});

type Cluster = Awaited<ReturnType<typeof startTestCluster>>;

/** Each runtime keeps its own state, in a folder a container. */
async function runtimeOf({ client }: Cluster, runDirectory: string, name: string): Promise<string | undefined> {
  const { status } = await client.resource(pods).get(name, 'default');
  const [container] = status?.containerStatuses ?? [];
  assert.ok(container?.state?.running, JSON.stringify(status));
  const id = container.containerID?.replace('containerd://', '') ?? '';
  return ['runc', 'crun'].find((runtime) => existsSync(join(runDirectory, 'containerd', runtime, 'k8s.io', id)));
}

const seeEvent = (cluster: Cluster, pod: string, expected: RegExp): Promise<void> =>
  eventually('the event', 10_000, async () => {
    const { stdout } = await cluster.kubectl()(['get', 'events', '--field-selector', `involvedObject.name=${pod}`]);
    assert.match(stdout, expected);
  });
