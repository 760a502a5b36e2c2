/** Labels and annotations that the agent gives sandboxes and containers, from which a restarted agent knows them. */
import type { Container } from '../../api/core/v1.ts';
import { containerHash } from './actions.ts';
import type { NodePod } from './identity.ts';
import { runtimeKeys } from './identity.ts';

export const sandboxLabels = (pod: NodePod): Record<string, string> => ({ ...pod.metadata.labels, ...podLabels(pod) });

const podLabels = ({ metadata }: NodePod): Record<string, string> => ({
  [runtimeKeys.podName]: metadata.name,
  [runtimeKeys.podNamespace]: metadata.namespace,
  [runtimeKeys.podUid]: metadata.uid,
});

export const containerLabels = (pod: NodePod, container: Container): Record<string, string> => ({
  ...podLabels(pod),
  [runtimeKeys.containerName]: container.name,
});

export function containerAnnotations(pod: NodePod, container: Container, restartCount: number): Record<string, string> {
  const { terminationGracePeriodSeconds } = pod.spec;
  return {
    [runtimeKeys.containerHash]: containerHash(container),
    [runtimeKeys.restartCount]: String(restartCount),
    [runtimeKeys.terminationMessagePath]: container.terminationMessagePath ?? '/dev/termination-log',
    [runtimeKeys.terminationMessagePolicy]: container.terminationMessagePolicy ?? 'File',
    ...(terminationGracePeriodSeconds !== undefined && {
      [runtimeKeys.podTerminationGracePeriod]: String(terminationGracePeriodSeconds),
    }),
    ...(container.ports?.length && { [runtimeKeys.ports]: JSON.stringify(container.ports) }),
  };
}
