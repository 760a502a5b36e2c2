/**
 * Jobs: Pods that run until enough of them have succeeded (upstream's pkg/controller/job).
 *
 * Guarantees:
 *  - Each Pod is counted exactly once, as a success or a failure, however often the controller is stopped in between.
 *  - Never more Pods run than parallelism, nor more than there are completions left.
 *  - Of an Indexed Job no two Pods run for one index, but for those that are being deleted.
 *  - A finished Job never changes again, and says so only when none of its Pods runs any more.
 */
import type { Job, JobStatus } from '../api/batch/v1.ts';
import type { Pod } from '../api/core/v1.ts';
import type { Informer } from '../client/informer.ts';
import type { ReconcileResult } from '../client/runWorkers.ts';
import { runWorkers } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import { isNotFound } from '../machinery/apiError.ts';
import { matchesSelector, selectorFrom } from '../machinery/labels.ts';
import type { Stored } from '../machinery/object.ts';
import { keyOf } from '../machinery/object.ts';
import { controllerOf } from '../machinery/owner.ts';
import { getCondition } from '../machinery/pod.ts';
import { jobs, pods as podResource } from '../machinery/resources.ts';
import { formatTime } from '../machinery/time.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { Expectations } from './expectations.ts';
import { followPods } from './followPods.ts';
import type { BackoffRecord } from './job/backoff.ts';
import { noFailures } from './job/backoff.ts';
import { isJobFinished, jobCondition, withJobCondition } from './job/conditions.ts';
import { isTracked, trackingFinalizer, untrackPatch } from './job/jobPods.ts';
import type { Look } from './job/look.ts';
import { lookAt } from './job/look.ts';
import { managePods, stopAll } from './job/manage.ts';
import { completion, outcomeOf, untilDeadline } from './job/outcome.ts';
import { track } from './job/track.ts';
import { Latest } from './latest.ts';
import { claim, controlledBy, indexByController, resolveController } from './ownership.ts';

/** What spec.managedBy says when it is this controller that is meant. */
const ownName = 'kubernetes.io/job-controller';

export const jobController: Controller = {
  name: 'job-controller',
  serviceAccount: 'job-controller',
  start,
};

interface State {
  readonly jobs: Informer<Job>;
  readonly pods: Informer<Pod>;
  readonly expectations: Expectations;
  readonly latest: Latest<Job>;
  /** Uids of Pods that were let go of, as long as the cache does not show it. */
  readonly released: Set<string>;
  readonly backoffs: Map<string, BackoffRecord>;
}

async function start(context: ControllerContext): Promise<AsyncDisposable> {
  await using stack = new AsyncDisposableStack();
  const state: State = {
    jobs: context.informers.for(jobs),
    pods: context.informers.for(podResource),
    expectations: new Expectations(),
    latest: new Latest(),
    released: new Set(),
    backoffs: new Map(),
  };
  indexByController(state.pods);
  const queue = new WorkQueue();
  const orphans = new WorkQueue();
  stack.use(
    state.jobs.addHandler({
      added: (job) => queue.add(keyOf(job)),
      updated: (job) => queue.add(keyOf(job)),
      deleted: (job) => {
        queue.add(keyOf(job));
        for (const pod of controlledBy(state.pods, job.metadata.uid)) if (isTracked(pod)) orphans.add(keyOf(pod));
      },
    }),
  );
  const matches = (job: Stored<Job>, pod: Stored<Pod>): boolean =>
    matchesSelector(selectorFrom(job.spec?.selector), pod.metadata.labels);
  const { pods, expectations } = state;
  stack.use(followPods({ pods, owners: state.jobs, resource: jobs, queue, expectations, matches }));
  const noteFinalizer = (pod: Stored<Pod>): void => {
    if (!isTracked(pod)) state.released.delete(pod.metadata.uid);
    else if (!resolveController(state.jobs, jobs, pod)) orphans.add(keyOf(pod));
  };
  stack.use(
    pods.addHandler({
      added: noteFinalizer,
      updated: noteFinalizer,
      deleted: (pod) => state.released.delete(pod.metadata.uid),
    }),
  );
  await Promise.all([state.jobs.synced, pods.synced]);
  stack.use(runWorkers(queue, 5, (key) => reconcile(context, state, key), context.log));
  stack.use(runWorkers(orphans, 1, (key) => letOrphanGo(context, state, key), context.log));
  return stack.move();
}

async function reconcile(context: ControllerContext, state: State, key: string): Promise<ReconcileResult> {
  const { client, recorder } = context;
  const cached = state.jobs.get(key);
  if (!cached) return forget(state, key);
  const job = state.latest.of(cached);
  const { spec } = job;
  if (!spec || (spec.managedBy !== undefined && spec.managedBy !== ownName)) return undefined;
  if (isJobFinished(job)) {
    state.backoffs.delete(key);
    return undefined;
  }
  // Before the Pods are counted: what is observed later must not be taken for counted.
  const waiting = state.expectations.remaining(key);
  const pods = await claimPods(context, state, job);
  const look = lookAt(key, job, spec, pods, state.released, state.backoffs.get(key) ?? noFailures, Date.now());
  const before = job.status ?? {};
  let status: JobStatus = before;
  if (!before.startTime && !spec.suspend) status = { ...status, startTime: formatTime(look.now) };

  const control = { client, recorder };
  let end = outcomeOf(look);
  let error: unknown;
  let backoff: number | undefined;
  if (end) {
    const stopped = await stopAll(look, control);
    error = stopped.error;
    // Pods that are not in the cache yet could not be stopped.
    if (!stopped.complete || waiting > 0) end = undefined;
  } else {
    const mayManage = waiting === 0 && !job.metadata.deletionTimestamp;
    if (mayManage) ({ error, wait: backoff } = await managePods(look, state.expectations, control));
    end = completion(look);
    if (!end && mayManage) status = noteSuspension(context, look, status);
  }
  const { job: written, finished } = await track({
    look,
    client,
    status,
    end,
    releasing: (uids) => {
      state.backoffs.set(key, look.backoff);
      for (const uid of uids) state.released.add(uid);
    },
    kept: (uid) => state.released.delete(uid),
    written: (next) => state.latest.note(next),
  });
  if (finished) tellEnd(context, written, finished.type === 'Complete', finished.reason, finished.message);
  if (error !== undefined) throw error;
  const wait = Math.min(untilDeadline({ ...look, status }) ?? Infinity, backoff ?? Infinity, waiting || Infinity);
  return finished || wait === Infinity ? undefined : { requeueAfter: Math.max(wait, 1) };
}

function forget(state: State, key: string): undefined {
  state.expectations.forget(key);
  state.latest.forget(key);
  state.backoffs.delete(key);
}

const claimPods = ({ client }: ControllerContext, { pods }: State, job: Stored<Job>): Promise<Stored<Pod>[]> =>
  claim({
    owner: job,
    ownerResource: jobs,
    owners: client.resource(jobs),
    informer: pods,
    client: client.resource(podResource),
    matches: (pod) => matchesSelector(selectorFrom(job.spec?.selector), pod.metadata.labels),
    finalizer: trackingFinalizer,
  });

/** Time runs anew for a Job that is resumed. */
function noteSuspension({ recorder }: ControllerContext, { job, spec, now }: Look, status: JobStatus): JobStatus {
  const { conditions = [] } = status;
  if (!spec.suspend && !getCondition(conditions, 'Suspended')) return status;
  const [reason, message] = spec.suspend ? ['JobSuspended', 'Job suspended'] : ['JobResumed', 'Job resumed'];
  const condition = {
    ...jobCondition('Suspended', reason, message, now),
    status: spec.suspend ? 'True' : 'False',
  } as const;
  const next = withJobCondition(conditions, condition);
  if (next === conditions) return status;
  recorder.event(job, 'Normal', spec.suspend ? 'Suspended' : 'Resumed', message);
  return { ...status, conditions: [...next], ...(!spec.suspend && { startTime: formatTime(now) }) };
}

function tellEnd(
  { recorder }: ControllerContext,
  job: Stored<Job>,
  complete: boolean,
  reason = '',
  message = '',
): void {
  if (!complete) return recorder.event(job, 'Warning', reason, message);
  const { completions } = job.spec ?? {};
  if (completions !== undefined && (job.status?.succeeded ?? 0) > completions) {
    const text = 'Too many succeeded pods running after completion count reached';
    recorder.event(job, 'Warning', 'TooManySucceededPods', text);
  }
  recorder.event(job, 'Normal', 'Completed', 'Job completed');
}

/** A Pod whose Job is gone need not be counted any more. */
async function letOrphanGo({ client }: ControllerContext, state: State, key: string): Promise<void> {
  const pod = state.pods.get(key);
  if (!pod || !isTracked(pod) || resolveController(state.jobs, jobs, pod)) return;
  const controller = controllerOf(pod);
  if (controller && controller.kind !== jobs.kind) return;
  const { name, namespace } = pod.metadata;
  const adopts = (job: Stored<Job>): boolean => matchesSelector(selectorFrom(job.spec?.selector), pod.metadata.labels);
  if (!controller && state.jobs.list(namespace).some(adopts)) return;
  try {
    await client
      .resource(podResource)
      .patch(name, namespace, 'application/strategic-merge-patch+json', untrackPatch(pod));
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
