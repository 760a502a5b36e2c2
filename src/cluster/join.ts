/**
 * Makes this machine a node of a cluster whose control plane is elsewhere, or starts the node again.
 *
 * Guarantees:
 *  - Nothing is told to a server before it has proved to be the cluster's (discoverCluster.ts).
 *  - It returns once the node is Ready for Pods.
 *  - When joining fails, what it made on this machine is gone again.
 */
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { createClient } from '../client/createClient.ts';
import { createHttpsTransport } from '../client/httpsTransport.ts';
import { isNotFound } from '../machinery/apiError.ts';
import { parseBootstrapToken } from '../machinery/bootstrapToken.ts';
import { getCondition } from '../machinery/pod.ts';
import { configMaps, nodes } from '../machinery/resources.ts';
import type { Client } from '../client/client.ts';
import { defaults, readConfig } from './config.ts';
import { discoverAuthority } from './discoverCluster.ts';
import { bringDown } from './down.ts';
import { settingsMap, sharedSettings } from './joinInfo.ts';
import { commandOf, type Layout } from './layout.ts';
import { localAddressTowards } from './localAddress.ts';
import { obtainClientCertificate, obtainServingCertificate, storeFile, storePair } from './nodeCertificates.ts';
import { readNodeConfig, writeNodeConfig, type NodeConfig } from './nodeConfig.ts';
import { storedIdentity } from './nodeIdentity.ts';
import { nodeTransport } from './nodeTransport.ts';
import { checkOtherClusters, claimOf } from './otherClusters.ts';
import { prepareNodeMachine } from './prepareMachine.ts';
import { upMarker } from './process/keep.ts';
import { currentState } from './process/observe.ts';
import type { Progress } from './progress.ts';
import { startRole } from './startRole.ts';
import { UserError } from './userError.ts';

export interface JoinOptions {
  /** 'host:port' of the API server. */
  readonly server: string;
  readonly token: string;
  /** 'sha256:…' of authorities that are trusted. */
  readonly pins: readonly string[];
  readonly nodeName?: string | undefined;
  readonly agentPort?: number | undefined;
  readonly bridge?: string | undefined;
}

/** Resolves with the node's name. Throws UserError for what a person must mend. */
export async function joinCluster(
  layout: Layout,
  options: JoinOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<string> {
  if (readConfig(layout)) {
    throw new UserError(
      `${layout.data} holds a cluster with a control plane of its own`,
      'choose another directory with --data-dir',
    );
  }
  const there = readNodeConfig(layout);
  if (there) {
    throw new UserError(
      `${layout.data} holds a node already: ${there.nodeName}, of the cluster at ${there.server}`,
      `start it with '${commandOf(layout)} up', or remove it first: '${commandOf(layout)} down --purge'`,
    );
  }
  const first = !existsSync(layout.data);
  try {
    const config = await introduce(layout, options, progress, signal);
    await startNode(layout, config, progress, signal);
    return config.nodeName;
  } catch (error) {
    await bringDown(layout, progress);
    await rm(layout.nodeConfig, { force: true });
    await rm(layout.certificates, { recursive: true, force: true });
    if (first) await rm(layout.data, { recursive: true, force: true });
    throw error;
  }
}

/** Becomes known to the cluster: its settings and the node's certificates are in the data directory afterwards. */
async function introduce(
  layout: Layout,
  options: JoinOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<NodeConfig> {
  const token = parseBootstrapToken(options.token);
  if (!token) {
    throw new UserError(
      'the token is not of the form that tokens have: 6 characters, a dot, 16 characters',
      "take the whole command from 'peapod token create' on the machine of the control plane",
    );
  }
  const server = `https://${options.server}`;
  const nodeName = options.nodeName ?? hostname().toLowerCase();
  const { agentPort = defaults.agentPort, bridge = defaults.bridge } = options;
  progress.doing(`asking ${options.server} who it is`);
  const ca = await discoverAuthority(server, token, options.pins);
  using transport = createHttpsTransport({ server, ca, token: options.token, userAgent: 'peapod-join' });
  const client = createClient(transport);
  await checkName(client, nodeName);
  const settings = sharedSettings(await client.resource(configMaps).get(settingsMap.name, settingsMap.namespace));
  await prepareNodeMachine(layout, agentPort, progress, signal);
  const config: NodeConfig = { nodeName, agentPort, bridge, server, ...settings };
  progress.doing('asking for certificates');
  await storeFile(layout.certificates, 'ca.crt', ca);
  const own = await obtainClientCertificate(client, nodeName);
  await storePair(layout, 'kubelet-client', own);
  using asNode = nodeTransport(config, { ca, client: own });
  const address = await localAddressTowards(server);
  await storePair(layout, 'kubelet', await obtainServingCertificate(createClient(asNode), nodeName, address));
  await writeNodeConfig(layout, config);
  progress.done('certificates', `for node ${nodeName} at ${address}`);
  return config;
}

async function checkName(client: Client, nodeName: string): Promise<void> {
  try {
    const { status } = await client.resource(nodes).get(nodeName);
    if (getCondition(status?.conditions, 'Ready')?.status !== 'True') return;
  } catch (error) {
    if (isNotFound(error)) return;
    throw error;
  }
  throw new UserError(
    `a Node with name "${nodeName}" and status "Ready" already exists in the cluster`,
    `choose another with --node-name, or delete that one first: 'kubectl delete node ${nodeName}'`,
  );
}

/** Starts the processes of a node that has joined, unless they run, and waits until it is Ready. */
export async function startNode(
  layout: Layout,
  config: NodeConfig,
  progress: Progress,
  signal: AbortSignal,
): Promise<{ readonly alreadyUp: boolean }> {
  if ((await currentState(layout, 'node'))?.ready) return { alreadyUp: true };
  const claim = { bridge: config.bridge, podCIDR: config.clusterCIDR };
  checkOtherClusters(layout, claim);
  await prepareNodeMachine(layout, config.agentPort, progress, signal);
  await mkdir(layout.run, { recursive: true, mode: 0o700 });
  await writeFile(upMarker(layout), claimOf(layout, claim));
  progress.doing('starting the node');
  const started = performance.now();
  await Promise.all([startRole(layout, 'node', signal), startRole(layout, 'keeper', signal)]);
  using transport = nodeTransport(config, storedIdentity(layout));
  const parameters = { fieldSelector: `metadata.name=${config.nodeName}` };
  for await (const event of createClient(transport).resource(nodes).watch(undefined, parameters, signal)) {
    if (event.type === 'BOOKMARK' || event.type === 'DELETED') continue;
    if (getCondition(event.object.status?.conditions, 'Ready')?.status !== 'True') continue;
    if (event.object.spec?.taints?.some(({ key }) => key === 'node.kubernetes.io/not-ready')) continue;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    progress.done('node', `${config.nodeName} is Ready, ${seconds} s after the start`);
    return { alreadyUp: false };
  }
  throw new UserError(
    `node ${config.nodeName} did not become Ready in time`,
    `'${commandOf(layout)} status' tells the health of each component`,
  );
}
