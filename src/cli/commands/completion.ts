/** `peapod completion bash|zsh|fish`. */
import { scripts } from '../completion/scripts.ts';
import { CommandError, UsageError } from '../kube/errors.ts';
import { defineVerb } from '../kube/verb.ts';

export default defineVerb({
  name: 'completion',
  summary: 'Output shell completion code for the specified shell (bash, zsh, fish)',
  usage: 'completion SHELL',
  description: `Output shell completion code for the specified shell: bash, zsh, or fish.

 The code completes commands, flags and their values, and asks the cluster for types and names of objects, for namespaces and
containers.`,
  examples: `# bash: in this shell, and in all that are started from now on
source <(peapod completion bash)
echo 'source <(peapod completion bash)' >> ~/.bashrc

# zsh: the same, below the line that calls compinit
source <(peapod completion zsh)
echo 'source <(peapod completion zsh)' >> ~/.zshrc

# fish: the same
peapod completion fish | source
peapod completion fish > ~/.config/fish/completions/peapod.fish`,
  flags: {},
  run({ args }) {
    if (args.length === 0) throw new UsageError('Shell not specified.');
    if (args.length > 1) throw new UsageError('Too many arguments. Expected only the shell type.');
    const script = new Map(Object.entries(scripts)).get(args[0] ?? '');
    if (script === undefined) throw new CommandError(`Unsupported shell type ${JSON.stringify(args[0])}.`);
    process.stdout.write(script);
  },
});
