import { services } from '../../../machinery/resources.ts';
import { checked, createOne, nameArgument } from '../../change/createOne.ts';
import { createFlags } from '../../change/flags.ts';
import { service } from '../../generate/service.ts';
import { intFlag, listFlag } from '../../kube/flags.ts';
import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'nodeport',
  summary: 'Create a NodePort service',
  usage: 'nodeport NAME [--tcp=port:targetPort] [--dry-run=server|client|none]',
  description: 'Create a NodePort service.',
  examples: 'peapod create service nodeport web --tcp=80:8080',
  flags: {
    ...createFlags('kubectl-create'),
    tcp: listFlag("Port pairs can be specified as '<port>:<targetPort>'."),
    'node-port': intFlag('Port used to expose the service on each node in a cluster.'),
  },
  async run(context) {
    const { flags } = context;
    const name = nameArgument(context);
    const object = checked(() => service(name, { type: 'NodePort', tcp: flags.tcp, nodePort: flags['node-port'] }));
    await createOne(context, services, object, 'failed to create NodePort service:');
  },
});
