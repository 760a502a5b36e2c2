/** /livez, /readyz and /healthz: one line for a probe, `?verbose` for a person, a path for each check. */
import type { Exchange, Headers } from './exchange.ts';

export interface HealthCheck {
  readonly name: string;
  /** Which of the three ask it. */
  readonly of: readonly ('livez' | 'readyz' | 'healthz')[];
  /** What is wrong; undefined when nothing is. */
  failure(): string | undefined;
}

/** False when the path is none of theirs. */
export function respondHealth(
  exchange: Exchange,
  headers: Headers,
  path: string,
  query: URLSearchParams,
  checks: readonly HealthCheck[],
): boolean {
  const [, kind = '', name] = path.split('/');
  if (kind !== 'livez' && kind !== 'readyz' && kind !== 'healthz') return false;
  const excluded = new Set(query.getAll('exclude'));
  const asked = checks.filter((check) => check.of.includes(kind) && (name === undefined || check.name === name));
  headers['Content-Type'] = 'text/plain; charset=utf-8';
  headers['X-Content-Type-Options'] = 'nosniff';
  if (name !== undefined && asked.length === 0) {
    exchange.send(404, headers, '404 page not found\n');
    return true;
  }
  const lines: string[] = [];
  let failed = false;
  for (const check of asked) {
    if (excluded.has(check.name)) {
      lines.push(`[+]${check.name} excluded: ok`);
      continue;
    }
    const failure = check.failure();
    failed ||= failure !== undefined;
    lines.push(failure === undefined ? `[+]${check.name} ok` : `[-]${check.name} failed: ${failure}`);
  }
  if (failed) exchange.send(500, headers, `${lines.join('\n')}\n${kind} check failed\n`);
  else exchange.send(200, headers, query.has('verbose') ? `${lines.join('\n')}\n${kind} check passed\n` : 'ok');
  return true;
}
