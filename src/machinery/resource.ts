/**
 * One record for each resource that Peapod knows: the single place where kind, plural, scope and
 * short names are written. The API server registers them, the client is typed by them, the command
 * line resolves its arguments with them.
 */
import type { KubeObject, GroupVersionKind, GroupVersionResource } from './object.ts';

export interface Resource<T extends KubeObject = KubeObject> extends GroupVersionKind, GroupVersionResource {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** The kind of lists, where it is not the kind with `List` behind it. */
  readonly listKind?: string;
  /** Never set: carries T through inference. */
  readonly type?: T;
}

export const listKindOf = ({ kind, listKind }: Resource): string => listKind ?? `${kind}List`;

export interface ResourceOptions {
  group: string;
  version: string;
  resource: string;
  kind: string;
  namespaced: boolean;
  shortNames?: readonly string[];
  categories?: readonly string[];
}

export function defineResource<T extends KubeObject>(options: ResourceOptions): Resource<T> {
  return { shortNames: [], categories: [], ...options, singular: options.kind.toLowerCase() };
}
