/** A connection to the runtime's streaming server, upgraded to SPDY/3.1. */
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { HttpError } from './httpError.ts';

export interface RuntimeStream {
  readonly socket: Duplex;
  /** What came with the answer already. */
  readonly head: Buffer;
}

/** @param protocol `v4.channel.k8s.io`, `portforward.k8s.io`. Rejects with HttpError, in the runtime's words. */
export function dialRuntime(url: URL, protocol: string): Promise<RuntimeStream> {
  return new Promise((resolve, reject) => {
    const headers = { Connection: 'Upgrade', Upgrade: 'SPDY/3.1', 'X-Stream-Protocol-Version': protocol };
    const outgoing = request(url, { method: 'POST', headers, agent: false });
    outgoing.once('upgrade', (_answer, socket, head) => {
      socket.setNoDelay(true);
      resolve({ socket, head });
    });
    outgoing.once('response', (answer: IncomingMessage) => {
      textOf(answer).then(
        (text) => reject(new HttpError(answer.statusCode ?? 500, text || 'the runtime refused to upgrade')),
        reject,
      );
    });
    outgoing.once('error', (error) => reject(new HttpError(500, `error dialing the runtime: ${error.message}`)));
    outgoing.end();
  });
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += String(chunk);
  return text.trim();
}
