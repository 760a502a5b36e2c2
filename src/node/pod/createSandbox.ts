/** Makes the sandbox of a Pod: network, IPC and (when shared) process namespace, held by the pause process. */
import { mkdir } from 'node:fs/promises';
import type { NodeServices } from '../nodeServices.ts';
import type { NodePod } from './identity.ts';
import { runtimeHandlerOf } from './runtimeHandler.ts';
import { sandboxConfig } from './sandboxConfig.ts';

/** No runtime that is known here maps users: such a Pod waits, in upstream's words. */
function refuseUserNamespace({ spec }: NodePod, handler: string): void {
  if (spec.hostUsers !== false) return;
  const who = handler === '' ? 'runtime' : `RuntimeClass handler "${handler}"`;
  throw new Error(`can't set \`spec.hostUsers: false\`, ${who} does not support user namespaces`);
}

/**
 * Resolves with the sandbox's ID. Rejects with the runtime's error, or because the RuntimeClass is not there; then there
 * is nothing to clean up.
 */
export async function createSandbox(services: NodeServices, pod: NodePod, attempt: number): Promise<string> {
  const [config, runtimeHandler] = await Promise.all([
    sandboxConfig(services, pod, attempt),
    runtimeHandlerOf(services.client, pod),
  ]);
  refuseUserNamespace(pod, runtimeHandler);
  await Promise.all([services.cgroups.create(pod), mkdir(config.logDirectory ?? '', { recursive: true, mode: 0o755 })]);
  const { podSandboxId } = await services.cri.runPodSandbox({ config, runtimeHandler });
  services.own(podSandboxId, pod.metadata.uid);
  return podSandboxId;
}
