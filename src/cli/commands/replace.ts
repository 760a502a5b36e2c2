/** `peapod replace`. */
import { isNotFound } from '../../machinery/apiError.ts';
import { changePrinter, checked } from '../change/createOne.ts';
import { deleteObjects } from '../change/deleteObjects.ts';
import { cascadeFlag, cascadeOf } from '../change/deleteFlags.ts';
import { createFlags, dryRunOf, validationOf, type DryRun } from '../change/flags.ts';
import { keepingLastApplied } from '../change/lastApplied.ts';
import { millisecondsOf } from '../change/milliseconds.ts';
import { create, read, replace } from '../change/requests.ts';
import { whileDoing } from '../change/sourceError.ts';
import { namedTargets, type ManifestTarget } from '../change/targets.ts';
import { waitDeleted } from '../change/waitDeleted.ts';
import { CommandError, throwAll } from '../kube/errors.ts';
import { boolFlag, durationFlag, intFlag, stringFlag } from '../kube/flags.ts';
import { textAt, valueAt, objectAt, type JsonObject } from '../kube/json.ts';
import type { KubeConnection } from '../kube/kubeConnection.ts';
import { filenameFlags } from '../kube/selectionFlags.ts';
import { defineVerb, type VerbContext } from '../kube/verb.ts';

const flags = {
  ...createFlags('kubectl-replace'),
  ...filenameFlags('The files that contain the configurations to replace.'),
  ...cascadeFlag,
  force: boolFlag(
    'If true, immediately remove resources from API and bypass graceful deletion. Note that immediate deletion of some resources may result in inconsistency or data loss and requires confirmation.',
  ),
  'grace-period': intFlag(
    'Period of time in seconds given to the resource to terminate gracefully. Ignored if negative. Set to 1 for immediate shutdown. Can only be set to 0 when --force is true (force deletion).',
    { initial: -1 },
  ),
  raw: stringFlag('Raw URI to PUT to the server.  Uses the transport specified by the kubeconfig file.'),
  subresource: stringFlag('If specified, replace will operate on the subresource of the requested object.'),
  timeout: durationFlag(
    'The length of time to wait before giving up on a delete, zero means determine a timeout from the size of the object',
    '0s',
  ),
  wait: boolFlag('If true, wait for resources to be gone before returning. This waits for finalizers.'),
};
type Context = VerbContext<typeof flags>;

export default defineVerb({
  name: 'replace',
  summary: 'Replace a resource by file name or stdin',
  usage: 'replace -f FILENAME',
  description: `Replace a resource by file name or stdin.

 JSON and YAML formats are accepted. The file must hold the whole object, as get -o yaml prints it. With --force the object
is deleted and made anew, which also changes what may not be updated.`,
  examples: `# From a file, or from another program
peapod replace -f web.yaml
peapod get pod web-0 -o yaml | sed 's/:1.26/:1.27/' | peapod replace -f -

# Delete it, and make it anew
peapod replace --force -f pod.yaml`,
  flags,
  async run(context) {
    const { flags: values, session, args } = context;
    const dryRun = checked(() => dryRunOf(values['dry-run']));
    const files = values.filename.length > 0 || values.kustomize !== '';
    if (!files) throw new CommandError('must specify one of -f and -k');
    if (values['grace-period'] >= 0 && !values.force)
      throw new CommandError('--grace-period must have --force specified');
    if (millisecondsOf(values.timeout) !== 0 && !values.force)
      throw new CommandError('--timeout must have --force specified');
    if (values.force && dryRun !== 'none') throw new CommandError('--dry-run can not be used when --force is set');
    if (args.length > 0 && !values.force)
      throw new CommandError('arguments are only allowed with --force; name files with -f');
    if (values.raw) return replaceRaw(context);
    const targets = await namedTargets(session, values);
    if (values.force) await deleteFirst(context, targets);
    throwAll(await replaceAll(context, targets, dryRun));
    if (values.force && targets.length === 0) throw new CommandError('no objects passed to replace');
  },
});

async function replaceAll(
  { flags: values, session }: Context,
  targets: readonly ManifestTarget[],
  dryRun: DryRun,
): Promise<readonly unknown[]> {
  const printer = await changePrinter(values, 'replaced', dryRun);
  const fieldValidation = checked(() => validationOf(values.validate));
  const { subresource, 'field-manager': fieldManager } = values;
  const options = { dryRun, fieldValidation, fieldManager, subresource };
  const errors: unknown[] = [];
  for (const target of targets) {
    try {
      const object = keepingLastApplied(target.manifest, values['save-config']);
      const connection = await session.connection();
      const done =
        dryRun === 'client'
          ? object
          : values.force
            ? await create(connection, target, object, { fieldValidation, fieldManager })
            : await replace(connection, target, target.name, await versioned(connection, target, object), options);
      process.stdout.write(printer.print(done));
    } catch (error) {
      errors.push(values.force ? error : whileDoing(error, 'replacing', target.source));
    }
  }
  return errors;
}

/** An object that must have a version to be replaced gets the one that is there. */
async function versioned(connection: KubeConnection, target: ManifestTarget, object: JsonObject): Promise<JsonObject> {
  if (valueAt(object, 'metadata', 'resourceVersion') !== undefined) return object;
  const live = await read(connection, target, target.name).catch((error: unknown) => {
    if (!isNotFound(error)) throw error;
  });
  if (!live) return object;
  const resourceVersion = textAt(live, 'metadata', 'resourceVersion');
  return { ...object, metadata: { ...objectAt(object, 'metadata'), resourceVersion } };
}

async function deleteFirst({ flags: values, session }: Context, targets: readonly ManifestTarget[]): Promise<void> {
  let gracePeriod = values['grace-period'];
  const wait = values.wait || gracePeriod === 0;
  if (gracePeriod === 0) gracePeriod = 1;
  const timeout = millisecondsOf(values.timeout);
  const errors = await deleteObjects(session, targets, {
    gracePeriod,
    propagationPolicy: checked(() => cascadeOf(values.cascade)),
    dryRun: 'none',
    ignoreNotFound: true,
    wait,
    timeout,
    output: values.output,
  });
  throwAll(errors);
  const connection = await session.connection();
  for (const target of targets) await waitDeleted(connection, target, target.name, { timeout: timeout || 300_000 });
}

async function replaceRaw({ flags: values, session }: Context): Promise<void> {
  const [file = ''] = values.filename;
  if (values.filename.length !== 1) throw new CommandError('--raw can only use a single local file or stdin');
  if (/^https?:\/\//.test(file)) throw new CommandError('--raw cannot read from a url');
  if (values.recursive) throw new CommandError('--raw and --recursive are mutually exclusive');
  if (values.output) throw new CommandError('--raw and --output are mutually exclusive');
  const { readFileSync } = await import('node:fs');
  const { text } = await import('node:stream/consumers');
  const body = file === '-' ? await text(process.stdin) : readFileSync(file, 'utf8');
  const connection = await session.connection();
  process.stdout.write(await connection.text({ method: 'PUT', path: values.raw, body }));
}
