/** `peapod config use-context`: which context is used from now on. */
import { CommandError } from '../../kube/errors.ts';
import { effectiveKubeconfig } from '../../kube/settings.ts';
import { defineVerb } from '../../kube/verb.ts';
import { changeFile, fileToChange } from './file.ts';

export default defineVerb({
  name: 'use-context',
  summary: 'Set the current-context in a kubeconfig file',
  usage: 'use-context CONTEXT_NAME',
  description: 'Set the current-context in a kubeconfig file.',
  examples: `# Use another cluster from now on
peapod config use-context minikube`,
  flags: {},
  async run({ flags, args }) {
    const [name = ''] = args;
    if (args.length !== 1) throw new CommandError(`Unexpected args: [${args.join(' ')}]`);
    const config = await effectiveKubeconfig(flags);
    if (name === '') throw new CommandError(`empty context names are not allowed`);
    if (!config.contexts.has(name)) throw new CommandError(`no context exists with the name: "${name}"`);
    changeFile(fileToChange(config, '', flags.kubeconfig), (root) => ({ ...root, 'current-context': name }));
    process.stdout.write(`Switched to context "${name}".\n`);
  },
});
