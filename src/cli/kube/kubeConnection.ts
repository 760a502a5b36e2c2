/**
 * Talks to one API server over one kept-alive HTTPS connection.
 *
 *  - An answer of 400 and above rejects with ApiError, no answer with ConnectionError.
 *  - Warnings of the server go to standard error, each once.
 *  - 429 and 503 with Retry-After are waited for and tried again.
 *  - Disposing closes the connection, and with it every watch and stream.
 */
import type { IncomingMessage } from 'node:http';
import type { HttpsTransport } from '../../client/httpsTransport.ts';
import type { RawRequest } from '../../client/rawRequest.ts';
import type { Status } from '../../api/meta/v1.ts';
import { ApiError } from '../../machinery/apiError.ts';
import { PlainError } from './errors.ts';
import type { Settings } from './settings.ts';

export interface KubeRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** '/api/v1/namespaces/default/pods', without query. */
  readonly path: string;
  /** Members that are undefined or '' are left out. */
  readonly query?: Readonly<Record<string, string | undefined>> | undefined;
  readonly accept?: string | undefined;
  readonly contentType?: string | undefined;
  /** Text as it is; anything else as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds instead of --request-timeout; 0 for none. */
  readonly timeout?: number | undefined;
}

/** One line of a watch. */
export interface WatchLine {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: unknown;
}

/** Asks for a Table, and takes the object where the server has none. */
export const tableForm =
  'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';

const mostRetries = 10;

export class KubeConnection implements Disposable {
  readonly settings: Settings;
  readonly #headers: Readonly<Record<string, string | string[]>>;
  readonly #verbosity: number;
  #transport: Promise<HttpsTransport> | undefined;
  #open: HttpsTransport | undefined;
  readonly #warned = new Set<string>();
  /** How many warnings the server gave. */
  warnings = 0;

  constructor(settings: Settings, headers: Readonly<Record<string, string | string[]>> = {}, verbosity = 0) {
    this.settings = settings;
    this.#headers = headers;
    this.#verbosity = verbosity;
  }

  /** The parsed answer. A named seam: the server answers with what was asked for. */
  async json<T = unknown>(request: KubeRequest): Promise<T> {
    return JSON.parse(await this.text(request)) as T;
  }

  /** The answer's body as it is. */
  async text(request: KubeRequest): Promise<string> {
    return (await this.bytes(request)).toString();
  }

  async bytes(request: KubeRequest): Promise<Buffer> {
    return readAll(await this.stream(request));
  }

  /** Resolves with the answer once its head is there; its body is the caller's to read, or to destroy. */
  async stream(request: KubeRequest): Promise<IncomingMessage> {
    const raw = this.#raw(request);
    for (let retries = 0; ; retries++) {
      const began = this.#began();
      const response = await (await this.#connect()).raw(raw);
      const status = response.statusCode ?? 0;
      this.#tell(raw.method, raw.path, status, began);
      this.#warn(response.headers['warning']);
      if (status < 400) return response;
      const body = await readAll(response);
      const wait = Number(response.headers['retry-after'] ?? Number.NaN);
      if ((status === 429 || status === 503) && wait >= 0 && retries < mostRetries) {
        await new Promise((resolve) => setTimeout(resolve, wait * 1000));
        continue;
      }
      throw errorOf(status, body.toString());
    }
  }

  /** Ends when the server or the signal ends it. */
  async *watch(request: KubeRequest): AsyncGenerator<WatchLine> {
    const { LineSplitter } = await import('../../client/lineSplitter.ts');
    const response = await this.stream({ timeout: 0, ...request, query: { ...request.query, watch: 'true' } });
    const lines = new LineSplitter();
    try {
      for await (const chunk of response) {
        // A named seam: the server sends WatchEvents, one a line.
        for (const line of lines.push(chunk)) yield JSON.parse(line) as WatchLine;
      }
    } catch (error) {
      if (!request.signal?.aborted) throw error;
    } finally {
      response.destroy();
    }
  }

  [Symbol.dispose](): void {
    this.#open?.[Symbol.dispose]();
  }

  #raw({ method = 'GET', path, query, accept, contentType, body, signal, timeout }: KubeRequest): RawRequest {
    const limit = timeout ?? this.settings.requestTimeout;
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query ?? {})) if (value) parameters.set(name, value);
    if (limit > 0) parameters.set('timeout', `${limit / 1000}s`);
    const text = parameters.toString();
    const whole = text === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${text}`;
    const signals = [...(signal ? [signal] : []), ...(limit > 0 ? [AbortSignal.timeout(limit)] : [])];
    return {
      method,
      path: whole,
      headers: {
        accept: accept ?? 'application/json',
        ...(body !== undefined && { 'content-type': contentType ?? 'application/json' }),
        ...this.#headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signals.length > 0 && { signal: signals.length === 1 ? signals[0] : AbortSignal.any(signals) }),
    };
  }

  #connect(): Promise<HttpsTransport> {
    return (this.#transport ??= import('../../client/httpsTransport.ts').then(
      ({ createHttpsTransport }) => (this.#open = createHttpsTransport(this.settings.connection)),
    ));
  }

  /** Asked only when it is told: the module that measures takes a millisecond to load. */
  #began(): number {
    return this.#verbosity >= 6 ? performance.now() : 0;
  }

  #tell(method: string, path: string, status: number, began: number): void {
    if (this.#verbosity < 6) return;
    process.stderr.write(
      `${method} ${this.settings.connection.server}${path} ${status} in ${Math.round(performance.now() - began)} milliseconds\n`,
    );
  }

  #warn(header: string | undefined): void {
    if (!header) return;
    for (const match of header.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)) {
      const text = (match[1] ?? '').replace(/\\(.)/g, '$1');
      if (this.#warned.has(text)) continue;
      this.#warned.add(text);
      this.warnings++;
      process.stderr.write(`Warning: ${text}\n`);
    }
  }
}

function readAll(body: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    body.on('data', (chunk: Buffer) => chunks.push(chunk));
    body.once('end', () =>
      body.complete ? resolve(Buffer.concat(chunks)) : reject(new PlainError('error: unexpected EOF')),
    );
    body.once('error', reject);
  });
}

/** For answers without a Status: client-go's words by the code. */
const generic: Readonly<Record<number, readonly [reason: string, message: string]>> = {
  400: ['BadRequest', 'the server rejected our request for an unknown reason'],
  401: ['Unauthorized', 'the server has asked for the client to provide credentials'],
  403: ['Forbidden', 'forbidden'],
  404: ['NotFound', 'the server could not find the requested resource'],
  405: ['MethodNotAllowed', 'the server does not allow this method on the requested resource'],
  406: ['NotAcceptable', 'the server was unable to respond with a content type that the client supports'],
  409: ['Conflict', 'the server reported a conflict'],
  410: ['Gone', 'the resource is no longer available'],
  415: ['UnsupportedMediaType', 'the server does not support the media type'],
  429: ['TooManyRequests', 'the server has received too many requests and has asked us to try again later'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: ['Timeout', 'the server was unable to return a response in the time allotted'],
};

function errorOf(status: number, body: string): ApiError {
  try {
    // A named seam: the server's own error.
    const told = JSON.parse(body) as Status;
    if (told.kind === 'Status') return ApiError.fromStatus(told, status);
  } catch {
    // No JSON: told below.
  }
  const [reason, message] = generic[status] ?? ['', `the server responded with the status code ${status}`];
  return new ApiError(status, reason, body.trim() && status >= 500 ? `${message}: ${body.trim()}` : message);
}
