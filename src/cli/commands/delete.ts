/** `peapod delete`. */
import { createInterface } from 'node:readline/promises';
import { checked } from '../change/createOne.ts';
import { deleteObjects, type DeleteChoices, type Doomed } from '../change/deleteObjects.ts';
import { cascadeFlag, cascadeOf } from '../change/deleteFlags.ts';
import { dryRunFlag, dryRunOf } from '../change/flags.ts';
import { millisecondsOf } from '../change/milliseconds.ts';
import { CommandError, throwAll } from '../kube/errors.ts';
import { fetchTarget, objectsOf } from '../kube/fetchTargets.ts';
import { boolFlag, durationFlag, intFlag, stringFlag } from '../kube/flags.ts';
import { textAt } from '../kube/json.ts';
import { qualifiedKind } from '../kube/mapper.ts';
import { allNamespacesFlag, fieldSelectorFlag, filenameFlags, selectorFlag } from '../kube/selectionFlags.ts';
import { resolveTargets } from '../kube/targets.ts';
import { defineVerb, type VerbContext } from '../kube/verb.ts';

const flags = {
  ...filenameFlags('containing the resource to delete.'),
  ...selectorFlag,
  ...fieldSelectorFlag,
  ...allNamespacesFlag,
  ...cascadeFlag,
  ...dryRunFlag,
  all: boolFlag('Delete all resources, in the namespace of the specified resource types.'),
  force: boolFlag(
    'If true, immediately remove resources from API and bypass graceful deletion. Note that immediate deletion of some resources may result in inconsistency or data loss and requires confirmation.',
  ),
  'grace-period': intFlag(
    'Period of time in seconds given to the resource to terminate gracefully. Ignored if negative. Set to 1 for immediate shutdown. Can only be set to 0 when --force is true (force deletion).',
    { initial: -1 },
  ),
  'ignore-not-found': boolFlag(
    'Treat "resource not found" as a successful delete. Defaults to "true" when --all is specified.',
  ),
  interactive: boolFlag('If true, delete resource only when user confirms.', { short: 'i' }),
  now: boolFlag('If true, resources are signaled for immediate shutdown (same as --grace-period=1).'),
  output: stringFlag('Output mode. Use "-o name" for shorter output (resource/name).', { short: 'o' }),
  raw: stringFlag('Raw URI to DELETE to the server.  Uses the transport specified by the kubeconfig file.'),
  timeout: durationFlag(
    'The length of time to wait before giving up on a delete, zero means determine a timeout from the size of the object',
    '0s',
  ),
  wait: boolFlag('If true, wait for resources to be gone before returning. This waits for finalizers.', {
    initial: true,
  }),
};

export default defineVerb({
  name: 'delete',
  summary: 'Delete resources by file names, stdin, resources and names, or by resources and label selector',
  usage: 'delete ([-f FILENAME] | TYPE [(NAME | -l label | --all)])',
  description: `Delete resources by file names, stdin, resources and names, or by resources and label selector.

 JSON and YAML formats are accepted. Resources may take time to end: a Pod gets its grace period, and what has finalizers
stays until they are done. The verb waits for that, unless told --wait=false.`,
  examples: `# What a file describes
peapod delete -f web.yaml

# By name, several at once
peapod delete pod web-0 web-1
peapod delete pod/web-0 service/web

# By label, and everything of a type
peapod delete pods,services -l app=web
peapod delete pods --all

# At once
peapod delete pod web-0 --now
peapod delete pod web-0 --force`,
  flags,
  async run(context) {
    const { flags: values, session } = context;
    const choices = choicesOf(context);
    if (values.raw) return deleteRaw(context);
    const doomed = await doomedOf(context);
    const { namespaceGiven } = await session.settings();
    if (namespaceGiven && !values['all-namespaces'] && doomed.found.some((one) => !one.resource.namespaced))
      warn('deleting cluster-scoped resources, not scoped to the provided namespace');
    if (values.interactive && !(await confirmed(doomed.found))) return;
    const errors = [...doomed.errors, ...(await deleteObjects(session, doomed.found, choices))];
    throwAll(errors);
    if (doomed.found.length === 0) process.stdout.write('No resources found\n');
  },
});

type Context = VerbContext<typeof flags>;

const warn = (text: string): void => void process.stderr.write(`Warning: ${text}\n`);

function choicesOf({ flags: values, given }: Context): DeleteChoices {
  const propagationPolicy = checked(() => cascadeOf(values.cascade));
  let gracePeriod = values['grace-period'];
  if (values.now) {
    if (gracePeriod !== -1) throw new CommandError('--now and --grace-period cannot be specified together');
    gracePeriod = 1;
  }
  // Nothing is told to end at once by a zero alone.
  if (gracePeriod === 0 && !values.force) gracePeriod = 1;
  if (values.force && gracePeriod < 0) gracePeriod = 0;
  const dryRun = checked(() => dryRunOf(values['dry-run']));
  if (values.output !== '' && values.output !== 'name')
    throw new CommandError(`unexpected -o output mode: ${values.output}. We only support '-o name'`);
  if (values.all && values.selector) throw new CommandError('cannot set --all and --selector at the same time');
  if (values.all && values['field-selector'])
    throw new CommandError('cannot set --all and --field-selector at the same time');
  if (gracePeriod > 0 && values.force)
    throw new CommandError('--force and --grace-period greater than 0 cannot be specified together');
  if (gracePeriod === 0 && values.force)
    warn(
      'Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.',
    );
  const selecting = values.all || values.selector !== '' || values['field-selector'] !== '';
  return {
    gracePeriod,
    propagationPolicy,
    dryRun,
    ignoreNotFound: given.has('ignore-not-found') ? values['ignore-not-found'] : selecting,
    wait: values.wait,
    timeout: millisecondsOf(values.timeout),
    output: values.output,
  };
}

async function doomedOf({
  flags: values,
  args,
  session,
}: Context): Promise<{ readonly found: readonly Doomed[]; readonly errors: readonly unknown[] }> {
  const { targets } = await resolveTargets(session, {
    args,
    ...values,
    fieldSelector: values['field-selector'],
    allNamespaces: values['all-namespaces'],
  });
  const found: Doomed[] = [];
  const errors: unknown[] = [];
  for (const target of targets) {
    if (target.type === 'named') {
      found.push(target);
      continue;
    }
    try {
      const list = await fetchTarget(session, target, {
        selector: values.selector,
        fieldSelector: values['field-selector'],
        chunkSize: 500,
      });
      for (const object of objectsOf(list))
        found.push({
          resource: target.resource,
          namespace: target.resource.namespaced ? textAt(object, 'metadata', 'namespace') : undefined,
          name: textAt(object, 'metadata', 'name'),
        });
    } catch (error) {
      errors.push(error);
    }
  }
  return { found, errors };
}

async function confirmed(doomed: readonly Doomed[]): Promise<boolean> {
  if (doomed.length === 0) return true;
  const lines = doomed.map(({ resource, name }) => `${qualifiedKind(resource)}/${name}\n`).join('');
  process.stdout.write(`You are about to delete the following ${doomed.length} resource(s):\n${lines}`);
  const ask = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await ask.question('Do you want to continue? (y/n): ');
  ask.close();
  if (answer.trim().toLowerCase() === 'y') return true;
  process.stdout.write('deletion is cancelled\n');
  return false;
}

async function deleteRaw({ flags: values, session }: Context): Promise<void> {
  if (values.interactive) throw new CommandError('--interactive can not be used with --raw');
  if (values.filename.length > 1) throw new CommandError('--raw can only use a single local file or stdin');
  if (values.recursive) throw new CommandError('--raw and --recursive are mutually exclusive');
  if (values.output) throw new CommandError('--raw and --output are mutually exclusive');
  const [file] = values.filename;
  if (file !== undefined && /^https?:\/\//.test(file)) throw new CommandError('--raw cannot read from a url');
  const { readFileSync } = await import('node:fs');
  const { text } = await import('node:stream/consumers');
  const body = file === undefined ? undefined : file === '-' ? await text(process.stdin) : readFileSync(file, 'utf8');
  const connection = await session.connection();
  process.stdout.write(await connection.text({ method: 'DELETE', path: values.raw, body }));
}
