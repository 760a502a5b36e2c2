/** `peapod events`: what happened, the latest last. */
import type { Event } from '../../api/core/v1.ts';
import { ApiError } from '../../machinery/apiError.ts';
import { apiVersionOf } from '../../machinery/object.ts';
import { coreEvents } from '../../machinery/resources.ts';
import { interval } from '../describe/events.ts';
import { CommandError } from '../kube/errors.ts';
import { fetchTarget } from '../kube/fetchTargets.ts';
import { boolFlag, listFlag, stringFlag } from '../kube/flags.ts';
import { goSort } from '../kube/goSort.ts';
import { isJsonObject, listAt, type JsonObject } from '../kube/json.ts';
import { pathOf } from '../kube/mapper.ts';
import { allNamespacesFlag, chunkSizeFlag, outputFlags } from '../kube/selectionFlags.ts';
import type { Session } from '../kube/session.ts';
import { TabWriter, tableTabs } from '../kube/tabWriter.ts';
import { defineVerb, type VerbContext } from '../kube/verb.ts';

const flags = {
  ...outputFlags,
  ...allNamespacesFlag,
  ...chunkSizeFlag,
  for: stringFlag('Filter events to only those pertaining to the specified resource.'),
  'no-headers': boolFlag("When using the default output format, don't print headers."),
  types: listFlag('Output only events of given types.'),
  watch: boolFlag('After listing the requested events, watch for more events.', { short: 'w' }),
};

export default defineVerb({
  name: 'events',
  summary: 'List events',
  usage:
    'events [(-o|--output=)json|yaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file] [--for TYPE/NAME] [--watch] [--types=Normal,Warning]',
  description: `Display events.

 Prints a table of what happened of late, of a namespace, of all, or to one object.`,
  examples: `# Of the current namespace
peapod events

# Of all namespaces
peapod events -A

# What happened to one Pod, and what goes on happening to it
peapod events --for pod/web-0 --watch

# Only what went wrong
peapod events --types=Warning`,
  flags,
  async run(context) {
    const { flags: values, session } = context;
    const fieldSelector = await aboutObject(session, values.for);
    for (const type of values.types)
      if (!['normal', 'warning'].includes(type.toLowerCase()))
        throw new CommandError('valid --types are Normal or Warning');
    const wanted = values.types.map((t) => t.toLowerCase());
    const matches = (event: Event): boolean => wanted.length === 0 || wanted.includes((event.type ?? '').toLowerCase());
    const namespace = values['all-namespaces'] ? undefined : await session.namespace();
    const print = await printing(context);
    if (values.watch) return watch(session, namespace, fieldSelector, matches, print);
    const { object } = await fetchTarget(
      session,
      { type: 'list', resource: coreEvents, namespace },
      { fieldSelector, chunkSize: values['chunk-size'] },
    );
    // A named seam: the items of an EventList are Events.
    const events = (listAt(object, 'items') as readonly Event[]).filter(matches);
    if (events.length === 0) {
      process.stderr.write(
        namespace === undefined ? 'No events found.\n' : `No events found in ${namespace} namespace.\n`,
      );
      return;
    }
    print(
      goSort(events, (a, b) => timeOf(a) < timeOf(b)),
      true,
    );
  },
});

async function watch(
  session: Session,
  namespace: string | undefined,
  fieldSelector: string,
  matches: (event: Event) => boolean,
  print: (events: readonly Event[], list: boolean) => void,
): Promise<void> {
  const connection = await session.connection();
  for await (const { type, object } of connection.watch({
    path: pathOf(coreEvents, namespace),
    query: { fieldSelector },
  })) {
    if (type === 'ERROR' && isJsonObject(object)) throw ApiError.fromStatus(object, 500);
    // A named seam: what is watched are Events.
    if ((type === 'ADDED' || type === 'MODIFIED') && matches(object as Event)) print([object as Event], false);
  }
}

const timeOf = (event: Event): number =>
  Date.parse(event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? '0001-01-01T00:00:00Z');

async function aboutObject(session: Session, argument: string): Promise<string> {
  if (argument === '') return '';
  const parts = argument.split('/');
  if (parts.length === 1) throw new CommandError('--for must be in resource/name form');
  if (parts.length > 2) throw new CommandError('arguments in resource/name form may not have more than one slash');
  const resource = await (await session.mapper()).resourceOf(parts[0] ?? '', { plain: true });
  return `involvedObject.kind=${resource.kind},involvedObject.apiVersion=${apiVersionOf(resource)},involvedObject.name=${parts[1] ?? ''}`;
}

async function printing({
  flags: values,
}: VerbContext<typeof flags>): Promise<(events: readonly Event[], list: boolean) => void> {
  if (values.output || values.template) {
    const { printerFor } = await import('../kube/printers.ts');
    const printer = await printerFor({
      output: values.output,
      template: values.template,
      showManagedFields: values['show-managed-fields'],
      allowMissingTemplateKeys: values['allow-missing-template-keys'],
      givenOrder: true,
    });
    return (events, list) => {
      const items = events.map((e) => ({
        kind: 'Event',
        apiVersion: 'v1',
        ...e,
        metadata: metadataInOrder(e.metadata),
      }));
      const [first] = items;
      if (list) process.stdout.write(printer.print({ kind: 'EventList', apiVersion: 'v1', metadata: {}, items }));
      else if (first) process.stdout.write(printer.print(first));
    };
  }
  const writer = new TabWriter(tableTabs);
  const all = values['all-namespaces'];
  let headers = !values['no-headers'];
  return (events) => {
    if (headers) writer.write(`${all ? 'NAMESPACE\t' : ''}LAST SEEN\tTYPE\tREASON\tOBJECT\tMESSAGE\n`);
    headers = false;
    for (const e of events)
      writer.write(
        `${all ? `${e.metadata?.namespace ?? ''}\t` : ''}${interval(e)}\t${e.type ?? ''}\t${e.reason ?? ''}\t${e.involvedObject.kind ?? ''}/${e.involvedObject.name ?? ''}\t${(e.message ?? '').trim()}\n`,
      );
    process.stdout.write(writer.flush());
  };
}

/** As Go's type has its members, which is how kubectl prints typed objects as JSON. */
const metadataOrder = [
  'name',
  'generateName',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
];

function metadataInOrder(metadata: Event['metadata']): JsonObject {
  const members: JsonObject = { ...metadata };
  const first = Object.fromEntries(metadataOrder.filter((m) => m in members).map((m) => [m, members[m]]));
  return { ...first, ...Object.fromEntries(Object.entries(members).filter(([m]) => !metadataOrder.includes(m))) };
}
