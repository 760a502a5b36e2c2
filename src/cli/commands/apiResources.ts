/** `peapod api-resources`: what the server serves. */
import { CommandError, UsageError } from '../kube/errors.ts';
import { boolFlag, listFlag, stringFlag } from '../kube/flags.ts';
import { byCodePoint } from '../kube/json.ts';
import type { ServedResource } from '../kube/mapper.ts';
import { qualifiedResource } from '../kube/mapper.ts';
import { TabWriter, tableTabs } from '../kube/tabWriter.ts';
import { defineVerb } from '../kube/verb.ts';

export default defineVerb({
  name: 'api-resources',
  summary: 'Print the supported API resources on the server',
  usage: 'api-resources [flags]',
  description: 'Print the supported API resources on the server.',
  examples: `# All of them
peapod api-resources

# With their verbs and categories
peapod api-resources -o wide

# Sorted by a column
peapod api-resources --sort-by=name

# Those that live in namespaces, or do not
peapod api-resources --namespaced=true
peapod api-resources --namespaced=false

# Those of one group
peapod api-resources --api-group=rbac.authorization.k8s.io`,
  flags: {
    'api-group': stringFlag('Limit to resources in the specified API group.'),
    cached: boolFlag(
      'Use the cached list of resources if available. Peapod keeps none, so that it is always asked for.',
    ),
    categories: listFlag('Limit to resources that belong to the specified categories.'),
    namespaced: boolFlag(
      'If false, non-namespaced resources will be returned, otherwise returning namespaced resources by default.',
      { initial: true },
    ),
    'no-headers': boolFlag(
      "When using the default or custom-column output format, don't print headers (default print headers).",
    ),
    output: stringFlag('Output format. One of: (wide, name).', { short: 'o' }),
    'sort-by': stringFlag(
      "If non-empty, sort list of resources using specified field. The field can be either 'name' or 'kind'.",
    ),
    verbs: listFlag('Limit to resources that support the specified verbs.'),
  },
  async run({ flags, args, given, session }) {
    if (args.length > 0) throw new UsageError(`unexpected arguments: [${args.join(' ')}]`);
    if (!['', 'name', 'kind'].includes(flags['sort-by'])) throw new CommandError('--sort-by accepts only name or kind');
    if (!['', 'wide', 'name'].includes(flags.output))
      throw new CommandError(`--output ${flags.output} is not available`);
    const mapper = await session.mapper();
    const key = (r: ServedResource): string =>
      flags['sort-by'] === 'name' ? r.resource : flags['sort-by'] === 'kind' ? r.kind : r.group;
    const resources = (await mapper.served())
      .filter(
        (r) =>
          r.preferred &&
          r.verbs.length > 0 &&
          (!given.has('api-group') || r.group === flags['api-group']) &&
          (!given.has('namespaced') || r.namespaced === flags.namespaced) &&
          flags.verbs.every((v) => r.verbs.includes(v)) &&
          flags.categories.every((c) => r.categories.includes(c)),
      )
      .sort((a, b) => byCodePoint(key(a), key(b)) || byCodePoint(a.resource, b.resource));
    if (flags.output === 'name') {
      process.stdout.write(resources.map((r) => `${qualifiedResource(r)}\n`).join(''));
      return;
    }
    const wide = flags.output === 'wide';
    const writer = new TabWriter(tableTabs);
    if (!flags['no-headers'])
      writer.write(`NAME\tSHORTNAMES\tAPIVERSION\tNAMESPACED\tKIND${wide ? '\tVERBS\tCATEGORIES' : ''}\n`);
    for (const r of resources) {
      const cells = [
        r.resource,
        r.shortNames.join(','),
        r.group === '' ? r.version : `${r.group}/${r.version}`,
        String(r.namespaced),
        r.kind,
      ];
      writer.write(`${[...cells, ...(wide ? [r.verbs.join(','), r.categories.join(',')] : [])].join('\t')}\n`);
    }
    process.stdout.write(writer.flush());
  },
});
