/** /version: the level of the API, as clients compare it with their own. */
import { version as own } from '../../machinery/version.ts';
import type { PathHandler } from '../http/handler.ts';

export interface ServerVersion {
  /** 'v1.33.9+peapod.0' */
  readonly gitVersion: string;
  readonly gitCommit: string;
  /** RFC 3339 */
  readonly buildDate: string;
}

export const defaultVersion: ServerVersion = {
  gitVersion: own.gitVersion,
  gitCommit: '',
  buildDate: '1970-01-01T00:00:00Z',
};

export function versionPath(version: ServerVersion): PathHandler {
  const [, major = '', minor = ''] = /^v(\d+)\.(\d+)/.exec(version.gitVersion) ?? [];
  const body = Buffer.from(
    `${JSON.stringify(
      {
        major,
        minor,
        emulationMajor: major,
        emulationMinor: minor,
        minCompatibilityMajor: major,
        minCompatibilityMinor: String(Number(minor) - 1),
        gitVersion: version.gitVersion,
        gitCommit: version.gitCommit,
        gitTreeState: 'clean',
        buildDate: version.buildDate,
        goVersion: `node${process.versions.node}`,
        compiler: 'node',
        platform: `${process.platform}/${process.arch === 'x64' ? 'amd64' : process.arch}`,
      },
      null,
      2,
    )}\n`,
  );
  return (exchange, headers, { path }) => {
    if (path !== '/version' && path !== '/version/') return false;
    headers['Content-Type'] = 'application/json';
    exchange.send(200, headers, body);
    return true;
  };
}
