/** Requests to the API server that served the page. Whatever goes wrong is a Problem that says what, and what to do. */
import type { Status } from '../../api/meta/v1.ts';
import { session } from './session.svelte.ts';

/** A failure as the API server tells it, or code 0 when it could not be reached. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: number;
  readonly reason: string;
  readonly status: Status | undefined;

  constructor(code: number, message: string, status?: Status) {
    super(message);
    this.code = code;
    this.reason = status?.reason ?? '';
    this.status = status;
  }
}

const mostTries = 3;
const pauseMilliseconds = 300;

export interface RequestOptions {
  readonly method?: string;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
  readonly signal?: AbortSignal | undefined;
}

/** The answer as it comes, its body unread. Rejects with Problem. */
export async function send(path: string, options: RequestOptions = {}): Promise<Response> {
  const { method = 'GET', body, contentType = 'application/json', accept = 'application/json', signal } = options;
  const headers: Record<string, string> = { accept };
  if (session.token !== undefined) headers['authorization'] = `Bearer ${session.token}`;
  if (body !== undefined) headers['content-type'] = contentType;
  const init: RequestInit = {
    method,
    headers,
    credentials: 'same-origin',
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(signal && { signal }),
  };
  const response = await attempt(path, init, method === 'GET' ? mostTries : 1);
  if (response.ok) return response;
  throw problemOf(response.status, await response.text());
}

/** Reading is tried again: a browser breaks requests off when the machine's network changes, as with each Pod that starts. */
async function attempt(path: string, init: RequestInit, tries: number): Promise<Response> {
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await fetch(path, init);
    } catch (error) {
      if (init.signal?.aborted) throw error;
      if (left <= 0) throw unreachable();
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
    }
  }
}

/** The answer parsed. A named seam: it has the form that the path asks for. */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options);
  return (await response.json()) as T;
}

export const unreachable = (): Problem =>
  new Problem(0, 'The API server cannot be reached. It is tried again by itself.');

/** What a refusal says. A 401 ends the session. */
export function problemOf(code: number, text: string): Problem {
  let status: Status | undefined;
  try {
    // A named seam: the API server's errors are Status objects.
    status = JSON.parse(text) as Status;
  } catch {
    // A proxy's own words.
  }
  if (code === 401 && session.signInReason === undefined)
    session.end(
      session.token === undefined ? '' : 'The token is not accepted any more: it has expired, or its account is gone.',
    );
  return new Problem(code, status?.message ?? (text.trim() || `The server answered ${code}.`), status);
}

export const asProblem = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem(0, error instanceof Error ? error.message : String(error));
