/** One GET to a node agent, its answer as text. */
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { Target } from './agent.ts';

const timeout = 10_000;

/** Rejects when the agent cannot be reached within ten seconds, or answers with anything but 200. */
export async function askAgent({ host, port, tls }: Target, path: string): Promise<string> {
  const signal = AbortSignal.timeout(timeout);
  return new Promise((resolve, reject) => {
    const outgoing = request({
      host,
      port,
      path,
      agent: false,
      signal,
      ...(tls?.credentials && { cert: tls.credentials.cert, key: tls.credentials.key, ca: tls.credentials.ca }),
    });
    outgoing.once('error', (error) =>
      reject(signal.aborted ? new Error(`${host}:${port}${path}: no answer within ${timeout} ms`) : error),
    );
    outgoing.once('response', (answer) => {
      text(answer).then((body) => {
        if (answer.statusCode === 200) resolve(body);
        else reject(new Error(`${host}:${port}${path}: status ${answer.statusCode}: ${body.slice(0, 200)}`));
      }, reject);
    });
    outgoing.end();
  });
}
