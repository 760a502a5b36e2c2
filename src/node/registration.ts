/** Makes this machine known as a Node, or takes over the Node object that is there. */
import type { Node } from '../api/core/v1.ts';
import type { Client } from '../client/client.ts';
import { isAlreadyExists } from '../machinery/apiError.ts';
import type { Stored } from '../machinery/object.ts';
import { nodes } from '../machinery/resources.ts';
import { goArchitecture } from './machine.ts';

export interface RegistrationOptions {
  readonly client: Client;
  readonly nodeName: string;
  /** Beside those that every node has. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  readonly taints?: readonly NonNullable<NonNullable<Node['spec']>['taints']>[number][] | undefined;
}

/** The status is written by itself: see nodeReporter.ts. */
export async function registerNode({
  client,
  nodeName,
  labels = {},
  annotations = {},
  taints = [],
}: RegistrationOptions): Promise<Stored<Node>> {
  const wanted: Record<string, string> = {
    'beta.kubernetes.io/arch': goArchitecture(),
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': goArchitecture(),
    'kubernetes.io/hostname': nodeName,
    'kubernetes.io/os': 'linux',
    ...labels,
  };
  const wantedAnnotations: Record<string, string> = {
    'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
    ...annotations,
  };
  const resource = client.resource(nodes);
  try {
    return await resource.create({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: nodeName, labels: wanted, annotations: wantedAnnotations },
      spec: taints.length === 0 ? {} : { taints: [...taints] },
    });
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
  }
  const found = await resource.get(nodeName);
  const missing = Object.entries(wanted).filter(([key, label]) => found.metadata.labels?.[key] !== label);
  const unsaid = Object.entries(wantedAnnotations).filter(([key, text]) => found.metadata.annotations?.[key] !== text);
  if (missing.length === 0 && unsaid.length === 0) return found;
  return resource.patch(nodeName, undefined, 'application/merge-patch+json', {
    metadata: { labels: Object.fromEntries(missing), annotations: Object.fromEntries(unsaid) },
  });
}
