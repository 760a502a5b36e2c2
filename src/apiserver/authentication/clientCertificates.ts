/** The user that a client certificate names: CN is the name, each O a group. Looked at once a connection. */
import type { TLSSocket } from 'node:tls';
import type { UserInfo } from './userInfo.ts';

const users = new WeakMap<object, UserInfo | null>();

/** undefined when the client showed no certificate that our authority signed. `connection` is what the cache hangs on. */
export function certificateUser(connection: object, socket: TLSSocket): UserInfo | undefined {
  const known = users.get(connection);
  if (known !== undefined) return known ?? undefined;
  const user = read(socket);
  users.set(connection, user ?? null);
  return user;
}

function read(socket: TLSSocket): UserInfo | undefined {
  if (!socket.authorized) return undefined;
  const { subject } = socket.getPeerCertificate();
  if (!subject?.CN) return undefined;
  const { CN, O } = subject as { CN: string | string[]; O?: string | string[] };
  const name = Array.isArray(CN) ? (CN.at(-1) ?? '') : CN;
  const groups = O === undefined ? [] : Array.isArray(O) ? O : [O];
  return { name, groups: [...groups, 'system:authenticated'] };
}
