/** The verbs that change objects or stream, in the form of verbs.ts. */
export const changingVerbs = [
  {
    name: 'create',
    summary: 'Create a resource from a file or from stdin',
    load: () => import('../commands/create.ts'),
  },
  {
    name: 'expose',
    summary: 'Take a replication controller, service, deployment or pod and expose it as a new service',
    load: () => import('../commands/expose.ts'),
  },
  { name: 'run', summary: 'Run a particular image on the cluster', load: () => import('../commands/run.ts') },
  { name: 'set', summary: 'Set specific features on objects', load: () => import('../commands/set.ts') },
  { name: 'edit', summary: 'Edit a resource on the server', load: () => import('../commands/edit.ts') },
  {
    name: 'delete',
    summary: 'Delete resources by file names, stdin, resources and names, or by label selector',
    load: () => import('../commands/delete.ts'),
  },
  { name: 'rollout', summary: 'Manage the rollout of a resource', load: () => import('../commands/rollout.ts') },
  {
    name: 'scale',
    summary: 'Set a new size for a deployment, replica set, or replication controller',
    load: () => import('../commands/scale.ts'),
  },
  { name: 'certificate', summary: 'Modify certificate resources', load: () => import('../commands/certificate.ts') },
  { name: 'cordon', summary: 'Mark node as unschedulable', load: () => import('../commands/cordon.ts') },
  { name: 'uncordon', summary: 'Mark node as schedulable', load: () => import('../commands/uncordon.ts') },
  { name: 'drain', summary: 'Drain node in preparation for maintenance', load: () => import('../commands/drain.ts') },
  { name: 'taint', summary: 'Update the taints on one or more nodes', load: () => import('../commands/taint.ts') },
  { name: 'attach', summary: 'Attach to a running container', load: () => import('../commands/attach.ts') },
  { name: 'exec', summary: 'Execute a command in a container', load: () => import('../commands/exec.ts') },
  {
    name: 'port-forward',
    summary: 'Forward one or more local ports to a pod',
    load: () => import('../commands/portForward.ts'),
  },
  { name: 'cp', summary: 'Copy files and directories to and from containers', load: () => import('../commands/cp.ts') },
  {
    name: 'diff',
    summary: 'Diff the live version against a would-be applied version',
    load: () => import('../commands/diff.ts'),
  },
  {
    name: 'apply',
    summary: 'Apply a configuration to a resource by file name or stdin',
    load: () => import('../commands/apply.ts'),
  },
  { name: 'patch', summary: 'Update fields of a resource', load: () => import('../commands/patch.ts') },
  {
    name: 'replace',
    summary: 'Replace a resource by file name or stdin',
    load: () => import('../commands/replace.ts'),
  },
  {
    name: 'wait',
    summary: 'Wait for a specific condition on one or many resources',
    load: () => import('../commands/wait.ts'),
  },
  { name: 'label', summary: 'Update the labels on a resource', load: () => import('../commands/label.ts') },
  { name: 'annotate', summary: 'Update the annotations on a resource', load: () => import('../commands/annotate.ts') },
];
