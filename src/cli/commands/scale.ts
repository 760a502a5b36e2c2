/** `peapod scale`. */
import { isConflict } from '../../machinery/apiError.ts';
import { changePrinter, checked, required } from '../change/createOne.ts';
import { dryRunFlag, dryRunOf } from '../change/flags.ts';
import { millisecondsOf } from '../change/milliseconds.ts';
import { findObjects, type Found } from '../change/objects.ts';
import { patch, read, replace, type WriteOptions } from '../change/requests.ts';
import { TimedOut, watchObject } from '../change/watchObject.ts';
import { CommandError, messageOf, throwAll } from '../kube/errors.ts';
import { boolFlag, durationFlag, intFlag, stringFlag } from '../kube/flags.ts';
import { objectAt, textAt, valueAt } from '../kube/json.ts';
import type { KubeConnection } from '../kube/kubeConnection.ts';
import { filenameFlags, outputFlags, selectorFlag } from '../kube/selectionFlags.ts';
import { defineVerb } from '../kube/verb.ts';

export default defineVerb({
  name: 'scale',
  summary: 'Set a new size for a deployment, replica set, or replication controller',
  usage: 'scale [--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)',
  description: `Set a new size for a deployment, replica set, replication controller, or stateful set.

 With --current-replicas or --resource-version, the size is set only when the object is as they say.`,
  examples: `# Three replicas
peapod scale --replicas=3 deployment/web

# Of what a file describes, and of several at once
peapod scale --replicas=3 -f web.yaml
peapod scale --replicas=5 deployment/web deployment/api

# Only from two to three
peapod scale --current-replicas=2 --replicas=3 deployment/web

# And wait until they are there
peapod scale --replicas=3 deployment/web --timeout=1m`,
  flags: {
    ...outputFlags,
    ...filenameFlags('identifying the resource to set a new size'),
    ...selectorFlag,
    ...dryRunFlag,
    all: boolFlag('Select all resources in the namespace of the specified resource types'),
    replicas: intFlag('The new desired number of replicas. Required.', { initial: -1 }),
    'current-replicas': intFlag(
      'Precondition for current size. Requires that the current size of the resource match this value in order to scale. -1 (default) for no condition.',
      { initial: -1 },
    ),
    'resource-version': stringFlag(
      'Precondition for resource version. Requires that the current resource version match this value in order to scale.',
    ),
    timeout: durationFlag(
      "The length of time to wait before giving up on a scale operation, zero means don't wait. Any other values should contain a corresponding time unit (e.g. 1s, 2m, 3h).",
      '0s',
    ),
  },
  async run({ flags, args, session, given }) {
    required(given, 'replicas');
    const dryRun = checked(() => dryRunOf(flags['dry-run']));
    const { replicas, 'current-replicas': current, 'resource-version': version } = flags;
    if (replicas < 0)
      throw new CommandError('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
    if (current < -1) throw new CommandError('The --current-replicas must specify an integer of -1 or greater');
    const { found, errors } = await findObjects(session, { args, ...flags });
    if (version && found.length > 1) throw new CommandError('cannot use --resource-version with multiple resources');
    if (found.length === 0) {
      const why =
        errors.length > 1 ? ` [${errors.map(messageOf).join(', ')}]` : errors.map((e) => ` ${messageOf(e)}`).join('');
      throw new CommandError(`no objects passed to scale${why}`);
    }
    const printer = await changePrinter(flags, 'scaled', dryRun);
    const connection = await session.connection();
    for (const one of found) {
      if (dryRun !== 'client') {
        await scaleTo(connection, one, { replicas, current, version }, { dryRun });
        const timeout = millisecondsOf(flags.timeout);
        if (timeout !== 0 && dryRun === 'none') await untilScaled(connection, one, replicas, timeout);
      }
      process.stdout.write(printer.print(one.object));
    }
    throwAll(errors);
  },
});

interface Wish {
  readonly replicas: number;
  /** -1 for any. */
  readonly current: number;
  /** '' for any. */
  readonly version: string;
}

async function scaleTo(connection: KubeConnection, one: Found, wish: Wish, options: WriteOptions): Promise<void> {
  const { replicas, current, version } = wish;
  const subresource = 'scale';
  for (;;) {
    try {
      if (current === -1 && version === '') {
        const body = { spec: { replicas } };
        await patch(connection, one, one.name, 'application/merge-patch+json', body, { ...options, subresource });
        return;
      }
      const scale = await read(connection, one, one.name, subresource);
      const size = Number(valueAt(scale, 'spec', 'replicas') ?? 0);
      const now = textAt(scale, 'metadata', 'resourceVersion');
      if (current !== -1 && size !== current) throw new CommandError(`Expected replicas to be ${current}, was ${size}`);
      if (version !== '' && now !== version)
        throw new CommandError(`Expected resource version to be ${version}, was ${now}`);
      const next = { ...scale, spec: { ...objectAt(scale, 'spec'), replicas } };
      await replace(connection, one, one.name, next, { ...options, subresource });
      return;
    } catch (error) {
      // Somebody else was quicker: it is looked at anew.
      if (!isConflict(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

async function untilScaled(connection: KubeConnection, one: Found, replicas: number, timeout: number): Promise<void> {
  try {
    await watchObject(connection, one, one.name, timeout, (sight) => {
      if (sight === 'absent' || sight.deleted) return true;
      const wanted = Number(valueAt(sight.object, 'spec', 'replicas') ?? 1);
      const there = Number(valueAt(sight.object, 'status', 'replicas') ?? 0);
      // When somebody has scaled it anew, there is nothing to wait for.
      return wanted !== replicas || there === replicas ? true : undefined;
    });
  } catch (error) {
    throw error instanceof TimedOut
      ? new CommandError(`timed out waiting for ${JSON.stringify(one.name)} to be synced`)
      : error;
  }
}
