/** RoleBindings and ClusterRoleBindings. */
import type { ClusterRoleBinding, RoleBinding } from '../../../api/rbac/v1.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import { isPathSegmentName } from '../../../machinery/names.ts';
import { clusterRoleBindings, roleBindings } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import type { Strategy, TableShape } from '../../registration.ts';
import { ageColumn, ageOf, nameColumn, nameOf } from '../shared/columns.ts';
import { allVerbs } from '../shared/verbs.ts';
import {
  bindingColumns,
  roleText,
  setBindingDefaults,
  subjectCells,
  subjectColumns,
  validateBinding,
  validateRoleRefUnchanged,
} from './rules.ts';

type AnyBinding = KubeObject & Pick<RoleBinding, 'subjects' | 'roleRef'>;

const table: TableShape<AnyBinding> = {
  columns: [nameColumn, ...bindingColumns, ageColumn, ...subjectColumns],
  row: (binding, now) => [nameOf(binding), roleText(binding), ageOf(binding, now), ...subjectCells(binding)],
};

function strategy(kinds: readonly string[]): Strategy<AnyBinding> {
  const validate = (binding: AnyBinding): FieldError[] => validateBinding(binding, kinds);
  return {
    validateName: isPathSegmentName,
    setDefaults: setBindingDefaults,
    validate,
    validateUpdate: (binding, old) => [...validate(binding), ...validateRoleRefUnchanged(binding, old)],
    createOnUpdate: true,
    unconditionalUpdate: true,
  };
}

export const roleBindingRegistration = registration<RoleBinding>({
  resource: roleBindings,
  verbs: allVerbs,
  table,
  strategy: strategy(['Role', 'ClusterRole']),
});

export const clusterRoleBindingRegistration = registration<ClusterRoleBinding>({
  resource: clusterRoleBindings,
  verbs: allVerbs,
  table,
  strategy: strategy(['ClusterRole']),
});
