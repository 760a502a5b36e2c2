import { clusterRoleBindings } from '../../../machinery/resources.ts';
import { checked, createOne, nameArgument, required } from '../../change/createOne.ts';
import { createFlags } from '../../change/flags.ts';
import { clusterRoleBinding } from '../../generate/rbac.ts';
import { stringFlag } from '../../kube/flags.ts';
import { defineVerb } from '../../kube/verb.ts';
import { subjectFlags, subjectsOf } from './subjectFlags.ts';

export default defineVerb({
  name: 'clusterrolebinding',
  summary: 'Create a cluster role binding for a particular cluster role',
  usage:
    'clusterrolebinding NAME --clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  description: 'Create a cluster role binding for a particular cluster role.',
  examples: 'peapod create clusterrolebinding ops --clusterrole=cluster-admin --user=ada --group=operators',
  flags: {
    ...createFlags('kubectl-create'),
    clusterrole: stringFlag('ClusterRole this ClusterRoleBinding should reference'),
    ...subjectFlags,
  },
  async run(context) {
    const { flags, given } = context;
    required(given, 'clusterrole');
    const name = nameArgument(context);
    const object = checked(() => clusterRoleBinding(name, flags.clusterrole, subjectsOf(flags)));
    await createOne(context, clusterRoleBindings, object, 'failed to create clusterrolebinding:');
  },
});
