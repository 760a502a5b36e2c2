/**
 * Holds a node agent to its own Node and its own Pods ("NodeRestriction"); what it may read is the node authorizer's
 * business.
 */
import type { Node, Pod } from '../../api/core/v1.ts';
import type { TokenRequest } from '../../api/authentication/v1.ts';
import { nodes, pods, serviceAccounts } from '../../machinery/resources.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../registration.ts';
import { isFor, objectOf, podOf, refuse } from './requests.ts';

const userPrefix = 'system:node:';
const mirrorAnnotation = 'kubernetes.io/config.mirror';

export const nodeRestriction: AdmissionPlugin = {
  name: 'NodeRestriction',
  handles: ({ context: { user } }) => user.groups.includes('system:nodes') && user.name.startsWith(userPrefix),
  admit(request) {
    const nodeName = request.context.user.name.slice(userPrefix.length);
    if (isFor(request, pods)) admitPod(request, nodeName);
    else if (isFor(request, pods, 'status')) admitPodStatus(request, nodeName);
    else if (isFor(request, nodes) || isFor(request, nodes, 'status')) admitNode(request, nodeName);
    else if (isFor(request, serviceAccounts, 'token')) admitToken(request);
  },
};

function admitPod(request: AdmissionRequest, nodeName: string): void {
  if (request.operation === 'CREATE') {
    if (podOf(request).metadata?.annotations?.[mirrorAnnotation] === undefined) {
      throw refuse(request, `pod does not have "${mirrorAnnotation}" annotation, node "${nodeName}" can only create mirror pods`);
    }
    if (podOf(request).spec?.nodeName !== nodeName) {
      throw refuse(request, `node "${nodeName}" can only create pods with spec.nodeName set to itself`);
    }
  } else if (request.operation === 'DELETE' && oldPod(request)?.spec?.nodeName !== nodeName) {
    throw refuse(request, `node "${nodeName}" can only delete pods with spec.nodeName set to itself`);
  }
}

function admitPodStatus(request: AdmissionRequest, nodeName: string): void {
  if (oldPod(request)?.spec?.nodeName !== nodeName) {
    throw refuse(request, `node "${nodeName}" can only update pod status for pods with spec.nodeName set to itself`);
  }
}

function admitNode(request: AdmissionRequest, nodeName: string): void {
  const name = request.name || (request.object as Node | undefined)?.metadata?.name;
  if (name !== nodeName) throw refuse(request, `node "${nodeName}" is not allowed to modify node "${name}"`);
}

function admitToken(request: AdmissionRequest): void {
  if (request.operation !== 'CREATE') return;
  const bound = objectOf<TokenRequest>(request).spec.boundObjectRef;
  if (bound?.kind !== 'Pod' || !bound.name) throw refuse(request, 'node requested token not bound to a pod');
  if (!bound.uid) throw refuse(request, 'node requested token with a pod binding without a uid');
}

// A named seam: the endpoint of Pods has stored nothing else.
const oldPod = (request: AdmissionRequest): Pod | undefined => request.old as Pod | undefined;
