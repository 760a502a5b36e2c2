import { services } from '../../../machinery/resources.ts';
import { checked, createOne, nameArgument, required } from '../../change/createOne.ts';
import { createFlags } from '../../change/flags.ts';
import { service } from '../../generate/service.ts';
import { listFlag, stringFlag } from '../../kube/flags.ts';
import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'externalname',
  summary: 'Create an ExternalName service',
  usage: 'externalname NAME --external-name external.name [--dry-run=server|client|none]',
  description: 'Create an ExternalName service.',
  examples: 'peapod create service externalname db --external-name db.example.com',
  flags: {
    ...createFlags('kubectl-create'),
    tcp: listFlag("Port pairs can be specified as '<port>:<targetPort>'."),
    'external-name': stringFlag('External name of service'),
  },
  async run(context) {
    const { flags, given } = context;
    required(given, 'external-name');
    const name = nameArgument(context);
    const object = checked(() =>
      service(name, { type: 'ExternalName', tcp: flags.tcp, externalName: flags['external-name'] }),
    );
    await createOne(context, services, object, 'failed to create ExternalName service:');
  },
});
