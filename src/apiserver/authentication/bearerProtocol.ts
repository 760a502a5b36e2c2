/**
 * The bearer token of a client that can set no headers, as a browser's WebSocket: among the subprotocols that it offers,
 * `base64url.bearer.authorization.k8s.io.<token in unpadded base64url>`, beside at least one that it really speaks.
 */
import type { IncomingHttpHeaders } from 'node:http';

const header = 'sec-websocket-protocol';
const prefix = 'base64url.bearer.authorization.k8s.io.';

/**
 * The token, taken out of the headers so that it is passed on to nobody. undefined when none is offered; '' when what is
 * offered cannot be one: two of them, not base64url, or no other subprotocol.
 */
export function takeBearerProtocol(headers: IncomingHttpHeaders): string | undefined {
  const offered = headers[header];
  if (!offered?.includes(prefix) || headers.upgrade?.toLowerCase() !== 'websocket') return undefined;
  const protocols = offered.split(',').map((p) => p.trim());
  const others = protocols.filter((p) => !p.startsWith(prefix));
  const [found, ...more] = protocols.filter((p) => p.startsWith(prefix));
  headers[header] = others.join(', ');
  const encoded = found?.slice(prefix.length) ?? '';
  if (more.length > 0 || others.length === 0 || !/^[A-Za-z0-9_-]+$/.test(encoded)) return '';
  return Buffer.from(encoded, 'base64url').toString();
}
