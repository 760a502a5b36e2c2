/**
 * Who makes a request: a client certificate, a bearer token, who may open the machine's own socket, or nobody. Nobody is system:anonymous on the few paths that
 * everybody may read, and is refused everywhere else.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { forbidden, unauthorized } from '../../machinery/apiError.ts';
import { clusterInfo } from '../../machinery/bootstrapToken.ts';
import type { Authorizer } from '../authorization/authorizer.ts';
import { forbiddenReason } from '../authorization/refusal.ts';
import type { Exchange } from '../http/exchange.ts';
import { takeBearerProtocol } from './bearerProtocol.ts';
import { certificateUser } from './clientCertificates.ts';
import type { ServerServices } from '../registration.ts';
import type { UserInfo } from './userInfo.ts';

const anonymous: UserInfo = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

/** Paths that everybody may read, whatever the roles say. */
export const isOpenPath = (path: string): boolean =>
  /^\/(livez|readyz|healthz|version)(\/|$)/.test(path) || path === clusterInfoPath;

/** How a machine that is to join finds the cluster and its authority; roles decide whether it is told. */
const clusterInfoPath = `/api/v1/namespaces/${clusterInfo.namespace}/configmaps/${clusterInfo.name}`;

/** 401 for who cannot be told, 403 for who may not act as somebody else. At once for certificates, the common case. */
export function authenticate(
  exchange: Exchange,
  path: string,
  { authorizer, authenticateToken }: Pick<ServerServices, 'authorizer' | 'authenticateToken'>,
): UserInfo | Promise<UserInfo> {
  const acting = (user: UserInfo | undefined): UserInfo => {
    if (user) return impersonates(exchange.headers) ? impersonated(user, exchange.headers, authorizer) : user;
    if (isOpenPath(path)) return anonymous;
    throw unauthorized();
  };
  const protocolToken = takeBearerProtocol(exchange.headers);
  const user = exchange.user ?? certificateUser(exchange.connection, exchange.socket);
  if (user) return acting(user);
  const { authorization } = exchange.headers;
  if (authorization !== undefined) return bearer(headerToken(authorization), authenticateToken).then(acting);
  if (protocolToken === '') throw unauthorized();
  return protocolToken === undefined ? acting(user) : bearer(protocolToken, authenticateToken).then(acting);
}

const headerToken = (authorization: string): string =>
  authorization.slice(0, 7).toLowerCase() === 'bearer ' ? authorization.slice(7).trim() : '';

async function bearer(
  token: string,
  authenticateToken: ServerServices['authenticateToken'],
): Promise<UserInfo | undefined> {
  if (token === '') return undefined;
  const found = await authenticateToken(token, []);
  // A token that is no good is refused also where nobody needs one.
  if (!found) throw unauthorized();
  return found.user;
}

const impersonates = (headers: IncomingHttpHeaders): boolean =>
  headers['impersonate-user'] !== undefined ||
  headers['impersonate-group'] !== undefined ||
  headers['impersonate-uid'] !== undefined;

function impersonated(user: UserInfo, headers: IncomingHttpHeaders, authorizer: Authorizer): UserInfo {
  const name = single(headers['impersonate-user']);
  const groups = listed(headers['impersonate-group']);
  const uid = single(headers['impersonate-uid']);
  const extra = extras(headers);
  if (name === '')
    throw forbidden({ group: '', resource: '' }, '', 'requested impersonation without impersonating a user');
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name);
  const check = (group: string, resource: string, subresource: string, namespace: string, of: string): void => {
    const attributes = {
      verb: 'impersonate',
      group,
      version: group === '' ? 'v1' : 'v1',
      resource,
      subresource,
      namespace,
      name: of,
    };
    const decision = authorizer.authorize(user, attributes);
    if (decision.outcome !== 'allow')
      throw forbidden({ group, resource }, of, forbiddenReason(user, attributes, decision.reason));
  };
  if (account) check('', 'serviceaccounts', '', account[1] ?? '', account[2] ?? '');
  else check('', 'users', '', '', name);
  for (const group of groups) check('', 'groups', '', '', group);
  if (uid !== '') check('authentication.k8s.io', 'uids', '', '', uid);
  for (const [key, values] of Object.entries(extra))
    for (const value of values) check('authentication.k8s.io', 'userextras', key, '', value);
  const all = new Set(
    groups.length > 0 || !account ? groups : ['system:serviceaccounts', `system:serviceaccounts:${account[1]}`],
  );
  if (name === anonymous.name) all.add('system:unauthenticated');
  else if (!all.has('system:unauthenticated')) all.add('system:authenticated');
  return { name, groups: [...all], ...(uid !== '' && { uid }), ...(Object.keys(extra).length > 0 && { extra }) };
}

const single = (header: string | string[] | undefined): string => (Array.isArray(header) ? header[0] : header) ?? '';

/** Node joins headers that come more than once. */
const listed = (header: string | string[] | undefined): string[] =>
  (Array.isArray(header) ? header : (header ?? '').split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');

function extras(headers: IncomingHttpHeaders): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const [header, value] of Object.entries(headers)) {
    if (header.startsWith('impersonate-extra-'))
      found[decodeURIComponent(header.slice('impersonate-extra-'.length))] = listed(value);
  }
  return found;
}
