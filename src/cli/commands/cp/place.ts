/** Where `cp` copies from and to: '[[namespace/]pod:]path'. */
import { CommandError } from '../../kube/errors.ts';

export interface LocalPlace {
  readonly pod?: undefined;
  readonly path: string;
}

export interface RemotePlace {
  /** '' for the current one. */
  readonly namespace: string;
  readonly pod: string;
  readonly path: string;
}

export type Place = LocalPlace | RemotePlace;

const malformed = (): CommandError =>
  new CommandError('filespec must match the canonical format: [[namespace/]pod:]file/path');

export function parsePlace(text: string): Place {
  const colon = text.indexOf(':');
  if (colon === 0) throw malformed();
  if (colon < 0) return { path: withoutTrailingSlash(text) };
  const parts = text.slice(0, colon).split('/');
  const path = withoutTrailingSlash(text.slice(colon + 1).replaceAll('\\', '/'));
  const [first = '', second] = parts;
  if (parts.length === 1) return { namespace: '', pod: first, path };
  if (parts.length === 2) return { namespace: first, pod: second ?? '', path };
  throw malformed();
}

const withoutTrailingSlash = (path: string): string => (path.length > 1 ? path.replace(/\/$/, '') : path);

/** A path that leads out of where it stands, brought back: '../../etc' → 'etc'. */
export function stripShortcuts(path: string): string {
  const inner = path.replace(/^(\.\.\/)+/, '');
  return inner === '.' || inner === '..' ? '' : inner.replace(/^\//, '');
}
