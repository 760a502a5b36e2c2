/** Where a cluster keeps its files: one data directory that survives, one run directory that a reboot may empty. */
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';

export interface Layout {
  /** Everything durable: certificates, store, images, logs, the volumes of Pods. */
  readonly data: string;
  /** Sockets and markers of running processes. */
  readonly run: string;
  /** What the cluster's nftables table and cgroup are called: 'peapod', or with a suffix for another data directory. */
  readonly name: string;
  readonly config: string;
  /** The configuration of a node whose control plane is elsewhere, in another directory or on another machine. */
  readonly nodeConfig: string;
  /** Further nodes of this machine: a folder for each, by name. */
  readonly nodes: string;
  /** The file of the network namespace that the node lives in; absent: the machine's own. */
  readonly namespace?: string;
  readonly certificates: string;
  readonly store: string;
  readonly images: string;
  /** What the node agent keeps: the volumes and the logs of Pods. */
  readonly node: string;
  /** Logs of Peapod's own processes. */
  readonly logs: string;
  readonly kubeconfig: string;
  /** V8's compiled code of this program: beside it, so that a purged cluster starts as quickly again. */
  readonly compileCache: string;
}

/** The nftables table of Services, beside the one of the Pod network. */
export const serviceTable = ({ name }: Layout): string => `${name}-services`;

/** The nftables table of NetworkPolicies. */
export const policyTable = ({ name }: Layout): string => `${name}-policies`;

/** The built web console: a part of the program, and none of a cluster's data. */
export const consoleDirectory = join(import.meta.dirname, '..', '..', 'dist', 'console');

export const defaultDataDirectory = '/var/lib/peapod';

/** How a person calls Peapod for this cluster, in hints. */
export const commandOf = ({ data }: Layout, program = 'peapod'): string =>
  data === defaultDataDirectory ? program : `${program} --data-dir ${data}`;

/** The layout under `data` (absolute or relative to the working directory). */
export function layoutOf(data: string): Layout {
  const root = resolve(data);
  // Unix socket paths are limited to 107 bytes, so the run directory's name is short whatever the data directory's is.
  const name =
    root === defaultDataDirectory ? 'peapod' : `peapod-${createHash('sha256').update(root).digest('hex').slice(0, 8)}`;
  return {
    data: root,
    run: join('/run', name),
    name,
    config: join(root, 'cluster.json'),
    nodeConfig: join(root, 'node.json'),
    nodes: join(root, 'nodes'),
    certificates: join(root, 'certificates'),
    store: join(root, 'store'),
    images: join(root, 'images'),
    node: join(root, 'node'),
    logs: join(root, 'logs'),
    kubeconfig: join(root, 'kubeconfig'),
    compileCache: join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'peapod'),
  };
}

/**
 * The layout of a further node of this machine: everything of its own below the cluster's folder, but for the images that
 * were made here, which all nodes share. `number` is 2 for the first of them.
 */
export function furtherLayout(cluster: Layout, nodeName: string, number: number): Layout {
  const name = `${cluster.name}-${number}`;
  return {
    ...layoutOf(join(cluster.nodes, nodeName)),
    run: join('/run', name),
    name,
    images: cluster.images,
    namespace: join('/run', name, 'netns'),
  };
}
