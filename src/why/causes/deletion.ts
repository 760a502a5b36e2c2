/** What is being deleted and still there: within its grace, held by finalizers, or on a node that does not answer. */
import type { KubeObject, Stored } from '../../machinery/object.ts';
import { parseTime } from '../../machinery/time.ts';
import { finding, type Finding, type Reference } from '../explanation.ts';
import type { Investigation } from '../investigation.ts';
import type { PodCause } from '../podView.ts';
import { command, count, inNamespace, listed, since, title } from '../words.ts';

/** Finalizers that an object waits for once it is being deleted; none when it is not. */
export function deletion(object: Stored<KubeObject>, about: Reference, world: Investigation): Finding[] {
  const { deletionTimestamp, finalizers = [] } = object.metadata;
  if (!deletionTimestamp || finalizers.length === 0) return [];
  const known = finalizers.map((name) => ({ name, who: holders[name] }));
  const foreign = known.filter(({ who }) => who === undefined).map(({ name }) => name);
  return [
    finding({
      cause: 'finalizers',
      verdict: foreign.length > 0 ? 'wrong' : 'waiting',
      about,
      summary: `${title(about)} is being deleted, and held by its ${finalizers.length === 1 ? 'finalizer' : 'finalizers'} ${listed(finalizers)}.`,
      evidence: [
        `deletion was asked for ${since(deletionTimestamp, world.now) ?? '?'} ago`,
        ...known.flatMap(({ name, who }) => (who ? [`${name}: ${who}`] : [])),
      ],
      advice:
        foreign.length > 0
          ? [
              'Whoever put it there is to clean up and take it away: see whether that program runs. If it never will again, take it away yourself; what it was to clean up stays behind.',
            ]
          : [],
      commands:
        foreign.length > 0 ? [command('patch', about, `--type=merge -p '{"metadata":{"finalizers":null}}'`)] : [],
    }),
  ];
}

/** Finalizers of Kubernetes itself, and what each waits for. */
const holders: Readonly<Record<string, string>> = {
  foregroundDeletion: 'waits until everything that it owns is deleted',
  orphan: 'waits until what it owns has been let go',
  'kubernetes.io/pvc-protection': 'waits until no Pod uses the claim',
  'kubernetes.io/pv-protection': 'waits until no claim is bound to the volume',
  'batch.kubernetes.io/job-tracking': 'waits until its Job has counted it',
};

export const podDeletion: PodCause = async ({ pod, about, containers }, world) => {
  const { deletionTimestamp, deletionGracePeriodSeconds = 30 } = pod.metadata;
  if (!deletionTimestamp) return [];
  const left = (parseTime(deletionTimestamp) ?? 0) - world.now;
  const running = containers.filter(({ status }) => status?.state?.running).map(({ spec }) => spec.name);
  const held = deletion(pod, about, world);
  if (held.length > 0 && running.length === 0) return held;
  if (left > 0)
    return [
      finding({
        cause: 'grace-period',
        verdict: 'waiting',
        about,
        summary: `${title(about)} is stopping: it has ${count(Math.ceil(left / 1000), 'second')} left of the ${deletionGracePeriodSeconds} to end by itself.`,
        evidence: running.length > 0 ? [`still running: ${listed(running)}`] : [],
        advice: ['A program that does not heed SIGTERM is killed when its time is over.'],
        commands: [`kubectl delete pod ${about.name}${inNamespace(about)} --grace-period=1`],
      }),
    ];
  return [
    finding({
      cause: 'stuck-deletion',
      verdict: -left > 60_000 ? 'wrong' : 'waiting',
      about,
      summary: `${title(about)} is being deleted, but its node has not said yet that its containers ended.`,
      evidence: [`its time was over ${since(deletionTimestamp, world.now) ?? '?'} ago`],
      advice: [
        'If the node is gone for good, remove the Pod by force: nobody makes sure then that its containers ended.',
      ],
      commands: [`kubectl delete pod ${about.name}${inNamespace(about)} --force --grace-period=0`],
    }),
  ];
};
