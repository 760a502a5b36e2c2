/** What `config delete-cluster` and `config delete-user` have in common. */
import { CommandError } from '../../kube/errors.ts';
import { effectiveKubeconfig } from '../../kube/settings.ts';
import { defineVerb, type AnyVerb } from '../../kube/verb.ts';
import { changeFile, fileToChange, withEntry } from './file.ts';

export function deleteEntryVerb(item: 'cluster' | 'user'): AnyVerb {
  const list = `${item}s` as const;
  return defineVerb({
    name: `delete-${item}`,
    summary: `Delete the specified ${item} from the kubeconfig`,
    usage: `delete-${item} NAME`,
    description: `Delete the specified ${item} from the kubeconfig.`,
    examples: `# A ${item} that is needed no more\npeapod config delete-${item} minikube`,
    flags: {},
    async run({ flags, args }) {
      const [name = ''] = args;
      if (args.length !== 1) throw new CommandError(`Unexpected args: [${args.join(' ')}]`);
      const config = await effectiveKubeconfig(flags);
      const file = fileToChange(config, `${list}/${name}`, flags.kubeconfig);
      if (!config[list].has(name)) throw new CommandError(`cannot delete ${item} ${name}, not in ${file}`);
      changeFile(file, (root) => ({ ...root, [list]: withEntry(root[list], name, item, undefined) }));
      process.stdout.write(`deleted ${item} ${name} from ${file}\n`);
    },
  });
}
