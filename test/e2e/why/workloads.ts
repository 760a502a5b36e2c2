/** What makes Pods, and cannot make them or does not get on. */
import assert from 'node:assert/strict';
import type { CronJobSpec, JobSpec } from '../../../src/api/batch/v1.ts';
import type { PodSpec } from '../../../src/api/core/v1.ts';
import {
  cronJobs,
  daemonSets,
  deployments,
  limitRanges,
  podDisruptionBudgets,
  replicaSets,
  resourceQuotas,
  statefulSets,
} from '../../../src/machinery/resources.ts';
import { formatTime } from '../../../src/machinery/time.ts';
import {
  sleeper,
  made,
  podOf,
  script,
  template,
  selecting,
  deployment,
  namespace,
  job,
  type Case,
  type Made,
} from './make.ts';

/** Its Pods have a name that fits, but a label with the hash of their revision does not. */
const longName = `a-name-that-leaves-no-room-for-${'anything-'.repeat(3)}more`;

const failing = (code: number): Partial<PodSpec> => ({
  containers: [{ ...sleeper, ...script(`echo lost; exit ${code}`) }],
});

const cronJob = (
  name: string,
  spec: Partial<CronJobSpec>,
  ofPod: Partial<PodSpec> = {},
  ofJob: Partial<JobSpec> = {},
): Made =>
  made(cronJobs, {
    metadata: { name },
    spec: {
      schedule: '0 0 * * *',
      ...spec,
      jobTemplate: { spec: { ...ofJob, template: { spec: podOf({ restartPolicy: 'Never', ...ofPod }) } } },
    },
  });

export const workloads: readonly Case[] = [
  {
    why: 'deployment/over -n small',
    make: [
      namespace('small'),
      made(resourceQuotas, { metadata: { name: 'few', namespace: 'small' }, spec: { hard: { pods: '0' } } }),
      deployment('over', {}, { namespace: 'small' }),
    ],
    chain: ['unavailable', 'quota'],
    says: /the ResourceQuota few is used up: asked for pods=1, used pods=0 of pods=0/,
  },
  {
    why: 'deployment/rooted -n strict',
    make: [
      namespace('strict', { 'pod-security.kubernetes.io/enforce': 'restricted' }),
      deployment('rooted', {}, { namespace: 'strict' }),
    ],
    chain: ['unavailable', 'pod-security'],
    says: /the namespace's security level restricted:latest forbids allowPrivilegeEscalation/,
  },
  {
    why: 'deployment/wide -n limited',
    make: [
      namespace('limited'),
      made(limitRanges, {
        metadata: { name: 'range', namespace: 'limited' },
        spec: { limits: [{ type: 'Container', max: { cpu: '1' } }] },
      }),
      deployment(
        'wide',
        { containers: [{ ...sleeper, resources: { limits: { cpu: '2' } } }] },
        { namespace: 'limited' },
      ),
    ],
    chain: ['unavailable', 'limit-range'],
    says: /a LimitRange forbids it: maximum cpu usage per Container is 1, but limit is 2/,
  },
  {
    why: 'deployment/nobody',
    make: [deployment('nobody', { serviceAccountName: 'robot' })],
    chain: ['unavailable', 'missing-serviceaccount'],
    says: /the ServiceAccount robot does not exist/,
  },
  {
    why: 'deployment/classless',
    make: [deployment('classless', { runtimeClassName: 'absent' })],
    chain: ['unavailable', 'missing-runtimeclass'],
    says: /the RuntimeClass absent does not exist/,
  },
  {
    why: 'replicaset/set',
    make: [
      made(replicaSets, {
        metadata: { name: 'set' },
        spec: { replicas: 1, selector: selecting('set'), template: template('set', { priorityClassName: 'vip' }) },
      }),
    ],
    chain: ['unavailable', 'missing-priorityclass'],
    says: /the PriorityClass vip does not exist/,
  },
  {
    why: 'deployment/stuck',
    make: [
      made(deployments, {
        metadata: { name: 'stuck' },
        spec: {
          progressDeadlineSeconds: 2,
          minReadySeconds: 1,
          selector: selecting('stuck'),
          template: template('stuck', { nodeSelector: { no: 'where' } }),
        },
      }),
    ],
    chain: ['rollout-stuck', 'node-selector'],
    says: /its rollout made no progress for 2 seconds/,
  },
  {
    why: 'statefulset/ordered',
    make: [
      made(statefulSets, {
        metadata: { name: 'ordered' },
        spec: {
          serviceName: 'ordered',
          replicas: 3,
          selector: selecting('ordered'),
          template: template('ordered', { nodeSelector: { no: 'where' } }),
        },
      }),
    ],
    chain: ['waits-for-predecessor', 'node-selector'],
    says: /it makes ordered-1 only once ordered-0 is ready/,
  },
  {
    why: 'daemonset/picky',
    make: [
      made(daemonSets, {
        metadata: { name: 'picky' },
        spec: { selector: selecting('picky'), template: template('picky', { nodeSelector: { no: 'where' } }) },
      }),
    ],
    chain: ['daemonset-misses-node'],
    says: /runs on no node: peapod-test does not match its nodeSelector or affinity/,
  },
  {
    why: 'job/hopeless',
    make: [job('hopeless', failing(9), { backoffLimit: 0 })],
    chain: ['job-backoff-limit', 'crash'],
    says: /its Pods failed 1 time, more than its backoffLimit of 0 allows[\s\S]*\| lost/,
  },
  {
    why: 'job/overdue',
    make: [job('overdue', {}, { activeDeadlineSeconds: 2 })],
    chain: ['job-deadline'],
    says: /it ran longer than its activeDeadlineSeconds of 2/,
  },
  { why: 'job/paused', make: [job('paused', {}, { suspend: true })], chain: ['job-suspended'], says: /is suspended/ },
  {
    why: 'cronjob/off',
    make: [cronJob('off', { suspend: true })],
    chain: ['cronjob-suspended'],
    says: /it starts no Jobs/,
  },
  {
    why: 'pdb/keep',
    make: [
      deployment('kept', {}),
      made(podDisruptionBudgets, {
        metadata: { name: 'keep' },
        spec: { minAvailable: 1, selector: selecting('kept') },
      }),
    ],
    chain: ['budget-blocks'],
    says: /lets no Pod be evicted now: 1 of 1 Pod is healthy, and 1 must stay so/,
  },
  {
    why: 'deployment/halted',
    make: [
      made(deployments, {
        metadata: { name: 'halted' },
        spec: { paused: true, replicas: 2, selector: selecting('halted'), template: template('halted') },
      }),
    ],
    chain: ['rollout-paused'],
    says: /is paused: 0 of 2 Pods are of its present template[\s\S]*rollout resume deployment halted/,
  },
  {
    why: `statefulset/${longName}`,
    make: [
      made(statefulSets, {
        metadata: { name: longName },
        spec: { serviceName: 'long', replicas: 1, selector: selecting('long'), template: template('long') },
      }),
    ],
    chain: ['unavailable', 'refused'],
    says: /cannot create its Pods: .* must be no more than 63/,
  },
  {
    why: 'job/ruled',
    make: [
      job('ruled', failing(42), {
        podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } }] },
      }),
    ],
    chain: ['job-failed', 'crash'],
    says: /failed: Container c for pod \S+ failed with exit code 42 matching FailJob rule at index 0/,
  },
  {
    why: 'job/again',
    make: [job('again', failing(5), {})],
    chain: ['job-retrying', 'crash'],
    says: /tries again: \d Pods? failed, 6 failures are allowed/,
  },
  {
    why: 'job/working',
    make: [job('working', {}, {})],
    chain: ['job-running'],
    says: /is not done yet: 0 of 1 completed, 1 active/,
  },
  {
    why: 'cronjob/never',
    make: [cronJob('never', { schedule: '0 0 31 2 *' })],
    chain: ['cronjob-schedule'],
    says: /never runs: its schedule "0 0 31 2 \*" comes on no day of the calendar/,
  },
  {
    why: 'cronjob/busy',
    make: [cronJob('busy', { schedule: '@every 1s', concurrencyPolicy: 'Forbid' })],
    chain: ['cronjob-still-running'],
    says: /was due at \S+Z, but its Job busy-\d+ still runs, and concurrencyPolicy Forbid/,
  },
  {
    why: 'cronjob/missed',
    // As after a control plane that stood still for two days.
    make: [
      async (cluster) => {
        const hour = (new Date().getUTCHours() + 12) % 24;
        const spec = { schedule: `0 ${hour} * * *`, timeZone: 'Etc/UTC', startingDeadlineSeconds: 60 };
        await cronJob('missed', { suspend: true, ...spec })(cluster);
        const api = cluster.client.resource(cronJobs);
        const lastScheduleTime = formatTime(Date.now() - 2 * 24 * 3600_000);
        await api.updateStatus({ ...(await api.get('missed', 'default')), status: { lastScheduleTime } });
        await api.patch('missed', 'default', 'application/merge-patch+json', { spec: { suspend: false } });
      },
    ],
    chain: ['cronjob-missed'],
    says: /missed its time \S+Z: it could not be started within startingDeadlineSeconds of 60/,
  },
  {
    why: 'cronjob/nightly',
    make: [
      cronJob('nightly', { schedule: '0 0 1 1 *' }, failing(6), { backoffLimit: 0 }),
      async ({ peapod }) => assert.equal((await peapod(['create', 'job', 'first', '--from=cronjob/nightly'])).code, 0),
    ],
    chain: ['cronjob-last-failed', 'job-backoff-limit', 'crash'],
    says: /its last Job first failed, and none has succeeded yet/,
  },
];
