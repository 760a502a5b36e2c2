/** Jobs. */
import type { Job } from '../../../api/batch/v1.ts';
import { humanDuration } from '../../../machinery/duration.ts';
import { required } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { formatLabelSelector } from '../../../machinery/labels.ts';
import { validateImmutable } from '../../../machinery/objectMeta.ts';
import { getCondition } from '../../../machinery/pod.ts';
import { jobs } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf, wide } from '../shared/columns.ts';
import { firstGeneration, keepStatus, raiseGeneration, statusSubresource } from '../shared/strategy.ts';
import { allVerbs } from '../shared/verbs.ts';
import { setJobSpecDefaults, validateJobSelector, validateJobSpec } from './jobSpec.ts';
import { containerCells, containerColumns, spec, templateWarnings, validateSelectorUnchanged } from './template.ts';

function setDefaults(job: Job): void {
  if (!job.spec) return;
  setJobSpecDefaults(job.spec);
  const labels = job.spec.template.metadata?.labels;
  const metadata = (job.metadata ??= {});
  if (labels && Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = { ...labels };
}

/** A Job finds its Pods by its own uid, unless somebody insists on a selector. */
function setSelector(job: Job): void {
  const wanted = job.spec;
  if (!wanted || wanted.manualSelector) return;
  const { uid = '', name = '' } = job.metadata ?? {};
  const metadata = (wanted.template.metadata ??= {});
  metadata.labels = {
    ...metadata.labels,
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  };
  wanted.selector = {
    ...wanted.selector,
    matchLabels: { ...wanted.selector?.matchLabels, 'batch.kubernetes.io/controller-uid': uid },
  };
}

function validate({ spec: wanted }: Job): FieldError[] {
  if (!wanted) return [required(spec)];
  return [...validateJobSpec(wanted, spec), ...validateJobSelector(wanted, spec)];
}

function validateUpdate(job: Job, old: Job): FieldError[] {
  const elastic = job.spec?.completionMode === 'Indexed' && job.spec.completions === job.spec.parallelism;
  return [
    ...validate(job),
    ...(elastic ? [] : validateImmutable(job.spec?.completions, old.spec?.completions, spec.child('completions'))),
    ...validateSelectorUnchanged(job.spec?.selector, old.spec?.selector),
    ...(old.spec?.suspend && !old.status?.startTime
      ? []
      : validateImmutable(job.spec?.template, old.spec?.template, spec.child('template'))),
    ...validateImmutable(job.spec?.completionMode, old.spec?.completionMode, spec.child('completionMode')),
    ...validateImmutable(job.spec?.podFailurePolicy, old.spec?.podFailurePolicy, spec.child('podFailurePolicy')),
    ...validateImmutable(
      job.spec?.backoffLimitPerIndex,
      old.spec?.backoffLimitPerIndex,
      spec.child('backoffLimitPerIndex'),
    ),
    ...validateImmutable(job.spec?.managedBy, old.spec?.managedBy, spec.child('managedBy')),
    ...validateImmutable(job.spec?.successPolicy, old.spec?.successPolicy, spec.child('successPolicy')),
  ];
}

function stateOf(job: Job): string {
  const is = (type: string): boolean => getCondition(job.status?.conditions, type)?.status === 'True';
  if (is('Complete')) return 'Complete';
  if (is('Failed')) return 'Failed';
  if (job.metadata?.deletionTimestamp) return 'Terminating';
  if (is('Suspended')) return 'Suspended';
  return is('FailureTarget') ? 'FailureTarget' : 'Running';
}

function completionsOf({ spec: wanted, status }: Job): string {
  const done = status?.succeeded ?? 0;
  if (wanted?.completions !== undefined) return `${done}/${wanted.completions}`;
  return (wanted?.parallelism ?? 0) > 1 ? `${done}/1 of ${wanted?.parallelism}` : `${done}/1`;
}

function durationOf({ status }: Job, now: number): string {
  if (!status?.startTime) return '';
  return humanDuration(
    (status.completionTime ? Date.parse(status.completionTime) : now) - Date.parse(status.startTime),
  );
}

export const jobRegistration = registration<Job>({
  resource: jobs,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      column('Status', 'string', 'How far the Job is.'),
      column('Completions', 'string', 'Pods that succeeded, of those wanted.'),
      column('Duration', 'string', 'How long the Job took, or has been running.'),
      ageColumn,
      ...containerColumns,
      wide('Selector', 'string', 'Labels by which the Job knows its Pods.'),
    ],
    row: (job, now) => [
      nameOf(job),
      stateOf(job),
      completionsOf(job),
      durationOf(job, now),
      ageOf(job, now),
      ...containerCells(job.spec?.template.spec?.containers),
      formatLabelSelector(job.spec?.selector),
    ],
  },
  strategy: {
    setDefaults,
    prepareForCreate(job) {
      setSelector(job);
      job.status = {};
      firstGeneration(job);
    },
    prepareForUpdate(job, old) {
      keepStatus(job, old);
      raiseGeneration(job, old);
    },
    validate,
    validateUpdate,
    warnings: (job) => templateWarnings(job.spec?.template.spec, 'spec.template.spec'),
    unconditionalUpdate: true,
  },
  selectableFields: ({ status }) => ({ 'status.successful': String(status?.succeeded ?? 0) }),
  subresources: { status: statusSubresource<Job>() },
});
