import { roleBindings } from '../../../machinery/resources.ts';
import { checked, createOne, nameArgument } from '../../change/createOne.ts';
import { createFlags } from '../../change/flags.ts';
import { roleBinding } from '../../generate/rbac.ts';
import { stringFlag } from '../../kube/flags.ts';
import { defineVerb } from '../../kube/verb.ts';
import { subjectFlags, subjectsOf } from './subjectFlags.ts';

export default defineVerb({
  name: 'rolebinding',
  summary: 'Create a role binding for a particular role or cluster role',
  usage:
    'rolebinding NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  description: 'Create a role binding for a particular role or cluster role.',
  examples: `# Two users become administrators of the namespace
peapod create rolebinding admins --clusterrole=admin --user=ada --user=alan

# A service account may do what a role says
peapod create rolebinding robots --role=pod-reader --serviceaccount=default:robot`,
  flags: {
    ...createFlags('kubectl-create'),
    clusterrole: stringFlag('ClusterRole this RoleBinding should reference'),
    role: stringFlag('Role this RoleBinding should reference'),
    ...subjectFlags,
  },
  async run(context) {
    const { flags } = context;
    const name = nameArgument(context);
    const to = subjectsOf(flags);
    const object = checked(() => roleBinding(name, { role: flags.role, clusterRole: flags.clusterrole }, to));
    await createOne(context, roleBindings, object, 'failed to create rolebinding:');
  },
});
