/** What `label` and `annotate` share: flags, which objects, and how the change is made and told. */
import { mergeDiff } from '../../machinery/patch/threeWayPatch.ts';
import { CommandError, throwAll } from '../kube/errors.ts';
import { boolFlag, stringFlag } from '../kube/flags.ts';
import { objectAt, type JsonObject } from '../kube/json.ts';
import {
  allNamespacesFlag,
  fieldSelectorFlag,
  filenameFlags,
  outputFlags,
  selectorFlag,
} from '../kube/selectionFlags.ts';
import type { VerbContext } from '../kube/verb.ts';
import { changePrinter, checked } from './createOne.ts';
import { dryRunFlag, dryRunOf, fieldManagerFlag } from './flags.ts';
import { findObjects, forEachFound, type Found, type FoundObjects } from './objects.ts';
import type { Changes } from './pairs.ts';
import { patch } from './requests.ts';
import { namedTargets } from './targets.ts';

export const metadataFlags = (what: string, manager: string) => ({
  ...outputFlags,
  ...filenameFlags(`identifying the resource to update the ${what}s`),
  ...selectorFlag,
  ...fieldSelectorFlag,
  ...allNamespacesFlag,
  ...dryRunFlag,
  ...fieldManagerFlag(manager),
  all: boolFlag('Select all resources, in the namespace of the specified resource types'),
  list: boolFlag(`If true, display the ${what}s for a given resource.`),
  local: boolFlag(`If true, the ${what} will NOT contact api-server but run locally.`),
  overwrite: boolFlag(
    `If true, allow ${what}s to be overwritten, otherwise reject ${what} updates that overwrite existing ${what}s.`,
  ),
  'resource-version': stringFlag(
    `If non-empty, the ${what}s update will only succeed if this is the current resource-version for the object. Only valid when specifying a single resource.`,
  ),
});

export type MetadataContext = VerbContext<ReturnType<typeof metadataFlags>>;

export interface MetadataVerb {
  /** 'label', 'annotation'. */
  readonly what: string;
  readonly member: 'labels' | 'annotations';
  readonly resources: readonly string[];
  readonly changes: Changes;
  /** Throws when values that are there already would be overwritten. */
  refuseOverwrites(present: Readonly<Record<string, unknown>>, changes: Changes): void;
  /** What is said of the change. */
  operationOf(before: JsonObject, after: JsonObject, overwrite: boolean): string;
  /** Printed before the change of an object. */
  remark?(present: Readonly<Record<string, unknown>>, changes: Changes): string;
  /** Whether what is printed is the object as it was asked for, or as the server answers. */
  readonly printsOwn: boolean;
}

export async function changeMetadata({ flags: values, session }: MetadataContext, verb: MetadataVerb): Promise<void> {
  const dryRun = checked(() => dryRunOf(values['dry-run']));
  if (values.list && values.output) throw new CommandError('--list and --output may not be specified together');
  validate(values, verb, dryRun === 'server');
  const objects = values.local ? await localObjects(session, values) : await serverObjects(session, values, verb);
  const version = values['resource-version'];
  if (!objects.single && version) throw new CommandError('--resource-version may only be used with a single resource');
  const failed = await forEachFound(objects, async (one) => {
    const present = objectAt(one.object, 'metadata', verb.member);
    const stays = dryRun === 'client' || values.local || values.list;
    if (!stays && verb.remark) process.stdout.write(verb.remark(present, verb.changes));
    if (!values.overwrite) verb.refuseOverwrites(present, verb.changes);
    const changed = withChanges(one.object, verb, version);
    const base = version ? withVersion(one.object, undefined) : one.object;
    let result: JsonObject = changed;
    if (!stays) {
      const answer = await patch(
        await session.connection(),
        one,
        one.name,
        'application/merge-patch+json',
        mergeDiff({ ...base }, { ...changed }),
        { dryRun, fieldManager: values['field-manager'] },
      );
      if (!verb.printsOwn) result = answer;
    }
    if (values.list) {
      process.stdout.write(listing(one, result, verb, objects.single));
      return;
    }
    const printer = await changePrinter(values, verb.operationOf(one.object, changed, values.overwrite), dryRun);
    process.stdout.write(printer.print(result));
  });
  throwAll(failed);
}

function validate(
  values: MetadataContext['flags'],
  { what, resources, changes }: MetadataVerb,
  atServer: boolean,
): void {
  if (values.all && values.selector) throw new CommandError('cannot set --all and --selector at the same time');
  if (values.all && values['field-selector'])
    throw new CommandError('cannot set --all and --field-selector at the same time');
  const files = values.filename.length > 0 || values.kustomize !== '';
  if (values.local) {
    if (atServer)
      throw new CommandError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
    if (resources.length > 0)
      throw new CommandError('can only use local files by -f pod.yaml or --filename=pod.json when --local=true is set');
    if (!files) throw new CommandError('one or more files must be specified as -f pod.yaml or --filename=pod.json');
  } else if (resources.length === 0 && !files) {
    throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  }
  if (Object.keys(changes.set).length === 0 && changes.remove.length === 0 && !values.list)
    throw new CommandError(`at least one ${what} update is required`);
}

const serverObjects = (
  session: MetadataContext['session'],
  values: MetadataContext['flags'],
  { resources }: MetadataVerb,
): Promise<FoundObjects> =>
  findObjects(session, {
    args: resources,
    ...values,
    fieldSelector: values['field-selector'],
    allNamespaces: values['all-namespaces'],
  });

async function localObjects(
  session: MetadataContext['session'],
  values: MetadataContext['flags'],
): Promise<FoundObjects> {
  const targets = await namedTargets(session, { ...values, selector: '' });
  const found = targets.map((target): Found => ({ ...target, object: target.manifest }));
  return { found, errors: [], single: found.length === 1 };
}

function withChanges(object: JsonObject, { member, changes }: MetadataVerb, version: string): JsonObject {
  const values = { ...objectAt(object, 'metadata', member), ...changes.set };
  for (const key of changes.remove) delete values[key];
  const { [member]: _, ...metadata } = objectAt(object, 'metadata');
  const next = { ...object, metadata: { ...metadata, [member]: values } };
  return version ? withVersion(next, version) : next;
}

function withVersion(object: JsonObject, version: string | undefined): JsonObject {
  const { resourceVersion: _, ...metadata } = objectAt(object, 'metadata');
  return { ...object, metadata: { ...metadata, ...(version !== undefined && { resourceVersion: version }) } };
}

function listing(
  { resource, name }: Found,
  object: JsonObject,
  { what, member }: MetadataVerb,
  single: boolean,
): string {
  const lines = Object.entries(objectAt(object, 'metadata', member)).map(
    ([key, value]) => `${single ? '' : ' '}${key}=${String(value)}\n`,
  );
  const head = single ? '' : `Listing ${what}s for ${resource.kind}.${resource.group}/${name}:\n`;
  return head + lines.join('');
}
