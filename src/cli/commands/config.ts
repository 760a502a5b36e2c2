/** `peapod config`: kubeconfig files, seen and changed. */
import { defineVerb } from '../kube/verb.ts';

export default defineVerb({
  name: 'config',
  summary: 'Modify kubeconfig files',
  usage: 'config SUBCOMMAND',
  description: `Modify kubeconfig files using subcommands like "peapod config use-context my-context".

 The file is the one of --kubeconfig, else those of the environment variable KUBECONFIG, merged, else ~/.kube/config, else the
administrator's of the cluster of this machine. A value is changed in the file that has it.`,
  flags: {},
  verbs: {
    'current-context': () => import('./config/currentContext.ts'),
    'delete-cluster': () => import('./config/deleteCluster.ts'),
    'delete-context': () => import('./config/deleteContext.ts'),
    'delete-user': () => import('./config/deleteUser.ts'),
    'get-clusters': () => import('./config/getClusters.ts'),
    'get-contexts': () => import('./config/getContexts.ts'),
    'get-users': () => import('./config/getUsers.ts'),
    'rename-context': () => import('./config/renameContext.ts'),
    'set-cluster': () => import('./config/setCluster.ts'),
    'set-context': () => import('./config/setContext.ts'),
    unset: () => import('./config/unset.ts'),
    'use-context': () => import('./config/useContext.ts'),
    use: () => import('./config/useContext.ts'),
    view: () => import('./config/view.ts'),
  },
});
