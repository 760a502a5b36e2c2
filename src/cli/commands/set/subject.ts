import type { Subject } from '../../../api/rbac/v1.ts';
import { jsonEqual } from '../../../machinery/patch/values.ts';
import { CommandError } from '../../kube/errors.ts';
import { listAt, textAt } from '../../kube/json.ts';
import { defineVerb } from '../../kube/verb.ts';
import { subjectFlags } from '../create/subjectFlags.ts';
import { setEach, setFlags, setTargets } from './setVerb.ts';

const apiGroup = 'rbac.authorization.k8s.io';

export default defineVerb({
  name: 'subject',
  summary: 'Update the user, group, or service account in a role binding or cluster role binding',
  usage:
    'subject (-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  description: 'Update the user, group, or service account in a role binding or cluster role binding.',
  examples: `peapod set subject clusterrolebinding admin --serviceaccount=default:robot
peapod set subject rolebinding admin --user=ada --user=alan --group=operators`,
  flags: { ...setFlags, ...subjectFlags },
  async run(context) {
    const { flags, args, session } = context;
    const { user: users, group: groups, serviceaccount: accounts } = flags;
    if (users.length + groups.length + accounts.length === 0)
      throw new CommandError('you must specify at least one value of user, group or serviceaccount');
    for (const account of accounts) {
      const [, name = '', ...rest] = account.split(':');
      if (name === '' || rest.length > 0) throw new CommandError('serviceaccount must be <namespace>:<name>');
    }
    const namespace = await session.namespace();
    const once = (list: readonly string[]): string[] => [...new Set(list)].sort();
    const wanted: Subject[] = [
      ...once(users).map((name) => ({ apiGroup, kind: 'User', name }) as const),
      ...once(groups).map((name) => ({ apiGroup, kind: 'Group', name }) as const),
      ...once(accounts).map((text) => {
        const [space = '', name = ''] = text.split(':');
        return { kind: 'ServiceAccount', name, namespace: space || namespace } as const;
      }),
    ];
    const objects = await setTargets(context, args);
    if (
      accounts.some((account) => account.startsWith(':')) &&
      objects.found.some((one) => one.resource.kind === 'ClusterRoleBinding')
    )
      throw new CommandError('serviceaccount must be <namespace>:<name>, namespace must be specified');
    await setEach(context, objects, {
      failing: 'failed to patch subjects to rolebinding:',
      change(object) {
        const kind = textAt(object, 'kind');
        if (kind !== 'RoleBinding' && kind !== 'ClusterRoleBinding')
          throw new Error('setting subjects is only supported for RoleBinding/ClusterRoleBinding');
        const present = listAt(object, 'subjects');
        const added = wanted.filter((subject) => !present.some((one) => jsonEqual(one, subject)));
        return added.length === 0 ? object : { ...object, subjects: [...present, ...added] };
      },
    });
  },
});
