/** `peapod top pods`. */
import type { Pod } from '../../../api/core/v1.ts';
import { pods } from '../../../machinery/resources.ts';
import { CommandError, UsageError } from '../../kube/errors.ts';
import { boolFlag, stringFlag } from '../../kube/flags.ts';
import { byCodePoint } from '../../kube/json.ts';
import { pathOf } from '../../kube/mapper.ts';
import { allNamespacesFlag, fieldSelectorFlag, selectorFlag } from '../../kube/selectionFlags.ts';
import type { Session } from '../../kube/session.ts';
import { TabWriter, tableTabs } from '../../kube/tabWriter.ts';
import { defineVerb } from '../../kube/verb.ts';
import { compareUsage, metricsOf, plus, sortFields, totalOf, usageCells, type Metrics, type Usage } from './metrics.ts';

/** Metrics of a Pod that is younger are not there yet, which is no reason to worry. */
const youngFor = 2 * 60_000;

export default defineVerb({
  name: 'pod',
  summary: 'Display resource (CPU/memory) usage of pods',
  usage: 'pod [NAME | -l label]',
  description: `Display resource (CPU/memory) usage of pods.

 For a short while after a Pod was created there may be no metrics of it.`,
  examples: `# Of the Pods of the current namespace
peapod top pods

# Of one Pod and its containers
peapod top pod POD_NAME --containers

# Of the Pods that a label matches
peapod top pods -l name=myLabel`,
  flags: {
    ...selectorFlag,
    ...fieldSelectorFlag,
    ...allNamespacesFlag,
    containers: boolFlag('If present, print usage of containers within a pod.'),
    'no-headers': boolFlag('If present, print output without headers.'),
    'sort-by': stringFlag(
      "If non-empty, sort pods list using specified field. The field can be either 'cpu' or 'memory'.",
    ),
    sum: boolFlag('Print the sum of the resource usage'),
    'use-protocol-buffers': boolFlag('Has no effect: peapod reads metrics as JSON.', { initial: true, hidden: true }),
  },
  async run({ flags, args, session }) {
    if (args.length > 1) throw new UsageError('pod [NAME | -l label]');
    if (!sortFields.includes(flags['sort-by'])) throw new CommandError('--sort-by accepts only cpu or memory');
    const [name = ''] = args;
    if (name && (flags.selector || flags['field-selector']))
      throw new CommandError('only one of NAME or selector can be provided');
    const everywhere = flags['all-namespaces'];
    const namespace = everywhere ? '' : await session.namespace();
    let metrics = await metricsOf(session, 'pods', namespace, name, flags.selector);
    if (flags['field-selector'] && metrics.length > 0) {
      const matching = await podsMatching(session, namespace, flags.selector, flags['field-selector']);
      const keys = new Set(matching.map((p) => `${p.metadata?.namespace ?? ''}/${p.metadata?.name ?? ''}`));
      metrics = metrics.filter((m) => keys.has(`${m.metadata.namespace ?? ''}/${m.metadata.name}`));
    }
    if (metrics.length === 0) {
      await explainNone(session, namespace, flags.selector, flags['field-selector']);
      process.stderr.write(everywhere ? 'No resources found\n' : `No resources found in ${namespace} namespace.\n`);
      return;
    }
    process.stdout.write(print(metrics, everywhere, flags));
  },
});

interface PrintOptions {
  readonly containers: boolean;
  readonly 'no-headers': boolean;
  readonly 'sort-by': string;
  readonly sum: boolean;
}

function print(metrics: readonly Metrics[], withNamespace: boolean, options: PrintOptions): string {
  const writer = new TabWriter(tableTabs);
  const heads = [
    ...(withNamespace ? ['NAMESPACE'] : []),
    ...(options.containers ? ['POD'] : []),
    'NAME',
    'CPU(cores)',
    'MEMORY(bytes)',
  ];
  if (!options['no-headers']) writer.write(`${heads.join('\t')}\t\n`);
  const by = options['sort-by'];
  const ordered = [...metrics].sort((a, b) =>
    by
      ? compareUsage(by, totalOf(a), totalOf(b))
      : (withNamespace ? byCodePoint(a.metadata.namespace ?? '', b.metadata.namespace ?? '') : 0) ||
        byCodePoint(a.metadata.name, b.metadata.name),
  );
  for (const pod of ordered) {
    const space = withNamespace ? `${pod.metadata.namespace ?? ''}\t` : '';
    if (!options.containers) writer.write(`${space}${pod.metadata.name}\t${usageCells(totalOf(pod))}\n`);
    else
      for (const c of [...(pod.containers ?? [])].sort((a, b) =>
        by ? compareUsage(by, a.usage, b.usage) : byCodePoint(a.name, b.name),
      ))
        writer.write(`${space}${pod.metadata.name}\t${c.name}\t${usageCells(c.usage)}\n`);
  }
  if (options.sum) {
    const total = metrics.map(totalOf).reduce<Usage>(plus, { cpu: '0', memory: '0' });
    const width = options['no-headers'] ? 3 : heads.length;
    writer.write(`${'\t'.repeat(width - 2)}________\t________\t\n${'\t'.repeat(width - 3)}\t${usageCells(total)}\n`);
  }
  return writer.flush();
}

async function podsMatching(
  session: Session,
  namespace: string,
  labelSelector: string,
  fieldSelector: string,
): Promise<readonly Pod[]> {
  const connection = await session.connection();
  return (
    await connection.json<{ items: Pod[] }>({ path: pathOf(pods, namespace), query: { labelSelector, fieldSelector } })
  ).items;
}

async function explainNone(
  session: Session,
  namespace: string,
  selector: string,
  fieldSelector: string,
): Promise<void> {
  const list = await podsMatching(session, namespace, selector, fieldSelector);
  for (const { metadata } of list) {
    const old = Date.now() - Date.parse(metadata?.creationTimestamp ?? '') > youngFor;
    const name = `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
    if (old)
      throw new CommandError(
        `Metrics not available for pod ${name}, age: ${Math.round((Date.now() - Date.parse(metadata?.creationTimestamp ?? '')) / 1000)}s`,
      );
  }
  if (list.length > 0) throw new CommandError('metrics not available yet');
}
