/** What this node must refuse although the scheduler bound it here: the Pod fails with this. Pure. */
import type { NodePod } from './identity.ts';
import type { WaitingReason } from './status.ts';

export function admit(pod: NodePod, nodeName: string): WaitingReason | undefined {
  const { os, hostUsers, resourceClaims = [] } = pod.spec;
  if (os !== undefined && os.name !== 'linux') {
    return { reason: 'PodOSNotSupported', message: "Failed to admit pod as the OS field doesn't match node OS" };
  }
  if (hostUsers === false) {
    return {
      reason: 'UnexpectedAdmissionError',
      message: `can't set \`spec.hostUsers: false\`, runtime of node ${nodeName} does not support user namespaces`,
    };
  }
  if (resourceClaims.length > 0) {
    return {
      reason: 'UnexpectedAdmissionError',
      message: `spec.resourceClaims: dynamic resource allocation is not supported by node ${nodeName}`,
    };
  }
  return undefined;
}
