/** Components of the node that make Services reachable, by address and by name, and that enforce NetworkPolicies. */
import { createClient } from '../client/createClient.ts';
import { createInformers } from '../client/informers.ts';
import { startClusterDns } from '../network/dns/clusterDns.ts';
import { dnsService, dnsServiceOffset } from '../network/dns/dnsService.ts';
import { NodeRoutes } from '../network/nodeRoutes.ts';
import { NetworkPolicies } from '../network/policy/networkPolicies.ts';
import { ServiceProxy } from '../network/proxy/serviceProxy.ts';
import { ServiceWatch } from '../network/serviceWatch.ts';
import { apiServerAnswers } from './apiServerAnswers.ts';
import type { Component } from './component.ts';
import { policyTable, serviceTable } from './layout.ts';
import type { NodeContext } from './nodeContext.ts';
import { nodeTransport } from './nodeTransport.ts';
import { serviceAddress } from './serviceAddress.ts';

/** One watch of Services and one of their endpoints, for the proxy and the DNS server. */
const serviceWatch: Component<NodeContext> = {
  name: 'service-watch',
  requires: [],
  async start({ config, identity, log, parts }) {
    await using stack = new AsyncDisposableStack();
    const transport = stack.use(nodeTransport(config, { ca: identity.ca, client: identity.proxy }, 'peapod-proxy'));
    await apiServerAnswers(transport);
    const informers = stack.use(createInformers(createClient(transport), log));
    const watch = new ServiceWatch(informers);
    await watch.synced();
    parts.networkInformers = informers;
    parts.serviceWatch = watch;
    const owned = stack.move();
    return {
      health: () => ({ ok: true, message: `knows ${watch.services.list().length} Services` }),
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  },
};

const dns: Component<NodeContext> = {
  name: 'dns',
  requires: ['service-watch'],
  async start({ config, log, parts }) {
    if (!parts.serviceWatch) throw new Error('the watch of Services has not started');
    const address = serviceAddress(config.serviceCIDR, dnsServiceOffset);
    const server = await startClusterDns({
      watch: parts.serviceWatch,
      domain: config.clusterDomain,
      address,
      log: log.child({ component: 'dns' }),
    });
    parts.dnsPort = server.port;
    return {
      health: () => ({ ok: true, message: `answers for ${config.clusterDomain} at ${address}` }),
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
  },
};

const serviceProxy: Component<NodeContext> = {
  name: 'service-proxy',
  requires: ['service-watch', 'dns', 'pod-network'],
  async start({ layout, config, log, parts }) {
    const { serviceWatch: watch, dnsPort } = parts;
    if (!watch || dnsPort === undefined) throw new Error('the watch of Services or the DNS server has not started');
    const proxy = await ServiceProxy.start({
      table: serviceTable(layout),
      bridge: config.bridge,
      nodeName: config.nodeName,
      watch,
      log: log.child({ component: 'service-proxy' }),
      localServices: new Map([[dnsService, { udp: dnsPort, tcp: dnsPort }]]),
    });
    return {
      health: () => ({
        ok: proxy.trouble === '',
        message: proxy.trouble || `leads ${proxy.size} Services to their endpoints`,
      }),
      [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
    };
  },
};

const networkPolicies: Component<NodeContext> = {
  name: 'network-policies',
  requires: ['service-watch', 'pod-network'],
  async start({ layout, config, log, parts: { networkInformers: informers } }) {
    if (!informers) throw new Error('the watch of Services has not started');
    const policies = await NetworkPolicies.start({
      table: policyTable(layout),
      dnsAddress: serviceAddress(config.serviceCIDR, dnsServiceOffset),
      nodeName: config.nodeName,
      informers,
      log: log.child({ component: 'network-policies' }),
    });
    return {
      health: () => ({
        ok: policies.trouble === '',
        message: policies.trouble || `enforces ${policies.size} NetworkPolicies`,
      }),
      [Symbol.asyncDispose]: () => policies[Symbol.asyncDispose](),
    };
  },
};

/** Leads to the Pods of the other nodes. */
const nodeRoutes: Component<NodeContext> = {
  name: 'node-routes',
  requires: ['service-watch', 'pod-network'],
  async start({ layout, config, log, parts: { networkInformers: informers } }) {
    if (!informers) throw new Error('the watch of Services has not started');
    const routes = await NodeRoutes.start({
      owner: layout.name,
      nodeName: config.nodeName,
      behind: config.further?.behind,
      podBridge: config.bridge,
      clusterCIDR: config.clusterCIDR,
      informers,
      log: log.child({ component: 'node-routes' }),
    });
    return {
      health: () => ({ ok: routes.trouble === '', message: routes.trouble || `leads to ${routes.size} other nodes` }),
      [Symbol.asyncDispose]: () => routes[Symbol.asyncDispose](),
    };
  },
};

export const serviceComponents: readonly Component<NodeContext>[] = [
  serviceWatch,
  dns,
  serviceProxy,
  networkPolicies,
  nodeRoutes,
];
