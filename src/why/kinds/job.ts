/** Jobs: that gave up, run too long, are suspended, or whose Pods do not come to an end. */
import type { Job } from '../../api/batch/v1.ts';
import { getCondition } from '../../machinery/pod.ts';
import { jobs } from '../../machinery/resources.ts';
import { refusal } from '../causes/refusal.ts';
import { finding, type Finding } from '../explanation.ts';
import { latest } from '../investigation.ts';
import type { KindExplainer } from '../kind.ts';
import { podsOwnedBy, troubleOf } from '../podsOf.ts';
import { clause, command, count, refOf, title } from '../words.ts';

export const job: KindExplainer<Job> = {
  resource: jobs,
  async find(object, world) {
    const about = refOf(jobs, object);
    const { spec, status } = object;
    if (getCondition(status?.conditions, 'Complete')?.status === 'True') return [];
    if (spec?.suspend)
      return [
        finding({
          cause: 'job-suspended',
          verdict: 'waiting',
          about,
          summary: `${title(about)} is suspended: it has no Pods until it is resumed.`,
          commands: [command('patch', about, `-p '{"spec":{"suspend":false}}'`)],
        }),
      ];
    const owned = await podsOwnedBy(object, spec?.selector, world);
    const failed = ['Failed', 'FailureTarget']
      .map((t) => getCondition(status?.conditions, t))
      .find((c) => c?.status === 'True');
    const failures = status?.failed ?? 0;
    if (failed) {
      const reason = failed.reason ?? '';
      return [
        finding({
          ...endings(
            reason,
            spec?.backoffLimit ?? 6,
            spec?.activeDeadlineSeconds,
            failures,
            clause(failed.message ?? reason),
          ),
          about,
          summary: `${title(about)} failed: ${endings(reason, spec?.backoffLimit ?? 6, spec?.activeDeadlineSeconds, failures, clause(failed.message ?? reason)).summary}.`,
          evidence: [`${reason}: ${failed.message ?? ''}`],
          commands: [command('delete', about)],
          because: await troubleOf(owned, world),
        }),
      ];
    }
    const failure = latest(await world.eventsOf(about), 'FailedCreate');
    const refused: Finding[] = failure && owned.length === 0 ? [refusal(about, failure.message ?? '')] : [];
    if (refused.length > 0) return refused;
    const because = await troubleOf(owned, world);
    const wrong = because.filter((f) => f.verdict === 'wrong');
    return [
      finding({
        cause: failures > 0 ? 'job-retrying' : 'job-running',
        verdict: wrong.length > 0 ? 'wrong' : 'waiting',
        about,
        summary:
          failures > 0
            ? `${title(about)} tries again: ${count(failures, 'Pod')} failed, ${spec?.backoffLimit ?? 6} failures are allowed.`
            : `${title(about)} is not done yet: ${status?.succeeded ?? 0} of ${spec?.completions ?? 1} completed, ${status?.active ?? 0} active.`,
        because,
      }),
    ];
  },
  fine: ({ spec, status }) => `is complete: ${status?.succeeded ?? 0} of ${spec?.completions ?? 1} completed`,
};

function endings(reason: string, limit: number, deadline: number | undefined, failures: number, message: string) {
  switch (reason) {
    case 'BackoffLimitExceeded':
      return {
        cause: 'job-backoff-limit',
        summary: `its Pods failed ${count(failures, 'time')}, more than its backoffLimit of ${limit} allows`,
        advice: ['Mend what makes them fail, delete the Job, and create it again; a finished Job does not start anew.'],
      };
    case 'DeadlineExceeded':
      return {
        cause: 'job-deadline',
        summary: `it ran longer than its activeDeadlineSeconds of ${deadline ?? '?'}`,
        advice: ['Raise activeDeadlineSeconds, or make the work shorter; then create it again.'],
      };
    default:
      return { cause: 'job-failed', summary: message, advice: ['Delete it and create it again once that is mended.'] };
  }
}
