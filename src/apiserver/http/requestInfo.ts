/** What a path asks for (apiserver's RequestInfo): a verb on a resource, or a path outside of the API's resources. */
import { badRequest } from '../../machinery/apiError.ts';

export interface ResourceInfo {
  readonly isResource: true;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly verb: string;
  readonly group: string;
  readonly version: string;
  /** '' for cluster scope and all namespaces; of a namespace itself: its own name. */
  readonly namespace: string;
  readonly resource: string;
  readonly subresource: string;
  readonly name: string;
  /** What follows the subresource: the path that a proxy passes on. Begins with '/' when there is one. */
  readonly rest: string;
}

export interface PathInfo {
  readonly isResource: false;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower case method. */
  readonly verb: string;
}

export type RequestInfo = ResourceInfo | PathInfo;

const noQuery = new URLSearchParams();
/** What may follow the name of a namespace without being a resource in it. */
const namespaceSubresources = new Set(['status', 'finalize']);
const verbs: Readonly<Record<string, string>> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
  GET: 'get',
  HEAD: 'get',
};

export function requestInfo(method: string, url: string): RequestInfo {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const query = mark < 0 ? noQuery : new URLSearchParams(url.slice(mark + 1));
  const parts = path.split('/');
  // parts[0] is '' before the first slash.
  const api = parts[1];
  const outside = (): PathInfo => ({ isResource: false, path, query, verb: method.toLowerCase() });
  if (api !== 'api' && api !== 'apis') return outside();
  if (parts.at(-1) === '' && parts.length <= (api === 'api' ? 4 : 5)) return outside();
  let next = api === 'api' ? 3 : 4;
  if (parts.length <= next) return outside();
  const group = api === 'api' ? '' : (parts[2] ?? '');
  const version = parts[next - 1] ?? '';
  // Other methods are no verb: nothing but a proxy answers them, and only for who may use every verb.
  let verb = verbs[method] ?? '';
  if (parts[next] === 'watch' && parts.length > next + 1) {
    verb = 'watch';
    next += 1;
  }
  let namespace = '';
  if (parts[next] === 'namespaces' && parts.length > next + 1) {
    namespace = decode(parts[next + 1] ?? '');
    if (parts.length > next + 2 && !namespaceSubresources.has(parts[next + 2] ?? '')) next += 2;
  }
  const resource = parts[next] ?? '';
  let name = decode(parts[next + 1] ?? '');
  const subresource = parts[next + 2] ?? '';
  const rest = parts.length > next + 3 ? `/${parts.slice(next + 3).join('/')}` : '';
  if (name === '') {
    if (verb === 'get') verb = isTrue(query.get('watch')) ? 'watch' : 'list';
    else if (verb === 'delete') verb = 'deletecollection';
    if ((verb === 'list' || verb === 'watch' || verb === 'deletecollection') && query.size > 0)
      name = pinnedName(query.get('fieldSelector'));
  } else if (verb === 'get' && subresource === '' && query.size > 0 && isTrue(query.get('watch'))) {
    verb = 'watch';
  }
  return { isResource: true, path, query, verb, group, version, namespace, resource, subresource, name, rest };
}

const isTrue = (text: string | null): boolean => text !== null && text !== 'false' && text !== '0';

function decode(part: string): string {
  if (!part.includes('%')) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    throw badRequest(`the path segment ${JSON.stringify(part)} is not properly escaped`);
  }
}

/** The name that a field selector asks for, for who may see only objects of that name. */
function pinnedName(fieldSelector: string | null): string {
  if (fieldSelector === null) return '';
  const term = fieldSelector.split(',').find((t) => /^metadata\.name==?[^=]/.test(t));
  return term?.replace(/^metadata\.name==?/, '') ?? '';
}
