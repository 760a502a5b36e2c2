/** Addresses of objects that other objects name. */
import { kinds } from '../client/kinds.svelte.ts';
import { nameOfKind } from '../client/kind.ts';
import { hrefOf } from './route.ts';

export interface ObjectReference {
  readonly apiVersion?: string | undefined;
  readonly kind?: string | undefined;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

/** `kind` as kubectl names it: 'deployments.apps'. */
export const hrefOfObject = (kind: string, namespace: string, name: string, tab = ''): string =>
  hrefOf({ page: 'object', kind, namespace, name, tab });

/** undefined when the cluster serves no such kind, or the reference names nothing. */
export function hrefOfReference({ apiVersion, kind, namespace, name }: ObjectReference): string | undefined {
  const found = kinds.of(apiVersion, kind);
  return found && name ? hrefOfObject(nameOfKind(found), found.namespaced ? (namespace ?? '') : '', name) : undefined;
}
