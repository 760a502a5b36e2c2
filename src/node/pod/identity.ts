/** Names under which a Pod and its containers are known to the runtime, to logs and to people. */
import type { Container, Pod, PodSpec } from '../../api/core/v1.ts';
import type { Stored } from '../../machinery/object.ts';

/** A Pod as the API server returns it: with a name, a namespace and a spec. */
export type NodePod = Stored<Pod> & { metadata: { namespace: string }; spec: PodSpec };

/** Narrows what an informer or a client gave; undefined for an object without the fields that every stored Pod has. */
export function asNodePod(pod: Stored<Pod>): NodePod | undefined {
  const { metadata, spec } = pod;
  if (spec === undefined || metadata.namespace === undefined) return undefined;
  // Stored Pods carry both fields just checked: the compiler cannot carry that through the nested object.
  return pod as NodePod;
}

/** Upstream's long form, as messages show it: `name_namespace(uid)`. */
export const podText = (pod: NodePod): string => `${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`;

/** Which of the three lists of a Pod's spec a container comes from. */
export type ContainerKind = 'init' | 'regular' | 'ephemeral';

const lists = { init: 'initContainers', regular: 'containers', ephemeral: 'ephemeralContainers' } as const;

/** involvedObject.fieldPath of an event about a container. */
export const containerFieldPath = (kind: ContainerKind, name: string): string => `spec.${lists[kind]}{${name}}`;

/** True for a sidecar: an init container that keeps running. */
export const isSidecar = (container: Container): boolean => container.restartPolicy === 'Always';

/** Labels and annotations of sandboxes and containers in the runtime, under upstream's keys. */
export const runtimeKeys = {
  podName: 'io.kubernetes.pod.name',
  podNamespace: 'io.kubernetes.pod.namespace',
  podUid: 'io.kubernetes.pod.uid',
  containerName: 'io.kubernetes.container.name',
  containerHash: 'io.kubernetes.container.hash',
  restartCount: 'io.kubernetes.container.restartCount',
  terminationMessagePath: 'io.kubernetes.container.terminationMessagePath',
  terminationMessagePolicy: 'io.kubernetes.container.terminationMessagePolicy',
  ports: 'io.kubernetes.container.ports',
  podDeletionGracePeriod: 'io.kubernetes.pod.deletionGracePeriod',
  podTerminationGracePeriod: 'io.kubernetes.pod.terminationGracePeriod',
} as const;

/** The log directory of a Pod below the node's log root. */
export const podLogDirectory = (root: string, namespace: string, name: string, uid: string): string =>
  `${root}/${namespace}_${name}_${uid}`;
