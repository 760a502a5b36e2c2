/** containerd's own start: from the spawn to its socket answering, with the configuration that Peapod gives it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { sandboxImage } from '../../src/node/images/build.ts';
import { cleanupRuntime } from '../../src/node/runtime/cleanup.ts';
import { launchConfigured, startContainerd } from '../../src/node/runtime/containerd.ts';
import { runtimePaths } from '../../src/node/runtime/paths.ts';
import { endProcess } from '../../src/node/runtime/processes.ts';

/** Milliseconds, of so many starts. */
export async function containerdStarts(count: number): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'peapod-bench-'));
  const directories = { dataDir: join(folder, 'data'), stateDir: join(folder, 'run') };
  const paths = runtimePaths(directories);
  const times: number[] = [];
  try {
    // The first start writes the configuration, and is no measure: a fresh root is set up.
    const first = await startContainerd({ ...directories, sandboxImage });
    await first.stop();
    await first[Symbol.asyncDispose]();
    for (let i = 0; i < count; i++) {
      const started = performance.now();
      const pid = await launchConfigured(paths);
      times.push(performance.now() - started);
      await endProcess(pid);
    }
    return times;
  } finally {
    await cleanupRuntime({ ...directories, cgroupParents: [] });
    await rm(folder, { recursive: true, force: true });
  }
}
