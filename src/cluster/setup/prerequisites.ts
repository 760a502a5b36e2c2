/**
 * Sees to it that this machine has what a node needs. Only what is missing is installed, and only by the machine's own
 * package manager; where that is not apt, the packages are named and nothing is changed.
 */
import { findProgram } from '../../node/runtime/detect.ts';
import type { Progress } from '../progress.ts';
import { UserError } from '../userError.ts';
import { installPackages } from './apt.ts';
import { checkDisk } from './disk.ts';
import { checkCgroups, checkPlatform, thisPlatform } from './platform.ts';
import { containerdComplaint, findPackageManager, installCommand, missingRequirements } from './requirements.ts';
import type { Requirement } from './requirements.ts';

export interface PrerequisiteOptions {
  readonly progress: Progress;
  /** Install what is missing; otherwise say what it is. */
  readonly install: boolean;
  /** The data directory, whose disk must have some room. */
  readonly dataDir: string;
}

/** Throws UserError for what a person must mend. Fast where nothing is missing. */
export async function ensurePrerequisites(options: PrerequisiteOptions): Promise<void> {
  checkPlatform(thisPlatform());
  const [missing, complaint] = await Promise.all([
    missingRequirements(),
    containerdComplaint(),
    checkCgroups(),
    checkDisk(options.dataDir),
  ]);
  if (complaint !== undefined) {
    throw new UserError(complaint, 'upgrade containerd to 1.6 or later, such as the one of Debian 12');
  }
  if (missing.length > 0) await install(missing, options);
}

async function install(missing: readonly Requirement[], options: PrerequisiteOptions): Promise<void> {
  const manager = await findPackageManager();
  const names = missing.map((each) => each.name).join(', ');
  if (manager === undefined) {
    throw new UserError(`this machine lacks ${names}`, 'install them: Peapod can do so itself only where there is apt');
  }
  const command = installCommand(manager, missing);
  if (manager !== 'apt-get' || !options.install) {
    throw new UserError(`this machine lacks ${names}`, `install what is missing: ${command}`);
  }
  const { progress } = options;
  progress.doing(`installing ${names}`);
  const packages = missing.map((each) => each.packages[manager]);
  await installPackages(packages, (percent, doing) => progress.doing(`installing ${names}: ${doing}`, percent / 100));
  const still = await missingRequirements();
  if (still.length > 0) {
    throw new UserError(
      `${still.map((each) => each.name).join(', ')} is still missing after '${command}'`,
      'install it by hand',
    );
  }
  const containerd = await findProgram('containerd');
  progress.done('packages', `${packages.join(', ')} installed${containerd === undefined ? '' : ', services left off'}`);
}
