/** `run -it`: waits until the Pod runs, attaches to it, and ends as its container did. */
import type { Pod } from '../../../api/core/v1.ts';
import { ApiError } from '../../../machinery/apiError.ts';
import { isPodReady, isPodTerminal } from '../../../machinery/pod.ts';
import { pods } from '../../../machinery/resources.ts';
import { millisecondsOf } from '../../change/milliseconds.ts';
import { watchObject } from '../../change/watchObject.ts';
import { CommandError, messageOf, SilentExit } from '../../kube/errors.ts';
import { pathOf } from '../../kube/mapper.ts';
import type { Session } from '../../kube/session.ts';
import { attachTo } from '../../streams/attachTo.ts';

export interface NewPodWish {
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly quiet: boolean;
  readonly 'leave-stdin-open': boolean;
  readonly 'pod-running-timeout': string;
  readonly restartPolicy: string;
  readonly commandPath: string;
}

/** Resolves with the exit code of the container, when it is one that ends for good. */
export async function attachToNew(
  session: Session,
  namespace: string,
  name: string,
  wish: NewPodWish,
): Promise<number> {
  const timeout = millisecondsOf(wish['pod-running-timeout']);
  const pod = await untilPod(
    session,
    namespace,
    name,
    timeout,
    (p) => isPodTerminal(p) || (isRunning(p) && isPodReady(p)),
  );
  if (isPodTerminal(pod)) await printLogs(session, namespace, name);
  else {
    try {
      await attachTo(session, pod, { ...wish, container: pod.spec?.containers[0]?.name ?? '' });
    } catch (error) {
      if (error instanceof SilentExit) throw error;
      process.stderr.write(
        `warning: couldn't attach to pod/${name}, falling back to streaming logs: ${messageOf(error)}\n`,
      );
      await printLogs(session, namespace, name);
    }
  }
  if (wish['leave-stdin-open'] || wish.restartPolicy === 'Always') return 0;
  const succeeds = wish.restartPolicy === 'OnFailure';
  const ended = await untilPod(session, namespace, name, timeout, (p) =>
    succeeds ? p.status?.phase === 'Succeeded' : isPodTerminal(p),
  );
  return exitCodeOf(ended, `${namespace}/${name}`);
}

const isRunning = (pod: Pod): boolean => pod.status?.phase === 'Running';

async function untilPod(
  session: Session,
  namespace: string,
  name: string,
  timeout: number,
  is: (pod: Pod) => boolean,
): Promise<Pod> {
  return watchObject(await session.connection(), { resource: pods, namespace }, name, timeout, (sight) => {
    if (sight === 'absent' || sight.deleted) throw new ApiError(404, 'NotFound', 'pods "" not found');
    // A named seam: what is watched are Pods.
    const pod = sight.object as unknown as Pod;
    return is(pod) ? pod : undefined;
  });
}

async function printLogs(session: Session, namespace: string, name: string): Promise<void> {
  const connection = await session.connection();
  process.stdout.write(await connection.bytes({ path: pathOf(pods, namespace, name, 'log') }));
}

function exitCodeOf({ status }: Pod, name: string): number {
  if (status?.phase === 'Succeeded') return 0;
  const terminated = status?.containerStatuses?.[0]?.state?.terminated;
  if (!terminated || terminated.exitCode === 0) throw new CommandError(`pod ${name} failed with unknown exit code`);
  const { reason = '', message = '', exitCode } = terminated;
  process.stderr.write(`pod ${name} terminated (${reason})\n${message}\n`.replace(/\n+$/, '\n'));
  return exitCode;
}
