/** Objects for the questions of `peapod why`, and what an answer is to be. */
import type {
  Container,
  PersistentVolumeClaimSpec,
  Pod,
  PodSpec,
  PodTemplateSpec,
  Volume,
} from '../../../src/api/core/v1.ts';
import type { KubeObject } from '../../../src/machinery/object.ts';
import type { Resource } from '../../../src/machinery/resource.ts';
import {
  deployments,
  jobs,
  namespaces,
  persistentVolumeClaims,
  pods,
  services,
} from '../../../src/machinery/resources.ts';
import type { TestCluster } from '../cluster.ts';

export const sleeper: Container = { name: 'c', image: 'busybox', command: ['sleep', '3600'] };

/** One object to be made; its namespace is 'default' unless it says otherwise. */
export type Made = (cluster: Pick<TestCluster, 'client' | 'peapod'>) => Promise<unknown>;

export function made<T extends KubeObject>(resource: Resource<T>, object: T): Made {
  const namespaced = {
    ...object,
    metadata: { ...(resource.namespaced && { namespace: 'default' }), ...object.metadata },
  };
  return ({ client }) => client.resource(resource).create(namespaced);
}

export const podOf = (spec: Partial<PodSpec>): PodSpec => ({
  terminationGracePeriodSeconds: 0,
  containers: [sleeper],
  ...spec,
});

export const pod = (name: string, spec: Partial<PodSpec>, metadata: Pod['metadata'] = {}): Made =>
  made(pods, { metadata: { ...metadata, name }, spec: podOf(spec) });

/** A Pod with one container that differs from the sleeper. */
export const withContainer = (name: string, container: Partial<Container>, spec: Partial<PodSpec> = {}): Made =>
  pod(name, { ...spec, containers: [{ ...sleeper, ...container }] });

export const script = (text: string): Partial<Container> => ({ command: ['sh', '-c', text] });

export const template = (app: string, spec: Partial<PodSpec> = {}): PodTemplateSpec => ({
  metadata: { labels: { app } },
  spec: podOf(spec),
});

export const selecting = (app: string) => ({ matchLabels: { app } });

export const deployment = (
  name: string,
  spec: Partial<PodSpec>,
  more: { namespace?: string; replicas?: number } = {},
): Made =>
  made(deployments, {
    metadata: { name, ...(more.namespace !== undefined && { namespace: more.namespace }) },
    spec: { replicas: more.replicas ?? 1, selector: selecting(name), template: template(name, spec) },
  });

export const namespace = (name: string, labels: Record<string, string> = {}): Made =>
  made(namespaces, { metadata: { name, labels } });

export interface Case {
  /** What is asked for: 'pod/x', or 'deployment/x -n there'. */
  readonly why: string;
  readonly make: readonly Made[];
  /** Causes from the object down to the root. */
  readonly chain: readonly string[];
  /** The first line, or what stands below it. */
  readonly says: RegExp;
}

export const job = (name: string, spec: Partial<PodSpec>, more: object = {}): Made =>
  made(jobs, { metadata: { name }, spec: { template: { spec: podOf({ restartPolicy: 'Never', ...spec }) }, ...more } });

const port = (targetPort: string | number) => [{ port: 80, targetPort }];

export const service = (name: string, app: string, targetPort: string | number = 80): Made =>
  made(services, { metadata: { name }, spec: { selector: { app }, ports: port(targetPort) } });

/** A claim of the default StorageClass, unless it says otherwise. */
export const claim = (name: string, spec: Partial<PersistentVolumeClaimSpec> = {}): Made =>
  made(persistentVolumeClaims, {
    metadata: { name },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } }, ...spec },
  });

/** The volume of a Pod that is the claim of this name. */
export const claimed = (claimName: string): Volume => ({ name: 'v', persistentVolumeClaim: { claimName } });
