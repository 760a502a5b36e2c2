/** Where in the console somebody is, as the part of the address behind '#': one that can be kept, shared and gone back to. */

export type Route =
  | { readonly page: 'overview' }
  | { readonly page: 'kinds' }
  | { readonly page: 'create' }
  /** `kind` as 'pods' or 'deployments.apps'. */
  | { readonly page: 'list'; readonly kind: string }
  | {
      readonly page: 'object';
      readonly kind: string;
      /** '' for what belongs to no namespace. */
      readonly namespace: string;
      readonly name: string;
      readonly tab: string;
    };

const noNamespace = '-';

export function parseRoute(hash: string): Route {
  const path = hash.replace(/^#?\/?/, '').split('?')[0] ?? '';
  const [first = '', namespace, name, tab = ''] = path.split('/').map(decodeURIComponent);
  if (first === '') return { page: 'overview' };
  if (first === '+create') return { page: 'create' };
  if (first === '+kinds') return { page: 'kinds' };
  if (namespace === undefined || name === undefined || name === '') return { page: 'list', kind: first };
  return { page: 'object', kind: first, namespace: namespace === noNamespace ? '' : namespace, name, tab };
}

export function hrefOf(route: Route): string {
  switch (route.page) {
    case 'overview':
      return '#/';
    case 'create':
      return '#/+create';
    case 'kinds':
      return '#/+kinds';
    case 'list':
      return `#/${encodeURIComponent(route.kind)}`;
    case 'object': {
      const parts = [route.kind, route.namespace || noNamespace, route.name, ...(route.tab ? [route.tab] : [])];
      return `#/${parts.map(encodeURIComponent).join('/')}`;
    }
  }
}
