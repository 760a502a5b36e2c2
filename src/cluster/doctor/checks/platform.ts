import { UserError } from '../../userError.ts';
import { checkPlatform, thisPlatform } from '../../setup/platform.ts';
import { about, type Check } from '../check.ts';

const { good, bad } = about('machine');

export const platform: Check = {
  what: 'machine',
  async run() {
    const machine = thisPlatform();
    try {
      // Who asks need not be root: the clusters' owner is.
      checkPlatform({ ...machine, uid: 0 });
      return [good(`${machine.system} on ${machine.architecture}`)];
    } catch (error) {
      if (error instanceof UserError) return [bad(error.message, error.hint)];
      throw error;
    }
  },
};
