/** The Pod is over as a whole: evicted, beyond its deadline, preempted, or refused by its node. */
import { getCondition } from '../../machinery/pod.ts';
import { nodes } from '../../machinery/resources.ts';
import { finding, type FindingParts } from '../explanation.ts';
import { latest } from '../investigation.ts';
import type { PodCause } from '../podView.ts';
import { clause, command, refTo, title } from '../words.ts';

export const ended: PodCause = async (view, world) => {
  const { pod, about, events } = view;
  const { reason = '', message = '', phase } = pod.status ?? {};
  const disrupted = getCondition(pod.status?.conditions, 'DisruptionTarget');
  const preempted = latest(events, 'Preempted');
  if (disrupted?.reason === 'PreemptionByScheduler' || (preempted && pod.metadata.deletionTimestamp))
    return [
      finding({
        cause: 'preempted',
        about,
        summary: `${title(about)} gives way to a Pod of higher priority.`,
        evidence: [disrupted?.message, preempted?.message].flatMap((m) => (m ? [m] : [])),
        advice: ['Give it a higher priorityClassName, make room, or add a node.'],
        commands: ['kubectl get priorityclasses', 'kubectl describe nodes'],
      }),
    ];
  if (phase !== 'Failed') return [];
  const [kind, summary, advice] = endings(reason, message, pod.spec?.activeDeadlineSeconds);
  if (kind === undefined) return [];
  const parts: FindingParts = {
    cause: kind,
    about,
    summary: `${title(about)} ${summary}`,
    evidence: [`${reason}: ${message.trim()}`],
    advice: [advice],
    commands: pod.metadata.ownerReferences?.length ? [] : [command('delete', about)],
  };
  const node = pod.spec?.nodeName;
  const because = kind === 'evicted' && node ? await world.because(refTo(nodes, node)) : [];
  return [finding({ ...parts, because })];
};

function endings(
  reason: string,
  message: string,
  deadline: number | undefined,
): readonly [string | undefined, string, string] {
  switch (reason) {
    case 'Evicted':
      return [
        'evicted',
        `was evicted: ${evictedFor(message)}.`,
        'An evicted Pod does not come back; its controller makes another. Set requests to what it really takes, or give it more.',
      ];
    case 'DeadlineExceeded':
      return [
        'deadline-exceeded',
        `was stopped: it was to run ${deadline ?? '?'} seconds at most (activeDeadlineSeconds).`,
        'Raise activeDeadlineSeconds, or make the work shorter.',
      ];
    case 'NodeAffinity':
    case 'OutOfcpu':
    case 'OutOfmemory':
    case 'OutOfephemeral-storage':
    case 'OutOfpods':
    case 'SysctlForbidden':
    case 'UnexpectedAdmissionError':
    case 'PodOSNotSupported':
    case 'Preempting':
      return [
        'refused-by-node',
        `was refused by its node: ${clause(message)}.`,
        'Let its controller make another, or create it anew.',
      ];
    case 'Terminated':
    case 'NodeShutdown':
    case 'NodeLost':
      return [
        'node-lost',
        `ended with its node: ${clause(message)}.`,
        'Let its controller make another, or create it anew.',
      ];
    default:
      return reason.startsWith('OutOf')
        ? [
            'refused-by-node',
            `was refused by its node, which has too little ${reason.slice('OutOf'.length)}.`,
            'Leave nodeName to the scheduler.',
          ]
        : [undefined, '', ''];
  }
}

/** Which resource ran short, out of the agent's sentence. */
export function evictedFor(message: string): string {
  const short = /low on resource: ([\w-]+(?:[./][\w-]+)*)/.exec(message)?.[1];
  if (short !== undefined) return `its node ran short of ${short}`;
  const volume = /Usage of EmptyDir volume "([^"]+)" exceeds the limit "([^"]+)"/.exec(message);
  if (volume) return `its emptyDir volume ${volume[1] ?? ''} grew beyond ${volume[2] ?? ''}`;
  const pressure = /node had condition: \[([^\]]+)\]/.exec(message)?.[1];
  if (pressure !== undefined) return `its node had ${pressure}`;
  return clause(message) || 'its node ran short of something';
}
