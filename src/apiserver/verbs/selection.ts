/** labelSelector and fieldSelector of a request, as one question about an item. */
import { badRequest } from '../../machinery/apiError.ts';
import { matchesFields, parseFieldSelector } from '../../machinery/fields.ts';
import type { FieldSelector } from '../../machinery/fields.ts';
import { matchesSelector, parseSelector } from '../../machinery/labels.ts';
import type { CacheItem } from '../watchCache/cacheItem.ts';
import type { Endpoint } from './endpoint.ts';

export interface RequestSelection {
  /** undefined selects everything. */
  readonly matches: ((item: CacheItem) => boolean) | undefined;
  /** The one name and namespace that can match, when the field selector pins them. */
  readonly name: string | undefined;
  readonly namespace: string | undefined;
}

const all: RequestSelection = { matches: undefined, name: undefined, namespace: undefined };

/** `name` comes from a path that names one object (a watch of it). 400 for what cannot be understood. */
export function selectionOf(endpoint: Endpoint, query: URLSearchParams, name = ''): RequestSelection {
  if (query.size === 0 && name === '') return all;
  const labels = parsed(() => parseSelector(query.get('labelSelector') ?? ''));
  const given = parsed(() => parseFieldSelector(query.get('fieldSelector') ?? ''));
  checkFields(endpoint, given);
  const fields = withName(given, name);
  const everyLabel = labels !== 'nothing' && labels.length === 0;
  if (everyLabel && fields.length === 0) return all;
  const needsObject = fields.some(({ field }) => field !== 'metadata.name' && field !== 'metadata.namespace');
  const { registration } = endpoint;
  const pinned = (field: string): string | undefined =>
    fields.find((f) => f.field === field && f.operator === '=')?.value;
  return {
    name: pinned('metadata.name'),
    namespace: pinned('metadata.namespace'),
    matches({ object }) {
      if (!everyLabel && !matchesSelector(labels, object.metadata?.labels)) return false;
      if (fields.length === 0) return true;
      const values = {
        'metadata.name': object.metadata?.name ?? '',
        'metadata.namespace': object.metadata?.namespace ?? '',
        ...(needsObject && registration.selectableFields?.(object)),
      };
      return matchesFields(fields, values);
    },
  };
}

function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw badRequest((error as Error).message);
  }
}

function checkFields(endpoint: Endpoint, fields: FieldSelector): void {
  for (const { field } of fields) {
    if (field === 'metadata.name' || (field === 'metadata.namespace' && endpoint.resource.namespaced)) continue;
    if (endpoint.selectable.has(field)) continue;
    throw badRequest(
      endpoint.selectable.size > 0
        ? `field label not supported: ${field}`
        : `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`,
    );
  }
}

function withName(fields: FieldSelector, name: string): FieldSelector {
  if (name === '') return fields;
  if (fields.length === 0) return [{ field: 'metadata.name', operator: '=', value: name }];
  if (fields.some((f) => f.field === 'metadata.name' && f.operator === '=' && f.value === name)) return fields;
  throw badRequest("fieldSelector metadata.name doesn't match requested name");
}
