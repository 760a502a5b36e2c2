import { checked } from '../../change/createOne.ts';
import { labelSelectorOf } from '../../generate/policy.ts';
import { CommandError } from '../../kube/errors.ts';
import { stringFlag } from '../../kube/flags.ts';
import { objectAt, textAt, type JsonObject } from '../../kube/json.ts';
import { defineVerb } from '../../kube/verb.ts';
import { setEach, setFlags, setTargets } from './setVerb.ts';

export default defineVerb({
  name: 'selector',
  summary: 'Set the selector on a resource',
  usage: 'selector (-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]',
  description: `Set the selector on a resource. Note that the new selector will overwrite the old selector if the resource had one prior
to the invocation of 'set selector'.

 Currently selectors can only be set on Service objects.`,
  examples: "peapod set selector service web 'environment=qa'",
  flags: {
    ...setFlags,
    'resource-version': stringFlag(
      'If non-empty, the selectors update will only succeed if this is the current resource-version for the object. Only valid when specifying a single resource.',
    ),
  },
  async run(context) {
    const text = context.args.at(-1);
    if (text === undefined) throw new CommandError('one selector is required');
    const { matchLabels = {}, matchExpressions = [] } = checked(() => labelSelectorOf(text));
    const version = context.flags['resource-version'];
    await setEach(context, await setTargets(context, context.args.slice(0, -1)), {
      failing: '',
      printsUnchanged: true,
      change(object): JsonObject {
        if (textAt(object, 'kind') !== 'Service') throw new Error('setting a selector is only supported for Services');
        if (matchExpressions.length > 0)
          throw new Error(`match expression ${JSON.stringify(matchExpressions)} not supported on this object`);
        const metadata = { ...objectAt(object, 'metadata'), ...(version && { resourceVersion: version }) };
        return { ...object, metadata, spec: { ...objectAt(object, 'spec'), selector: matchLabels } };
      },
    });
  },
});
