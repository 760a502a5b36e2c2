/** Deployments. */
import type { Deployment, DeploymentStrategy } from '../../../api/apps/v1.ts';
import { forbiddenField, invalidValue, Literal, required } from '../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../machinery/fieldError.ts';
import { goIntOrString } from '../../../machinery/goText.ts';
import { formatSelector, selectorFrom } from '../../../machinery/labels.ts';
import { validateNonnegative } from '../../../machinery/objectMeta.ts';
import { deployments } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf, wide } from '../shared/columns.ts';
import { scaleSubresource } from '../shared/scale.ts';
import { firstGeneration, keepStatus, raiseGeneration, statusSubresource } from '../shared/strategy.ts';
import { allVerbs } from '../shared/verbs.ts';
import {
  containerCells,
  containerColumns,
  isNothing,
  setTemplateDefaults,
  spec,
  templateWarnings,
  validateAtMost100Percent,
  validateIntOrPercent,
  validateRunningTemplate,
  validateSelector,
  validateSelectorUnchanged,
} from './template.ts';

function setDefaults(deployment: Deployment): void {
  setTemplateDefaults(deployment.spec?.template);
  const strategy = deployment.spec?.strategy;
  if (strategy?.type !== 'RollingUpdate') return;
  const rolling = (strategy.rollingUpdate ??= {});
  rolling.maxUnavailable ??= '25%';
  rolling.maxSurge ??= '25%';
}

function validate({ spec: wanted }: Deployment): FieldError[] {
  if (!wanted) return [required(spec)];
  const errors = [
    ...validateNonnegative(wanted.replicas, spec.child('replicas')),
    ...validateSelector(wanted.selector, 'deployment'),
    ...validateRunningTemplate(wanted.template, wanted.selector, 'ReplicaSet'),
    ...validateStrategy(wanted.strategy, spec.child('strategy')),
    ...validateNonnegative(wanted.minReadySeconds, spec.child('minReadySeconds')),
    ...validateNonnegative(wanted.revisionHistoryLimit, spec.child('revisionHistoryLimit')),
    ...validateNonnegative(wanted.progressDeadlineSeconds, spec.child('progressDeadlineSeconds')),
  ];
  const deadline = wanted.progressDeadlineSeconds;
  if (deadline !== undefined && deadline <= (wanted.minReadySeconds ?? 0)) {
    errors.push(invalidValue(spec.child('progressDeadlineSeconds'), deadline, 'must be greater than minReadySeconds'));
  }
  return errors;
}

function validateStrategy(strategy: DeploymentStrategy | undefined, at: FieldPath): FieldError[] {
  if (strategy?.type === 'Recreate') {
    return strategy.rollingUpdate
      ? [forbiddenField(at.child('rollingUpdate'), "may not be specified when strategy `type` is 'Recreate'")]
      : [];
  }
  if (strategy?.type !== 'RollingUpdate' || !strategy.rollingUpdate) return [];
  const here = at.child('rollingUpdate');
  const { maxUnavailable = 0, maxSurge = 0 } = strategy.rollingUpdate;
  const errors = [
    ...validateIntOrPercent(maxUnavailable, here.child('maxUnavailable')),
    ...validateIntOrPercent(maxSurge, here.child('maxSurge')),
  ];
  if (isNothing(maxUnavailable) && isNothing(maxSurge)) {
    errors.push(
      invalidValue(
        here.child('maxUnavailable'),
        new Literal(goIntOrString(maxUnavailable)),
        'may not be 0 when `maxSurge` is 0',
      ),
    );
  }
  return [...errors, ...validateAtMost100Percent(maxUnavailable, here.child('maxUnavailable'))];
}

const selectorText = (deployment: Deployment): string => formatSelector(selectorFrom(deployment.spec?.selector));

export const deploymentRegistration = registration<Deployment>({
  resource: deployments,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      column('Ready', 'string', 'Pods that are ready, of those wanted.'),
      column('Up-to-date', 'string', 'Pods made of the newest template.'),
      column('Available', 'string', 'Pods that have been ready long enough.'),
      ageColumn,
      ...containerColumns,
      wide('Selector', 'string', 'Labels by which the Deployment knows its Pods.'),
    ],
    row: (deployment, now) => [
      nameOf(deployment),
      `${deployment.status?.readyReplicas ?? 0}/${deployment.spec?.replicas ?? 0}`,
      deployment.status?.updatedReplicas ?? 0,
      deployment.status?.availableReplicas ?? 0,
      ageOf(deployment, now),
      ...containerCells(deployment.spec?.template.spec?.containers),
      selectorText(deployment),
    ],
  },
  strategy: {
    setDefaults,
    prepareForCreate(deployment) {
      deployment.status = {};
      firstGeneration(deployment);
    },
    prepareForUpdate(deployment, old) {
      keepStatus(deployment, old);
      raiseGeneration(deployment, old);
    },
    validate,
    validateUpdate: (deployment, old) => [
      ...validate(deployment),
      ...validateSelectorUnchanged(deployment.spec?.selector, old.spec?.selector),
    ],
    warnings: (deployment) => templateWarnings(deployment.spec?.template.spec, 'spec.template.spec'),
    unconditionalUpdate: true,
  },
  subresources: {
    status: statusSubresource<Deployment>(),
    scale: scaleSubresource(deployments, selectorText),
  },
});
