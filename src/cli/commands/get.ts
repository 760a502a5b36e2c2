/** `peapod get`: tables made by the server, or the objects in the format that is asked for. */
import type { Table } from '../../api/meta/v1.ts';
import type { Resource } from '../../machinery/resource.ts';
import { CommandError, messageOf, throwAll, UsageError } from '../kube/errors.ts';
import { fetchTargets, objectsOf, type Fetched } from '../kube/fetchTargets.ts';
import type { JsonObject } from '../kube/json.ts';
import { tableForm } from '../kube/kubeConnection.ts';
import type { TablePrinter } from '../kube/tablePrinter.ts';
import { TabWriter, tableTabs } from '../kube/tabWriter.ts';
import { resolveTargets, type Target } from '../kube/targets.ts';
import { defineVerb } from '../kube/verb.ts';
import { asTable, getFlags, getFormats, isForPeople, tablePrinterFor, type GetContext } from './get/options.ts';

export default defineVerb({
  name: 'get',
  aliases: ['list', 'ls'],
  summary: 'Display one or many resources',
  usage:
    'get [(-o|--output=)json|yaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file|custom-columns|custom-columns-file|wide] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags]',
  description: `Display one or many resources.

 Prints a table of what matters most about the named resources, or the objects themselves with -o. Of resources that live in
namespaces, those of the current namespace are shown; -A shows all.

Use "peapod api-resources" for a complete list of supported resources.`,
  examples: `# The Pods of the current namespace
peapod get pods

# With their nodes and addresses
peapod get pods -o wide

# One Deployment, as YAML
peapod get deployment web -o yaml

# What a manifest describes, as it is on the server
peapod get -f web.yaml

# Several types at once, and everything that usually matters
peapod get deployments,services
peapod get all

# One value of one object
peapod get pod web-0 -o jsonpath='{.status.podIP}'

# Columns of your own
peapod get pods -o custom-columns=NAME:.metadata.name,IMAGE:.spec.containers[*].image

# Pods by label, of all namespaces, the oldest first
peapod get pods -A -l app=web --sort-by=.metadata.creationTimestamp

# Go on telling what changes
peapod get pods -w`,
  flags: getFlags,
  async run(context) {
    const { flags: values, args, session } = context;
    validate(context);
    if (values.raw) {
      const connection = await session.connection();
      process.stdout.write(await connection.bytes({ path: values.raw }));
      return;
    }
    if (values.watch || values['watch-only']) {
      const { watchTargets } = await import('./get/watch.ts');
      return watchTargets(context);
    }
    const { targets, single } = await resolveTargets(session, {
      args,
      ...values,
      fieldSelector: values['field-selector'],
      allNamespaces: values['all-namespaces'],
      typeAloneIsAll: true,
    });
    if (isForPeople(values)) await printTables(context, targets);
    else await printObjects(context, targets, single);
  },
});

function validate({ flags: values, args, commandPath }: GetContext): void {
  const { output, raw } = values;
  if (raw) {
    if (args.length > 0) throw new CommandError('arguments may not be passed when --raw is specified');
    if (values.watch || values['watch-only'] || values.selector)
      throw new CommandError(
        '--raw may not be specified with other flags that filter the server request or alter the output',
      );
    if (output) throw new CommandError('--raw and --output are mutually exclusive');
    if (!raw.startsWith('/'))
      throw new CommandError(`--raw must be a valid URL path: parse ${JSON.stringify(raw)}: invalid URI for request`);
    return;
  }
  if (values.watch && values['sort-by'])
    process.stderr.write('warning: --watch requested, --sort-by will be ignored for watch events received\n');
  else if (values['watch-only'] && values['sort-by'])
    process.stderr.write('warning: --watch-only requested, --sort-by will be ignored\n');
  else if (
    !values.watch &&
    !values['watch-only'] &&
    args.length === 0 &&
    values.filename.length === 0 &&
    !values.kustomize
  ) {
    const program = commandPath.split(' ')[0] ?? '';
    process.stderr.write(
      `You must specify the type of resource to get. Use "${program} api-resources" for a complete list of supported resources.\n\n`,
    );
    throw new UsageError(
      `Required resource not specified.\nUse "${program} explain <resource>" for a detailed description of that resource (e.g. ${program} explain pods).`,
    );
  }
  if (values['show-labels'] && output !== '' && output !== 'wide')
    throw new CommandError(`--show-labels option cannot be used with ${output} printer`);
  if (values['label-columns'].length > 0 && output.startsWith('custom-columns'))
    throw new CommandError(`--label-columns option cannot be used with ${output} printer`);
  if (values['output-watch-events'] && !values.watch && !values['watch-only'])
    throw new CommandError('--output-watch-events option can only be used with --watch or --watch-only');
}

async function fetchAll({ flags: values, session }: GetContext, targets: readonly Target[]) {
  const people = isForPeople(values);
  return fetchTargets(session, targets, {
    selector: values.selector,
    fieldSelector: values['field-selector'],
    chunkSize: values['sort-by'] ? 0 : values['chunk-size'],
    subresource: values.subresource,
    ignoreNotFound: values['ignore-not-found'],
    ...(people &&
      values['server-print'] && {
        accept: tableForm,
        ...(values['sort-by'] && { query: { includeObject: 'Object' } }),
      }),
  });
}

async function printTables(context: GetContext, targets: readonly Target[]): Promise<void> {
  const { flags: values, session } = context;
  const { fetched, errors } = await fetchAll(context, targets);
  const writer = new TabWriter(tableTabs);
  let printer: TablePrinter | undefined;
  let last: Resource | undefined;
  let written = '';
  const withKind = values['show-kind'] || severalKinds(fetched);
  const flush = (): void => {
    const text = writer.flush();
    if (text !== '' && separate) written += '\n';
    if (text !== '') separate = false;
    written += text;
  };
  let separate = false;
  for (const one of fetched) {
    if (!printer || one.resource !== last) {
      flush();
      writer.forgetWidths();
      if (last && !values['no-headers'] && written !== '') separate = true;
      printer = tablePrinterFor(values, one.resource, withKind);
      last = one.resource;
    }
    writer.write(printer.print(await sortedTable(await asTable(one), values['sort-by'])));
  }
  flush();
  process.stdout.write(written);
  throwAll(errors);
  if (written === '' && !values['ignore-not-found']) {
    const inNamespace = !values['all-namespaces'] && targets.every((t) => t.resource.namespaced);
    process.stderr.write(
      inNamespace ? `No resources found in ${await session.namespace()} namespace.\n` : 'No resources found\n',
    );
  }
}

const severalKinds = (fetched: readonly Fetched[]): boolean =>
  new Set(fetched.map((f) => `${f.resource.group}/${f.resource.kind}`)).size > 1;

async function sortedTable(table: Table, field: string): Promise<Table> {
  if (!field) return table;
  const { sortBy } = await import('../kube/sortBy.ts');
  try {
    return { ...table, rows: [...sortBy(table.rows ?? [], field, (row) => row.object)] };
  } catch (error) {
    // As kubectl: a table that cannot be sorted is not printed.
    if (error instanceof CommandError) return { ...table, rows: [] };
    throw error;
  }
}

async function printObjects(context: GetContext, targets: readonly Target[], single: boolean): Promise<void> {
  const { flags: values } = context;
  const { printerFor } = await import('../kube/printers.ts');
  const { fetched, errors } = await fetchAll(context, targets);
  if (single && errors.length > 0) throwAll(errors);
  let objects: readonly JsonObject[] = fetched.flatMap(objectsOf);
  const isSingle = single && objects.length === 1;
  if (objects.length === 0 && single && values['ignore-not-found']) return;
  if (objects.length === 0 && values['ignore-not-found'] && targets.every((t) => t.type === 'named'))
    return throwAll(errors);
  const printer = await printerFor({
    output: values.output,
    template: values.template,
    showManagedFields: values['show-managed-fields'],
    allowMissingTemplateKeys: values['allow-missing-template-keys'],
    noHeaders: values['no-headers'],
    more: getFormats,
  });
  if (values['sort-by'] && !isSingle) {
    const { sortBy } = await import('../kube/sortBy.ts');
    objects = sortBy(objects, values['sort-by'], (o) => o);
  }
  const [first] = objects;
  const object =
    isSingle && first ? first : { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items: objects };
  try {
    process.stdout.write(printer.print(object));
  } catch (error) {
    throw error instanceof CommandError ? error : new CommandError(messageOf(error));
  }
  throwAll(errors);
}
