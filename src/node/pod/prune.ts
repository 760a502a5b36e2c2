/** Removes what a Pod no longer needs in the runtime: of each container the newest and the one before it stay. */
import { rm } from 'node:fs/promises';
import { rotatedLogs } from '../logs/rotate.ts';
import type { NodeServices } from '../nodeServices.ts';
import type { RuntimePod } from './runtimePod.ts';
import { mayRun } from './runtimePod.ts';

/** `kubectl logs --previous` and lastState need one ended container beside the one that runs. */
const kept = 2;

export async function prune(services: NodeServices, runtime: RuntimePod): Promise<void> {
  const seen = new Map<string, number>();
  const holding = new Set<string>();
  for (const container of runtime.containers) {
    const rank = (seen.get(container.name) ?? 0) + 1;
    seen.set(container.name, rank);
    if (rank <= kept || mayRun(container)) {
      holding.add(container.sandboxId);
      continue;
    }
    await services.cri.removeContainer({ containerId: container.id });
    for (const file of [container.logPath, ...(await rotatedLogs(container.logPath))]) await rm(file, { force: true });
  }
  for (const sandbox of runtime.sandboxes.slice(1)) {
    if (!sandbox.ready && !holding.has(sandbox.id)) await services.cri.removePodSandbox({ podSandboxId: sandbox.id });
  }
}

/** Removes every trace of a Pod from the runtime; its sandboxes must have been stopped. */
export async function removeFromRuntime(services: NodeServices, runtime: RuntimePod): Promise<void> {
  await Promise.all(runtime.containers.map(({ id }) => services.cri.removeContainer({ containerId: id })));
  await Promise.all(runtime.sandboxes.map(({ id }) => services.cri.removePodSandbox({ podSandboxId: id })));
}
