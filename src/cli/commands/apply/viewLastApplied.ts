import { lastAppliedOf } from '../../change/lastApplied.ts';
import { findObjects } from '../../change/objects.ts';
import { printYaml } from '../../../machinery/yaml.ts';
import { PlainError, throwAll, UsageError } from '../../kube/errors.ts';
import { boolFlag, stringFlag } from '../../kube/flags.ts';
import { filenameFlags, selectorFlag } from '../../kube/selectionFlags.ts';
import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'view-last-applied',
  summary: 'View the latest last-applied-configuration annotations of a resource/object',
  usage: 'view-last-applied (TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)',
  description: `View the latest last-applied-configuration annotations by type/name or file.

 The default output will be printed to stdout in YAML format. You can use the -o option to change the output format.`,
  examples: `peapod apply view-last-applied deployment/web
peapod apply view-last-applied -f web.yaml -o json`,
  flags: {
    ...filenameFlags('that contains the last-applied-configuration annotations'),
    ...selectorFlag,
    all: boolFlag('Select all resources in the namespace of the specified resource types'),
    output: stringFlag('Output format. Must be one of (yaml, json)', { short: 'o', initial: 'yaml' }),
  },
  async run({ flags, args, session }) {
    if (flags.output !== 'yaml' && flags.output !== 'json')
      throw new UsageError(`Unexpected -o output mode: ${flags.output}, the flag 'output' must be one of yaml|json`);
    const { found, errors } = await findObjects(session, { args, ...flags });
    const configurations = found.map(({ object, name }): unknown => {
      const text = lastAppliedOf(object);
      if (text === undefined)
        throw new PlainError(`error: no last-applied-configuration annotation found on resource: ${name}\n`.trimEnd());
      return JSON.parse(text);
    });
    throwAll(errors);
    for (const configuration of configurations)
      process.stdout.write(
        flags.output === 'yaml' ? printYaml(configuration) : `${JSON.stringify(configuration, undefined, 2)}\n`,
      );
  },
});
