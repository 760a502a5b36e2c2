/** Where the next page of a list begins, as clients carry it: opaque to them, base64 of JSON to us. */
import { badRequest } from '../../machinery/apiError.ts';
import { jsonKind } from '../../machinery/schema/goTypes.ts';
import { jsonSyntaxError } from '../../machinery/schema/jsonSyntax.ts';

export interface ContinueToken {
  /** The revision that all pages are read at; -1: whatever is newest (after the first revision was compacted). */
  readonly revision: number;
  /** The last key of the page before, without the resource's prefix. */
  readonly after: string;
}

const version = 'meta.k8s.io/v1';

export const encodeContinue = ({ revision, after }: ContinueToken): string =>
  Buffer.from(JSON.stringify({ v: version, rv: revision, start: `${after}\0` })).toString('base64url');

/** 400 for what encodeContinue() did not make. */
export function decodeContinue(text: string): ContinueToken {
  const token = parse(text);
  if (token.v !== version)
    throw invalid(`server does not recognize this encoded version ${typeof token.v === 'string' ? token.v : ''}`);
  if (typeof token.rv !== 'number' || token.rv === 0)
    throw invalid('incorrect encoded start resourceVersion (version meta.k8s.io/v1)');
  if (typeof token.start !== 'string' || token.start === '')
    throw invalid('encoded start key empty (version meta.k8s.io/v1)');
  const after = token.start.endsWith('\0') ? token.start.slice(0, -1) : token.start;
  if (after.split('/').some((part) => part === '.' || part === '..' || part === '')) throw invalid(token.start);
  return { revision: token.rv, after };
}

function parse(token: string): { v?: unknown; rv?: unknown; start?: unknown } {
  const strange = /[^A-Za-z0-9_-]/.exec(token);
  if (strange) throw invalid(`illegal base64 data at input byte ${strange.index}`);
  const text = Buffer.from(token, 'base64url').toString();
  const problem = jsonSyntaxError(text);
  if (problem !== undefined) throw invalid(problem);
  const value = JSON.parse(text) as unknown;
  if (typeof value === 'object' && value !== null) return value;
  throw invalid(`json: cannot unmarshal ${jsonKind(value)} into Go value of type storage.continueToken`);
}

const invalid = (why: string) => badRequest(`invalid continue token: continue key is not valid: ${why}`);
