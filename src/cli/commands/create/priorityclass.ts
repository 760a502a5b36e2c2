import { priorityClasses } from '../../../machinery/resources.ts';
import { createOne, nameArgument } from '../../change/createOne.ts';
import { createFlags } from '../../change/flags.ts';
import { priorityClass } from '../../generate/policy.ts';
import { boolFlag, intFlag, stringFlag } from '../../kube/flags.ts';
import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'priorityclass',
  aliases: ['pc'],
  summary: 'Create a priority class with the specified name',
  usage: 'priorityclass NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]',
  description: 'Create a priority class with the specified name, value, globalDefault and description.',
  examples: `peapod create priorityclass high --value=1000 --description="before the others"

# Waits for room rather than taking it from others
peapod create priorityclass patient --value=1000 --preemption-policy="Never"`,
  flags: {
    ...createFlags('kubectl-create'),
    value: intFlag('the value of this priority class.'),
    'global-default': boolFlag(
      'global-default specifies whether this PriorityClass should be considered as the default priority.',
    ),
    description: stringFlag(
      'description is an arbitrary string that usually provides guidelines on when this priority class should be used.',
    ),
    'preemption-policy': stringFlag('preemption-policy is the policy for preempting pods with lower priority.', {
      initial: 'PreemptLowerPriority',
    }),
  },
  async run(context) {
    const { flags } = context;
    const name = nameArgument(context);
    const object = priorityClass(name, {
      value: flags.value,
      globalDefault: flags['global-default'],
      description: flags.description,
      preemptionPolicy: flags['preemption-policy'],
    });
    await createOne(context, priorityClasses, object, 'failed to create priorityclass:');
  },
});
