import type { PathHandler } from '../http/handler.ts';
import type { CatalogVersion } from './catalog.ts';
import type { ServerVersion } from './version.ts';
export function openApiPaths(_catalog: readonly CatalogVersion[], _version: ServerVersion): PathHandler {
  return () => false;
}
