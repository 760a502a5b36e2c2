/** A kind as the server serves it: its names and its paths. */

export interface Kind {
  readonly group: string;
  readonly version: string;
  /** Plural, lower case: 'pods'. */
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly verbs: readonly string[];
  readonly subresources: readonly string[];
}

/** 'pods', 'deployments.apps': how kubectl and this page's addresses name a kind. */
export const nameOfKind = ({ group, resource }: Pick<Kind, 'group' | 'resource'>): string =>
  group === '' ? resource : `${resource}.${group}`;

export const apiVersionOfKind = ({ group, version }: Kind): string => (group === '' ? version : `${group}/${version}`);

/** The path of a collection, of one object in it, or of its subresource. */
export function pathOf(
  kind: Pick<Kind, 'group' | 'version' | 'resource' | 'namespaced'>,
  namespace?: string,
  name?: string,
  subresource?: string,
): string {
  const base = kind.group === '' ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`;
  const place = kind.namespaced && namespace ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  const object = name === undefined ? '' : `/${encodeURIComponent(name)}`;
  return `${base}${place}/${kind.resource}${object}${subresource === undefined ? '' : `/${subresource}`}`;
}
