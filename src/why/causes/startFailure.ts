/** The container is made and cannot be started: its command is not there or no program, or a hook fails. */
import { finding, type Finding } from '../explanation.ts';
import { isAbout, type ContainerView, type PodCause, type PodView } from '../podView.ts';
import { clause, command, innermost, inNamespace, shortened, title } from '../words.ts';
import { handlerText } from './probes.ts';

export const startFailure: PodCause = (view) => view.containers.flatMap((container) => startOf(view, container));

/** Whether the runtime could not even begin to run it: then its exit code and logs say nothing. */
export const neverBegan = ({ ended }: ContainerView): boolean =>
  ended?.reason === 'StartError' || ended?.reason === 'ContainerCannotRun';

/** Whether it is killed right after each start since its postStart hook fails: then its exit code says nothing. */
export const hookFails = ({ events }: PodView, container: ContainerView): boolean =>
  container.status?.state?.waiting?.reason === 'PostStartHookError' ||
  (container.ended !== undefined &&
    container.status?.state?.running === undefined &&
    events.some((e) => e.reason === 'FailedPostStartHook' && isAbout(e, container)));

function hookOf({ about }: PodView, container: ContainerView): Finding {
  const { waiting } = container.status?.state ?? {};
  const hook = container.spec.lifecycle?.postStart;
  const said = waiting?.reason === 'PostStartHookError' ? clause(waiting.message ?? '') : '';
  return finding({
    cause: 'post-start-hook',
    about,
    summary: `${title(about)}: ${container.title} is killed after each start, since its postStart hook fails${said && `: ${said}`}.`,
    evidence: hook ? [`hook: ${handlerText(hook)}`] : [],
    advice: ['Mend the hook or leave it out: Kubernetes kills a container whose postStart hook fails.'],
    commands: [`kubectl logs ${about.name} -c ${container.spec.name} --previous${inNamespace(about)}`],
  });
}

function startOf(view: PodView, container: ContainerView): Finding[] {
  if (hookFails(view, container)) return [hookOf(view, container)];
  const { about } = view;
  const { waiting } = container.status?.state ?? {};
  const direct = waiting && ['RunContainerError', 'CreateContainerError'].includes(waiting.reason ?? '');
  if (!direct && !neverBegan(container)) return [];
  // A container that goes on running after one failed start needs nothing.
  if (container.status?.state?.running) return [];
  const reason = direct ? (waiting.reason ?? '') : (container.ended?.reason ?? '');
  const message = (direct ? waiting.message : container.ended?.message) ?? '';
  const evidence = [`${reason}: ${shortened(message, 600)}`];
  const program = /exec: "([^"]+)"/.exec(message)?.[1] ?? container.spec.command?.[0] ?? container.spec.args?.[0] ?? '';
  const parts = { about, evidence };
  if (
    /executable file not found|no such file or directory/.test(message) &&
    /exec|start container process/.test(message)
  )
    return [
      finding({
        ...parts,
        cause: 'command-not-found',
        summary: `${title(about)}: the command "${program}" of ${container.title} is not in its image ${container.spec.image ?? ''}.`,
        advice: [
          'Correct command (it takes the place of ENTRYPOINT; args takes that of CMD), or use an image that has the program.',
        ],
        commands: [command('get', about, `-o jsonpath='{.spec.containers[*].command}'`)],
      }),
    ];
  if (/permission denied|exec format error/.test(message))
    return [
      finding({
        ...parts,
        cause: 'command-not-executable',
        summary: `${title(about)}: the command "${program}" of ${container.title} cannot be executed.`,
        advice: [
          /format/.test(message)
            ? "It is built for another processor than the node's, or is a script without '#!'."
            : 'Make the file executable in the image (chmod +x), and see that its user may read it.',
        ],
      }),
    ];
  return [
    finding({
      ...parts,
      cause: 'container-start',
      summary: `${title(about)}: ${container.title} cannot be started: ${shortened(innermost(message), 300)}.`,
      advice: [
        /not a directory/.test(message)
          ? 'A directory cannot be mounted over a file (subPath mounts one file of a volume), and workingDir must be a directory.'
          : 'Change in the Pod what the runtime objects to; it is tried again and again.',
      ],
      commands: [command('describe', about)],
    }),
  ];
}
