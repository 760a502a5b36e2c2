import { defineVerb } from '../../kube/verb.ts';
import { helpOf } from '../../kube/help.ts';

const verb = defineVerb({
  name: 'service',
  aliases: ['svc'],
  summary: 'Create a service using a specified subcommand',
  usage: 'service',
  description: 'Create a service using a specified subcommand.',
  flags: {},
  verbs: {
    clusterip: () => import('./serviceClusterIP.ts'),
    externalname: () => import('./serviceExternalName.ts'),
    loadbalancer: () => import('./serviceLoadBalancer.ts'),
    nodeport: () => import('./serviceNodePort.ts'),
  },
  async run({ commandPath }) {
    process.stdout.write(await helpOf(verb, commandPath));
  },
});
export default verb;
