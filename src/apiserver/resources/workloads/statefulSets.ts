/** StatefulSets. */
import type { StatefulSet, StatefulSetSpec } from '../../../api/apps/v1.ts';
import type { PodTemplateSpec, Volume } from '../../../api/core/v1.ts';
import { forbiddenField, required } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { semanticEqual } from '../../../machinery/equal.ts';
import { formatSelector, selectorFrom } from '../../../machinery/labels.ts';
import { isDNS1123Label } from '../../../machinery/names.ts';
import { validateNonnegative } from '../../../machinery/objectMeta.ts';
import { statefulSets } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf } from '../shared/columns.ts';
import { scaleSubresource } from '../shared/scale.ts';
import { firstGeneration, keepStatus, raiseGeneration, statusSubresource } from '../shared/strategy.ts';
import { allVerbs } from '../shared/verbs.ts';
import {
  containerCells,
  containerColumns,
  setTemplateDefaults,
  spec,
  templateWarnings,
  validateRunningTemplate,
  validateSelector,
} from './template.ts';

function setDefaults({ spec: wanted }: StatefulSet): void {
  setTemplateDefaults(wanted?.template);
  const strategy = wanted?.updateStrategy;
  if (strategy?.type === 'RollingUpdate') (strategy.rollingUpdate ??= {}).partition ??= 0;
  for (const claim of wanted?.volumeClaimTemplates ?? []) {
    claim.apiVersion = 'v1';
    claim.kind = 'PersistentVolumeClaim';
  }
}

function validate({ spec: wanted }: StatefulSet): FieldError[] {
  if (!wanted) return [required(spec)];
  return [
    ...validateNonnegative(wanted.replicas, spec.child('replicas')),
    ...validateNonnegative(wanted.minReadySeconds, spec.child('minReadySeconds')),
    ...validateNonnegative(
      wanted.updateStrategy?.rollingUpdate?.partition,
      spec.child('updateStrategy', 'rollingUpdate', 'partition'),
    ),
    ...validateNonnegative(wanted.ordinals?.start, spec.child('ordinals', 'start')),
    ...validateSelector(wanted.selector, 'statefulset'),
    ...validateRunningTemplate(withClaims(wanted), wanted.selector, 'StatefulSet'),
  ];
}

/** The template as its Pods get it: with a volume for each of the claims, which stands in for one of the same name. */
function withClaims({ template, volumeClaimTemplates = [] }: StatefulSetSpec): PodTemplateSpec {
  if (!template?.spec || volumeClaimTemplates.length === 0) return template;
  const claimed = volumeClaimTemplates.map(
    ({ metadata }): Volume => ({ name: metadata?.name ?? '', persistentVolumeClaim: { claimName: 'claim' } }),
  );
  const names = new Set(claimed.map(({ name }) => name));
  const others = (template.spec.volumes ?? []).filter(({ name }) => !names.has(name));
  return { ...template, spec: { ...template.spec, volumes: [...others, ...claimed] } };
}

const mayChange = new Set([
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
]);

function validateUpdate(set: StatefulSet, old: StatefulSet): FieldError[] {
  const errors = validate(set);
  const fixed = (of: StatefulSet): unknown =>
    Object.fromEntries(Object.entries(of.spec ?? {}).filter(([field]) => !mayChange.has(field)));
  if (!semanticEqual(fixed(set), fixed(old))) {
    errors.push(
      forbiddenField(
        spec,
        "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', " +
          "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
      ),
    );
  }
  return errors;
}

export const statefulSetRegistration = registration<StatefulSet>({
  resource: statefulSets,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      column('Ready', 'string', 'Pods that are ready, of those wanted.'),
      ageColumn,
      ...containerColumns,
    ],
    row: (set, now) => [
      nameOf(set),
      `${set.status?.readyReplicas ?? 0}/${set.spec?.replicas ?? 0}`,
      ageOf(set, now),
      ...containerCells(set.spec?.template.spec?.containers),
    ],
  },
  strategy: {
    validateName: isDNS1123Label,
    setDefaults,
    prepareForCreate(set) {
      set.status = { replicas: 0, availableReplicas: 0 };
      firstGeneration(set);
    },
    prepareForUpdate(set, old) {
      keepStatus(set, old);
      raiseGeneration(set, old);
    },
    validate,
    validateUpdate,
    warnings: (set) => templateWarnings(set.spec?.template.spec, 'spec.template.spec'),
    unconditionalUpdate: true,
  },
  subresources: {
    status: statusSubresource<StatefulSet>(),
    scale: scaleSubresource(statefulSets, (set) => formatSelector(selectorFrom(set.spec?.selector))),
  },
});
