/** The bare CRI calls that start a Pod of one container: RunPodSandbox, CreateContainer, StartContainer. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { CriClient } from '../../src/node/runtime/cri/client.ts';

export interface BareSandbox {
  readonly image: string;
  readonly command: readonly string[];
  /** Where logs go. */
  readonly directory: string;
  readonly cgroupParent: string;
}

/** Milliseconds. Removes what it made before it resolves. */
export async function bareSandbox(cri: CriClient, sandbox: BareSandbox): Promise<number> {
  const start = performance.now();
  const remove = await startBareSandbox(cri, sandbox);
  const milliseconds = performance.now() - start;
  await remove();
  return milliseconds;
}

/** Resolves once the container has been started, with what removes it again. */
export async function startBareSandbox(
  cri: CriClient,
  { image, command, directory, cgroupParent }: BareSandbox,
): Promise<() => Promise<void>> {
  const uid = randomUUID();
  const config = {
    metadata: { name: 'bare', namespace: 'default', uid, attempt: 0 },
    hostname: 'bare',
    logDirectory: join(directory, uid),
    dnsConfig: { servers: ['127.0.0.1'] },
    linux: { cgroupParent },
  };
  const { podSandboxId } = await cri.runPodSandbox({ config });
  const { containerId } = await cri.createContainer({
    podSandboxId,
    sandboxConfig: config,
    config: { metadata: { name: 'main' }, image: { image }, command: [...command], logPath: 'main.log', linux: {} },
  });
  await cri.startContainer({ containerId });
  return async () => {
    await cri.stopContainer({ containerId });
    await cri.removeContainer({ containerId });
    await cri.stopPodSandbox({ podSandboxId });
    await cri.removePodSandbox({ podSandboxId });
  };
}
