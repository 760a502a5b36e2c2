/** A node agent changes its own node, the Pods bound to it, its own lease and the volumes made on it; nothing else. */
import type { TokenRequest } from '../../api/authentication/v1.ts';
import type { Node, PersistentVolume, Pod } from '../../api/core/v1.ts';
import { semanticEqual } from '../../machinery/equal.ts';
import { mirrorAnnotation } from '../../machinery/pod.ts';
import { leases, nodes, persistentVolumes, pods, serviceAccounts } from '../../machinery/resources.ts';
import { localPath, provisionedBy } from '../../machinery/volumes.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../registration.ts';
import { refuse } from './refuse.ts';

const userPrefix = 'system:node:';
const leaseNamespace = 'kube-node-lease';
/** Labels under the cluster's own domains that an agent may set on its node; others there are the administrator's. */
const ownLabels: ReadonlySet<string> = new Set([
  'kubernetes.io/hostname',
  'kubernetes.io/arch',
  'kubernetes.io/os',
  'node.kubernetes.io/instance-type',
  'beta.kubernetes.io/arch',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/instance-type',
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
]);
const ownLabelDomains = ['kubelet.kubernetes.io', 'node.kubernetes.io'];

const rules = new Map<object, (request: AdmissionRequest, node: string) => Promise<void> | void>([
  [pods, podRule],
  [nodes, nodeRule],
  [leases, leaseRule],
  [persistentVolumes, volumeRule],
  [serviceAccounts, tokenRule],
]);

export const nodeRestriction: AdmissionPlugin = {
  name: 'NodeRestriction',
  handles: ({ resource, operation, context }) =>
    operation !== 'CONNECT' &&
    rules.has(resource) &&
    context.user.name.startsWith(userPrefix) &&
    context.user.groups.includes('system:nodes'),
  validate: (request) => rules.get(request.resource)?.(request, request.context.user.name.slice(userPrefix.length)),
};

async function podRule(request: AdmissionRequest, node: string): Promise<void> {
  const { operation, subresource, name, namespace, context } = request;
  const quoted = JSON.stringify(node);
  if (operation === 'CREATE' && !subresource) {
    const pod = request.object as Pod;
    if (pod.metadata?.annotations?.[mirrorAnnotation] === undefined) {
      throw refuse(
        request,
        `pod does not have "${mirrorAnnotation}" annotation, node ${quoted} can only create mirror pods`,
      );
    }
    if (pod.spec?.nodeName !== node)
      throw refuse(request, `node ${quoted} can only create pods with spec.nodeName set to itself`);
    return;
  }
  if (operation === 'UPDATE' && subresource !== 'status')
    throw refuse(request, `node ${quoted} may only update the status of pods`);
  if (operation === 'CREATE' && subresource !== 'eviction') {
    throw refuse(
      request,
      `unexpected pod subresource "${subresource ?? ''}", only 'status' and 'eviction' are allowed`,
    );
  }
  const pod: Pod = request.old ?? (await context.client.resource(pods).get(name, namespace));
  if (pod.spec?.nodeName === node) return;
  const what =
    operation === 'DELETE' ? 'delete pods' : operation === 'CREATE' ? 'evict pods' : 'update pod status for pods';
  throw refuse(request, `node ${quoted} can only ${what} with spec.nodeName set to itself`);
}

function nodeRule(request: AdmissionRequest, node: string): void {
  const name = request.object?.metadata?.name ?? request.name;
  if (name !== node) throw refuse(request, `node "${node}" is not allowed to modify node "${name}"`);
  const labels = request.object?.metadata?.labels ?? {};
  if (request.operation === 'CREATE') {
    refuseLabels(
      request,
      node,
      Object.keys(labels).filter((key) => !mayLabel(key)),
      'set the following labels',
    );
    return;
  }
  if (request.operation !== 'UPDATE') return;
  const before = request.old?.metadata?.labels ?? {};
  const changed = [...new Set([...Object.keys(labels), ...Object.keys(before)])].filter(
    (key) => labels[key] !== before[key] && !mayLabel(key),
  );
  refuseLabels(request, node, changed, 'modify labels');
  const [changedNode, oldNode]: (Node | undefined)[] = [request.object, request.old];
  if (!request.subresource && !semanticEqual(changedNode?.spec?.taints, oldNode?.spec?.taints)) {
    throw refuse(request, `node "${node}" is not allowed to modify taints`);
  }
}

function refuseLabels(request: AdmissionRequest, node: string, keys: readonly string[], what: string): void {
  if (keys.length) throw refuse(request, `node "${node}" is not allowed to ${what}: ${[...keys].sort().join(', ')}`);
}

function mayLabel(key: string): boolean {
  const slash = key.indexOf('/');
  const domain = slash < 0 ? '' : key.slice(0, slash);
  if (!/(^|\.)(kubernetes|k8s)\.io$/.test(domain)) return true;
  return ownLabels.has(key) || ownLabelDomains.some((own) => domain === own || domain.endsWith(`.${own}`));
}

function leaseRule(request: AdmissionRequest, node: string): void {
  if (request.namespace !== leaseNamespace)
    throw refuse(request, `can only access leases in the "${leaseNamespace}" system namespace`);
  if ((request.object?.metadata?.name || request.name) !== node) {
    throw refuse(request, 'can only access node lease with the same name as the requesting node');
  }
}

/** The node's folder behind a volume is gone: it takes its finalizer off, and changes nothing else. */
function volumeRule(request: AdmissionRequest, node: string): void {
  const old: PersistentVolume | undefined = request.old;
  const { annotations, labels } = old?.metadata ?? {};
  const isOwn = annotations?.[provisionedBy] === localPath.provisioner && labels?.[localPath.nodeLabel] === node;
  if (!isOwn || request.operation !== 'UPDATE' || request.subresource)
    throw refuse(request, `node "${node}" can only update persistent volumes that were made on it`);
  const kept = (old?.metadata?.finalizers ?? []).filter((finalizer) => finalizer !== localPath.finalizer);
  const volume: PersistentVolume | undefined = request.object;
  const same =
    semanticEqual(volume?.spec, old?.spec) &&
    semanticEqual(volume?.metadata?.finalizers, kept) &&
    semanticEqual(volume?.metadata?.labels, labels) &&
    semanticEqual(volume?.metadata?.annotations, annotations);
  if (!same) throw refuse(request, `node "${node}" can only take off the finalizer "${localPath.finalizer}"`);
}

async function tokenRule(request: AdmissionRequest, node: string): Promise<void> {
  if (request.subresource !== 'token' || request.operation !== 'CREATE') return;
  const ref = (request.object as TokenRequest).spec.boundObjectRef;
  if (!ref || ref.apiVersion !== 'v1' || ref.kind !== 'Pod' || !ref.name)
    throw refuse(request, 'node requested token not bound to a pod');
  if (!ref.uid) throw refuse(request, 'node requested token with a pod binding without a uid');
  const pod = await request.context.client.resource(pods).get(ref.name, request.namespace);
  if (pod.metadata.uid !== ref.uid) {
    throw refuse(
      request,
      `the UID in the bound object reference (${ref.uid}) does not match the UID in record (${pod.metadata.uid})`,
    );
  }
  if (pod.spec?.nodeName !== node)
    throw refuse(request, 'node requested token bound to a pod scheduled on a different node');
}
