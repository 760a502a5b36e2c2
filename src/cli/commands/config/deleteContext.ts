/** `peapod config delete-context`. */
import { CommandError } from '../../kube/errors.ts';
import { effectiveKubeconfig } from '../../kube/settings.ts';
import { defineVerb } from '../../kube/verb.ts';
import { changeFile, fileToChange, withEntry } from './file.ts';

export default defineVerb({
  name: 'delete-context',
  summary: 'Delete the specified context from the kubeconfig',
  usage: 'delete-context NAME',
  description: 'Delete the specified context from the kubeconfig.',
  examples: `# A context that is needed no more
peapod config delete-context minikube`,
  flags: {},
  async run({ flags, args }) {
    const [name = ''] = args;
    if (args.length !== 1) throw new CommandError(`Unexpected args: [${args.join(' ')}]`);
    const config = await effectiveKubeconfig(flags);
    const file = fileToChange(config, `contexts/${name}`, flags.kubeconfig);
    if (!config.contexts.has(name)) throw new CommandError(`cannot delete context ${name}, not in ${file}`);
    if (config.currentContext === name)
      process.stderr.write(
        'warning: this removed your active context, use "peapod config use-context" to select a different one\n',
      );
    changeFile(file, (root) => ({ ...root, contexts: withEntry(root['contexts'], name, 'context', undefined) }));
    process.stdout.write(`deleted context ${name} from ${file}\n`);
  },
});
