/** `peapod get -w`: what is there, then each change as it happens, until interrupted or until the server ends it. */
import type { Table } from '../../../api/meta/v1.ts';
import { ApiError } from '../../../machinery/apiError.ts';
import { CommandError } from '../../kube/errors.ts';
import { fetchTarget, objectsOf, type Fetched } from '../../kube/fetchTargets.ts';
import { isJsonObject, textAt, type JsonObject } from '../../kube/json.ts';
import { tableForm } from '../../kube/kubeConnection.ts';
import { pathOf } from '../../kube/mapper.ts';
import { TabWriter, tableTabs } from '../../kube/tabWriter.ts';
import { resolveTargets } from '../../kube/targets.ts';
import { asTable, getFormats, isForPeople, tablePrinterFor, type GetContext } from './options.ts';

type Emit = (type: string, object: JsonObject) => Promise<void> | void;

/** Throws CommandError when more than one type is asked for. */
export async function watchTargets(context: GetContext): Promise<void> {
  const { flags: values, args, session } = context;
  const { targets } = await resolveTargets(session, {
    args,
    ...values,
    fieldSelector: values['field-selector'],
    allNamespaces: values['all-namespaces'],
    typeAloneIsAll: true,
  });
  const [target] = targets;
  if (!target || targets.length > 1) throw new CommandError('you may only specify a single resource type');
  const people = isForPeople(values);
  const accept = people && values['server-print'] ? tableForm : undefined;
  const before = await fetchTarget(session, target, {
    selector: values.selector,
    fieldSelector: values['field-selector'],
    chunkSize: values['chunk-size'],
    subresource: values.subresource,
    ...(accept && { accept }),
  }).catch((error: unknown) => {
    if (values['ignore-not-found'] && error instanceof ApiError && error.reason === 'NotFound') return undefined;
    throw error;
  });
  if (!before) return;
  const { resource, namespace } = before;
  const emit = people ? emitRows(context, before) : await emitObjects(context);
  const isList = target.type === 'list';
  if (!values['watch-only']) await (people ? emit('ADDED', before.object) : all(emit, objectsOf(before)));

  const connection = await session.connection();
  const events = connection.watch({
    path: pathOf(resource, namespace),
    accept,
    query: {
      labelSelector: isList ? values.selector : undefined,
      fieldSelector: isList ? values['field-selector'] : `metadata.name=${target.name}`,
      // From now on for one object, whose own version may have left the watch's window: its first event is the object itself.
      resourceVersion: isList ? textAt(before.object, 'metadata', 'resourceVersion') : '0',
    },
  });
  let first = !isList;
  for await (const { type, object } of events) {
    if (type === 'BOOKMARK' || !isJsonObject(object)) continue;
    if (type === 'ERROR') throw ApiError.fromStatus(object, 500);
    const skip = first && type === 'ADDED';
    first = false;
    if (!skip) await emit(type, object);
  }
}

async function all(emit: Emit, objects: readonly JsonObject[]): Promise<void> {
  for (const object of objects) await emit('ADDED', object);
}

function emitRows({ flags: values }: GetContext, before: Fetched): Emit {
  const writer = new TabWriter(tableTabs);
  const printer = tablePrinterFor(values, before.resource, false);
  return async (type, object) => {
    const table = await asTable({ ...before, object });
    writer.write(printer.print(values['output-watch-events'] ? withEvent(table, type) : table));
    process.stdout.write(writer.flush());
  };
}

/** A column of what happened in front of the others. */
const withEvent = (table: Table, type: string): Table => ({
  ...table,
  ...(table.columnDefinitions &&
    table.columnDefinitions.length > 0 && {
      columnDefinitions: [
        { name: 'Event', type: 'string', format: '', description: '', priority: 0 },
        ...table.columnDefinitions,
      ],
    }),
  rows: (table.rows ?? []).map((row) => ({ ...row, cells: [type, ...(row.cells ?? [])] })),
});

async function emitObjects({ flags: values }: GetContext): Promise<Emit> {
  const { printerFor } = await import('../../kube/printers.ts');
  const printer = await printerFor({
    output: values.output,
    template: values.template,
    showManagedFields: values['show-managed-fields'],
    allowMissingTemplateKeys: values['allow-missing-template-keys'],
    noHeaders: values['no-headers'],
    more: getFormats,
  });
  return (type, object) => {
    process.stdout.write(printer.print(values['output-watch-events'] ? { type, object } : object));
  };
}
