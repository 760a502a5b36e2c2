/**
 * A GET whose answer comes line by line for as long as it lasts: watches and logs. By fetch over HTTP/2, where streams cost
 * nothing; behind `peapod console` by a WebSocket, since a browser opens only six HTTP/1.1 connections.
 */
import { Problem, problemOf, send, unreachable } from './http.ts';

/** Calls `onLines` with what came at once. Resolves when the answer has ended; rejects with Problem. */
export function readLines(
  path: string,
  accept: string,
  signal: AbortSignal,
  onLines: (lines: readonly string[]) => void,
): Promise<void> {
  return location.protocol === 'http:'
    ? bySocket(path, accept, signal, onLines)
    : byFetch(path, accept, signal, onLines);
}

async function byFetch(
  path: string,
  accept: string,
  signal: AbortSignal,
  onLines: (lines: readonly string[]) => void,
): Promise<void> {
  const response = await send(path, { accept, signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) break;
      const lines = (rest + value).split('\n');
      rest = lines.pop() ?? '';
      if (lines.length > 0) onLines(lines);
    }
  } catch {
    if (!signal.aborted) throw unreachable();
  }
  if (rest !== '') onLines([rest]);
}

/** Close codes that are HTTP statuses, as the proxy sends them. */
const statusCodes = 4000;

function bySocket(
  path: string,
  accept: string,
  signal: AbortSignal,
  onLines: (lines: readonly string[]) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const query = new URLSearchParams({ path, accept });
    const socket = new WebSocket(`ws://${location.host}/stream?${query}`);
    let waiting: string[] = [];
    let last = '';
    const flush = (): void => {
      const lines = waiting;
      waiting = [];
      if (lines.length > 0) onLines(lines);
    };
    socket.addEventListener('message', ({ data }) => {
      last = String(data);
      if (waiting.length === 0) queueMicrotask(flush);
      waiting.push(last);
    });
    socket.addEventListener('close', ({ code }) => {
      if (signal.aborted || code === 1000) resolve();
      else if (code > statusCodes + 400) reject(problemOf(code - statusCodes, last));
      else reject(unreachable());
    });
    signal.addEventListener('abort', () => {
      socket.close();
      resolve();
    });
    if (signal.aborted) reject(new Problem(0, 'ended before it began'));
  });
}
