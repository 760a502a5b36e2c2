/** Where objects lie in the store: /registry/<group or core>/<resource>/<namespace>/<name>. */
import type { GroupVersionResource } from '../../machinery/object.ts';

export const root = '/registry/';

/** 'core/pods', 'apps/deployments': what caches are found by. Versions of a group share their objects. */
export const cacheName = (resource: GroupVersionResource): string => `${resource.group || 'core'}/${resource.resource}`;

export const prefixOf = (resource: GroupVersionResource): string => `${root}${cacheName(resource)}/`;

/** 'namespace/name', or 'name' for what is cluster-scoped. */
export const objectKey = (namespace: string | undefined, name: string): string =>
  namespace ? `${namespace}/${name}` : name;

/** The inverse of prefixOf() + objectKey(); undefined for keys that are not objects. */
export function splitStoreKey(key: string): { cache: string; key: string } | undefined {
  const afterGroup = key.indexOf('/', root.length);
  const afterResource = afterGroup < 0 ? -1 : key.indexOf('/', afterGroup + 1);
  if (afterResource < 0) return undefined;
  return { cache: key.slice(root.length, afterResource), key: key.slice(afterResource + 1) };
}
