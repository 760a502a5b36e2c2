/** `peapod options`: the flags that every verb takes. */
import { globalFlags } from '../kube/globalFlags.ts';
import { flagHelp } from '../kube/help.ts';
import { defineVerb } from '../kube/verb.ts';

export default defineVerb({
  name: 'options',
  summary: 'Print the list of flags inherited by all commands',
  usage: 'options',
  description: 'Print the list of flags inherited by all commands.',
  examples: `# The flags that every command takes
peapod options`,
  flags: {},
  run() {
    const list = Object.entries(globalFlags)
      .filter(([, flag]) => !('hidden' in flag && flag.hidden))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, flag]) => flagHelp(name, flag));
    process.stdout.write(`The following options can be passed to any command:\n\n${list.join('\n\n')}\n`);
  },
});
