/** Roles and ClusterRoles. */
import type { ClusterRole, Role } from '../../../api/rbac/v1.ts';
import { path, required } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { validateLabelSelector } from '../../../machinery/labels.ts';
import { isPathSegmentName } from '../../../machinery/names.ts';
import { clusterRoles, roles } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { defaultTable } from '../shared/columns.ts';
import { allVerbs } from '../shared/verbs.ts';
import { validateRules } from './rules.ts';

const validateRole = ({ rules }: Role): FieldError[] => validateRules(rules, true);

function validateClusterRole({ rules, aggregationRule }: ClusterRole): FieldError[] {
  const errors = validateRules(rules, false);
  if (!aggregationRule) return errors;
  const at = path('aggregationRule', 'clusterRoleSelectors');
  const selectors = aggregationRule.clusterRoleSelectors ?? [];
  if (selectors.length === 0)
    errors.push(required(at, 'at least one clusterRoleSelector required if aggregationRule is non-nil'));
  selectors.forEach((selector, i) => errors.push(...validateLabelSelector(selector, at.index(i))));
  return errors;
}

export const roleRegistration = registration<Role>({
  resource: roles,
  verbs: allVerbs,
  table: defaultTable,
  strategy: {
    validateName: isPathSegmentName,
    validate: validateRole,
    validateUpdate: validateRole,
    createOnUpdate: true,
    unconditionalUpdate: true,
  },
});

export const clusterRoleRegistration = registration<ClusterRole>({
  resource: clusterRoles,
  verbs: allVerbs,
  table: defaultTable,
  strategy: {
    validateName: isPathSegmentName,
    validate: validateClusterRole,
    validateUpdate: validateClusterRole,
    createOnUpdate: true,
    unconditionalUpdate: true,
  },
});
