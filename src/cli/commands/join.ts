/** `peapod join`: this machine becomes a node of a cluster that runs elsewhere. */
import { joinCluster, type JoinOptions } from '../../cluster/join.ts';
import { commandOf, type Layout } from '../../cluster/layout.ts';
import { UserError } from '../../cluster/userError.ts';
import { createProgress } from '../progress.ts';

/** Throws UserError and ApiError. */
export async function join(layout: Layout, options: JoinOptions, timeout: number): Promise<void> {
  if (process.getuid?.() !== 0)
    throw new UserError('only root can make a node', "run it as root: 'sudo peapod join …'");
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  const signal = AbortSignal.any([interrupt.signal, AbortSignal.timeout(timeout * 1000)]);
  const progress = createProgress();
  const nodeName = await joinCluster(layout, options, progress, signal);
  progress.end();
  const self = commandOf(layout);
  process.stdout.write(
    `This machine is node ${nodeName} of the cluster at ${options.server}.
health           ${self} status
stop             ${self} down
leave            kubectl delete node ${nodeName}, and here: ${self} down --purge
`,
  );
}
