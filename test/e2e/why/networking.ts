/** Services that lead nowhere. */
import type { ServiceSpec } from '../../../src/api/core/v1.ts';
import { nodes, services } from '../../../src/machinery/resources.ts';
import { made, deployment, service, type Case, type Made } from './make.ts';

const balanced = (name: string, port: number, spec: Partial<ServiceSpec> = {}): Made =>
  made(services, {
    metadata: { name },
    spec: { type: 'LoadBalancer', selector: { app: 'kept' }, ports: [{ port }], ...spec },
  });

export const networking: readonly Case[] = [
  {
    why: 'service/chain',
    make: [
      deployment('web', {
        containers: [
          {
            name: 'web',
            image: 'nginx',
            ports: [{ name: 'http', containerPort: 80 }],
            readinessProbe: { httpGet: { port: 'http', path: '/missing' }, periodSeconds: 1 },
          },
        ],
      }),
      service('chain', 'web'),
    ],
    chain: ['no-endpoints', 'readiness-probe'],
    says: /has no endpoints: its only Pod is ready|readiness probe fails: HTTP probe failed with statuscode: 404/,
  },
  {
    why: 'service/typo',
    make: [service('typo', 'kepd')],
    chain: ['selector-matches-nothing'],
    says: /no Pod has the labels app=kepd of its selector/,
  },
  {
    why: 'service/portless',
    make: [service('portless', 'kept', 'http')],
    chain: ['wrong-target-port'],
    says: /leads to the port named "http", which none of its Pods has/,
  },
  {
    why: 'service/foreign-balancer',
    make: [balanced('foreign-balancer', 38_098, { loadBalancerClass: 'example.com/nobody' })],
    chain: ['load-balancer-pending'],
    says: /whoever serves its loadBalancerClass example.com\/nobody has given it none/,
  },
  {
    why: 'service/taken-port',
    make: [
      async (cluster) => {
        const [node] = (await cluster.client.resource(nodes).list()).items;
        await balanced('taken-port', node?.status?.daemonEndpoints?.kubeletEndpoint?.Port ?? 0)(cluster);
      },
    ],
    chain: ['load-balancer-pending'],
    says: /has no external address yet: port \d+ is the node agent's/,
  },
];
