import {
  containerdComplaint,
  findPackageManager,
  installCommand,
  missingRequirements,
} from '../../setup/requirements.ts';
import { about, type Check } from '../check.ts';

const { good, bad } = about('programs');

export const programs: Check = {
  what: 'programs',
  async run() {
    const [missing, complaint] = await Promise.all([missingRequirements(), containerdComplaint()]);
    const findings = complaint === undefined ? [] : [bad(complaint, 'upgrade containerd to 1.6 or later')];
    if (missing.length > 0) {
      const names = missing.map(({ name }) => name).join(', ');
      const manager = await findPackageManager();
      findings.push(
        bad(
          `${names} ${missing.length === 1 ? 'is' : 'are'} missing`,
          manager === undefined
            ? `install ${names}`
            : `'peapod up' installs them, or: ${installCommand(manager, missing)}`,
        ),
      );
    }
    return findings.length > 0
      ? findings
      : [good('containerd, runc, CNI plugins, nft, conntrack, ip and mount are there')];
  },
};
