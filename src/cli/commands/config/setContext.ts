/** `peapod config set-context`: makes or changes a context. */
import { CommandError } from '../../kube/errors.ts';
import { boolFlag } from '../../kube/flags.ts';
import { effectiveKubeconfig } from '../../kube/settings.ts';
import { defineVerb } from '../../kube/verb.ts';
import { changeFile, fileToChange, withEntry } from './file.ts';

export default defineVerb({
  name: 'set-context',
  summary: 'Set a context entry in kubeconfig',
  usage: 'set-context [NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace]',
  description: `Set a context entry in kubeconfig.

 Of a context that is there only what is given changes.`,
  examples: `# Another namespace for the current context
peapod config set-context --current --namespace=shop

# A context for another user
peapod config set-context gce --user=cluster-admin`,
  flags: { current: boolFlag('Modify the current context') },
  async run({ flags, args, given }) {
    if (args.length > 1 || (args.length === 1 && flags.current) || (args.length === 0 && !flags.current))
      throw args.length > 1
        ? new CommandError(`Unexpected args: [${args.join(' ')}]`)
        : new CommandError(
            args.length === 1
              ? 'you cannot specify both a context name and --current'
              : 'you must specify a non-empty context name or --current',
          );
    const config = await effectiveKubeconfig(flags);
    const name = flags.current ? config.currentContext : (args[0] ?? '');
    if (name === '') throw new CommandError('no current context is set');
    const before = config.contexts.get(name);
    const changed = Object.fromEntries(
      (['cluster', 'user', 'namespace'] as const).filter((f) => given.has(f)).map((f) => [f, flags[f]]),
    );
    changeFile(fileToChange(config, `contexts/${name}`, flags.kubeconfig), (root) => ({
      ...root,
      contexts: withEntry(root['contexts'], name, 'context', { cluster: '', user: '', ...before, ...changed }),
    }));
    process.stdout.write(`Context "${name}" ${before ? 'modified' : 'created'}.\n`);
  },
});
