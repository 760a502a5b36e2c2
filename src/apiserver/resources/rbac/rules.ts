/** What Roles and ClusterRoles, and what their bindings, have in common. */
import type { PolicyRule, RoleRef, Subject } from '../../../api/rbac/v1.ts';
import { complaintsAbout, invalidValue, Literal, notSupported, path, required } from '../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../machinery/fieldError.ts';
import { semanticEqual } from '../../../machinery/equal.ts';
import { goQuote, goStrings } from '../../../machinery/goText.ts';
import { isDNS1123Subdomain, isPathSegmentName } from '../../../machinery/names.ts';
import { column, wide } from '../shared/columns.ts';

const rbacGroup = 'rbac.authorization.k8s.io';

export function validateRules(rules: readonly PolicyRule[] | undefined, namespaced: boolean): FieldError[] {
  return (rules ?? []).flatMap((rule, i) => validateRule(rule, namespaced, path('rules').index(i)));
}

function validateRule(rule: PolicyRule, namespaced: boolean, at: FieldPath): FieldError[] {
  const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  const errors: FieldError[] =
    verbs.length === 0 ? [required(at.child('verbs'), 'verbs must contain at least one value')] : [];
  if (nonResourceURLs.length) {
    const shown = new Literal(goStrings(nonResourceURLs));
    if (namespaced)
      errors.push(
        invalidValue(at.child('nonResourceURLs'), shown, 'namespaced rules cannot apply to non-resource URLs'),
      );
    if (apiGroups.length || resources.length || resourceNames.length) {
      errors.push(
        invalidValue(
          at.child('nonResourceURLs'),
          shown,
          'rules cannot apply to both regular resources and non-resource URLs',
        ),
      );
    }
    return errors;
  }
  if (apiGroups.length === 0)
    errors.push(required(at.child('apiGroups'), 'resource rules must supply at least one api group'));
  if (resources.length === 0)
    errors.push(required(at.child('resources'), 'resource rules must supply at least one resource'));
  return errors;
}

interface AnyBinding {
  subjects?: Subject[];
  roleRef: RoleRef;
}

/** Users and groups belong to the RBAC group, service accounts to the core group. */
export function setBindingDefaults(binding: AnyBinding): void {
  binding.roleRef.apiGroup ||= rbacGroup;
  for (const subject of binding.subjects ?? []) {
    if (!subject.apiGroup && (subject.kind === 'User' || subject.kind === 'Group')) subject.apiGroup = rbacGroup;
  }
}

/** `kinds` are the kinds of role that may be bound. */
export function validateBinding({ subjects = [], roleRef }: AnyBinding, kinds: readonly string[]): FieldError[] {
  const at = path('roleRef');
  const errors: FieldError[] = [];
  if (roleRef.apiGroup !== rbacGroup) errors.push(notSupported(at.child('apiGroup'), roleRef.apiGroup, [rbacGroup]));
  if (!kinds.includes(roleRef.kind)) errors.push(notSupported(at.child('kind'), roleRef.kind, kinds));
  if (roleRef.name === '') errors.push(required(at.child('name')));
  else errors.push(...complaintsAbout(at.child('name'), roleRef.name, isPathSegmentName(roleRef.name)));
  subjects.forEach((subject, i) => errors.push(...validateSubject(subject, path('subjects').index(i))));
  return errors;
}

function validateSubject({ kind, name, namespace, apiGroup = '' }: Subject, at: FieldPath): FieldError[] {
  const errors: FieldError[] = name === '' ? [required(at.child('name'))] : [];
  switch (kind) {
    case 'ServiceAccount':
      if (name) errors.push(...complaintsAbout(at.child('name'), name, isDNS1123Subdomain(name)));
      if (apiGroup) errors.push(notSupported(at.child('apiGroup'), apiGroup, ['']));
      if (!namespace) errors.push(required(at.child('namespace')));
      return errors;
    case 'User':
    case 'Group':
      if (apiGroup !== rbacGroup) errors.push(notSupported(at.child('apiGroup'), apiGroup, [rbacGroup]));
      return errors;
    default:
      return [...errors, notSupported(at.child('kind'), kind, ['ServiceAccount', 'User', 'Group'])];
  }
}

export function validateRoleRefUnchanged({ roleRef }: AnyBinding, old: AnyBinding): FieldError[] {
  if (semanticEqual(roleRef, old.roleRef)) return [];
  const { apiGroup, kind, name } = roleRef;
  return [
    invalidValue(
      path('roleRef'),
      new Literal(`rbac.RoleRef{APIGroup:${goQuote(apiGroup)}, Kind:${goQuote(kind)}, Name:${goQuote(name)}}`),
      'cannot change roleRef',
    ),
  ];
}

export const bindingColumns = [column('Role', 'string', 'The role that is given.')];

export const subjectColumns = [
  wide('Users', 'string', 'Users that have the role.'),
  wide('Groups', 'string', 'Groups that have the role.'),
  wide('ServiceAccounts', 'string', 'Service accounts that have the role.'),
];

export const roleText = ({ roleRef }: AnyBinding): string => `${roleRef.kind}/${roleRef.name}`;

export function subjectCells({ subjects = [] }: AnyBinding): [string, string, string] {
  const names = (kind: string): string =>
    subjects
      .filter((subject) => subject.kind === kind)
      .map((subject) =>
        kind === 'ServiceAccount' && subject.namespace ? `${subject.namespace}/${subject.name}` : subject.name,
      )
      .join(', ');
  return [names('User'), names('Group'), names('ServiceAccount')];
}
