import { namespaces } from '../../../machinery/resources.ts';
import { createOne, nameArgument } from '../../change/createOne.ts';
import { createFlags } from '../../change/flags.ts';
import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'namespace',
  aliases: ['ns'],
  summary: 'Create a namespace with the specified name',
  usage: 'namespace NAME [--dry-run=server|client|none]',
  description: 'Create a namespace with the specified name.',
  examples: 'peapod create namespace playground',
  flags: createFlags('kubectl-create'),
  async run(context) {
    const name = nameArgument(context);
    await createOne(context, namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, '');
  },
});
