/** What `get` and its watch share: the flags, and tables by them. */
import type { Table } from '../../../api/meta/v1.ts';
import type { Resource } from '../../../machinery/resource.ts';
import { objectsOf, type Fetched } from '../../kube/fetchTargets.ts';
import { boolFlag, listFlag, stringFlag, type FlagValues } from '../../kube/flags.ts';
import {
  allNamespacesFlag,
  chunkSizeFlag,
  fieldSelectorFlag,
  filenameFlags,
  outputFlags,
  selectorFlag,
} from '../../kube/selectionFlags.ts';
import { TablePrinter } from '../../kube/tablePrinter.ts';
import type { VerbContext } from '../../kube/verb.ts';

export const getFlags = {
  ...outputFlags,
  ...filenameFlags('identifying the resource to get from a server.'),
  ...selectorFlag,
  ...fieldSelectorFlag,
  ...allNamespacesFlag,
  ...chunkSizeFlag,
  output: stringFlag(
    'Output format. One of: (json, yaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json, jsonpath-file, custom-columns, custom-columns-file, wide).',
    { short: 'o' },
  ),
  'ignore-not-found': boolFlag('If set to true, suppresses NotFound error for specific objects that do not exist.'),
  'label-columns': listFlag('Comma-separated labels to show as columns of their own. Names are case-sensitive.', {
    short: 'L',
  }),
  'no-headers': boolFlag(
    "When using the default or custom-column output format, don't print headers (default print headers).",
  ),
  'output-watch-events': boolFlag(
    'Output watch event objects when --watch or --watch-only is used. Existing objects are output as initial ADDED events.',
  ),
  raw: stringFlag('Raw URI to request from the server.'),
  'server-print': boolFlag('If true, have the server make the table.', { initial: true }),
  'show-kind': boolFlag('If present, list the resource type for the requested object(s).'),
  'show-labels': boolFlag('When printing, show all labels as the last column (default hide labels column)'),
  'sort-by': stringFlag(
    "If non-empty, sort list types using this field, a JSONPath expression (e.g. '{.metadata.name}'), of an integer or a string.",
  ),
  subresource: stringFlag('If specified, gets the subresource of the requested object.'),
  watch: boolFlag('After listing/getting the requested object, watch for changes.', { short: 'w' }),
  'watch-only': boolFlag('Watch for changes to the requested object(s), without listing/getting first.'),
};

export type GetContext = VerbContext<typeof getFlags>;
export type GetValues = FlagValues<typeof getFlags>;

/** Formats of `get` besides those of every verb. */
export const getFormats = ['custom-columns', 'custom-columns-file', 'wide'];

/** Whether it prints tables. */
export const isForPeople = (values: GetValues): boolean =>
  values.output === 'wide' || (values.output === '' && values.template === '');

export function tablePrinterFor(values: GetValues, resource: Resource, withKind: boolean): TablePrinter {
  return new TablePrinter({
    wide: values.output === 'wide',
    noHeaders: values['no-headers'],
    withNamespace: values['all-namespaces'] && resource.namespaced,
    showLabels: values['show-labels'],
    labelColumns: values['label-columns'],
    kind: withKind || values['show-kind'] ? resource : undefined,
  });
}

/** The server's Table, or one of names and ages where it has none. */
export async function asTable({ object, resource, namespace, name }: Fetched): Promise<Table> {
  // A named seam: an object of this kind is a Table.
  if (object['kind'] === 'Table') return object as unknown as Table;
  const [{ tableOf }, { age }] = await Promise.all([
    import('../../kube/tablePrinter.ts'),
    import('../../../machinery/duration.ts'),
  ]);
  return tableOf(objectsOf({ object, resource, namespace, name }), Date.now(), age);
}
