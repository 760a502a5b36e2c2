/** The entry of a background process: reads what `peapod up` prepared, and runs the components of its role. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { machineAddress, readConfig } from './config.ts';
import { ensureCertificates } from './certificates.ts';
import { certificateNames } from './certificateNames.ts';
import { layoutOf, type Layout } from './layout.ts';
import { openLog } from './logFile.ts';
import { upMarker } from './process/keep.ts';
import { launch, logFileOf } from './process/launch.ts';
import { currentState } from './process/observe.ts';
import type { Role } from './process/role.ts';
import { runProcess } from './runProcess.ts';

/** Milliseconds: so that two processes that cannot run do not start each other without end. */
const restartPause = 3_000;

/** Resolves when the process was asked to end. Exits with 1 and a line in the log when it cannot run. */
export async function runRole(role: Role, dataDirectory: string): Promise<void> {
  const layout = layoutOf(dataDirectory);
  const log = openLog(logFileOf(layout, role), process.env.PEAPOD_LOG_LEVEL ?? 'info');
  process.title = `peapod ${role} ${layout.data}`;
  process.on('unhandledRejection', (error) =>
    log.error({ error: textOf(error) }, 'a promise was rejected and nobody looked'),
  );
  try {
    const config = readConfig(layout);
    if (!config)
      throw new Error(`there is no cluster in ${layout.data}: ${join(layout.data, 'cluster.json')} is missing`);
    const certificates = await ensureCertificates(layout.certificates, certificateNames(config, machineAddress()));
    const context = { layout, config, certificates, log };
    if (role === 'node') {
      const { nodeComponents } = await import('./node.ts');
      await runProcess(layout, role, nodeComponents, { ...context, parts: {} }, log);
    } else {
      const { controlPlaneComponents } = await import('./controlPlane.ts');
      await runProcess(layout, role, controlPlaneComponents, { ...context, parts: {} }, log);
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
  await sleep(restartPause);
  const other = role === 'node' ? 'control-plane' : 'node';
  if (existsSync(upMarker(layout)) && !(await currentState(layout, other))) launch(layout, other);
}

const textOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
