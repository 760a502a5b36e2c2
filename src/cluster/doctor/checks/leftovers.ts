/**
 * What a cluster that no longer runs has left on the machine: `peapod down` was not run, or was cut off. Looks at the
 * cluster of the data directory, and at those of others that are marked as up while none of their processes lives.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readMounts } from '../../../node/mounts.ts';
import { processArguments, processIds } from '../../../node/runtime/processes.ts';
import { readConfig } from '../../config.ts';
import { clearAll } from '../../down.ts';
import { commandOf, layoutOf, policyTable, serviceTable, type Layout } from '../../layout.ts';
import { upMarker } from '../../process/keep.ts';
import { currentState } from '../../process/observe.ts';
import { roles } from '../../process/role.ts';
import { about, type Check, type Finding } from '../check.ts';

const { good, bad } = about('leftovers');

export const leftovers: Check = {
  what: 'leftovers',
  needsRoot: true,
  async run({ layout }) {
    const findings: Finding[] = [];
    for (const each of [layout, ...othersMarkedUp(layout)]) {
      const states = await Promise.all(roles.map((role) => currentState(each, role)));
      // What lies there while a process runs is in use.
      if (states.some((state) => state !== undefined)) continue;
      const left = await leftBy(each);
      if (left.length === 0) continue;
      findings.push(
        bad(
          `the cluster in ${each.data} does not run, and has left ${left.join(', ')}`,
          `clear it: '${commandOf(each)} down', or 'peapod doctor --fix'`,
          () => clear(each),
        ),
      );
    }
    return findings.length > 0 ? findings : [good('none')];
  },
};

/** Of clusters in other data directories, as their marker files name them. */
function othersMarkedUp(layout: Layout): Layout[] {
  const root = dirname(layout.run);
  return readdirSync(root)
    .filter((name) => /^peapod(-[0-9a-f]{8})?$/.test(name) && name !== basename(layout.run))
    .flatMap((name) => {
      const marker = upMarker({ ...layout, run: join(root, name) });
      if (!existsSync(marker)) return [];
      const data = /"data":"([^"]+)"/.exec(readFileSync(marker, 'utf8'))?.[1];
      return data === undefined ? [] : [layoutOf(data)];
    });
}

/** In words: '3 mounts', 'the bridge peapod0'. */
async function leftBy(layout: Layout): Promise<string[]> {
  const left: string[] = [];
  const mounts = (await readMounts()).filter(({ mountPoint }) =>
    [layout.run, layout.data].some((folder) => mountPoint.startsWith(`${folder}/`)),
  );
  if (mounts.length > 0) left.push(plural(mounts.length, 'mount'));
  const bridge = readConfig(layout)?.bridge;
  if (bridge !== undefined && existsSync(`/sys/class/net/${bridge}`)) left.push(`the bridge ${bridge}`);
  const tables = await nftTables();
  const ours = [layout.name, serviceTable(layout), policyTable(layout)].filter((name) => tables.has(name));
  if (ours.length > 0) left.push(`the nftables ${ours.length === 1 ? 'table' : 'tables'} ${ours.join(', ')}`);
  const running = await processesOf(layout);
  if (running > 0) left.push(plural(running, 'process', 'processes'));
  if (existsSync(upMarker(layout))) left.push(`the marker ${upMarker(layout)}`);
  return left;
}

const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

async function nftTables(): Promise<ReadonlySet<string>> {
  const { stdout } = await promisify(execFile)('nft', ['list', 'tables']).catch(() => ({ stdout: '' }));
  return new Set([...stdout.matchAll(/^table \S+ (\S+)$/gm)].map((match) => match[1] ?? ''));
}

/** The runtime's and its shims', which have folders of ours among their arguments. */
async function processesOf(layout: Layout): Promise<number> {
  let count = 0;
  for (const pid of await processIds()) {
    const words = (await processArguments(pid)) ?? [];
    const isRuntime = basename(words[0] ?? '').startsWith('containerd');
    if (isRuntime && words.some((word) => [layout.run, layout.data].some((folder) => word.startsWith(`${folder}/`))))
      count++;
  }
  return count;
}

async function clear(layout: Layout): Promise<void> {
  await rm(upMarker(layout), { force: true });
  await clearAll(layout);
}
