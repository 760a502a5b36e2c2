/** The control-plane process: the store, the API server over it, and its clients. This list is its bill of materials. */
import { existsSync } from 'node:fs';
import { admissionPlugins } from '../apiserver/admission/index.ts';
import { serviceAccountUser, type UserInfo } from '../apiserver/authentication/userInfo.ts';
import { bootstrapPolicy } from '../apiserver/authorization/bootstrapPolicy.ts';
import { defaultServiceRanges, registrations } from '../apiserver/resources/index.ts';
import { startApiServer, type ApiServer } from '../apiserver/server.ts';
import { createClient } from '../client/createClient.ts';
import { createEventRecorder } from '../client/eventRecorderImpl.ts';
import { createInformers } from '../client/informers.ts';
import type { Client } from '../client/client.ts';
import { createControllers, startControllers } from '../controllers/index.ts';
import type { Logger } from '../machinery/log.ts';
import { startScheduler } from '../scheduler/scheduler.ts';
import { openLmdbStore } from '../store/lmdbStore.ts';
import type { Store } from '../store/store.ts';
import { signCertificateRequest, type ClusterCertificates } from './certificates.ts';
import type { Component, Running } from './component.ts';
import { clusterCIDROf, machineAddress, type ClusterConfig } from './config.ts';
import { keepFurtherNodes } from './furtherNodesKeeper.ts';
import { ensureJoinInfo } from './joinInfo.ts';
import { ensureDnsService, ensureKubernetesService } from './kubernetesService.ts';
import { consoleDirectory, type Layout } from './layout.ts';
import { localSocket } from './localSocket.ts';
import { firstNodeAddress } from './nodeConfig.ts';

export interface ControlPlaneContext {
  readonly layout: Layout;
  readonly config: ClusterConfig;
  readonly certificates: ClusterCertificates;
  readonly log: Logger;
  /** What components lend to those that require them. */
  readonly parts: { store?: Store; apiServer?: ApiServer };
}

/** As the certificate in the administrator's kubeconfig says. */
const administrator: UserInfo = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };

const store: Component<ControlPlaneContext> = {
  name: 'store',
  requires: [],
  async start({ layout, log, parts }) {
    const opened = await openLmdbStore(layout.store, {
      onCompactionError: (error) =>
        log.error({ error: String(error) }, 'history could not be compacted; it grows until that works again'),
    });
    parts.store = opened;
    return running(
      opened,
      async () => `revision ${await opened.revision()}, ${Math.ceil((await opened.size()) / 1024)} KiB`,
    );
  },
};

const apiServer: Component<ControlPlaneContext> = {
  name: 'api-server',
  requires: ['store'],
  async start({ layout, config, certificates, log, parts }) {
    if (!parts.store) throw new Error('the store has not started');
    const server = await startApiServer({
      store: parts.store,
      registrations: registrations({ serviceRanges: { ...defaultServiceRanges, serviceCidr: config.serviceCIDR } }),
      admission: admissionPlugins(),
      policy: bootstrapPolicy,
      certificates: {
        servingCert: certificates.apiServer.cert,
        servingKey: certificates.apiServer.key,
        clientCA: certificates.ca,
        serviceAccountKey: certificates.serviceAccount.privateKey,
      },
      serviceAccountIssuer: `https://kubernetes.default.svc.${config.clusterDomain}`,
      agentClient: { ...certificates.agentClient, ca: certificates.ca },
      consoleDirectory,
      listen: {
        host: '0.0.0.0',
        port: config.apiPort,
        // A control plane inside a test has no run directory.
        ...(existsSync(layout.run) && { local: { path: localSocket(layout, certificates), user: administrator } }),
      },
      log: log.child({ component: 'api-server' }),
    });
    parts.apiServer = server;
    await ensureKubernetesService(server.client, {
      address: firstNodeAddress(layout, config),
      port: config.apiPort,
      serviceCIDR: config.serviceCIDR,
    });
    await Promise.all([
      ensureDnsService(server.client, config.serviceCIDR),
      ensureJoinInfo(server.client, config, {
        ca: certificates.ca,
        server: `https://${machineAddress()}:${config.apiPort}`,
      }),
    ]);
    return {
      health: () => {
        const failures = server.failures();
        return { ok: failures.length === 0, message: failures.join('; ') || server.url };
      },
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
  },
};

const controllers: Component<ControlPlaneContext> = {
  name: 'controllers',
  requires: ['api-server'],
  async start(context) {
    const { client, log } = clientFor(context, { name: 'system:kube-controller-manager', groups }, 'controllers');
    const asServiceAccount = (name: string): Client =>
      clientFor(context, serviceAccountUser('kube-system', name), 'controllers').client;
    await using stack = new AsyncDisposableStack();
    const informers = stack.use(createInformers(client, log));
    const { config, certificates } = context;
    const list = createControllers({
      rootCa: certificates.ca,
      signCertificate: (request) => signCertificateRequest(context.layout.certificates, request),
      nodeBlocks: { clusterCIDR: clusterCIDROf(config), fixed: new Map([[config.nodeName, config.podCIDR]]) },
      ...lifecycleSettings(process.env),
    });
    stack.use(await startControllers(list, { client, informers, log, clientFor: asServiceAccount }));
    return running(stack.move(), () => `${list.length} controllers`);
  },
};

const scheduler: Component<ControlPlaneContext> = {
  name: 'scheduler',
  requires: ['api-server'],
  async start(context) {
    const { client, log } = clientFor(context, { name: 'system:kube-scheduler', groups }, 'scheduler');
    await using stack = new AsyncDisposableStack();
    const informers = stack.use(createInformers(client, log));
    const recorder = stack.use(createEventRecorder(client, 'default-scheduler', undefined, log));
    const metrics = context.parts.apiServer?.metrics.registry;
    stack.use(await startScheduler({ client, informers, recorder, log, ...(metrics && { metrics }) }));
    return running(stack.move(), () => 'binds Pods to nodes');
  },
};

const furtherNodes: Component<ControlPlaneContext> = {
  name: 'further-nodes',
  requires: [],
  async start({ layout, log }) {
    const keeper = keepFurtherNodes(layout, log.child({ component: 'further-nodes' }));
    return running(keeper, () => `keeps ${keeper.size} further nodes of this machine`);
  },
};

/**
 * For trying out the failure of nodes, from the environment of `peapod up`: after how many seconds of silence a node is
 * taken for lost, as kube-controller-manager's `--node-monitor-grace-period`.
 */
function lifecycleSettings({ PEAPOD_NODE_MONITOR_GRACE_SECONDS: seconds }: NodeJS.ProcessEnv) {
  return seconds === undefined ? {} : { nodeLifecycle: { monitorGracePeriod: Number(seconds) * 1000 } };
}

export const controlPlaneComponents: readonly Component<ControlPlaneContext>[] = [
  store,
  apiServer,
  controllers,
  scheduler,
  furtherNodes,
];

const groups = ['system:authenticated'];

/** A client in process, with the rights of a built-in user and no more. */
function clientFor(
  { parts, log }: ControlPlaneContext,
  user: UserInfo,
  component: string,
): { client: Client; log: Logger } {
  if (!parts.apiServer) throw new Error('the API server has not started');
  const transport = parts.apiServer.transportFor(user);
  return { client: createClient(transport), log: log.child({ component }) };
}

function running(part: AsyncDisposable, message: () => string | Promise<string>): Running {
  return {
    health: async () => ({ ok: true, message: await message() }),
    [Symbol.asyncDispose]: () => part[Symbol.asyncDispose](),
  };
}
