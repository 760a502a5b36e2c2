/** Who a binding is for, by flags. */
import { arrayFlag, type FlagValues } from '../../kube/flags.ts';
import type { SubjectOptions } from '../../generate/rbac.ts';

export const subjectFlags = {
  user: arrayFlag('Usernames to bind to the role. The flag can be repeated to add multiple users.'),
  group: arrayFlag('Groups to bind to the role. The flag can be repeated to add multiple groups.'),
  serviceaccount: arrayFlag(
    'Service accounts to bind to the role, in the format <namespace>:<name>. The flag can be repeated to add multiple service accounts.',
  ),
};

export const subjectsOf = (values: FlagValues<typeof subjectFlags>): SubjectOptions => ({
  users: values.user,
  groups: values.group,
  serviceAccounts: values.serviceaccount,
});
