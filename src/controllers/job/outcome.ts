/** Whether and how a Job ends, judged by one look at it. */
import type { JobCondition } from '../../api/batch/v1.ts';
import { decidedEnd, jobCondition } from './conditions.ts';
import { judge } from './failurePolicy.ts';
import { hasFailed } from './jobPods.ts';
import type { Look } from './look.ts';
import { metSuccessRule } from './successPolicy.ts';

/** SuccessCriteriaMet or FailureTarget, before its last Pods are stopped; undefined when it goes on. */
export function outcomeOf(look: Look): JobCondition | undefined {
  return decidedEnd(look.job) ?? failure(look) ?? failureOfIndexes(look) ?? earlySuccess(look);
}

/** Milliseconds until its deadline; undefined when there is none. */
export function untilDeadline({ spec, status, now }: Look): number | undefined {
  if (spec.activeDeadlineSeconds === undefined || spec.suspend) return undefined;
  const started = status.startTime ? Date.parse(status.startTime) : now;
  return started + spec.activeDeadlineSeconds * 1000 - now;
}

/** When enough Pods have succeeded and none is running any more. */
export function completion({ spec, succeeded, counts, now }: Look): JobCondition | undefined {
  const enough = spec.completions === undefined ? succeeded > 0 : succeeded >= spec.completions;
  if (!enough || counts.active > 0) return undefined;
  return jobCondition('SuccessCriteriaMet', 'CompletionsReached', 'Reached expected number of succeeded pods', now);
}

function failure(look: Look): JobCondition | undefined {
  const { spec, now } = look;
  const fails = (reason: string, message: string): JobCondition => jobCondition('FailureTarget', reason, message, now);
  for (const pod of spec.podFailurePolicy ? look.pods : []) {
    const message = hasFailed(pod, spec) ? judge(spec.podFailurePolicy, pod).failsJob : undefined;
    if (message) return fails('PodFailurePolicy', message);
  }
  if (look.failed > (spec.backoffLimit ?? 6) || pastRestarts(look))
    return fails('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  const deadline = look.status.startTime ? untilDeadline(look) : undefined;
  if (deadline !== undefined && deadline <= 0)
    return fails('DeadlineExceeded', 'Job was active longer than specified deadline');
  return undefined;
}

/** Containers that are restarted in place count, too. */
function pastRestarts({ spec, pods }: Look): boolean {
  if (spec.template.spec?.restartPolicy !== 'OnFailure') return false;
  let restarts = 0;
  for (const { status } of pods) {
    if (status?.phase !== 'Running' && status?.phase !== 'Pending') continue;
    for (const container of [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])])
      restarts += container.restartCount;
  }
  return restarts >= Math.max(spec.backoffLimit ?? 6, 1);
}

function failureOfIndexes({ spec, indexes, now }: Look): JobCondition | undefined {
  const failed = indexes?.failed?.size ?? 0;
  if (spec.maxFailedIndexes !== undefined && failed > spec.maxFailedIndexes) {
    const message = 'Job has exceeded the specified maximal number of failed indexes';
    return jobCondition('FailureTarget', 'MaxFailedIndexesExceeded', message, now);
  }
  if (indexes && failed > 0 && failed + indexes.succeeded.size >= (spec.completions ?? 0))
    return jobCondition('FailureTarget', 'FailedIndexes', 'Job has failed indexes', now);
  return undefined;
}

function earlySuccess({ spec, indexes, now }: Look): JobCondition | undefined {
  const message = indexes && metSuccessRule(spec.successPolicy, spec.completions ?? 0, indexes.succeeded);
  return message ? jobCondition('SuccessCriteriaMet', 'SuccessPolicy', message, now) : undefined;
}
