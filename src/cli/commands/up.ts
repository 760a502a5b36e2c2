/** `peapod up`: the cluster, then the manifests, then what to do next. */
import { resolve } from 'node:path';
import { get } from 'node:http';
import type { Pod } from '../../api/core/v1.ts';
import type { Table } from '../../api/meta/v1.ts';
import { adminClient, type AdminClient } from '../../cluster/adminClient.ts';
import type { ClusterOptions } from '../../cluster/config.ts';
import { commandOf, type Layout } from '../../cluster/layout.ts';
import { readNodeConfig } from '../../cluster/nodeConfig.ts';
import { bringUp } from '../../cluster/up.ts';
import { UserError } from '../../cluster/userError.ts';
import { pods } from '../../machinery/resources.ts';
import type { Stored } from '../../machinery/object.ts';
import { applyManifest, type Applied } from '../apply.ts';
import { Discovery } from '../discovery.ts';
import { readManifests } from '../manifests.ts';
import type { UpFlags } from '../program.ts';
import { createProgress } from '../progress.ts';
import { getJson } from '../rawGet.ts';
import { printTable } from '../table.ts';
import { isReady, waitReady } from '../waitReady.ts';

const tableForm = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

/** Throws UserError and ApiError; what is told in between goes to standard error, the outcome to standard output. */
export async function up(layout: Layout, flags: UpFlags): Promise<void> {
  const files = flags.filename ?? (flags.defaultManifest ? [flags.defaultManifest] : []);
  // Broken manifests are refused before anything is started.
  const manifests = readManifests(files);
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  const signal = AbortSignal.any([interrupt.signal, AbortSignal.timeout(flags.timeout * 1000)]);
  const progress = createProgress();

  const joined = readNodeConfig(layout);
  if (joined) {
    if (files.length > 0)
      throw new UserError(`${layout.data} holds a node, and no control plane`, 'apply manifests with kubectl');
    const { startNode } = await import('../../cluster/join.ts');
    const { alreadyUp } = await startNode(layout, joined, progress, signal);
    progress.done('node', `${joined.nodeName} of ${joined.server} is up${alreadyUp ? ' already' : ''}`);
    progress.end();
    return;
  }
  const cluster = await bringUp(layout, clusterOptions(flags), flags.nodes, progress, signal);
  if (cluster.alreadyUp) progress.done('cluster', 'is up already');
  const client = adminClient(layout);
  using _transport = client.transport;
  const discovery = new Discovery(client.transport);
  const applied: Applied[] = [];
  for (const manifest of manifests) {
    const result = await applyManifest(client, discovery, manifest);
    progress.done('apply', `${nameOf(result)} ${result.outcome}`);
    applied.push(result);
  }
  for (const [i, result] of applied.entries()) {
    if (isReady(result)) continue;
    progress.doing(`waiting for ${nameOf(result)}`, applied.length > 1 ? i / applied.length : undefined);
    if (!(await waitReady(client, result, signal))) {
      const { namespace } = result.object.metadata;
      const where = namespace ? ` -n ${namespace}` : '';
      throw new UserError(
        `${nameOf(result)} was not ready in time`,
        `see why with: ${commandOf(layout)} why ${nameOf(result)}${where}`,
      );
    }
  }
  progress.end();
  await printOutcome(layout, client, applied);
}

function clusterOptions(flags: UpFlags): ClusterOptions {
  const { nodeName, apiPort, agentPort, clusterCidr, podCidr, bridge, containerRuntimeEndpoint, podManifestPath } =
    flags;
  return {
    ...(nodeName && { nodeName }),
    ...(apiPort && { apiPort }),
    ...(agentPort && { agentPort }),
    ...(clusterCidr && { clusterCIDR: clusterCidr }),
    ...(podCidr && { podCIDR: podCidr }),
    ...(bridge && { bridge }),
    ...(containerRuntimeEndpoint && { containerRuntimeEndpoint }),
    ...(podManifestPath && { podManifestPath: resolve(podManifestPath) }),
  };
}

const nameOf = ({ resource, object }: Applied): string =>
  `${[resource.singular, resource.group].filter(Boolean).join('.')}/${object.metadata.name}`;

async function printOutcome(layout: Layout, client: AdminClient, applied: readonly Applied[]): Promise<void> {
  const table = await getJson<Table>(client.transport, '/api/v1/namespaces/default/pods', tableForm);
  const address = await answeringAddress(client, applied);
  const lines = printTable(table, { wide: true });
  const self = commandOf(layout, process.env.npm_lifecycle_event === 'start' ? 'bin/peapod' : 'peapod');
  const next = [
    ...(address ? [`It answers at    http://${address}/`] : []),
    `kubeconfig       export KUBECONFIG=${layout.kubeconfig}`,
    'look around      kubectl get pods -o wide',
    `health           ${self} status`,
    `stop             ${self} down`,
  ];
  process.stdout.write(`${lines && `\n${lines}`}\n${next.join('\n')}\n`);
}

/** host:port of the first applied Pod that answers HTTP on the port that it declares. */
async function answeringAddress(client: AdminClient, applied: readonly Applied[]): Promise<string | undefined> {
  const uids = new Set(applied.map((a) => a.object.metadata.uid));
  if (uids.size === 0) return undefined;
  const names = applied.map((a) => a.object.metadata.name);
  const { items } = await client.resource(pods).list();
  const ours = (pod: Stored<Pod>): boolean =>
    uids.has(pod.metadata.uid) ||
    (pod.metadata.ownerReferences ?? []).some((o) => names.some((name) => o.name.startsWith(name)));
  for (const pod of items.filter(ours)) {
    const port = pod.spec?.containers.flatMap((c) => c.ports ?? [])[0]?.containerPort;
    const host = pod.status?.podIP;
    if (!port || !host) continue;
    const address = port === 80 ? host : `${host}:${port}`;
    if (await answers(`http://${address}/`)) return address;
  }
  return undefined;
}

const answers = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const request = get(url, { timeout: 2_000 }, (response) => {
      response.resume();
      resolve(true);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
