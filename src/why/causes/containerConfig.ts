/** A container cannot be put together from what the Pod says: something it refers to is missing, or it may not run so. */
import { finding, type Finding } from '../explanation.ts';
import type { ContainerView, PodCause, PodView } from '../podView.ts';
import { clause, command, title } from '../words.ts';
import { missingReference } from './references.ts';

export const containerConfig: PodCause = (view) => view.containers.flatMap((container) => configOf(view, container));

function configOf({ about }: PodView, container: ContainerView): Finding[] {
  const { reason, message = '' } = container.status?.state?.waiting ?? {};
  if (reason !== 'CreateContainerConfigError') return [];
  const evidence = [`${reason}: ${message}`];
  const missing = missingReference(about, container.title, message);
  if (missing) return [finding({ about, evidence, ...missing })];
  if (/runAsNonRoot|non-root/.test(message))
    return [finding({ about, evidence, ...asRoot(container, message) })].map((f) => ({
      ...f,
      summary: `${title(about)}: ${f.summary}`,
    }));
  return [
    finding({
      cause: 'container-config',
      about,
      summary: `${title(about)}: ${container.title} cannot be made: ${clause(message)}.`,
      evidence,
      commands: [command('get', about, '-o yaml')],
    }),
  ];
}

function asRoot(
  { title: who, spec }: ContainerView,
  message: string,
): { cause: string; summary: string; advice: string[] } {
  const named = /non-numeric user \(([^)]*)\)/.exec(message)?.[1];
  const why =
    named !== undefined
      ? `its image names the user ${named} without a number, so that nobody can tell whether that is root`
      : /runAsUser breaks/.test(message)
        ? 'its runAsUser is 0'
        : `its image ${spec.image ?? ''} runs as root`;
  return {
    cause: 'run-as-non-root',
    summary: `${who} must not run as root (runAsNonRoot), but ${why}.`,
    advice: [
      'Set securityContext.runAsUser to a number above 0, use an image that has such a USER, or drop runAsNonRoot.',
    ],
  };
}
