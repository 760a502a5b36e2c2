/** The container is made and cannot be started: its command is not there or no program, or a hook fails. */
import { finding, type Finding } from '../explanation.ts';
import type { ContainerView, PodCause, PodView } from '../podView.ts';
import { clause, command, shortened, title } from '../words.ts';

export const startFailure: PodCause = (view) => view.containers.flatMap((container) => startOf(view, container));

/** Whether the runtime could not even begin to run it: then its exit code and logs say nothing. */
export const neverBegan = ({ ended }: ContainerView): boolean =>
  ended?.reason === 'StartError' || ended?.reason === 'ContainerCannotRun';

function startOf({ about }: PodView, container: ContainerView): Finding[] {
  const { waiting } = container.status?.state ?? {};
  const direct =
    waiting && ['RunContainerError', 'CreateContainerError', 'PostStartHookError'].includes(waiting.reason ?? '');
  if (!direct && !neverBegan(container)) return [];
  // A container that goes on running after one failed start needs nothing.
  if (container.status?.state?.running) return [];
  const reason = direct ? (waiting.reason ?? '') : (container.ended?.reason ?? '');
  const message = (direct ? waiting.message : container.ended?.message) ?? '';
  const evidence = [`${reason}: ${shortened(message, 600)}`];
  const program = /exec: "([^"]+)"/.exec(message)?.[1] ?? container.spec.command?.[0] ?? container.spec.args?.[0] ?? '';
  const parts = { about, evidence };
  if (reason === 'PostStartHookError')
    return [
      finding({
        ...parts,
        cause: 'post-start-hook',
        summary: `${title(about)}: the postStart hook of ${container.title} fails: ${clause(message)}.`,
        advice: ['The container is stopped when its hook fails: mend the hook, or leave it out.'],
      }),
    ];
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
      summary: `${title(about)}: ${container.title} cannot be started: ${clause(shortened(message, 200))}.`,
      commands: [command('describe', about)],
    }),
  ];
}
