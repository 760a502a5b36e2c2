/** What the arguments of kubectl's verbs are. */

export type VerbArguments =
  /** TYPE NAME… or TYPE/NAME; of these types alone where they are named. */
  | { readonly what: 'objects'; readonly types?: readonly string[]; readonly one?: true }
  /** A Pod, or a workload that has some; then, for some verbs, a container. */
  | { readonly what: 'pod'; readonly container?: true }
  /** Names of one type. */
  | { readonly what: 'names'; readonly type: string; readonly one?: true }
  | { readonly what: 'types' }
  | { readonly what: 'contexts' | 'clusters' | 'users' }
  | { readonly what: 'copy' }
  | { readonly what: 'words'; readonly words: readonly string[] };

const objects: VerbArguments = { what: 'objects' };
const rollout: VerbArguments = { what: 'objects', types: ['deployment', 'daemonset', 'statefulset'] };
const templated: VerbArguments = {
  what: 'objects',
  types: ['daemonset', 'deployment', 'pod', 'cronjob', 'replicaset', 'replicationcontroller', 'statefulset'],
};
const nodes: VerbArguments = { what: 'names', type: 'nodes' };

/** By the words that call the verb: 'rollout undo'. Verbs that are not here take no arguments that could be known. */
export const verbArguments: Readonly<Record<string, VerbArguments>> = {
  get: objects,
  describe: objects,
  why: objects,
  delete: objects,
  edit: objects,
  label: objects,
  annotate: objects,
  patch: objects,
  wait: objects,
  'apply view-last-applied': objects,
  explain: { what: 'types' },
  'auth can-i': { what: 'words', words: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] },
  scale: { what: 'objects', types: ['deployment', 'replicaset', 'replicationcontroller', 'statefulset'] },
  expose: { what: 'objects', types: ['pod', 'service', 'replicationcontroller', 'deployment', 'replicaset'] },
  'rollout history': rollout,
  'rollout pause': rollout,
  'rollout restart': rollout,
  'rollout resume': rollout,
  'rollout status': { ...rollout, one: true },
  'rollout undo': rollout,
  'set image': templated,
  'set env': templated,
  'set resources': templated,
  'set serviceaccount': templated,
  'set selector': { what: 'objects', types: ['service'] },
  'set subject': { what: 'objects', types: ['rolebinding', 'clusterrolebinding'] },
  logs: { what: 'pod', container: true },
  exec: { what: 'pod' },
  attach: { what: 'pod' },
  'port-forward': { what: 'pod' },
  cp: { what: 'copy' },
  cordon: nodes,
  uncordon: nodes,
  drain: nodes,
  taint: { what: 'objects', types: ['node'] },
  'top node': { ...nodes, one: true },
  'top pod': { what: 'names', type: 'pods', one: true },
  'certificate approve': { what: 'names', type: 'certificatesigningrequests' },
  'certificate deny': { what: 'names', type: 'certificatesigningrequests' },
  'config use-context': { what: 'contexts' },
  'config set-context': { what: 'contexts' },
  'config delete-context': { what: 'contexts' },
  'config rename-context': { what: 'contexts' },
  'config delete-cluster': { what: 'clusters' },
  'config set-cluster': { what: 'clusters' },
  'config delete-user': { what: 'users' },
  'create token': { what: 'names', type: 'serviceaccounts', one: true },
  completion: { what: 'words', words: ['bash', 'fish', 'zsh'] },
};

/** Workloads of which a verb takes a Pod. */
export const podOwners = [
  'daemonsets/',
  'deployments/',
  'pods/',
  'jobs/',
  'replicasets/',
  'replicationcontrollers/',
  'services/',
  'statefulsets/',
];

/** Values of flags that stand in no help text as a list. */
export const flagValues: Readonly<Record<string, readonly string[]>> = {
  'dry-run': ['none', 'server', 'client'],
  cascade: ['background', 'orphan', 'foreground'],
  validate: ['strict', 'warn', 'ignore'],
  type: ['json', 'merge', 'strategic'],
};
