/**
 * The node agent: makes this machine a Node and runs the Pods that are bound to it, through a container runtime.
 *
 * Guarantees: containers outlive it, and a new one takes them over from what the runtime says; it acts on events and
 * does not poll for them; it is a client of the API server like any other.
 */
import { chmod, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Taint } from '../api/core/v1.ts';
import type { Client } from '../client/client.ts';
import { createEventRecorder } from '../client/eventRecorderImpl.ts';
import { createInformers } from '../client/informers.ts';
import type { Logger } from '../machinery/log.ts';
import { version } from '../machinery/version.ts';
import { pods, services } from '../machinery/resources.ts';
import { localPath } from '../machinery/volumes.ts';
import { EvictionManager } from './eviction/evictionManager.ts';
import { observe } from './eviction/observe.ts';
import { defaultThresholds } from './eviction/thresholds.ts';
import type { Threshold } from './eviction/thresholds.ts';
import { usagesOf } from './eviction/usage.ts';
import { ImageGarbageCollector } from './imageGarbageCollector.ts';
import { Images } from './images.ts';
import { keepLease } from './lease.ts';
import { machineResources, systemInfo } from './machine.ts';
import { isOwnFileSystem, makeShared, mountTmpfs } from './mounts.ts';
import { NodeReporter } from './nodeReporter.ts';
import type { NodeServices } from './nodeServices.ts';
import { allocatableOf, capacityOf } from './nodeStatus.ts';
import { BackOff } from './pod/backOff.ts';
import { PodCgroups } from './pod/cgroups.ts';
import { parseResolvConf } from './pod/dns.ts';
import { ContainerKiller } from './pod/killContainer.ts';
import { PodManager } from './podManager.ts';
import { Probes } from './probes/probes.ts';
import { ReferenceStore } from './references.ts';
import { registerNode } from './registration.ts';
import { createCriClient } from './runtime/cri/client.ts';
import type { CriClient } from './runtime/cri/client.ts';
import { runtimeEvents } from './runtime/events.ts';
import { startAgentServer } from './server/server.ts';
import type { ServerCredentials } from './server/server.ts';
import { StaticPods } from './staticPods.ts';
import { TokenStore } from './tokens.ts';
import { detectCgroups } from './runtime/detect.ts';
import { PodClaims } from './volumes/claims.ts';
import { keepLocalPathFolders } from './volumes/localPathFolders.ts';

const runtimeWait = 30_000;

export interface NodeAgentOptions {
  /** Over TLS, as `system:node:<nodeName>` of the group `system:nodes`. */
  readonly client: Client;
  readonly log: Logger;
  readonly nodeName: string;
  /** Primary first. */
  readonly nodeIPs: readonly string[];
  /** Everything of the agent's on disk lies below it: `pods/`, `logs/`, `seccomp/`, `local-path/`. */
  readonly dataDirectory: string;
  /** `unix:///run/…/containerd.sock` */
  readonly criEndpoint: string;
  /** Of the agent's HTTPS server; 0 takes a free one, undefined is 10250. */
  readonly port?: number | undefined;
  /** Address that the server listens on; every one when undefined. */
  readonly listenAddress?: string | undefined;
  /** PEM: the server's certificate, and the authority that signs its clients'. */
  readonly server: ServerCredentials;
  /** Addresses of the cluster's DNS; none: Pods get the machine's. */
  readonly clusterDNS?: readonly string[] | undefined;
  /** 'cluster.local' when undefined. */
  readonly clusterDomain?: string | undefined;
  /** What the system keeps for itself: cpu, memory, ephemeral-storage. */
  readonly reserved?: Readonly<Record<string, string>> | undefined;
  readonly maxPods?: number | undefined;
  /** What the runtime uses; what detectCgroups() says when undefined. */
  readonly cgroupDriver?: 'cgroupfs' | 'systemd' | undefined;
  /** Below which `kubepods` lies: '' or '/name'. */
  readonly cgroupRoot?: string | undefined;
  /** When Pods are evicted; upstream's hard thresholds when undefined. */
  readonly evictionThresholds?: readonly Threshold[] | undefined;
  /** Milliseconds for which a pressure condition stays after it was seen last; five minutes when undefined. */
  readonly pressureTransitionPeriod?: number | undefined;
  /** Folder with manifests of static Pods. */
  readonly podManifestPath?: string | undefined;
  /** Images that are never collected: those of sandboxes. */
  readonly keptImages?: readonly string[] | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Of the Node object, beside the agent's own. */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  readonly taints?: readonly Taint[] | undefined;
}

export interface NodeAgent extends AsyncDisposable {
  /** Port of the HTTPS server. */
  readonly port: number;
  /** Whether the node can run Pods, and if not, why. */
  health(): { ok: boolean; message: string };
}

/**
 * Resolves when the Node is registered and its Pods are looked after; it may still become Ready. Disposing leaves
 * containers running.
 */
export async function startNodeAgent(options: NodeAgentOptions): Promise<NodeAgent> {
  const { client, log, nodeName, nodeIPs, dataDirectory } = options;
  await using stack = new AsyncDisposableStack();
  const podsDirectory = join(dataDirectory, 'pods');
  const localPathRoot = join(dataDirectory, 'local-path');
  const memoryDirectory = join(dataDirectory, 'memory');
  await Promise.all([makeShared(podsDirectory), makeMemory(memoryDirectory)]);

  let reporter: NodeReporter | undefined;
  const cri = stack.use(createCriClient(options.criEndpoint, { onState: () => void reporter?.report() }));
  await cri.waitForReady(runtimeWait);
  const [{ runtimeName, runtimeVersion }, resources, cgroups] = await Promise.all([
    cri.version({}),
    machineResources(dataDirectory),
    detectCgroups(),
  ]);
  const recorder = stack.use(createEventRecorder(client, 'kubelet', nodeName, log));
  const informers = stack.use(createInformers(client, log));

  const maxPods = options.maxPods ?? 110;
  const thresholds = options.evictionThresholds ?? defaultThresholds;
  const capacity = capacityOf(resources, maxPods);
  const allocatable = allocatableOf(resources, maxPods, options.reserved ?? {}, thresholds);
  const owners = new Map<string, string>();
  const v2 = cgroups.version === 2;
  const nodeServices: NodeServices = {
    client,
    cri,
    recorder,
    log,
    nodeName,
    runtimeName,
    hostIPs: nodeIPs,
    podsDirectory,
    memoryDirectory,
    logsDirectory: join(dataDirectory, 'logs'),
    seccompDirectory: join(dataDirectory, 'seccomp'),
    clusterDns: { servers: options.clusterDNS ?? [], domain: options.clusterDomain ?? 'cluster.local' },
    hostDns,
    allocatable: () => allocatable,
    pressure: () => eviction.pressure,
    memoryCapacity: resources.memoryBytes,
    cgroupV2: v2,
    swapLimits: cgroups.swapLimits,
    recursiveReadOnly: false,
    services: informers.for(services),
    references: stack.use(new ReferenceStore(client, log, (uid) => manager.refreshVolumes(uid))),
    tokens: new TokenStore(client),
    claims: new PodClaims(client),
    localPathOf: (name) => join(localPathRoot, name),
    images: new Images(cri, recorder),
    crashBackOff: new BackOff({ initial: 10_000, maximum: 300_000 }),
    cgroups: new PodCgroups({
      driver: options.cgroupDriver ?? cgroups.driver,
      root: options.cgroupRoot ?? '',
      v2,
      log,
    }),
    killer: new ContainerKiller(cri, recorder),
    probes: stack.use(new Probes(cri, recorder, (uid) => manager.wake(uid))),
    others: (uid) => manager.holders(uid),
    freed: () => manager.freed(),
    own: (id, uid) => void owners.set(id, uid),
  };
  const manager: PodManager = new PodManager(
    nodeServices,
    informers.for(pods, { fieldSelector: `spec.nodeName=${nodeName}` }),
    owners,
  );

  const node = await registerNode({
    client,
    nodeName,
    labels: options.labels,
    taints: options.taints,
    annotations: { ...options.annotations, [localPath.rootAnnotation]: localPathRoot },
  });
  stack.use(keepLocalPathFolders({ client, informers, recorder, log, nodeName, root: localPathRoot }));
  const tellNode = (type: 'Normal' | 'Warning', reason: string, message: string): void =>
    recorder.event(
      { apiVersion: 'v1', kind: 'Node', metadata: { name: nodeName, uid: node.metadata.uid } },
      type,
      reason,
      message,
    );
  const imageFolder = await imageFolderOf(cri);
  const imageGarbage = stack.use(
    new ImageGarbageCollector({
      cri,
      log,
      keep: options.keptImages ?? [],
      space: async () => (await observe(dataDirectory, imageFolder)).get('imagefs.available'),
      tell: tellNode,
    }),
  );
  const eviction: EvictionManager = stack.use(
    new EvictionManager({
      thresholds,
      transitionPeriod: options.pressureTransitionPeriod ?? 5 * 60_000,
      log,
      observe: () => observe(dataDirectory, imageFolder),
      usages: (list) => usagesOf({ ...nodeServices, processes: (pod) => nodeServices.cgroups.processes(pod) }, list),
      pods: () => manager.activePods(),
      evict: (pod, { message, disruption }) => manager.evict(pod, message, disruption),
      reclaim: async (signal) => {
        if (signal.startsWith('nodefs') || signal.startsWith('imagefs')) await imageGarbage.deleteUnused();
      },
      attempting: (resource) => tellNode('Warning', 'EvictionThresholdMet', `Attempting to reclaim ${resource}`),
      changed: () => void reporter?.report(),
    }),
  );
  await eviction.start();
  imageGarbage.start();
  stack.use(keepLease({ client, nodeName, nodeUid: node.metadata.uid, log }));
  const server = stack.use(
    await startAgentServer({
      manager,
      cri,
      cgroups: nodeServices.cgroups,
      log,
      nodeName,
      dataDirectory,
      credentials: options.server,
      port: options.port ?? 10250,
      listenAddress: options.listenAddress,
    }),
  );
  reporter = stack.use(
    new NodeReporter({
      client,
      cri,
      recorder,
      log,
      node,
      nodeIPs,
      port: server.port,
      pressure: () => eviction.pressure,
      capacity,
      allocatable,
      recursiveReadOnly: false,
      info: await systemInfo(`${runtimeName}://${runtimeVersion.replace(/~.*$/, '')}`, version.gitVersion),
    }),
  );
  tellNode('Normal', 'Starting', 'Starting kubelet.');
  const reported = reporter.report();
  // Variables of Services must be complete in the first container already.
  await nodeServices.services.synced;
  stack.use(manager);
  await manager.start();
  if (options.podManifestPath !== undefined) {
    const staticPods = stack.use(
      new StaticPods({
        folder: options.podManifestPath,
        nodeName,
        nodeUid: node.metadata.uid,
        client,
        log,
        runner: manager,
      }),
    );
    manager.mirrorEnds = () => staticPods.look();
    await staticPods.start();
  }
  const stop = new AbortController();
  const following = follow(manager, runtimeEvents(cri, { signal: stop.signal, log }), log);
  stack.defer(async () => {
    stop.abort();
    await following;
  });
  await reported;

  const owned = stack.move();
  const status = reporter;
  return {
    port: server.port,
    health: () => ({
      ok: status.ready === true,
      message: status.ready ? `node ${nodeName} is ready` : `node ${nodeName} is not ready`,
    }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function follow(manager: PodManager, events: ReturnType<typeof runtimeEvents>, log: Logger): Promise<void> {
  for await (const event of events) {
    await manager
      .handle(event)
      .catch((error: unknown) => log.warn({ error, event }, 'an event of the runtime could not be handled'));
  }
}

/** Where the runtime keeps images; undefined when it does not say. */
async function imageFolderOf(cri: CriClient): Promise<string | undefined> {
  const { imageFilesystems } = await cri.imageFsInfo({}).catch(() => ({ imageFilesystems: [] }));
  return imageFilesystems[0]?.fsId?.mountpoint;
}

/** The machine's resolver; behind systemd-resolved the real one, since its stub is not reachable from a Pod. */
async function hostDns() {
  const settings = parseResolvConf(await readFile('/etc/resolv.conf', 'utf8').catch(() => ''));
  if (!settings.servers.every((s) => s === '127.0.0.53')) return settings;
  return parseResolvConf(await readFile('/run/systemd/resolve/resolv.conf', 'utf8').catch(() => ''));
}

/** One file system in memory for all Pods: a mount each would cost every Pod two processes, and every container a longer table. */
async function makeMemory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  if (!(await isOwnFileSystem(directory))) await mountTmpfs(directory);
  await chmod(directory, 0o700);
}
