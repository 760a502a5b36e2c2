/**
 * The web console's files, at /console/: read by everybody, without signing in, since they hold nothing of the cluster.
 *
 *  - Only files that were in the folder when it was looked at are served; a path is looked up, never joined.
 *  - Hashed assets may be kept for ever; the page itself is asked for anew each time, by its ETag.
 *  - Nothing is read before somebody asks.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { methodNotAllowed } from '../verbs/dispatch.ts';
import type { Exchange, Headers } from './exchange.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * Scripts come from here alone, and markup is made by the page's own framework alone. Styles may stand in the page: the
 * terminal and the editor write their own.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ');

const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

const notBuilt = `<!doctype html><meta charset="utf-8"><title>Peapod</title>
<h1>The console is not built</h1>
<p>Build it on the machine of the control plane, in Peapod's folder, and load this page again:</p>
<pre>bin/install</pre>
`;

export interface ConsoleFiles {
  /** Answers what belongs to the console, at once or later; false for every other path. */
  serve(exchange: Exchange, headers: Headers, path: string): boolean | Promise<void>;
}

export function consoleFiles(directory: string): ConsoleFiles {
  let names: Promise<ReadonlySet<string>> | undefined;
  const listed = async (): Promise<ReadonlySet<string>> => {
    const entries = await readdir(directory, { recursive: true }).catch(() => []);
    return new Set(entries);
  };
  /** Looked at again when a name is missing: the console may have been built meanwhile. */
  const has = async (name: string): Promise<boolean> => {
    if (names && (await names).has(name)) return true;
    names = listed();
    return (await names).has(name);
  };

  const answer = async (exchange: Exchange, headers: Headers, name: string): Promise<void> => {
    headers['Content-Security-Policy'] = policy;
    headers['X-Content-Type-Options'] = 'nosniff';
    headers['Referrer-Policy'] = 'no-referrer';
    headers['Cross-Origin-Opener-Policy'] = 'same-origin';
    const type = types[extname(name)];
    if (type === undefined || !(await has(name))) {
      const page = name === 'index.html';
      headers['Content-Type'] = page ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8';
      exchange.send(page ? 503 : 404, headers, page ? notBuilt : '404 page not found\n');
      return;
    }
    headers['Content-Type'] = type;
    headers['Vary'] = 'Accept-Encoding';
    const accepted = exchange.headers['accept-encoding'] ?? '';
    let file = name;
    for (const [encoding, suffix] of encodings) {
      if (!new RegExp(`\\b${encoding}\\b`).test(accepted) || !(await has(name + suffix))) continue;
      headers['Content-Encoding'] = encoding;
      file = name + suffix;
      break;
    }
    const bytes = await readFile(join(directory, file));
    if (name.startsWith('assets/')) {
      headers['Cache-Control'] = 'public, max-age=31536000, immutable';
    } else {
      const tag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
      headers['Cache-Control'] = 'no-cache';
      headers['ETag'] = tag;
      if (exchange.headers['if-none-match'] === tag) {
        exchange.send(304, headers, '');
        return;
      }
    }
    exchange.send(200, headers, bytes);
  };

  const redirect = (exchange: Exchange, headers: Headers): true => {
    headers['Location'] = '/console/';
    exchange.send(307, headers, '');
    return true;
  };

  return {
    serve(exchange, headers, path) {
      const reading = exchange.method === 'GET' || exchange.method === 'HEAD';
      if (path === '/') return reading && wantsPage(exchange) && redirect(exchange, headers);
      if (path !== '/console' && !path.startsWith('/console/')) return false;
      if (!reading) throw methodNotAllowed();
      if (path === '/console') return redirect(exchange, headers);
      return answer(exchange, headers, path.slice('/console/'.length) || 'index.html');
    },
  };
}

/** A browser: other clients of '/' want the list of paths. */
const wantsPage = ({ headers }: Exchange): boolean => (headers.accept ?? '').includes('text/html');
