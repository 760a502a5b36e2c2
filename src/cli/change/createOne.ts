/** What every `create KIND` does once its object is made: send it unless it is a dry run on this side, and print it. */
import type { KubeObject } from '../../machinery/object.ts';
import type { Resource } from '../../machinery/resource.ts';
import { ApiError } from '../../machinery/apiError.ts';
import { CommandError, UsageError } from '../kube/errors.ts';
import type { FlagValues } from '../kube/flags.ts';
import { printJsonAsIs, withoutManagedFields, type JsonObject } from '../kube/json.ts';
import { printerFor, type Printer } from '../kube/printers.ts';
import type { Session } from '../kube/session.ts';
import type { VerbContext } from '../kube/verb.ts';
import { dryRunOf, validationOf, type createFlags, type DryRun } from './flags.ts';
import { goForm } from './goForm.ts';
import { withLastApplied } from './lastApplied.ts';
import { create } from './requests.ts';

export type CreateValues = FlagValues<ReturnType<typeof createFlags>>;

interface CreateContext {
  readonly flags: CreateValues;
  readonly session: Session;
}

/** @param failing what stands before the server's error, as 'failed to create deployment:'; '' for the error alone */
export async function createOne(
  { flags, session }: CreateContext,
  resource: Resource,
  object: KubeObject,
  failing: string,
): Promise<void> {
  const dryRun = checked(() => dryRunOf(flags['dry-run']));
  const fieldValidation = checked(() => validationOf(flags.validate));
  const printer = await changePrinter(flags, 'created', dryRun, 'as it is');
  const { namespace, namespaceGiven } = await session.settings();
  const placed =
    resource.namespaced && namespaceGiven ? { ...object, metadata: { ...object.metadata, namespace } } : object;
  let result: JsonObject = goForm(placed);
  if (flags['save-config']) result = withLastApplied(result);
  if (dryRun !== 'client') {
    const where = { resource, namespace: resource.namespaced ? namespace : undefined };
    const options = { dryRun, fieldValidation, fieldManager: flags['field-manager'] };
    result = await create(await session.connection(), where, result, options).catch((error: unknown) => {
      if (failing === '' || !(error instanceof ApiError)) throw error;
      throw new CommandError(`${failing} ${error.message}`);
    });
  }
  process.stdout.write(printer.print(result));
}

export interface OutputValues {
  readonly output: string;
  readonly template: string;
  readonly 'show-managed-fields': boolean;
  readonly 'allow-missing-template-keys': boolean;
}

/**
 * Without -o it prints 'pod/web created', and how dry the run is.
 * @param order of JSON's members: by name, or as the object has them, which is the order of Go's types
 */
export async function changePrinter(
  flags: OutputValues,
  operation: string,
  dryRun: DryRun,
  order: 'by name' | 'as it is' = 'by name',
): Promise<Printer> {
  if (flags.output === 'json' && order === 'as it is')
    return { print: (object) => printJsonAsIs(flags['show-managed-fields'] ? object : withoutManagedFields(object)) };
  return printerFor({
    output: flags.output,
    template: flags.template,
    showManagedFields: flags['show-managed-fields'],
    allowMissingTemplateKeys: flags['allow-missing-template-keys'],
    operation: `${operation}${drySuffix(dryRun)}`,
  });
}

export const drySuffix = (dryRun: DryRun): string =>
  dryRun === 'client' ? ' (dry run)' : dryRun === 'server' ? ' (server dry run)' : '';

/** Errors of what a person gave become the verb's. */
export function checked<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : String(error));
  }
}

/** The one name before `--`. */
export function nameArgument({
  args,
  dash,
}: Pick<VerbContext<object & Record<string, never>>, 'args' | 'dash'>): string {
  const count = dash ?? args.length;
  const [name = ''] = args;
  if (count !== 1) throw new UsageError(`exactly one NAME is required, got ${count}`);
  return name;
}

/** As kubectl's flags that must be given. */
export function required(given: ReadonlySet<string>, ...names: readonly string[]): void {
  const missing = names.filter((name) => !given.has(name));
  if (missing.length > 0)
    throw new CommandError(`required flag(s) ${missing.map((name) => JSON.stringify(name)).join(', ')} not set`);
}
