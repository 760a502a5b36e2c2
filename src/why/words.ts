/** Sentences out of objects: how things are named, counted and listed. */
import type { KubeObject } from '../machinery/object.ts';
import type { Resource } from '../machinery/resource.ts';
import { humanDuration } from '../machinery/duration.ts';
import { parseTime } from '../machinery/time.ts';
import type { Reference } from './explanation.ts';

export const refTo = (
  resource: Pick<Resource, 'kind' | 'namespaced'>,
  name: string,
  namespace?: string,
): Reference => ({
  kind: resource.kind,
  name,
  ...(resource.namespaced && namespace !== undefined && { namespace }),
});

export const refOf = (resource: Pick<Resource, 'kind' | 'namespaced'>, { metadata }: KubeObject): Reference =>
  refTo(resource, metadata?.name ?? '', metadata?.namespace);

/** `Pod web-0`; `Pod shop/web-0` when it is not of the default namespace. */
export const title = ({ kind, name, namespace = 'default' }: Reference): string =>
  `${kind} ${namespace === 'default' ? name : `${namespace}/${name}`}`;

/** ` -n shop`; '' for the default namespace and for what stands in none. */
export const inNamespace = ({ namespace }: Reference): string =>
  namespace === undefined || namespace === 'default' ? '' : ` -n ${namespace}`;

/** `kubectl describe pod web-0 -n shop`. */
export const command = (verb: string, about: Reference, rest = ''): string =>
  `kubectl ${verb} ${about.kind.toLowerCase()} ${about.name}${inNamespace(about)}${rest && ` ${rest}`}`;

/** `1 Pod`, `2 Pods`. */
export const count = (n: number, noun: string, plural = `${noun}s`): string => `${n} ${n === 1 ? noun : plural}`;

/** `a`, `a and b`, `a, b and c`; of more than `most`, the first and how many others. */
export function listed(items: readonly string[], most = 5): string {
  const shown =
    items.length > most ? [...items.slice(0, most - 1), count(items.length - most + 1, 'other')] : [...items];
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

/** The text as the end of a sentence: without blanks around it and dots behind it. */
export const clause = (text: string): string => text.trim().replace(/\.+$/, '');

/** `5m` since an instant; undefined when there is none. */
export function since(time: string | null | undefined, now: number): string | undefined {
  const then = parseTime(time);
  return then === undefined ? undefined : humanDuration(Math.max(0, now - then));
}

/** What a runtime says at the end, behind the frames of all that passed it on, and before its `: unknown`. */
export const innermost = (message: string): string =>
  clause(message)
    .replace(/^.*(?:error during container init|unable to start container process): /s, '')
    .replace(/: unknown$/, '')
    .replace(/^error mounting .* to rootfs at ("[^"]*"): .*: (.*)$/s, '$1 cannot be mounted over: $2');

/** A shortened text with its whole beginning. */
export const shortened = (text: string, most = 400): string => (text.length > most ? `${text.slice(0, most)}…` : text);
