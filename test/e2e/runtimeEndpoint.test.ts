/** The runtime is exchangeable: a cluster whose Pods run in a containerd that Peapod did not start, and leaves running. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { sandboxImage } from '../../src/node/images/build.ts';
import { startContainerd } from '../../src/node/runtime/containerd.ts';
import { createCriClient } from '../../src/node/runtime/cri/client.ts';
import { runtimePaths } from '../../src/node/runtime/paths.ts';
import { startTestCluster } from './cluster.ts';
import { create, isReady, podOf, until } from './pods.ts';

test('Pods run in a runtime that was there before, and are gone from it when the cluster is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'peapod-foreign-'));
  const foreign = await startContainerd({ dataDir: join(folder, 'data'), stateDir: join(folder, 'run'), sandboxImage });
  try {
    await using cri = createCriClient(foreign.endpoint);
    {
      await using cluster = await startTestCluster({
        name: 'endpoint',
        flags: ['--container-runtime-endpoint', foreign.endpoint],
        // Its owner has told the runtime where the network and the registries of the node are described.
        async prepare({ data, run }) {
          const of = runtimePaths({ dataDir: data, stateDir: run });
          for (const name of ['cniConfig', 'registries'] as const) {
            await mkdir(foreign.paths[name], { recursive: true });
            await mkdir(dirname(of[name]), { recursive: true });
            await symlink(foreign.paths[name], of[name]);
          }
        },
      });
      await create(cluster, podOf('guest', {}));
      const { metadata, status } = await until(cluster, 'guest', 'is ready', isReady);
      const { items } = await cri.listPodSandbox({});
      assert.deepEqual(
        items.map((sandbox) => sandbox.metadata?.uid),
        [metadata.uid],
      );
      const { stdout } = await cluster.kubectl()(['exec', 'guest', '--', 'hostname', '-i']);
      assert.equal(stdout.trim(), status?.podIP);
      const { processes } = await cluster.status();
      assert.ok(JSON.stringify(processes).includes(`${foreign.endpoint}, which Peapod does not keep`));
    }
    assert.deepEqual((await cri.listPodSandbox({})).items, []);
    assert.deepEqual((await cri.listContainers({})).containers, []);
  } finally {
    await foreign.stop();
    await rm(folder, { recursive: true });
  }
});
