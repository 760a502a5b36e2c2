import { services } from '../../../machinery/resources.ts';
import { checked, createOne, nameArgument } from '../../change/createOne.ts';
import { createFlags } from '../../change/flags.ts';
import { service } from '../../generate/service.ts';
import { listFlag, stringFlag } from '../../kube/flags.ts';
import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'clusterip',
  summary: 'Create a ClusterIP service',
  usage: 'clusterip NAME [--tcp=<port>:<targetPort>] [--dry-run=server|client|none]',
  description: 'Create a ClusterIP service.',
  examples: 'peapod create service clusterip web --tcp=80:8080',
  flags: {
    ...createFlags('kubectl-create'),
    tcp: listFlag("Port pairs can be specified as '<port>:<targetPort>'."),
    clusterip: stringFlag("Assign your own ClusterIP or set to 'None' for a 'headless' service (no loadbalancing)."),
  },
  async run(context) {
    const { flags } = context;
    const name = nameArgument(context);
    const object = checked(() => service(name, { type: 'ClusterIP', tcp: flags.tcp, clusterIP: flags.clusterip }));
    await createOne(context, services, object, 'failed to create ClusterIP service:');
  },
});
