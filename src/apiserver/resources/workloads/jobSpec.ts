/** Rules and defaults of a Job's specification, alone or in a CronJob. */
import type { JobSpec } from '../../../api/batch/v1.ts';
import { invalidValue, Literal, required } from '../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../machinery/fieldError.ts';
import { goMap } from '../../../machinery/goText.ts';
import { matchesSelector, selectorFrom, validateLabelSelector } from '../../../machinery/labels.ts';
import { validateNonnegative } from '../../../machinery/objectMeta.ts';
import { validatePodTemplate } from '../pods/validation/podSpec.ts';
import { setTemplateDefaults } from './template.ts';

const largestInt32 = 2_147_483_647;

export function setJobSpecDefaults(job: JobSpec): void {
  setTemplateDefaults(job.template);
  if (job.completions === undefined && job.parallelism === undefined) job.completions = 1;
  job.parallelism ??= 1;
  job.backoffLimit ??= job.backoffLimitPerIndex === undefined ? 6 : largestInt32;
  job.completionMode ??= 'NonIndexed';
  job.suspend ??= false;
  job.podReplacementPolicy ??= job.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed';
}

export function validateJobSpec(job: JobSpec, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  for (const field of [
    'parallelism',
    'completions',
    'activeDeadlineSeconds',
    'backoffLimit',
    'ttlSecondsAfterFinished',
    'backoffLimitPerIndex',
    'maxFailedIndexes',
  ] as const) {
    errors.push(...validateNonnegative(job[field], at.child(field)));
  }
  if (job.completionMode === 'Indexed') {
    if (job.completions === undefined)
      errors.push(required(at.child('completions'), 'when completion mode is Indexed'));
    if ((job.parallelism ?? 0) > 100_000) {
      errors.push(
        invalidValue(
          at.child('parallelism'),
          job.parallelism,
          'must be less than or equal to 100000 when completion mode is Indexed',
        ),
      );
    }
  } else {
    for (const field of ['backoffLimitPerIndex', 'maxFailedIndexes'] as const) {
      if (job[field] !== undefined)
        errors.push(invalidValue(at.child(field), job[field], 'requires indexed completion mode'));
    }
  }
  errors.push(...validatePodTemplate(job.template, at.child('template')));
  const policy = job.template.spec?.restartPolicy;
  if (policy === 'Always') {
    errors.push(required(at.child('template', 'spec', 'restartPolicy'), 'valid values: "OnFailure", "Never"'));
  }
  if (job.podFailurePolicy && policy !== 'Never') {
    errors.push(
      invalidValue(
        at.child('template', 'spec', 'restartPolicy'),
        policy,
        'only "Never" is supported when podFailurePolicy is specified',
      ),
    );
  }
  return errors;
}

/** Of Jobs, whose selector is there by now; CronJobs have none yet. */
export function validateJobSelector(job: JobSpec, at: FieldPath): FieldError[] {
  if (!job.selector) return [required(at.child('selector'))];
  const errors = validateLabelSelector(job.selector, at.child('selector'));
  const labels = job.template.metadata?.labels;
  if (errors.length === 0 && !matchesSelector(selectorFrom(job.selector), labels)) {
    errors.push(
      invalidValue(
        at.child('template', 'metadata', 'labels'),
        new Literal(goMap(labels)),
        '`selector` does not match template `labels`',
      ),
    );
  }
  return errors;
}
