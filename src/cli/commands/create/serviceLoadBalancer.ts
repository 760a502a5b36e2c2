import { services } from '../../../machinery/resources.ts';
import { checked, createOne, nameArgument } from '../../change/createOne.ts';
import { createFlags } from '../../change/flags.ts';
import { service } from '../../generate/service.ts';
import { listFlag } from '../../kube/flags.ts';
import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'loadbalancer',
  summary: 'Create a LoadBalancer service',
  usage: 'loadbalancer NAME [--tcp=port:targetPort] [--dry-run=server|client|none]',
  description: 'Create a LoadBalancer service.',
  examples: 'peapod create service loadbalancer web --tcp=80:8080',
  flags: {
    ...createFlags('kubectl-create'),
    tcp: listFlag("Port pairs can be specified as '<port>:<targetPort>'."),
  },
  async run(context) {
    const { flags } = context;
    const name = nameArgument(context);
    const object = checked(() => service(name, { type: 'LoadBalancer', tcp: flags.tcp }));
    await createOne(context, services, object, 'failed to create LoadBalancer service:');
  },
});
