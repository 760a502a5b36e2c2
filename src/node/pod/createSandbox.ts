/** Makes the sandbox of a Pod: network, IPC and (when shared) process namespace, held by the pause process. */
import { mkdir } from 'node:fs/promises';
import type { NodeServices } from '../nodeServices.ts';
import type { NodePod } from './identity.ts';
import { sandboxConfig } from './sandboxConfig.ts';

/** Resolves with the sandbox's ID. Rejects with the runtime's error; then there is nothing to clean up. */
export async function createSandbox(
  services: NodeServices,
  pod: NodePod,
  attempt: number,
  runtimeHandler: string,
): Promise<string> {
  const config = await sandboxConfig(services, pod, attempt);
  await Promise.all([services.cgroups.create(pod), mkdir(config.logDirectory ?? '', { recursive: true, mode: 0o755 })]);
  const { podSandboxId } = await services.cri.runPodSandbox({ config, runtimeHandler });
  services.own(podSandboxId, pod.metadata.uid);
  return podSandboxId;
}
