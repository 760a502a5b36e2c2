/** The programs that a node needs, and the package of each in the distributions that have one. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { cniPlugins, findCniPlugins, findProgram } from '../../node/runtime/detect.ts';

export type PackageManager = 'apt-get' | 'dnf' | 'zypper' | 'pacman' | 'apk';

export interface Requirement {
  readonly name: string;
  readonly packages: Readonly<Record<PackageManager, string>>;
  /** Whether this machine has it. */
  isThere(): Promise<boolean>;
}

const everywhere = (name: string): Record<PackageManager, string> => ({
  'apt-get': name,
  dnf: name,
  zypper: name,
  pacman: name,
  apk: name,
});

const program = (name: string, packages: Readonly<Record<PackageManager, string>>): Requirement => ({
  name,
  packages,
  isThere: async () => (await findProgram(name)) !== undefined,
});

const plugins = 'containernetworking-plugins';

export const requirements: readonly Requirement[] = [
  program('containerd', everywhere('containerd')),
  {
    name: 'runc',
    packages: everywhere('runc'),
    isThere: async () => ((await findProgram('runc')) ?? (await findProgram('crun'))) !== undefined,
  },
  {
    name: 'the CNI plugins',
    packages: { 'apt-get': plugins, dnf: plugins, zypper: 'cni-plugins', pacman: 'cni-plugins', apk: 'cni-plugins' },
    isThere: async () => (await findCniPlugins(cniPlugins)) !== undefined,
  },
  program('nft', everywhere('nftables')),
  program('conntrack', {
    'apt-get': 'conntrack',
    dnf: 'conntrack-tools',
    zypper: 'conntrack-tools',
    pacman: 'conntrack-tools',
    apk: 'conntrack-tools',
  }),
  program('ip', { ...everywhere('iproute2'), dnf: 'iproute' }),
  program('nsenter', everywhere('util-linux')),
  program('mount', { ...everywhere('util-linux'), 'apt-get': 'mount' }),
];

export async function missingRequirements(): Promise<Requirement[]> {
  const there = await Promise.all(requirements.map((requirement) => requirement.isThere()));
  return requirements.filter((_, index) => there[index] === false);
}

export async function findPackageManager(): Promise<PackageManager | undefined> {
  for (const name of ['apt-get', 'dnf', 'zypper', 'pacman', 'apk'] as const) {
    if ((await findProgram(name)) !== undefined) return name;
  }
  return undefined;
}

/** The command with which a person installs them. */
export function installCommand(manager: PackageManager, missing: readonly Requirement[]): string {
  const verb = { 'apt-get': 'install', dnf: 'install', zypper: 'install', pacman: '-S', apk: 'add' }[manager];
  return `${manager} ${verb} ${missing.map((each) => each.packages[manager]).join(' ')}`;
}

const oldestContainerd = [1, 6] as const;

/** What is wrong with the containerd that is installed; undefined when nothing is. */
export async function containerdComplaint(): Promise<string | undefined> {
  const file = await findProgram('containerd');
  if (file === undefined) return undefined;
  const { stdout } = await promisify(execFile)(file, ['--version']);
  return isOldContainerd(stdout)
    ? `${stdout.trim()} is too old: CRI v1 came with ${oldestContainerd.join('.')}`
    : undefined;
}

/** @param version What `containerd --version` prints. One that cannot be read is taken to be new. */
export function isOldContainerd(version: string): boolean {
  const [, major, minor] = / v?(\d+)\.(\d+)\./.exec(version) ?? [];
  if (major === undefined || minor === undefined) return false;
  const [oldestMajor, oldestMinor] = oldestContainerd;
  return Number(major) < oldestMajor || (Number(major) === oldestMajor && Number(minor) < oldestMinor);
}
