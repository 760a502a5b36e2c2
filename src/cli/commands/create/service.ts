import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
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
});
