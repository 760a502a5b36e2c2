/** A cluster of its own under faults; what Pods had on the machine before and after must be the same. */
import assert from 'node:assert/strict';
import { cp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestCluster, type TestCluster } from '../e2e/cluster.ts';
import { eventually } from '../e2e/waiting.ts';
import { chaos } from './chaos.ts';
import { killAndSee } from './kills.ts';
import { traces } from './traces.ts';

export interface Campaign {
  readonly kills: number;
  readonly milliseconds: number;
  readonly seed: number;
  readonly tell?: (line: string) => void;
}

/** Rejects with what did not come right, or with what was left; then the cluster's logs are kept, and it says where. */
export async function campaign(options: Campaign): Promise<void> {
  await using cluster = await startTestCluster({ name: 'faults' });
  try {
    await suffer(cluster, options);
  } catch (error) {
    const kept = join(tmpdir(), `peapod-faults-${options.seed}.logs`);
    await cp(cluster.layout.logs, kept, { recursive: true });
    throw new Error(`with seed ${options.seed}; the logs are in ${kept}`, { cause: error });
  }
}

async function suffer(cluster: TestCluster, { kills, milliseconds, seed, tell = () => {} }: Campaign): Promise<void> {
  const before = await tracesOf(cluster);
  if (kills > 0) tell(`killed: ${JSON.stringify(await killAndSee(cluster, { kills, seed, tell }))}`);
  if (milliseconds > 0) tell(`${await chaos(cluster, { milliseconds, seed, tell })} operations`);
  await eventually('nothing of Pods is left', 30_000, async () =>
    assert.deepEqual(
      (await tracesOf(cluster)).filter((line) => !before.includes(line)),
      [],
    ),
  );
  tell('nothing was left');
}

async function tracesOf({ layout }: TestCluster): Promise<string[]> {
  // A named seam: the program's own file.
  const { bridge } = JSON.parse(await readFile(layout.config, 'utf8')) as { bridge: string };
  return traces(layout, bridge);
}
