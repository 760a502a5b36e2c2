/** The node process: the runtime and all that runs Pods on this machine. This list is its bill of materials. */
import { networkInterfaces } from 'node:os';
import { createClient } from '../client/createClient.ts';
import { createInformers } from '../client/informers.ts';
import { pods } from '../machinery/resources.ts';
import { dnsServiceOffset } from '../network/dns/dnsService.ts';
import { machineBridgeOf } from '../network/machineNetwork.ts';
import { addressesAnnotation, behindAnnotation } from '../network/nodeRoutes.ts';
import { HostPorts, hostPortsOf } from '../network/hostPorts.ts';
import { ensurePodNetwork, type PodNetwork } from '../network/podNetwork.ts';
import { startNodeAgent } from '../node/agent.ts';
import { parseThresholds } from '../node/eviction/thresholds.ts';
import { sandboxImage } from '../node/images/build.ts';
import { ImageLayout } from '../node/images/layout.ts';
import { startMirror } from '../node/images/mirror.ts';
import { createReachability } from '../node/images/reachable.ts';
import { writeRegistries } from '../node/images/registries.ts';
import { startContainerd } from '../node/runtime/containerd.ts';
import { runtimePaths } from '../node/runtime/paths.ts';
import { apiServerAnswers } from './apiServerAnswers.ts';
import type { Component, Running } from './component.ts';
import { machineAddresses } from './config.ts';
import type { Layout } from './layout.ts';
import type { NodeConfig } from './nodeConfig.ts';
import type { NodeContext } from './nodeContext.ts';
import { nodeTransport } from './nodeTransport.ts';
import { registeredPodCIDR } from './registeredPodCIDR.ts';
import { serviceAddress } from './serviceAddress.ts';
import { serviceComponents } from './serviceComponents.ts';

const runtimeDirectories = ({ data, run }: Layout) => ({ dataDir: data, stateDir: run });

/** Serves the images that were made on this machine, so that they are pulled as any other. */
const imageMirror: Component<NodeContext> = {
  name: 'image-mirror',
  requires: [],
  async start({ layout, log }) {
    const mirror = await startMirror({
      layout: new ImageLayout(layout.images),
      isReachable: createReachability(),
      log,
    });
    await writeRegistries(runtimePaths(runtimeDirectories(layout)).registries, mirror.url);
    return {
      health: () => ({ ok: true, message: `serves local images at ${mirror.url}` }),
      [Symbol.asyncDispose]: () => mirror[Symbol.asyncDispose](),
    };
  },
};

const podNetwork: Component<NodeContext> = {
  name: 'pod-network',
  requires: [],
  async start(context) {
    const { config } = context;
    const podCIDR = config.podCIDR ?? (await registeredPodCIDR(context));
    const { bridge } = config;
    await ensurePodNetwork(podNetworkOf(context, podCIDR));
    return {
      health: () => ({ ok: true, message: `Pods of ${podCIDR} on bridge ${bridge}` }),
      async [Symbol.asyncDispose]() {},
    };
  },
};

function podNetworkOf({ layout, config, machineNetwork }: NodeContext, podCIDR: string): PodNetwork {
  const paths = runtimePaths(runtimeDirectories(layout));
  return {
    bridge: config.bridge,
    podCIDR,
    clusterCIDRs: [config.clusterCIDR],
    machineNetwork,
    table: layout.name,
    configDir: paths.cniConfig,
    addressDir: paths.cniAddresses,
  };
}

const containerd: Component<NodeContext> = {
  name: 'containerd',
  requires: [],
  async start({ layout, config, log }) {
    if (config.containerRuntimeEndpoint !== undefined) return foreignRuntime(config.containerRuntimeEndpoint);
    let trouble = '';
    const runtime = await startContainerd({
      ...runtimeDirectories(layout),
      sandboxImage,
      log,
      onChange: (change) => (trouble = change.type === 'died' ? change.message : ''),
    });
    return {
      health: () => ({ ok: trouble === '', message: trouble || `pid ${runtime.pid}, ${runtime.endpoint}` }),
      [Symbol.asyncDispose]: () => runtime[Symbol.asyncDispose](),
    };
  },
};

/** Somebody else starts and keeps it: whether it answers is told by the node's own condition. */
const foreignRuntime = (endpoint: string): Running => ({
  health: () => ({ ok: true, message: `${endpoint}, which Peapod does not keep` }),
  async [Symbol.asyncDispose]() {},
});

const agent: Component<NodeContext> = {
  name: 'node-agent',
  requires: ['containerd', 'image-mirror', 'pod-network'],
  async start({ layout, config, identity, address, log }) {
    // What it writes is recorded under this name, as upstream's node agent is known.
    const transport = nodeTransport(config, identity, 'kubelet');
    await using stack = new AsyncDisposableStack();
    stack.use(transport);
    await apiServerAnswers(transport);
    const client = createClient(transport);
    const running = stack.use(
      await startNodeAgent({
        client,
        log,
        nodeName: config.nodeName,
        nodeIPs: [address],
        dataDirectory: layout.node,
        port: config.agentPort,
        criEndpoint: config.containerRuntimeEndpoint ?? `unix://${runtimePaths(runtimeDirectories(layout)).socket}`,
        server: { ...identity.server, clientCA: identity.ca },
        clusterDNS: [serviceAddress(config.serviceCIDR, dnsServiceOffset)],
        clusterDomain: config.clusterDomain,
        podManifestPath: config.podManifestPath,
        cgroupRoot: `/${layout.name}`,
        keptImages: [sandboxImage],
        annotations: placeOf(config, address),
        ...evictionSettings(process.env),
      }),
    );
    const owned = stack.move();
    return { health: () => running.health(), [Symbol.asyncDispose]: () => owned.disposeAsync() };
  },
};

/** How other nodes reach this one. */
function placeOf({ further, bridge }: NodeConfig, address: string): Record<string, string> {
  if (further) return { [behindAnnotation]: further.behind };
  const own = [bridge, machineBridgeOf(bridge)];
  const others = machineAddresses(networkInterfaces(), own).filter((each) => each !== address);
  return others.length > 0 ? { [addressesAnnotation]: others.join(',') } : {};
}

/**
 * For trying out eviction, from the environment of `peapod up`: `PEAPOD_EVICTION_HARD` as kubelet's `--eviction-hard`,
 * and for how many seconds a pressure condition stays, `PEAPOD_EVICTION_PRESSURE_TRANSITION_SECONDS`.
 */
function evictionSettings(environment: NodeJS.ProcessEnv) {
  const { PEAPOD_EVICTION_HARD: hard, PEAPOD_EVICTION_PRESSURE_TRANSITION_SECONDS: seconds } = environment;
  return {
    ...(hard !== undefined && { evictionThresholds: parseThresholds(hard) }),
    ...(seconds !== undefined && { pressureTransitionPeriod: Number(seconds) * 1000 }),
  };
}

/** Ports of the node that lead into Pods, kept in the nftables table as Pods come and go. */
const hostPorts: Component<NodeContext> = {
  name: 'host-ports',
  requires: ['node-agent'],
  async start({ layout, config, identity, log }) {
    await using stack = new AsyncDisposableStack();
    const transport = stack.use(nodeTransport(config, identity));
    const informers = stack.use(createInformers(createClient(transport), log));
    const ports = new HostPorts(layout.name);
    const informer = informers.for(pods, { fieldSelector: `spec.nodeName=${config.nodeName}` });
    let trouble = '';
    const apply = (): void => {
      ports.apply(informer.list().flatMap(hostPortsOf)).then(
        () => (trouble = ''),
        (error: unknown) => {
          trouble = error instanceof Error ? error.message : String(error);
          log.warn({ error }, 'host ports could not be applied');
        },
      );
    };
    await informer.synced;
    stack.use(informer.addHandler({ added: apply, updated: apply, deleted: apply }));
    const owned = stack.move();
    return {
      health: () => ({ ok: trouble === '', message: trouble || 'host ports lead to their Pods' }),
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  },
};

export const nodeComponents: readonly Component<NodeContext>[] = [
  containerd,
  imageMirror,
  podNetwork,
  agent,
  hostPorts,
  ...serviceComponents,
];
