import { detectCgroups } from '../../../node/runtime/detect.ts';
import { checkCgroups } from '../../setup/platform.ts';
import { UserError } from '../../userError.ts';
import { about, type Check } from '../check.ts';

const { good, bad } = about('cgroups');

export const cgroups: Check = {
  what: 'cgroups',
  async run() {
    try {
      await checkCgroups();
    } catch (error) {
      if (error instanceof UserError) return [bad(error.message, error.hint)];
      throw error;
    }
    const { version } = await detectCgroups();
    return [good(`version ${version}, with cpu, memory and pids`)];
  },
};
