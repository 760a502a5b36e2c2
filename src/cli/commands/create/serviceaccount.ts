import { serviceAccounts } from '../../../machinery/resources.ts';
import { createOne, nameArgument } from '../../change/createOne.ts';
import { createFlags } from '../../change/flags.ts';
import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'serviceaccount',
  aliases: ['sa'],
  summary: 'Create a service account with the specified name',
  usage: 'serviceaccount NAME [--dry-run=server|client|none]',
  description: 'Create a service account with the specified name.',
  examples: 'peapod create serviceaccount robot',
  flags: createFlags('kubectl-create'),
  async run(context) {
    const name = nameArgument(context);
    const object = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } };
    await createOne(context, serviceAccounts, object, 'failed to create serviceaccount:');
  },
});
