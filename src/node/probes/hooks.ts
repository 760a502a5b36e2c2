/** Lifecycle hooks: what a container runs right after its start, and before it is stopped. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CriClient } from '../runtime/cri/client.ts';
import { askExec, askHttp, askTcp } from './handlers.ts';
import type { Container, LifecycleHandler } from './types.ts';

/** Hooks have no timeout of their own: what they take counts as the container's. */
const longest = 3600;

export interface HookTarget {
  readonly containerId: string;
  readonly container: Container;
  readonly podIP: string;
}

/** Rejects when the hook fails. `signal` ends the wait for it. */
export async function runHook(
  cri: CriClient,
  handler: LifecycleHandler,
  target: HookTarget,
  signal: AbortSignal,
): Promise<void> {
  if (handler.sleep !== undefined) {
    await sleep(handler.sleep.seconds * 1000, undefined, { signal });
    return;
  }
  const answering =
    handler.exec !== undefined
      ? askExec(cri, target.containerId, handler.exec, longest)
      : handler.httpGet !== undefined
        ? askHttp(handler.httpGet, target.container, target.podIP, longest)
        : handler.tcpSocket !== undefined
          ? askTcp(handler.tcpSocket, target.container, target.podIP, longest)
          : Promise.resolve({ ok: false, output: 'hook has no handler' });
  const answer = await Promise.race([answering, aborted(signal)]);
  if (!answer.ok) throw new Error(answer.output);
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
