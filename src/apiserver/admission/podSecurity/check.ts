/** What the checks of the Pod Security Standards share: what a check finds, and upstream's way to list it. */
import type { Container, PodSecurityContext, PodSpec, SecurityContext } from '../../../api/core/v1.ts';

export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

/** undefined when the Pod passes. */
export type Check = (spec: PodSpec, annotations: Readonly<Record<string, string>>) => Violation | undefined;

/** In the order in which upstream visits them. Ephemeral containers have the fields that checks look at. */
export const allContainers = (spec: PodSpec): readonly Container[] => [
  ...(spec.initContainers ?? []),
  ...spec.containers,
  ...(spec.ephemeralContainers ?? []),
];

export const quoted = (texts: Iterable<string>): string => [...texts].map((text) => JSON.stringify(text)).join(', ');

export const sortedSet = (texts: Iterable<string>): string[] => [...new Set(texts)].sort();

/** `container "a"`, `containers "a", "b"`. */
export const containersText = (names: readonly string[]): string =>
  `${names.length === 1 ? 'container' : 'containers'} ${quoted(names)}`;

/** The Pod's own setting and those of its containers that `bad` does not let pass, and who set them. */
export function badSettings<T>(
  spec: PodSpec,
  get: (context: PodSecurityContext | SecurityContext | undefined) => T | undefined,
  bad: (value: T) => boolean,
): { readonly setters: string; readonly values: readonly T[] } | undefined {
  const values: T[] = [];
  const setters: string[] = [];
  const own = get(spec.securityContext);
  if (own !== undefined && bad(own)) {
    setters.push('pod');
    values.push(own);
  }
  const names: string[] = [];
  for (const { name, securityContext } of allContainers(spec)) {
    const value = get(securityContext);
    if (value === undefined || !bad(value)) continue;
    names.push(name);
    values.push(value);
  }
  if (names.length > 0) setters.push(containersText(names));
  return setters.length > 0 ? { setters: setters.join(' and '), values } : undefined;
}

/** Names of the containers for which `bad` holds. */
export const namesOf = (spec: PodSpec, bad: (container: Container) => boolean): string[] =>
  allContainers(spec)
    .filter(bad)
    .map(({ name }) => name);
