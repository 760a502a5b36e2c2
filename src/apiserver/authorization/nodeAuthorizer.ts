/**
 * What a node agent may do (group system:nodes): read what its own Pods need, and write about itself and its Pods.
 *
 * Secrets, ConfigMaps, claims and service-account tokens only when a Pod bound to the node refers to them.
 */
import type { Pod, Volume } from '../../api/core/v1.ts';
import type { UserInfo } from '../authentication/userInfo.ts';
import type { ResourceCache } from '../watchCache/resourceCache.ts';
import type { Decision, ResourceAttributes } from './authorizer.ts';

const allow: Decision = { outcome: 'allow', reason: '' };
const none: Decision = { outcome: 'none', reason: '' };
const refuse = (reason: string): Decision => ({ outcome: 'none', reason });
const prefix = 'system:node:';

/** Rules that hold for every node without a look at what it runs. */
const always: readonly { readonly group: string; readonly resource: string; readonly verbs: readonly string[] }[] = [
  { group: '', resource: 'services', verbs: ['get', 'list', 'watch'] },
  { group: '', resource: 'nodes', verbs: ['create', 'get', 'list', 'watch'] },
  { group: '', resource: 'pods', verbs: ['get', 'list', 'watch', 'create', 'delete'] },
  { group: '', resource: 'events', verbs: ['create', 'update', 'patch'] },
  { group: 'events.k8s.io', resource: 'events', verbs: ['create', 'update', 'patch'] },
  { group: 'certificates.k8s.io', resource: 'certificatesigningrequests', verbs: ['create', 'get', 'list', 'watch'] },
  { group: 'node.k8s.io', resource: 'runtimeclasses', verbs: ['get', 'list', 'watch'] },
  { group: 'discovery.k8s.io', resource: 'endpointslices', verbs: ['get', 'list', 'watch'] },
  { group: 'authentication.k8s.io', resource: 'tokenreviews', verbs: ['create'] },
  { group: 'authorization.k8s.io', resource: 'subjectaccessreviews', verbs: ['create'] },
  { group: 'authorization.k8s.io', resource: 'localsubjectaccessreviews', verbs: ['create'] },
];

export class NodeAuthorizer {
  readonly #pods: ResourceCache;

  constructor(pods: ResourceCache) {
    this.#pods = pods;
  }

  authorize(user: UserInfo, a: ResourceAttributes): Decision {
    if (!user.groups.includes('system:nodes')) return none;
    if (!user.name.startsWith(prefix)) return refuse('unknown node for user');
    const node = user.name.slice(prefix.length);
    if (
      a.subresource === '' &&
      always.some((r) => r.group === a.group && r.resource === a.resource && r.verbs.includes(a.verb))
    )
      return allow;
    const key = `${a.group}/${a.resource}${a.subresource ? `/${a.subresource}` : ''}`;
    switch (key) {
      case '/nodes':
      case '/nodes/status':
        return writes(a.verb) && a.name === node ? allow : refuse('can only update its own node');
      case '/pods/status':
      case '/pods/eviction':
      case '/pods/resize':
        return this.#ownPod(node, a)
          ? allow
          : refuse('can only update the status of pods with spec.nodeName set to itself');
      case 'coordination.k8s.io/leases':
        return a.namespace === 'kube-node-lease' && (a.verb === 'create' || a.name === node)
          ? allow
          : refuse('can only access node lease with the same name as the requesting node');
      case '/configmaps':
      case '/secrets':
      case '/persistentvolumeclaims':
        return this.#referred(node, a, (pod) => refersTo(pod, a.resource, a.name));
      case '/serviceaccounts/token':
      case '/serviceaccounts':
        return this.#referred(node, a, (pod) => (pod.spec?.serviceAccountName || 'default') === a.name);
      case '/persistentvolumes':
        // Admission sees to it that a node changes no volume but what it has made itself.
        return ['get', 'list', 'watch', 'patch'].includes(a.verb) && a.subresource === '' ? allow : none;
      default:
        return none;
    }
  }

  #ownPod(node: string, { verb, namespace, name }: ResourceAttributes): boolean {
    const pod: Pod | undefined = this.#pods.get(`${namespace}/${name}`)?.object;
    return (writes(verb) || verb === 'create' || verb === 'get') && pod?.spec?.nodeName === node;
  }

  #referred(node: string, a: ResourceAttributes, refers: (pod: Pod) => boolean): Decision {
    const single =
      a.verb === 'get' || a.verb === 'list' || a.verb === 'watch' || (a.subresource === 'token' && a.verb === 'create');
    if (!single || a.name === '') return refuse(`can only read resources of this type by name`);
    for (const item of this.#pods.list(a.namespace)) {
      const pod = item.object as Pod;
      if (pod.spec?.nodeName === node && refers(pod)) return allow;
    }
    return refuse(`no relationship found between node '${node}' and this object`);
  }
}

const writes = (verb: string): boolean => verb === 'update' || verb === 'patch' || verb === 'get' || verb === 'delete';

function refersTo({ spec }: Pod, resource: string, name: string): boolean {
  if (!spec) return false;
  if ((spec.volumes ?? []).some((volume) => volumeRefersTo(volume, resource, name))) return true;
  if (resource === 'persistentvolumeclaims') return false;
  if (resource === 'secrets' && (spec.imagePullSecrets ?? []).some((s) => s.name === name)) return true;
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? []), ...(spec.ephemeralContainers ?? [])];
  return containers.some(({ env, envFrom }) =>
    resource === 'secrets'
      ? (env ?? []).some((e) => e.valueFrom?.secretKeyRef?.name === name) ||
        (envFrom ?? []).some((e) => e.secretRef?.name === name)
      : (env ?? []).some((e) => e.valueFrom?.configMapKeyRef?.name === name) ||
        (envFrom ?? []).some((e) => e.configMapRef?.name === name),
  );
}

function volumeRefersTo(volume: Volume, resource: string, name: string): boolean {
  const sources = volume.projected?.sources ?? [];
  switch (resource) {
    case 'secrets':
      return volume.secret?.secretName === name || sources.some((s) => s.secret?.name === name);
    case 'configmaps':
      return volume.configMap?.name === name || sources.some((s) => s.configMap?.name === name);
    default:
      return volume.persistentVolumeClaim?.claimName === name;
  }
}
