/** GET /containerLogs/{namespace}/{pod}/{container}: the log as plain text, flushed as it comes. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { readLogs } from '../logs/readLogs.ts';
import type { PodManager } from '../podManager.ts';
import { HttpError } from './httpError.ts';
import { loggedContainer, podWorker } from './target.ts';

export async function serveContainerLogs(
  manager: PodManager,
  path: { namespace: string; pod: string; container: string },
  query: URLSearchParams,
  response: ServerResponse,
): Promise<void> {
  const container = loggedContainer(
    podWorker(manager, path.namespace, path.pod),
    path.container,
    flag(query, 'previous'),
  );
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  const follow = flag(query, 'follow') && container.state === 'running';
  const stream = query.get('stream');
  const log = readLogs(container.logPath, {
    follow,
    timestamps: flag(query, 'timestamps'),
    tailLines: count(query, 'tailLines'),
    limitBytes: count(query, 'limitBytes'),
    since: sinceOf(query),
    signal: closed.signal,
    stream: stream === 'Stdout' ? 'stdout' : stream === 'Stderr' ? 'stderr' : undefined,
    ...(follow && { stopped: manager.stopped(container.id, closed.signal) }),
  });
  response.writeHead(200, { 'content-type': 'text/plain' });
  if (follow) response.flushHeaders();
  for await (const text of log) {
    if (!response.write(text)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    if (closed.signal.aborted) return;
  }
  response.end();
}

const flag = (query: URLSearchParams, name: string): boolean => ['true', '1', ''].includes(query.get(name) ?? 'false');

function count(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^\d+$/.test(text))
    throw new HttpError(400, `${name}: Invalid value: "${text}": must be a non-negative integer`);
  return Number(text);
}

function sinceOf(query: URLSearchParams): number | undefined {
  const seconds = count(query, 'sinceSeconds');
  if (seconds !== undefined) return Date.now() - seconds * 1000;
  const time = query.get('sinceTime');
  if (time === null || time === '') return undefined;
  const parsed = Date.parse(time);
  if (Number.isNaN(parsed)) throw new HttpError(400, `sinceTime: Invalid value: "${time}": must be in RFC 3339`);
  return parsed;
}
