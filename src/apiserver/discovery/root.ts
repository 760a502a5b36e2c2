/** '/': the paths that the server answers. */
import type { PathHandler } from '../http/handler.ts';
import type { HealthCheck } from '../http/health.ts';
import type { Catalog, LiveCatalog } from './liveCatalog.ts';

export function rootPath(catalog: LiveCatalog, checks: readonly HealthCheck[]): PathHandler {
  const body = catalog.derived((current) => bodyOf(current, checks));
  return (exchange, headers, { path }) => {
    if (path !== '/') return false;
    headers['Content-Type'] = 'application/json';
    exchange.send(200, headers, body());
    return true;
  };
}

function bodyOf(catalog: Catalog, checks: readonly HealthCheck[]): string {
  const paths = new Set([
    '/.well-known/openid-configuration',
    '/api',
    '/apis',
    '/metrics',
    '/openapi/v2',
    '/openapi/v3',
    '/openid/v1/jwks',
    '/version',
  ]);
  for (const { group, version } of catalog) {
    if (group === '') paths.add(`/api/${version}`);
    else paths.add(`/apis/${group}`).add(`/apis/${group}/${version}`);
  }
  for (const { name, of } of checks) for (const kind of of) paths.add(`/${kind}`).add(`/${kind}/${name}`);
  return `${JSON.stringify({ paths: [...paths].sort() }, null, 2)}\n`;
}
