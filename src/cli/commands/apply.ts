/** `peapod apply`, on this side or by the server, and what goes with it: pruning. */
import { isConflict } from '../../machinery/apiError.ts';
import { applyOne, warnIfDeleting, type ApplyOptions } from '../change/applyOne.ts';
import { changePrinter, checked } from '../change/createOne.ts';
import { cascadeFlag, cascadeOf } from '../change/deleteFlags.ts';
import { dryRunFlag, dryRunOf, fieldManagerFlag, validateFlag, validationOf, type DryRun } from '../change/flags.ts';
import { millisecondsOf } from '../change/milliseconds.ts';
import { patch } from '../change/requests.ts';
import { namedTargets, type ManifestTarget } from '../change/targets.ts';
import { CommandError, messageOf, throwAll, UsageError } from '../kube/errors.ts';
import { arrayFlag, boolFlag, durationFlag, intFlag, stringFlag } from '../kube/flags.ts';
import { textAt, type JsonObject } from '../kube/json.ts';
import { filenameFlags, outputFlags, selectorFlag } from '../kube/selectionFlags.ts';
import { defineVerb, type VerbContext } from '../kube/verb.ts';

const flags = {
  ...outputFlags,
  ...filenameFlags('The files that contain the configurations to apply.'),
  ...selectorFlag,
  ...dryRunFlag,
  ...validateFlag,
  ...cascadeFlag,
  ...fieldManagerFlag('kubectl-client-side-apply'),
  all: boolFlag('Select all resources in the namespace of the specified resource types.'),
  force: boolFlag(
    'If true, immediately remove resources from API and bypass graceful deletion. Note that immediate deletion of some resources may result in inconsistency or data loss and requires confirmation.',
  ),
  'force-conflicts': boolFlag('If true, server-side apply will force the changes against conflicts.'),
  'grace-period': intFlag(
    'Period of time in seconds given to the resource to terminate gracefully. Ignored if negative. Set to 1 for immediate shutdown. Can only be set to 0 when --force is true (force deletion).',
    { initial: -1 },
  ),
  'openapi-patch': boolFlag(
    'If true, work out the patch by the schema of built-in kinds. Otherwise, lists are replaced as a whole.',
    { initial: true },
  ),
  overwrite: boolFlag(
    'Automatically resolve conflicts between the modified and live configuration by using values from the modified configuration',
    { initial: true },
  ),
  prune: boolFlag(
    'Automatically delete resource objects, that do not appear in the configs and are created by either apply or create --save-config. Should be used with either -l or --all.',
  ),
  'prune-allowlist': arrayFlag('Overwrite the default allowlist with <group/version/kind> for --prune'),
  'server-side': boolFlag('If true, apply runs in the server instead of the client.'),
  subresource: stringFlag(
    'If specified, apply will operate on the subresource of the requested object.  Only allowed when using --server-side.',
  ),
  timeout: durationFlag(
    'The length of time to wait before giving up on a delete, zero means determine a timeout from the size of the object',
    '0s',
  ),
  wait: boolFlag('If true, wait for resources to be gone before returning. This waits for finalizers.'),
};

export type ApplyContext = VerbContext<typeof flags>;

export default defineVerb({
  name: 'apply',
  summary: 'Apply a configuration to a resource by file name or stdin',
  usage: 'apply (-f FILENAME | -k DIRECTORY)',
  description: `Apply a configuration to a resource by file name or stdin. The resource name must be specified. This resource will be
created if it doesn't exist yet. To use 'apply', always create the resource initially with either 'apply' or 'create
--save-config'.

 JSON and YAML formats are accepted.`,
  examples: `# What a file describes; again after each change of the file
peapod apply -f web.yaml

# Everything in a folder
peapod apply -f manifests/

# What another program prints
cat web.json | peapod apply -f -

# By the server, which keeps book of who set which field
peapod apply --server-side -f web.yaml

# And delete what carries the label and is in no file any more
peapod apply --prune -f manifests/ -l app=web`,
  flags,
  ownArguments: true,
  verbs: {
    'view-last-applied': () => import('./apply/viewLastApplied.ts'),
    'set-last-applied': () => import('./apply/setLastApplied.ts'),
  },
  async run(context) {
    const { flags: values, args, session, given } = context;
    if (args.length > 0) throw new UsageError(`Unexpected args: [${args.join(' ')}]`);
    if (values.filename.length === 0 && values.kustomize === '')
      throw new CommandError('must specify one of -f and -k');
    const dryRun = checked(() => dryRunOf(values['dry-run']));
    validate(values, dryRun);
    const options = optionsOf(context, dryRun, given.has('field-manager'));
    const printsObjects = values.output !== '' && values.output !== 'name';
    const targets = await namedTargets(session, values);
    const applied: JsonObject[] = [];
    const errors: unknown[] = [];
    for (const target of targets) {
      try {
        const { object, operation } = await applyTarget(context, target, options);
        applied.push(object);
        if (!printsObjects) process.stdout.write((await changePrinter(values, operation, dryRun)).print(object));
      } catch (error) {
        errors.push(error);
      }
    }
    throwAll(errors);
    if (targets.length === 0) throw new CommandError('no objects passed to apply');
    if (printsObjects) {
      const [first = {}] = applied;
      const whole = applied.length > 1 ? { apiVersion: 'v1', items: applied, kind: 'List', metadata: {} } : first;
      process.stdout.write((await changePrinter(values, '', dryRun)).print(whole));
    }
    if (values.prune) {
      const { prune } = await import('./apply/prune.ts');
      await prune(context, applied, options);
    }
  },
});

function validate(values: ApplyContext['flags'], dryRun: DryRun): void {
  const complain = (message: string): never => {
    throw new CommandError(message);
  };
  if (values['force-conflicts'] && !values['server-side']) complain('--force-conflicts only works with --server-side');
  if (dryRun === 'client' && values['server-side'])
    complain("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)");
  if (values['server-side'] && values.force) complain('--force cannot be used with --server-side');
  if (dryRun === 'server' && values.force) complain('--dry-run=server cannot be used with --force');
  if (values.all && values.selector) complain('cannot set --all and --selector at the same time');
  if (values.prune) {
    if (values.force) complain('--force cannot be used with --prune');
    if (!values.all && !values.selector)
      complain(
        'all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector',
      );
    if (values['server-side'])
      complain("--prune is in alpha and doesn't currently work on objects created by server-side apply");
  }
  if (values.subresource && !values['server-side']) complain('--subresource can only be specified for --server-side');
}

function optionsOf({ flags: values }: ApplyContext, dryRun: DryRun, ownManager: boolean): ApplyOptions {
  return {
    dryRun,
    fieldValidation: checked(() => validationOf(values.validate)),
    fieldManager: values['server-side'] && !ownManager ? 'kubectl' : values['field-manager'],
    overwrite: values.overwrite,
    force: values.force,
    gracePeriod: values.force && values['grace-period'] < 0 ? 0 : values['grace-period'],
    propagationPolicy: checked(() => cascadeOf(values.cascade)),
    timeout: millisecondsOf(values.timeout),
  };
}

async function applyTarget(
  { flags: values, session }: ApplyContext,
  target: ManifestTarget,
  options: ApplyOptions,
): Promise<{ readonly object: JsonObject; readonly operation: string }> {
  const generated = textAt(target.manifest, 'metadata', 'generateName');
  if (target.name === '' && generated) throw new CommandError(`from ${generated}: cannot use generate name with apply`);
  const connection = await session.connection();
  if (!values['server-side']) {
    const { object, outcome } = await applyOne(connection, target, options);
    return { object, operation: outcome };
  }
  const object = await patch(connection, target, target.name, 'application/apply-patch+yaml', target.manifest, {
    ...options,
    force: values['force-conflicts'],
    subresource: values.subresource,
  }).catch((error: unknown) => {
    throw isConflict(error) ? conflictAdvice(error) : error;
  });
  warnIfDeleting(object);
  return { object, operation: 'serverside-applied' };
}

const conflictAdvice = (error: unknown): Error =>
  new CommandError(`${messageOf(error)}
Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`);
