import { resourceQuotas } from '../../../machinery/resources.ts';
import { checked, createOne, nameArgument } from '../../change/createOne.ts';
import { createFlags } from '../../change/flags.ts';
import { quota } from '../../generate/policy.ts';
import { stringFlag } from '../../kube/flags.ts';
import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'quota',
  aliases: ['resourcequota'],
  summary: 'Create a quota with the specified name',
  usage: 'quota NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none]',
  description: 'Create a resource quota with the specified name, hard limits, and optional scopes.',
  examples: `peapod create quota team --hard=cpu=1,memory=1G,pods=2,services=3

peapod create quota best-effort --hard=pods=100 --scopes=BestEffort`,
  flags: {
    ...createFlags('kubectl-create'),
    hard: stringFlag('A comma-delimited set of resource=quantity pairs that define a hard limit.'),
    scopes: stringFlag('A comma-delimited set of quota scopes that must all match each object tracked by the quota.'),
  },
  async run(context) {
    const { flags } = context;
    const name = nameArgument(context);
    const object = checked(() => quota(name, flags.hard, flags.scopes));
    await createOne(context, resourceQuotas, object, 'failed to create quota:');
  },
});
