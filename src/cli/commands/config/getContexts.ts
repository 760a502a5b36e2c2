/** `peapod config get-contexts`: one line a context. */
import { CommandError, ManyErrors } from '../../kube/errors.ts';
import { boolFlag, stringFlag } from '../../kube/flags.ts';
import { byCodePoint } from '../../kube/json.ts';
import { text } from '../../kube/kubeconfigFiles.ts';
import { effectiveKubeconfig } from '../../kube/settings.ts';
import { TabWriter, tableTabs } from '../../kube/tabWriter.ts';
import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'get-contexts',
  summary: 'Describe one or many contexts',
  usage: 'get-contexts [(-o|--output=)name)]',
  description: 'Display one or many contexts from the kubeconfig file.',
  examples: `# All contexts
peapod config get-contexts

# One
peapod config get-contexts my-context`,
  flags: {
    'no-headers': boolFlag(
      "When using the default or custom-column output format, don't print headers (default print headers).",
    ),
    output: stringFlag('Output format. One of: (name).', { short: 'o' }),
  },
  async run({ flags, args }) {
    if (!['', 'name'].includes(flags.output))
      throw new CommandError(`output must be one of '' or 'name': ${flags.output}`);
    const config = await effectiveKubeconfig(flags);
    const names = args.length > 0 ? args : [...config.contexts.keys()];
    const missing = names.filter((n) => !config.contexts.has(n)).map((n) => new CommandError(`context ${n} not found`));
    const found = names.filter((n) => config.contexts.has(n)).sort(byCodePoint);
    const writer = new TabWriter(tableTabs);
    if (flags.output === '' && !flags['no-headers']) writer.write('CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n');
    for (const name of found) {
      const context = config.contexts.get(name) ?? {};
      writer.write(
        flags.output === 'name'
          ? `${name}\n`
          : `${name === config.currentContext ? '*' : ''}\t${name}\t${text(context, 'cluster')}\t${text(context, 'user')}\t${text(context, 'namespace')}\n`,
      );
    }
    process.stdout.write(writer.flush());
    const [first] = missing;
    if (missing.length === 1 && first) throw first;
    if (missing.length > 1) throw new ManyErrors(missing);
  },
});
