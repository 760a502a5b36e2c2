/** URLs as Go's url.ParseRequestURI reads them: absolute, or a path from the root. */
import { UrlValue } from './values.ts';

/** undefined for what is none. */
export function urlOf(text: string): UrlValue | undefined {
  if (text === '' || /[\s\u0000-\u001f\u007f]/.test(text) || /%(?![0-9A-Fa-f]{2})/.test(text)) return undefined;
  const match = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?/.exec(text);
  const [, scheme = '', authority = '', path = '', query = ''] = match ?? [];
  if (scheme === '' && !text.startsWith('/')) return undefined;
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (host !== '' && !/^(\[[0-9A-Fa-f:.%a-z]+\]|[^:[\]]*)(:\d*)?$/.test(host)) return undefined;
  return new UrlValue(text, scheme.toLowerCase(), host, path, queryOf(query));
}

function queryOf(text: string): Map<string, string[]> {
  const query = new Map<string, string[]>();
  for (const pair of text.split('&').filter((each) => each !== '')) {
    const equals = pair.indexOf('=');
    const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    const key = decoded(name);
    query.set(key, [...(query.get(key) ?? []), decoded(value)]);
  }
  return query;
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};
