/** `peapod config rename-context`. */
import { CommandError } from '../../kube/errors.ts';
import { effectiveKubeconfig } from '../../kube/settings.ts';
import { defineVerb } from '../../kube/verb.ts';
import { changeFile, fileToChange, withEntry } from './file.ts';

export default defineVerb({
  name: 'rename-context',
  summary: 'Rename a context from the kubeconfig file',
  usage: 'rename-context CONTEXT_NAME NEW_NAME',
  description: 'Renames a context from the kubeconfig file. When it is the current one, it stays so.',
  examples: `# A better name
peapod config rename-context old-name new-name`,
  flags: {},
  async run({ flags, args }) {
    const [name = '', other = ''] = args;
    if (args.length !== 2) throw new CommandError(`Unexpected args: [${args.join(' ')}]`);
    const config = await effectiveKubeconfig(flags);
    const file = fileToChange(config, `contexts/${name}`, flags.kubeconfig);
    const context = config.contexts.get(name);
    if (!context) throw new CommandError(`cannot rename the context "${name}", it's not in ${file}`);
    if (config.contexts.has(other))
      throw new CommandError(`cannot rename the context "${name}", the context "${other}" already exists in ${file}`);
    changeFile(file, (root) => ({
      ...root,
      contexts: withEntry(withEntry(root['contexts'], name, 'context', undefined), other, 'context', context),
      ...(root['current-context'] === name && { 'current-context': other }),
    }));
    process.stdout.write(`Context "${name}" renamed to "${other}".\n`);
  },
});
