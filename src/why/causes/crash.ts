/** A container ended that should not have, or ends again and again: with which code, by whom, after which last words. */
import type { ContainerStateTerminated } from '../../api/core/v1.ts';
import { parseTime } from '../../machinery/time.ts';
import { finding, type Finding } from '../explanation.ts';
import type { Investigation } from '../investigation.ts';
import { isAbout, type ContainerView, type PodCause, type PodView } from '../podView.ts';
import { clause, count, inNamespace, since, title } from '../words.ts';
import { probeText } from './probes.ts';
import { hookFails, neverBegan } from './startFailure.ts';

/** A container that runs again is told of while its last end is that recent. */
const recent = 600_000;
const lastLines = 10;

export const crash: PodCause = async (view, world) => {
  const found = await Promise.all(view.containers.map((container) => crashOf(view, container, world)));
  return found.flat();
};

async function crashOf(view: PodView, container: ContainerView, world: Investigation): Promise<Finding[]> {
  const { status, ended } = container;
  if (!status || !ended || neverBegan(container) || hookFails(view, container)) return [];
  if (status.state?.waiting && status.state.waiting.reason !== 'CrashLoopBackOff') return [];
  const runs = status.state?.running !== undefined;
  const always = view.pod.spec?.restartPolicy === 'Always' || container.spec.restartPolicy === 'Always';
  const endsWell = ended.exitCode === 0 && (container.init || !always);
  if (endsWell || (runs && !isRecent(ended, world.now))) return [];
  // That a Pod is over its time or is stopped is told by others.
  if (view.pod.status?.reason === 'DeadlineExceeded' || view.pod.status?.reason === 'Evicted') return [];
  const parts = killed(view, container, ended) ?? exited(view, container, ended);
  const previous = status.state?.terminated === undefined;
  const namespace = view.about.namespace ?? '';
  const lines = parts.logs
    ? await world.log(namespace, view.about.name, { container: container.spec.name, previous, tail: lastLines })
    : [];
  const restarts = status.restartCount > 0 ? `, restarted ${count(status.restartCount, 'time')}` : '';
  const wait = /^back-off (\S+)/.exec(status.state?.waiting?.message ?? '')?.[1];
  const now = runs
    ? '; it runs again now'
    : wait
      ? `; after such an end it waits ${wait} before it is started again`
      : '';
  const tail = lines.length > 0 ? [`last lines of its log:`, ...lines.map((line) => `| ${line}`)] : [];
  const one = view.containers.length > 1 ? ` -c ${container.spec.name}` : '';
  return [
    finding({
      cause: container.init && parts.cause === 'crash' ? 'init-container-failing' : parts.cause,
      verdict: runs && status.ready ? 'waiting' : 'wrong',
      about: view.about,
      summary: `${title(view.about)}: ${container.title} ${clause(parts.says)}${restarts}.`,
      evidence: [
        `ended ${since(ended.finishedAt, world.now) ?? '?'} ago: exit code ${ended.exitCode}${ended.reason ? ` (${ended.reason})` : ''}${now}`,
        ...(ended.message ? [`it left the message: ${ended.message.trim()}`] : []),
        ...parts.evidence,
        ...tail,
      ],
      advice: parts.advice,
      commands: [`kubectl logs ${view.about.name}${one}${previous ? ' --previous' : ''}${inNamespace(view.about)}`],
    }),
  ];
}

const isRecent = ({ finishedAt }: ContainerStateTerminated, now: number): boolean =>
  now - (parseTime(finishedAt) ?? 0) < recent;

interface Meaning {
  readonly cause: string;
  /** Behind the container's title. */
  readonly says: string;
  readonly evidence: readonly string[];
  readonly advice: readonly string[];
  readonly logs: boolean;
}

/** Somebody ended it: the kernel, or the node agent for a probe. */
function killed(view: PodView, container: ContainerView, ended: ContainerStateTerminated): Meaning | undefined {
  if (ended.reason === 'OOMKilled') {
    const limit = container.spec.resources?.limits?.memory;
    return {
      cause: 'oom-killed',
      says: limit
        ? `was killed by the kernel: it took more memory than its limit of ${limit}`
        : 'was killed by the kernel: the node had no memory left for it',
      evidence: [],
      advice: [
        limit
          ? 'Raise resources.limits.memory, or make the program take less (a runtime such as the JVM or Node.js has its own limit to set).'
          : 'Set resources.requests.memory to what it takes, so that it is put where there is room.',
      ],
      logs: false,
    };
  }
  for (const kind of ['liveness', 'startup'] as const) {
    const killing = view.events.find(
      (e) => e.reason === 'Killing' && isAbout(e, container) && e.message?.includes(`failed ${kind} probe`),
    );
    if (!killing) continue;
    const probe = kind === 'liveness' ? container.spec.livenessProbe : container.spec.startupProbe;
    const answer = view.events.find(
      (e) =>
        e.reason === 'Unhealthy' &&
        isAbout(e, container) &&
        e.message?.toLowerCase().startsWith(`${kind} probe failed`),
    );
    const got = clause(answer?.message?.replace(/^\w+ probe failed: /, '') ?? '');
    return {
      cause: `${kind}-probe`,
      says: `is killed and restarted, since its ${kind} probe fails${got === '' ? '' : `: ${got}`}`,
      evidence: [
        ...(probe ? [`probe: ${probeText(probe)}`] : []),
        ...(killing.message ? [`event: ${killing.message}`] : []),
      ],
      advice: [
        kind === 'liveness'
          ? 'Mend what the probe asks for; if the program only needs longer, raise timeoutSeconds and failureThreshold or add a startupProbe.'
          : 'Mend what the probe asks for; if the program only needs longer to start, raise failureThreshold × periodSeconds.',
      ],
      logs: true,
    };
  }
  return undefined;
}

function exited(view: PodView, { init }: ContainerView, { exitCode, signal }: ContainerStateTerminated): Meaning {
  if (exitCode === 0)
    return {
      cause: 'exits-at-once',
      says: 'ends by itself with exit code 0, and is restarted each time',
      evidence: [],
      advice: ['A container of such a Pod is to keep running: start the program in the foreground, or make it a Job.'],
      logs: true,
    };
  const meaning = codes[exitCode] ?? (exitCode > 128 ? `signal ${signal ?? exitCode - 128}` : undefined);
  return {
    cause: 'crash',
    says: `${view.pod.status?.phase === 'Failed' ? 'failed' : 'crashes'} with exit code ${exitCode}${meaning ? ` (${meaning})` : ''}`,
    evidence: [],
    advice: [
      init
        ? 'The other containers wait until it ends with exit code 0.'
        : 'The program itself gave up: its log tells why.',
    ],
    logs: true,
  };
}

const codes: Readonly<Record<number, string>> = {
  1: 'a general error',
  2: 'wrong usage, or a syntax error of a shell script',
  126: 'the command cannot be executed',
  127: 'a command was not found',
  134: 'SIGABRT: it aborted itself',
  137: 'SIGKILL: it was killed from outside',
  139: 'SIGSEGV: it accessed memory that is not its own',
  143: 'SIGTERM: it was asked to stop',
};
