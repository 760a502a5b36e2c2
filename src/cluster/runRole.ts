/** The entry of a background process: reads what `peapod up` prepared, and runs the components of its role. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from './config.ts';
import { clusterCertificates } from './certificateNames.ts';
import { layoutOf, type Layout } from './layout.ts';
import { openLog } from './logFile.ts';
import { furtherNodes, readNodeConfig } from './nodeConfig.ts';
import { upMarker } from './process/keep.ts';
import { launch, logFileOf } from './process/launch.ts';
import { currentState } from './process/observe.ts';
import type { Role } from './process/role.ts';
import { keptBy, runProcess } from './runProcess.ts';

/** Milliseconds: so that two processes that cannot run do not start each other without end. */
const restartPause = 3_000;

/**
 * Resolves when the process was asked to end. Exits with 1 and a line in the log when it cannot run. `node` names a further
 * node of the cluster in `dataDirectory`.
 */
export async function runRole(role: Role, dataDirectory: string, node?: string): Promise<void> {
  const layout = find(dataDirectory, node);
  const log = openLog(logFileOf(layout, role), process.env.PEAPOD_LOG_LEVEL ?? 'info');
  process.title = `peapod ${role} ${layout.data}`;
  process.on('unhandledRejection', (error) =>
    log.error({ error: textOf(error) }, 'a promise was rejected and nobody looked'),
  );
  try {
    if (role === 'node') {
      const [{ nodeComponents }, { nodeContext }] = await Promise.all([
        import('./node.ts'),
        import('./nodeContextOf.ts'),
      ]);
      await runProcess(layout, role, nodeComponents, await nodeContext(layout, log), log);
    } else if (role === 'keeper') {
      if (!readNodeConfig(layout)) throw new Error(`there is no node in ${layout.data}`);
      await runProcess(layout, role, [], {}, log);
    } else {
      const config = readConfig(layout);
      if (!config)
        throw new Error(`there is no cluster in ${layout.data}: ${join(layout.data, 'cluster.json')} is missing`);
      const certificates = await clusterCertificates(layout, config);
      const { controlPlaneComponents } = await import('./controlPlane.ts');
      await runProcess(layout, role, controlPlaneComponents, { layout, config, certificates, log, parts: {} }, log);
    }
  } catch (error) {
    log.error({ error: textOf(error) }, `${role} failed`);
    process.exitCode = 1;
    await startTheOther(layout, role);
  }
  // Whatever still holds the event loop is not worth waiting for: everything that matters has been disposed of.
  process.exit();
}

/** It starts us again; where it is gone as well, nobody would. */
async function startTheOther(layout: Layout, role: Role): Promise<void> {
  const other = keptBy(layout, role);
  if (!other) return;
  await sleep(restartPause);
  if (existsSync(upMarker(layout)) && !(await currentState(layout, other))) launch(layout, other);
}

const textOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

function find(dataDirectory: string, node: string | undefined): Layout {
  const layout = layoutOf(dataDirectory);
  if (node === undefined) return layout;
  const further = furtherNodes(layout).find((each) => each.config.nodeName === node);
  if (!further) throw new Error(`the cluster in ${layout.data} has no further node ${node} on this machine`);
  return further.layout;
}
