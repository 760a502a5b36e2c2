/** Where the next page of a list begins, as clients carry it: opaque to them, base64 of JSON to us. */
import { badRequest } from '../../machinery/apiError.ts';

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
  if (token.v !== version) throw invalid(`server does not recognize this encoded version ${String(token.v)}`);
  if (typeof token.rv !== 'number' || token.rv === 0) throw invalid('incorrect encoded start resourceVersion (version meta.k8s.io/v1)');
  if (typeof token.start !== 'string' || token.start === '') throw invalid('encoded start key empty (version meta.k8s.io/v1)');
  const after = token.start.endsWith('\0') ? token.start.slice(0, -1) : token.start;
  if (after.split('/').some((part) => part === '.' || part === '..' || part === '')) throw invalid(token.start);
  return { revision: token.rv, after };
}

function parse(text: string): { v?: unknown; rv?: unknown; start?: unknown } {
  try {
    const value = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown;
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Refused below.
  }
  throw invalid('it is not one of ours');
}

const invalid = (why: string) => badRequest(`continue key is not valid: ${why}`);
