/** `peapod config current-context`. */
import { CommandError } from '../../kube/errors.ts';
import { effectiveKubeconfig } from '../../kube/settings.ts';
import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'current-context',
  summary: 'Display the current-context',
  usage: 'current-context [flags]',
  description: 'Display the current-context.',
  examples: `# Which context is used
peapod config current-context`,
  flags: {},
  async run({ flags }) {
    const { currentContext } = await effectiveKubeconfig(flags);
    if (currentContext === '') throw new CommandError('current-context is not set');
    process.stdout.write(`${currentContext}\n`);
  },
});
