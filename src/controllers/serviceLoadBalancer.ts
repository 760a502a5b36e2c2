/**
 * Gives Services of type LoadBalancer the addresses of the nodes (in the place of a cloud's service-controller): every
 * node takes their traffic at the Service's ports.
 *
 * Guarantees:
 *  - A port of the nodes belongs to one Service, the oldest that wants it; the API server's and the node agents' ports
 *    belong to nobody. A Service that cannot have one of its ports gets no address, and an event that says why.
 *  - A Service with a loadBalancerClass is left to whoever serves that class.
 */
import type { LoadBalancerIngress, Node, Service } from '../api/core/v1.ts';
import { runWorkers } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import { semanticEqual } from '../machinery/equal.ts';
import type { Stored } from '../machinery/object.ts';
import { keyOf } from '../machinery/object.ts';
import { nodes as nodeResource, services as serviceResource } from '../machinery/resources.ts';
import type { Controller } from './controller.ts';

const byPort = 'load balancers by port';
const excluded = 'node.kubernetes.io/exclude-from-external-load-balancers';

export const serviceLoadBalancerController: Controller = {
  name: 'service-lb-controller',
  serviceAccount: 'service-controller',
  eventSource: 'service-controller',
  async start({ client, informers, recorder, log }) {
    await using stack = new AsyncDisposableStack();
    const services = informers.for(serviceResource);
    const nodes = informers.for(nodeResource);
    services.addIndex(byPort, (service) => (isOurs(service) ? portsOf(service) : []));
    const queue = new WorkQueue();
    const all = (): void =>
      services
        .list()
        .filter(isOurs)
        .forEach((service) => queue.add(keyOf(service)));
    /** A port that becomes free may be what another one waits for. */
    const look = (service: Stored<Service>): void => {
      if (isOurs(service) || service.status?.loadBalancer?.ingress?.length) queue.add(keyOf(service));
      for (const port of isOurs(service) ? portsOf(service) : []) {
        for (const other of services.byIndex(byPort, port)) queue.add(keyOf(other));
      }
    };
    stack.use(
      services.addHandler({
        added: look,
        updated(service, old) {
          look(service);
          if (!semanticEqual(service.spec, old.spec)) look(old);
        },
        deleted: look,
      }),
    );
    stack.use(
      nodes.addHandler({
        added: all,
        updated: (node, old) =>
          semanticEqual(node.status?.addresses, old.status?.addresses) && isExcluded(node) === isExcluded(old)
            ? undefined
            : all(),
        deleted: all,
      }),
    );
    await Promise.all([services.synced, nodes.synced]);

    const takenPort = (service: Stored<Service>): string | undefined => {
      for (const port of portsOf(service)) {
        const number = port.split('/')[1];
        if (port === `TCP/${apiPort(services.get('default/kubernetes'))}`) return `port ${number} is the API server's`;
        if (port.startsWith('TCP/') && nodes.list().some((node) => agentPort(node) === number))
          return `port ${number} is the node agent's`;
        const older = services.byIndex(byPort, port).find((other) => isOlder(other, service));
        if (older) return `port ${number} is taken by Service ${keyOf(older)}`;
      }
      return undefined;
    };

    stack.use(
      runWorkers(
        queue,
        1,
        async (key) => {
          const service = services.get(key);
          if (
            !service ||
            service.metadata.deletionTimestamp ||
            (service.spec?.loadBalancerClass && service.spec.type === 'LoadBalancer')
          )
            return;
          const wanted = isOurs(service);
          const trouble = wanted ? takenPort(service) : undefined;
          const ingress = wanted && trouble === undefined ? nodes.list().flatMap(ingressOf) : [];
          if (trouble !== undefined)
            recorder.event(service, 'Warning', 'SyncLoadBalancerFailed', `Error syncing load balancer: ${trouble}`);
          if (semanticEqual(service.status?.loadBalancer?.ingress, ingress)) return;
          await client.resource(serviceResource).updateStatus({
            ...service,
            status: { ...service.status, loadBalancer: ingress.length > 0 ? { ingress } : {} },
          });
          if (ingress.length > 0) recorder.event(service, 'Normal', 'EnsuredLoadBalancer', 'Ensured load balancer');
        },
        log,
      ),
    );
    return stack.move();
  },
};

const isOurs = ({ spec }: Service): boolean => spec?.type === 'LoadBalancer' && !spec.loadBalancerClass;

const portsOf = ({ spec }: Service): string[] =>
  (spec?.ports ?? []).map(({ protocol = 'TCP', port }) => `${protocol}/${port}`);

const isExcluded = (node: Node): boolean => node.metadata?.labels?.[excluded] !== undefined;

function ingressOf(node: Stored<Node>): LoadBalancerIngress[] {
  if (isExcluded(node)) return [];
  const address = node.status?.addresses?.find(
    ({ type, address: text }) => type === 'InternalIP' && !text.includes(':'),
  )?.address;
  return address ? [{ ip: address, ipMode: 'VIP' }] : [];
}

const apiPort = (service: Service | undefined): string => String(service?.spec?.ports?.[0]?.targetPort ?? '');

const agentPort = (node: Node): string => String(node.status?.daemonEndpoints?.kubeletEndpoint?.Port ?? '');

function isOlder(other: Stored<Service>, service: Stored<Service>): boolean {
  const [a, b] = [other.metadata, service.metadata];
  if (a.uid === b.uid) return false;
  return a.creationTimestamp === b.creationTimestamp ? a.uid < b.uid : a.creationTimestamp < b.creationTimestamp;
}
