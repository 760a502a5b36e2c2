/** Events about Pods and their containers. */
import type { EventRecorder } from '../client/eventRecorder.ts';
import type { ContainerKind, NodePod } from './pod/identity.ts';
import { containerFieldPath } from './pod/identity.ts';

export type EventType = 'Normal' | 'Warning';

/** Tells an event about a Pod, or about a container of it. Objects of a list carry no kind: it is put in here. */
export function tellPod(
  recorder: EventRecorder,
  pod: NodePod,
  type: EventType,
  reason: string,
  message: string,
  container?: { readonly kind: ContainerKind; readonly name: string },
): void {
  recorder.event(
    { apiVersion: 'v1', kind: 'Pod', metadata: pod.metadata },
    type,
    reason,
    message,
    container === undefined ? undefined : containerFieldPath(container.kind, container.name),
  );
}

/** In which list of the spec a container of this name stands. */
export function kindOf(pod: NodePod, name: string): ContainerKind {
  if (pod.spec.initContainers?.some((c) => c.name === name)) return 'init';
  return pod.spec.ephemeralContainers?.some((c) => c.name === name) ? 'ephemeral' : 'regular';
}
