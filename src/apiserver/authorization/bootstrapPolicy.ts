/**
 * The roles and bindings that every cluster has, under upstream's names and with upstream's rules for what is served
 * here (Kubernetes documentation, "Default roles and role bindings"). Reconciled at each start (bootstrap.ts).
 */
import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, Subject } from '../../api/rbac/v1.ts';
import { signers } from '../../client/certificateRequest.ts';
import { clusterInfo, nodeBootstrapGroup } from '../../machinery/bootstrapToken.ts';
import type { BootstrapPolicy } from '../bootstrap.ts';

const rbac = 'rbac.authorization.k8s.io';
const metadata = (name: string) => ({
  name,
  labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
  annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
});

/** `verbs` and `resources` as words, '' the core group. */
const rule = (verbs: string, apiGroup: string, resources: string, resourceNames?: readonly string[]): PolicyRule => ({
  verbs: verbs.split(' '),
  apiGroups: [apiGroup],
  resources: resources.split(' '),
  ...(resourceNames && { resourceNames: [...resourceNames] }),
});
const paths = (...nonResourceURLs: string[]): PolicyRule => ({ verbs: ['get'], nonResourceURLs });

const certificates = 'certificates.k8s.io';
const read = 'get list watch';
const write = 'create delete deletecollection patch update';
const everything = `${write} ${read}`;

const role = (name: string, ...rules: PolicyRule[]): ClusterRole => ({ metadata: metadata(name), rules });

/** Its rules are those of all roles that carry the label; the first rules stand for them until a controller has summed up. */
function aggregated(name: string, into: string | undefined, ...rules: PolicyRule[]): ClusterRole {
  const base = metadata(name);
  return {
    metadata: { ...base, labels: { ...base.labels, ...(into && { [`${rbac}/aggregate-to-${into}`]: 'true' }) } },
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [`${rbac}/aggregate-to-${name}`]: 'true' } }] },
    rules,
  };
}

/** A role that is summed up into view, edit or admin. */
function part(name: string, into: string, rules: PolicyRule[]): ClusterRole {
  const base = metadata(name);
  return { metadata: { ...base, labels: { ...base.labels, [`${rbac}/aggregate-to-${into}`]: 'true' } }, rules };
}

const coreRead =
  'bindings configmaps endpoints events limitranges namespaces namespaces/status persistentvolumeclaims ' +
  'persistentvolumeclaims/status pods pods/log pods/status replicationcontrollers replicationcontrollers/scale ' +
  'replicationcontrollers/status resourcequotas resourcequotas/status serviceaccounts services services/status';
const workloads =
  'daemonsets deployments deployments/scale replicasets replicasets/scale statefulsets statefulsets/scale';

const viewRules: PolicyRule[] = [
  rule(read, '', coreRead),
  rule(read, 'discovery.k8s.io', 'endpointslices'),
  rule(
    read,
    'apps',
    `controllerrevisions daemonsets/status deployments/status replicasets/status statefulsets/status ${workloads}`,
  ),
  rule(read, 'batch', 'cronjobs cronjobs/status jobs jobs/status'),
  rule(read, 'policy', 'poddisruptionbudgets poddisruptionbudgets/status'),
  rule(read, 'networking.k8s.io', 'ingresses ingresses/status networkpolicies'),
];

const editRules: PolicyRule[] = [
  rule(`${read} ${write}`, '', 'pods pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy'),
  rule('create', '', 'pods/eviction serviceaccounts/token'),
  rule('impersonate', '', 'serviceaccounts'),
  rule(
    write,
    '',
    'configmaps events persistentvolumeclaims pods replicationcontrollers replicationcontrollers/scale secrets serviceaccounts services',
  ),
  rule(write, 'apps', `${workloads} deployments/rollback`),
  rule(write, 'batch', 'cronjobs jobs'),
  rule(write, 'policy', 'poddisruptionbudgets'),
  rule(write, 'networking.k8s.io', 'ingresses networkpolicies'),
  rule(everything, 'coordination.k8s.io', 'leases'),
];

const adminRules: PolicyRule[] = [
  rule('create', 'authorization.k8s.io', 'localsubjectaccessreviews'),
  rule(everything, rbac, 'rolebindings roles'),
];

const events = [rule('create patch update', '', 'events'), rule('create patch update', 'events.k8s.io', 'events')];

const nodeRole = role(
  'system:node',
  rule('create', 'authentication.k8s.io', 'tokenreviews'),
  rule('create', 'authorization.k8s.io', 'localsubjectaccessreviews subjectaccessreviews'),
  rule(read, '', 'services'),
  rule('create get list watch', '', 'nodes'),
  rule('patch update', '', 'nodes/status nodes'),
  rule('create patch update', '', 'events'),
  rule(read, '', 'pods'),
  rule('create delete', '', 'pods'),
  rule('patch update', '', 'pods/status'),
  rule('create', '', 'pods/eviction'),
  rule(read, '', 'configmaps secrets persistentvolumeclaims persistentvolumes endpoints'),
  rule('create', '', 'serviceaccounts/token'),
  rule('create delete get patch update', 'coordination.k8s.io', 'leases'),
  rule('get', 'storage.k8s.io', 'volumeattachments'),
  rule(read, 'storage.k8s.io', 'csidrivers'),
  rule('create delete get patch update', 'storage.k8s.io', 'csinodes'),
  rule(`create ${read}`, certificates, 'certificatesigningrequests'),
  rule(read, 'node.k8s.io', 'runtimeclasses'),
);

const clusterRoles: ClusterRole[] = [
  role('cluster-admin', { apiGroups: ['*'], resources: ['*'], verbs: ['*'] }, { nonResourceURLs: ['*'], verbs: ['*'] }),
  role(
    'system:discovery',
    paths(
      '/api',
      '/api/*',
      '/apis',
      '/apis/*',
      '/healthz',
      '/livez',
      '/openapi',
      '/openapi/*',
      '/readyz',
      '/version',
      '/version/',
    ),
  ),
  role('system:public-info-viewer', paths('/healthz', '/livez', '/readyz', '/version', '/version/')),
  role(
    'system:service-account-issuer-discovery',
    paths(
      '/.well-known/openid-configuration',
      '/.well-known/openid-configuration/',
      '/openid/v1/jwks',
      '/openid/v1/jwks/',
    ),
  ),
  role(
    'system:monitoring',
    paths('/healthz', '/healthz/*', '/livez', '/livez/*', '/metrics', '/metrics/slis', '/readyz', '/readyz/*'),
  ),
  role(
    'system:basic-user',
    rule('create', 'authorization.k8s.io', 'selfsubjectaccessreviews selfsubjectrulesreviews'),
    rule('create', 'authentication.k8s.io', 'selfsubjectreviews'),
  ),
  aggregated('admin', undefined, ...adminRules, ...editRules, ...viewRules),
  aggregated('edit', 'admin', ...editRules, ...viewRules),
  aggregated('view', 'edit', ...viewRules),
  part('system:aggregate-to-admin', 'admin', adminRules),
  part('system:aggregate-to-edit', 'edit', editRules),
  part('system:aggregate-to-view', 'view', viewRules),
  part('system:aggregated-metrics-reader', 'view', [rule(read, 'metrics.k8s.io', 'nodes pods')]),
  nodeRole,
  role(
    'system:node-proxier',
    rule('list watch', '', 'endpoints services'),
    rule('get list watch', '', 'nodes'),
    ...events,
    rule('list watch', 'discovery.k8s.io', 'endpointslices'),
  ),
  // Whoever routes Services also enforces NetworkPolicies here.
  role(
    'peapod:network-policies',
    rule('list watch', '', 'namespaces pods'),
    rule('list watch', 'networking.k8s.io', 'networkpolicies'),
  ),
  role('system:node-bootstrapper', rule(`create ${read}`, certificates, 'certificatesigningrequests')),
  role(
    'system:certificates.k8s.io:certificatesigningrequests:nodeclient',
    rule('create', certificates, 'certificatesigningrequests/nodeclient'),
  ),
  role(
    'system:certificates.k8s.io:certificatesigningrequests:selfnodeclient',
    rule('create', certificates, 'certificatesigningrequests/selfnodeclient'),
  ),
  ...Object.values(signers).map((name) =>
    role(
      `system:certificates.k8s.io:${name.slice(name.indexOf('/') + 1)}-approver`,
      rule('approve', certificates, 'signers', [name]),
    ),
  ),
  // Whoever joins looks whether the name that it wants is taken.
  role('kubeadm:get-nodes', rule('get', '', 'nodes')),
  role(
    'system:auth-delegator',
    rule('create', 'authentication.k8s.io', 'tokenreviews'),
    rule('create', 'authorization.k8s.io', 'subjectaccessreviews'),
  ),
  role(
    'system:kubelet-api-admin',
    rule('get list watch proxy', '', 'nodes'),
    rule('*', '', 'nodes/log nodes/metrics nodes/proxy nodes/stats'),
  ),
  role(
    'system:kube-scheduler',
    ...events,
    rule('create', 'coordination.k8s.io', 'leases'),
    rule('get list update watch', 'coordination.k8s.io', 'leases'),
    rule(read, '', 'nodes namespaces'),
    rule('delete get list watch', '', 'pods'),
    rule('create', '', 'bindings pods/binding'),
    rule('patch update', '', 'pods/status'),
    rule(read, '', 'replicationcontrollers services persistentvolumeclaims persistentvolumes'),
    rule('patch update', '', 'persistentvolumeclaims persistentvolumes'),
    rule(read, 'apps', 'replicasets statefulsets'),
    rule(read, 'storage.k8s.io', 'storageclasses csinodes csidrivers csistoragecapacities volumeattachments'),
    rule(read, 'policy', 'poddisruptionbudgets'),
    rule('create', 'authentication.k8s.io', 'tokenreviews'),
    rule('create', 'authorization.k8s.io', 'subjectaccessreviews'),
  ),
  role(
    'system:kube-controller-manager',
    ...events,
    rule('create get list update watch', 'coordination.k8s.io', 'leases'),
    rule('create', '', 'secrets serviceaccounts serviceaccounts/token'),
    rule('delete', '', 'secrets'),
    rule('get', '', 'configmaps namespaces secrets serviceaccounts'),
    rule('update', '', 'secrets serviceaccounts'),
    rule('create', 'authentication.k8s.io', 'tokenreviews'),
    rule('create', 'authorization.k8s.io', 'subjectaccessreviews'),
    // Informers are shared by all controllers of the process.
    { apiGroups: ['*'], resources: ['*'], verbs: ['list', 'watch'] },
  ),
];

/** What each controller may do, as system:serviceaccount:kube-system:<name>; it reads through the shared informers. */
const controllers: Readonly<Record<string, PolicyRule[]>> = {
  'namespace-controller': [
    rule(read, '', 'namespaces'),
    rule('delete', '', 'namespaces'),
    rule('update', '', 'namespaces/finalize namespaces/status'),
    { apiGroups: ['*'], resources: ['*'], verbs: ['delete', 'deletecollection', 'get', 'list'] },
  ],
  'service-account-controller': [rule('create', '', 'serviceaccounts')],
  'resourcequota-controller': [
    { apiGroups: ['*'], resources: ['*'], verbs: ['list', 'watch'] },
    rule('get', '', 'resourcequotas'),
    rule('update', '', 'resourcequotas/status'),
  ],
  'root-ca-cert-publisher': [rule('create update', '', 'configmaps')],
  'replicaset-controller': [
    rule(`${read} update`, 'apps', 'replicasets'),
    rule('update', 'apps', 'replicasets/status replicasets/finalizers'),
    rule('create delete list patch watch', '', 'pods'),
  ],
  'replication-controller': [
    rule(`${read} update`, '', 'replicationcontrollers'),
    rule('update', '', 'replicationcontrollers/status replicationcontrollers/finalizers'),
    rule('create delete list patch watch', '', 'pods'),
  ],
  'deployment-controller': [
    rule(`${read} update`, 'apps', 'deployments'),
    rule('update', 'apps', 'deployments/status deployments/finalizers'),
    rule('create delete get list patch update watch', 'apps', 'replicasets'),
    rule('get list update watch', '', 'pods'),
  ],
  'endpoint-controller': [
    rule(read, '', 'services pods'),
    rule('create delete get list update', '', 'endpoints'),
    rule('create', '', 'endpoints/restricted'),
  ],
  'endpointslice-controller': [
    rule(read, '', 'services pods nodes'),
    rule('update', '', 'services/finalizers'),
    rule('create delete get list update', 'discovery.k8s.io', 'endpointslices'),
  ],
  'service-controller': [
    rule(read, '', 'services'),
    rule('patch update', '', 'services/status'),
    rule('list watch', '', 'nodes'),
  ],
  'job-controller': [
    rule(`${read} patch update`, 'batch', 'jobs'),
    rule('update', 'batch', 'jobs/status jobs/finalizers'),
    rule('create delete list patch watch', '', 'pods'),
  ],
  'ttl-after-finished-controller': [rule('delete get list watch', 'batch', 'jobs')],
  'statefulset-controller': [
    rule('list watch', '', 'pods'),
    rule(read, 'apps', 'statefulsets'),
    rule('update', 'apps', 'statefulsets/status statefulsets/finalizers'),
    rule('create delete get patch update', '', 'pods'),
    rule(`${read} create delete patch update`, 'apps', 'controllerrevisions'),
    rule('create delete get list update watch', '', 'persistentvolumeclaims'),
  ],
  'daemon-set-controller': [
    rule(read, 'apps', 'daemonsets'),
    rule('update', 'apps', 'daemonsets/status daemonsets/finalizers'),
    rule('list watch', '', 'nodes'),
    rule('create delete list patch watch', '', 'pods'),
    rule('create', '', 'pods/binding'),
    rule(`${read} create delete patch update`, 'apps', 'controllerrevisions'),
  ],
  'cronjob-controller': [
    rule(`${read} update`, 'batch', 'cronjobs'),
    rule('create delete get list patch update watch', 'batch', 'jobs'),
    rule('update', 'batch', 'cronjobs/status cronjobs/finalizers'),
    rule('delete list', '', 'pods'),
  ],
  'disruption-controller': [
    rule(read, 'apps', 'deployments replicasets statefulsets'),
    rule(read, '', 'replicationcontrollers'),
    rule(read, 'policy', 'poddisruptionbudgets'),
    rule('update', 'policy', 'poddisruptionbudgets/status'),
    rule('patch update', '', 'pods/status'),
    rule('get', '*', '*/scale'),
  ],
  // It hands out rights that it does not have itself.
  'clusterrole-aggregation-controller': [rule('escalate get list patch update watch', rbac, 'clusterroles')],
  'certificate-controller': [
    rule(`${read} delete`, certificates, 'certificatesigningrequests'),
    rule('patch update', certificates, 'certificatesigningrequests/approval certificatesigningrequests/status'),
    rule('approve sign', certificates, 'signers', Object.values(signers)),
    rule('create', 'authorization.k8s.io', 'subjectaccessreviews'),
    rule('get', '', 'nodes'),
  ],
  'token-cleaner': [rule('get list watch delete', '', 'secrets')],
  'bootstrap-signer': [],
  'generic-garbage-collector': [
    { apiGroups: ['*'], resources: ['*'], verbs: ['delete', 'get', 'list', 'patch', 'update', 'watch'] },
  ],
  'node-controller': [
    rule('delete get list patch update', '', 'nodes'),
    rule('patch update', '', 'nodes/status pods/status'),
    rule('delete get list', '', 'pods'),
  ],
  'persistent-volume-binder': [
    rule(`${read} update`, '', 'persistentvolumes persistentvolumeclaims'),
    rule('update', '', 'persistentvolumes/status persistentvolumeclaims/status'),
    rule(read, 'storage.k8s.io', 'storageclasses'),
    rule(read, '', 'pods nodes'),
  ],
  'local-path-provisioner': [
    rule(`${read} create delete update`, '', 'persistentvolumes'),
    rule(`${read} patch`, '', 'persistentvolumeclaims'),
    rule(`${read} create`, 'storage.k8s.io', 'storageclasses'),
    rule(read, '', 'nodes'),
  ],
  'pvc-protection-controller': [
    rule('get list update watch', '', 'persistentvolumeclaims'),
    rule('get list watch', '', 'pods'),
  ],
  'pv-protection-controller': [rule('get list update watch', '', 'persistentvolumes')],
  'pod-garbage-collector': [
    rule('delete list watch', '', 'pods'),
    rule('get list', '', 'nodes'),
    rule('patch update', '', 'pods/status'),
  ],
};

const group = (name: string): Subject => ({ kind: 'Group', apiGroup: rbac, name });
const user = (name: string): Subject => ({ kind: 'User', apiGroup: rbac, name });

const bindTo = (name: string, of: string, ...subjects: Subject[]): ClusterRoleBinding => ({
  metadata: metadata(name),
  roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: of },
  subjects,
});

const bind = (name: string, ...subjects: Subject[]): ClusterRoleBinding => bindTo(name, name, ...subjects);

const clusterRoleBindings: ClusterRoleBinding[] = [
  bind('cluster-admin', group('system:masters')),
  bind('system:discovery', group('system:authenticated')),
  bind('system:basic-user', group('system:authenticated')),
  bind('system:public-info-viewer', group('system:authenticated'), group('system:unauthenticated')),
  bind('system:service-account-issuer-discovery', group('system:serviceaccounts')),
  bind('system:monitoring', group('system:monitoring')),
  bind('system:node-proxier', user('system:kube-proxy')),
  // A node that joined reads Services and policies as itself.
  bind('peapod:network-policies', user('system:kube-proxy'), group('system:nodes')),
  bindTo('kubeadm:kubelet-bootstrap', 'system:node-bootstrapper', group(nodeBootstrapGroup)),
  bindTo(
    'kubeadm:node-autoapprove-bootstrap',
    'system:certificates.k8s.io:certificatesigningrequests:nodeclient',
    group(nodeBootstrapGroup),
  ),
  bindTo(
    'kubeadm:node-autoapprove-certificate-rotation',
    'system:certificates.k8s.io:certificatesigningrequests:selfnodeclient',
    group('system:nodes'),
  ),
  bindTo('kubeadm:get-nodes', 'kubeadm:get-nodes', group(nodeBootstrapGroup)),
  bind('system:kube-scheduler', user('system:kube-scheduler')),
  bind('system:kube-controller-manager', user('system:kube-controller-manager')),
  // The node authorizer decides what a node may do; the binding is there without subjects, as upstream has it.
  bind('system:node'),
];

const controllerRoles = Object.entries(controllers).map(([name, rules]) =>
  role(`system:controller:${name}`, ...rules, ...events),
);
const controllerBindings = Object.keys(controllers).map(
  (name): ClusterRoleBinding =>
    bind(`system:controller:${name}`, { kind: 'ServiceAccount', name, namespace: 'kube-system' }),
);

const roles: Role[] = [
  {
    metadata: { ...metadata('extension-apiserver-authentication-reader'), namespace: 'kube-system' },
    rules: [rule(read, '', 'configmaps', ['extension-apiserver-authentication'])],
  },
  {
    metadata: { ...metadata('system:controller:bootstrap-signer'), namespace: 'kube-public' },
    rules: [rule(read, '', 'configmaps'), rule('update', '', 'configmaps', ['cluster-info']), ...events],
  },
  {
    metadata: { ...metadata('system:controller:bootstrap-signer'), namespace: 'kube-system' },
    rules: [rule(read, '', 'secrets')],
  },
];

const clusterInfoRole = 'kubeadm:bootstrap-signer-clusterinfo';
const joinRole = 'peapod:cluster-config';

/** What a machine must be able to read before it is a node, and as one. */
const joiningRoles: Role[] = [
  {
    metadata: { ...metadata(clusterInfoRole), namespace: clusterInfo.namespace },
    rules: [rule('get', '', 'configmaps', [clusterInfo.name])],
  },
  {
    metadata: { ...metadata(joinRole), namespace: 'kube-system' },
    rules: [rule('get', '', 'configmaps', ['peapod-config'])],
  },
];

const bootstrapSigner = (namespace: string): RoleBinding => ({
  metadata: { ...metadata('system:controller:bootstrap-signer'), namespace },
  roleRef: { apiGroup: rbac, kind: 'Role', name: 'system:controller:bootstrap-signer' },
  subjects: [{ kind: 'ServiceAccount', name: 'bootstrap-signer', namespace: 'kube-system' }],
});

const roleBindings: RoleBinding[] = [
  bootstrapSigner('kube-public'),
  bootstrapSigner('kube-system'),
  {
    metadata: { ...metadata(clusterInfoRole), namespace: clusterInfo.namespace },
    roleRef: { apiGroup: rbac, kind: 'Role', name: clusterInfoRole },
    subjects: [user('system:anonymous')],
  },
  {
    metadata: { ...metadata(joinRole), namespace: 'kube-system' },
    roleRef: { apiGroup: rbac, kind: 'Role', name: joinRole },
    subjects: [group(nodeBootstrapGroup), group('system:nodes')],
  },
];

export const bootstrapPolicy: BootstrapPolicy = {
  clusterRoles: [...clusterRoles, ...controllerRoles],
  clusterRoleBindings: [...clusterRoleBindings, ...controllerBindings],
  roles: [...roles, ...joiningRoles],
  roleBindings,
};
