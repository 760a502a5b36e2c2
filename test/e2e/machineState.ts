/**
 * What a cluster may leave on a machine, as lines of text: mounts, network links and namespaces, nftables tables,
 * iptables rules, cgroups, processes, and entries of /run. Two snapshots can be compared.
 */
import { existsSync, globSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.ts';

export type MachineState = ReadonlySet<string>;

/** `dataDirectory` tells which processes count: those that name it, or its run directory, among their arguments. */
export async function machineState(dataDirectory: string, runDirectory: string): Promise<MachineState> {
  return new Set([
    ...mounts(),
    ...(await links()),
    ...networkNamespaces(),
    ...(await nftTables()),
    ...(await natRules()),
    ...cgroups(),
    ...processes([dataDirectory, runDirectory]),
    ...(existsSync(runDirectory) ? [`directory ${runDirectory}`] : []),
  ]);
}

/** What is in `after` and was not in `before`. */
export const leftovers = (before: MachineState, after: MachineState): string[] =>
  [...after].filter((line) => !before.has(line));

function mounts(): string[] {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => `mount ${line.split(' ')[4]}`);
}

async function links(): Promise<string[]> {
  const { stdout } = await run('ip', ['-o', 'link']);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const master = / master (\S+)/.exec(line)?.[1];
      return `link ${line.split(':')[1]?.trim().split('@')[0]}${master ? ` of ${master}` : ''}`;
    });
}

const list = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

const networkNamespaces = (): string[] => list('/run/netns').map((name) => `network namespace ${name}`);

async function nftTables(): Promise<string[]> {
  const { stdout } = await run('nft', ['list', 'tables']).catch(() => ({ stdout: '' }));
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => `nftables ${line}`);
}

async function natRules(): Promise<string[]> {
  const { stdout } = await run('iptables', ['-t', 'nat', '-S']).catch(() => ({ stdout: '' }));
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => `nat rule ${line}`);
}

/** Two levels deep are enough: whatever is below belongs to one of these. */
function cgroups(): string[] {
  return globSync(['/sys/fs/cgroup/*/', '/sys/fs/cgroup/*/*/']).map((folder) => `cgroup ${folder}`);
}

function processes(names: readonly string[]): string[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid)
    .flatMap((pid) => {
      try {
        const commandLine = readFileSync(join('/proc', pid, 'cmdline'), 'utf8')
          .replaceAll('\0', ' ')
          .trim();
        return names.some((name) => commandLine.includes(name)) ? [`process ${pid}: ${commandLine}`] : [];
      } catch {
        return [];
      }
    });
}

export interface Identity {
  readonly dataDirectory: string;
  readonly runDirectory: string;
  /** Of its nftables table and cgroup. */
  readonly name: string;
  readonly bridge: string;
}

/**
 * Whether a leftover is another cluster's, which makes and removes things while we run. Where no other cluster of
 * Peapod runs, whatever is left is ours; beside one, what bears our names, and what nobody uses.
 */
export function belongsToAnother(line: string, { dataDirectory, runDirectory, name, bridge }: Identity): boolean {
  if (!anotherCluster(dataDirectory)) return false;
  if ([dataDirectory, runDirectory, name, bridge].some((ours) => line.includes(ours))) return false;
  const namespace = /^(?:network namespace |mount \/(?:var\/)?run\/netns\/)(\S+)$/.exec(line)?.[1];
  return namespace === undefined ? !/^link veth\S+$/.test(line) : isInhabited(namespace);
}

const anotherCluster = (dataDirectory: string): boolean =>
  processes(['peapod control-plane ', 'peapod node ']).some((line) => !line.includes(dataDirectory));

/** A namespace that leaked has no process left in it. */
function isInhabited(namespace: string): boolean {
  const mount = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .find((line) => line.includes(`/netns/${namespace} `));
  const id = mount?.split(' ')[3];
  return id !== undefined && globSync('/proc/[0-9]*/ns/net').some((path) => linkOf(path) === id);
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
