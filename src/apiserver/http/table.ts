/** meta.k8s.io Tables and PartialObjectMetadata, as text: what `kubectl get` prints and metadata-only clients read. */
import type { TableColumnDefinition } from '../../api/meta/v1.ts';
import { badRequest } from '../../machinery/apiError.ts';
import type { TableShape } from '../registration.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { CacheItem } from '../watchCache/cacheItem.ts';

export type IncludeObject = 'None' | 'Metadata' | 'Object';

export function includeObject(query: URLSearchParams): IncludeObject {
  const text = query.get('includeObject') ?? '';
  if (text === '') return 'Metadata';
  if (text === 'None' || text === 'Metadata' || text === 'Object') return text;
  throw badRequest(`unrecognized includeObject value: ${JSON.stringify(text)}`);
}

export interface TableForm {
  readonly shape: TableShape<KubeObject>;
  /** v1 or v1beta1. */
  readonly version: string;
  readonly include: IncludeObject;
  readonly now: number;
}

const columnTexts = new WeakMap<readonly TableColumnDefinition[], string>();

function columnsText(columns: readonly TableColumnDefinition[]): string {
  let text = columnTexts.get(columns);
  if (text === undefined) columnTexts.set(columns, (text = JSON.stringify(columns)));
  return text;
}

export function tableHead(form: TableForm, listMetadata: string, withColumns = true): string {
  const columns = withColumns ? columnsText(form.shape.columns) : 'null';
  return `{"kind":"Table","apiVersion":"meta.k8s.io/${form.version}","metadata":${listMetadata},"columnDefinitions":${columns},"rows":[`;
}

export const tableTail = ']}\n';

export function tableRow(form: TableForm, item: CacheItem): string {
  const { shape, include, now } = form;
  const conditions = shape.conditions?.(item.object) ?? [];
  const object =
    include === 'None' ? 'null' : include === 'Object' ? item.json.toString() : partial(item, form.version);
  return (
    `{"cells":${JSON.stringify(shape.row(item.object, now))}` +
    `${conditions.length > 0 ? `,"conditions":${JSON.stringify(conditions)}` : ''},"object":${object}}`
  );
}

export const partial = (item: CacheItem, version: string): string =>
  `{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/${version}","metadata":${item.metadata}}`;
