/** Which container of a Pod a verb means when none is named, and how the others are told of. */
import type { Pod } from '../../api/core/v1.ts';

const annotation = 'kubectl.kubernetes.io/default-container';

/** 'main, side, prepare (init)'. */
function allContainerNames({ spec }: Pod): string {
  return [
    ...(spec?.containers ?? []).map((c) => c.name),
    ...(spec?.ephemeralContainers ?? []).map((c) => `${c.name} (ephem)`),
    ...(spec?.initContainers ?? []).map((c) => `${c.name} (init)`),
  ].join(', ');
}

export const findContainer = ({ spec }: Pod, name: string): boolean =>
  [...(spec?.initContainers ?? []), ...(spec?.containers ?? []), ...(spec?.ephemeralContainers ?? [])].some(
    (c) => c.name === name,
  );

/** The annotated one, else the first; says so on standard error when there was a choice, unless `quiet`. */
export function defaultContainer(pod: Pod, quiet = false): string {
  const { metadata, spec } = pod;
  const annotated = metadata?.annotations?.[annotation];
  if (annotated) {
    if (findContainer(pod, annotated)) return annotated;
    process.stderr.write(
      `Default container name ${JSON.stringify(annotated)} not found in pod ${metadata?.name ?? ''}\n`,
    );
  }
  const name = spec?.containers[0]?.name ?? '';
  const many =
    (spec?.containers.length ?? 0) + (spec?.initContainers?.length ?? 0) + (spec?.ephemeralContainers?.length ?? 0) > 1;
  if (many && !quiet)
    process.stderr.write(`Defaulted container ${JSON.stringify(name)} out of: ${allContainerNames(pod)}\n`);
  return name;
}
