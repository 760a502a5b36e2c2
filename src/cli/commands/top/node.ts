/** `peapod top nodes`. */
import type { Node } from '../../../api/core/v1.ts';
import { nodes } from '../../../machinery/resources.ts';
import { CommandError, UsageError } from '../../kube/errors.ts';
import { boolFlag, stringFlag } from '../../kube/flags.ts';
import { byCodePoint } from '../../kube/json.ts';
import { pathOf } from '../../kube/mapper.ts';
import { selectorFlag } from '../../kube/selectionFlags.ts';
import { TabWriter, tableTabs } from '../../kube/tabWriter.ts';
import { defineVerb } from '../../kube/verb.ts';
import { compareUsage, metricsOf, sortFields, usageCells } from './metrics.ts';

export default defineVerb({
  name: 'node',
  summary: 'Display resource (CPU/memory) usage of nodes',
  usage: 'node [NAME | -l label]',
  description: 'Display resource (CPU/memory) usage of nodes.',
  examples: `# Of all nodes
peapod top nodes

# Of one
peapod top node NODE_NAME`,
  flags: {
    ...selectorFlag,
    'no-headers': boolFlag('If present, print output without headers'),
    'show-capacity': boolFlag('Print node resources based on Capacity instead of Allocatable(default) of the nodes.'),
    'sort-by': stringFlag(
      "If non-empty, sort nodes list using specified field. The field can be either 'cpu' or 'memory'.",
    ),
    'use-protocol-buffers': boolFlag('Has no effect: peapod reads metrics as JSON.', { initial: true, hidden: true }),
  },
  async run({ flags, args, session }) {
    if (args.length > 1) throw new UsageError('node [NAME | -l label]');
    if (!sortFields.includes(flags['sort-by'])) throw new CommandError('--sort-by accepts only cpu or memory');
    const [name = ''] = args;
    if (name && flags.selector) throw new CommandError('only one of NAME or --selector can be provided');
    const metrics = await metricsOf(session, 'nodes', '', name, flags.selector);
    if (metrics.length === 0) throw new CommandError('metrics not available yet');
    const connection = await session.connection();
    const known = name
      ? [await connection.json<Node>({ path: pathOf(nodes, undefined, name) })]
      : (await connection.json<{ items: Node[] }>({ path: pathOf(nodes), query: { labelSelector: flags.selector } }))
          .items;
    const available = new Map(
      known.map((n) => [
        n.metadata?.name ?? '',
        (flags['show-capacity'] ? n.status?.capacity : n.status?.allocatable) ?? {},
      ]),
    );
    const writer = new TabWriter(tableTabs);
    if (!flags['no-headers']) writer.write('NAME\tCPU(cores)\tCPU(%)\tMEMORY(bytes)\tMEMORY(%)\t\n');
    const ordered = [...metrics].sort((a, b) =>
      flags['sort-by']
        ? compareUsage(flags['sort-by'], a.usage ?? {}, b.usage ?? {})
        : byCodePoint(a.metadata.name, b.metadata.name),
    );
    for (const { metadata, usage = {} } of ordered) {
      writer.write(`${metadata.name}\t${usageCells(usage, available.get(metadata.name))}\n`);
      available.delete(metadata.name);
    }
    for (const unknown of available.keys()) writer.write(`${unknown}\t${'<unknown>\t'.repeat(4)}\n`);
    process.stdout.write(writer.flush());
  },
});
