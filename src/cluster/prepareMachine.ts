/** Everything that must be true of the machine before a cluster is started on it. Nothing of the cluster is made here. */
import { buildExamples, ImageBuildError } from '../node/images/build.ts';
import { settingsOf, type ClusterOptions } from './config.ts';
import type { Layout } from './layout.ts';
import { currentState } from './process/observe.ts';
import type { Progress } from './progress.ts';
import { checkPort } from './setup/ports.ts';
import { ensurePrerequisites } from './setup/prerequisites.ts';
import { UserError } from './userError.ts';

/** Throws UserError for what a person must mend. Fast where nothing is missing. */
export async function prepareMachine(
  layout: Layout,
  options: ClusterOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  await ensurePrerequisites({ progress, install: true, dataDir: layout.data });
  const { apiPort, agentPort } = settingsOf(layout, options);
  if (!(await currentState(layout, 'control-plane'))) {
    await checkPort(apiPort, 'the API server', '--api-port');
  }
  if (!(await currentState(layout, 'node'))) {
    await checkPort(agentPort, 'the node agent', '--agent-port');
  }
  signal.throwIfAborted();
  await buildImages(layout, progress);
}

/** As much of it as a node without a control plane needs. */
export async function prepareNodeMachine(
  layout: Layout,
  agentPort: number,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  await ensurePrerequisites({ progress, install: true, dataDir: layout.data });
  if (!(await currentState(layout, 'node'))) await checkPort(agentPort, 'the node agent', '--agent-port');
  signal.throwIfAborted();
  await buildImages(layout, progress);
}

/** The sandbox image, without which no Pod runs, and those of the examples. */
export async function buildImages(layout: Layout, progress: Progress): Promise<void> {
  try {
    const built = await buildExamples({ layoutDir: layout.images, progress: (message) => progress.doing(message) });
    if (built.some((image) => image.built)) progress.done('images', built.map((image) => image.name).join(', '));
  } catch (error) {
    if (error instanceof ImageBuildError) throw new UserError(error.message, error.hint);
    throw error;
  }
}
