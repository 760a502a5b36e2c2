import { podDisruptionBudgets } from '../../../machinery/resources.ts';
import { checked, createOne, nameArgument } from '../../change/createOne.ts';
import { createFlags } from '../../change/flags.ts';
import { podDisruptionBudget } from '../../generate/policy.ts';
import { stringFlag } from '../../kube/flags.ts';
import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'poddisruptionbudget',
  aliases: ['pdb'],
  summary: 'Create a pod disruption budget with the specified name',
  usage: 'poddisruptionbudget NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]',
  description: 'Create a pod disruption budget with the specified name, selector, and desired minimum available pods.',
  examples: `# At least one Pod of the app stays
peapod create pdb web --selector=app=web --min-available=1

# At most half of them go at once
peapod create pdb web --selector=app=web --max-unavailable=50%`,
  flags: {
    ...createFlags('kubectl-create'),
    'min-available': stringFlag('The minimum number or percentage of available pods this budget requires.'),
    'max-unavailable': stringFlag('The maximum number or percentage of unavailable pods this budget requires.'),
    selector: stringFlag(
      'A label selector to use for this budget. Only equality-based selector requirements are supported.',
    ),
  },
  async run(context) {
    const { flags } = context;
    const name = nameArgument(context);
    const options = {
      selector: flags.selector,
      minAvailable: flags['min-available'],
      maxUnavailable: flags['max-unavailable'],
    };
    const object = checked(() => podDisruptionBudget(name, options));
    await createOne(context, podDisruptionBudgets, object, 'failed to create poddisruptionbudgets:');
  },
});
