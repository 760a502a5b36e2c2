/** `peapod describe`: objects told in words, with what belongs to them and what happened to them. */
import { isNotFound } from '../../machinery/apiError.ts';
import { CommandError, throwAll } from '../kube/errors.ts';
import { fetchTarget, fetchTargets, objectsOf } from '../kube/fetchTargets.ts';
import { boolFlag } from '../kube/flags.ts';
import { textAt } from '../kube/json.ts';
import { allNamespacesFlag, chunkSizeFlag, filenameFlags, selectorFlag } from '../kube/selectionFlags.ts';
import { resolveTargets } from '../kube/targets.ts';
import { defineVerb, type VerbContext } from '../kube/verb.ts';
import { describe } from '../describe/index.ts';

const flags = {
  ...filenameFlags('containing the resource to describe'),
  ...selectorFlag,
  ...allNamespacesFlag,
  ...chunkSizeFlag,
  'show-events': boolFlag('If true, display events related to the described object.', { initial: true }),
};

export default defineVerb({
  name: 'describe',
  aliases: ['inspect'],
  summary: 'Show details of a specific resource or group of resources',
  usage: 'describe (-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)',
  description: `Show details of a specific resource or group of resources.

 Tells everything about the chosen objects in words: their fields, what belongs to them, and the events about them. When no object
has the name that was given, all whose names begin with it are described.

Use "peapod api-resources" for a complete list of supported resources.`,
  examples: `# A node
peapod describe nodes worker-1

# A Pod, as TYPE/NAME
peapod describe pods/nginx

# What a manifest describes
peapod describe -f pod.yaml

# All Pods
peapod describe pods

# Pods by label
peapod describe pods -l name=myLabel

# All Pods whose names begin with 'web'
peapod describe pods web`,
  flags,
  async run(context) {
    const { flags: values, args, session, commandPath } = context;
    if (args.length === 0 && values.filename.length === 0 && !values.kustomize) {
      const program = commandPath.split(' ')[0] ?? '';
      throw new CommandError(
        `You must specify the type of resource to describe. Use "${program} api-resources" for a complete list of supported resources.`,
      );
    }
    const { targets } = await resolveTargets(session, {
      args,
      ...values,
      allNamespaces: values['all-namespaces'],
      typeAloneIsAll: true,
    });
    const { fetched, errors } = await fetchTargets(session, targets, {
      selector: values.selector,
      chunkSize: values['chunk-size'],
    });
    const found = fetched.flatMap((f) => objectsOf(f).map((object) => ({ resource: f.resource, object })));
    if (errors.length === 1 && isNotFound(errors[0]) && args.length === 2) return describeMatching(context, errors[0]);
    const showEvents = values['show-events'];
    const connection = await session.connection();
    let first = true;
    for (const { resource, object } of found) {
      const text = await describe(connection, resource, object, { showEvents, chunkSize: values['chunk-size'] });
      process.stdout.write(first ? text : `\n\n${text}`);
      first = false;
    }
    if (found.length === 0 && errors.length === 0)
      process.stderr.write(
        values['all-namespaces']
          ? 'No resources found\n'
          : `No resources found in ${await session.namespace()} namespace.\n`,
      );
    throwAll(errors);
  },
});

/** All whose names begin with what was given. Throws the error of the whole name when there is none. */
async function describeMatching(
  { flags: values, args, session }: VerbContext<typeof flags>,
  notFound: unknown,
): Promise<void> {
  const [type = '', prefix = ''] = args;
  const { targets } = await resolveTargets(session, { args: [type], typeAloneIsAll: true });
  const connection = await session.connection();
  let any = false;
  for (const target of targets) {
    const fetched = await fetchTarget(session, target, { chunkSize: values['chunk-size'] });
    for (const object of objectsOf(fetched)) {
      if (!textAt(object, 'metadata', 'name').startsWith(prefix)) continue;
      any = true;
      const options = { showEvents: values['show-events'], chunkSize: values['chunk-size'] };
      process.stdout.write(`${await describe(connection, fetched.resource, object, options)}\n`);
    }
  }
  if (!any) throw notFound;
}
