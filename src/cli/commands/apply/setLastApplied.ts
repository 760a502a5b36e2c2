import { isNotFound } from '../../../machinery/apiError.ts';
import { changePrinter, checked } from '../../change/createOne.ts';
import { dryRunFlag, dryRunOf } from '../../change/flags.ts';
import { configurationOf, lastAppliedAnnotation, lastAppliedOf } from '../../change/lastApplied.ts';
import { patch, read } from '../../change/requests.ts';
import { namedTargets } from '../../change/targets.ts';
import { CommandError } from '../../kube/errors.ts';
import { boolFlag } from '../../kube/flags.ts';
import { filenameFlags, outputFlags } from '../../kube/selectionFlags.ts';
import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'set-last-applied',
  summary: 'Set the last-applied-configuration annotation on a live object to match the contents of a file',
  usage: 'set-last-applied -f FILENAME',
  description: `Set the latest last-applied-configuration annotations by setting it to match the contents of a file. This results in the
last-applied-configuration being updated as though 'apply -f<file> ' was run, without updating any other parts of the
object.`,
  examples: `peapod apply set-last-applied -f web.yaml

# Also of what has no such annotation yet
peapod apply set-last-applied -f web.yaml --create-annotation`,
  flags: {
    ...outputFlags,
    ...filenameFlags('that contains the last-applied-configuration annotations'),
    ...dryRunFlag,
    'create-annotation': boolFlag(
      "Will create 'last-applied-configuration' annotations if current objects doesn't have one",
    ),
  },
  async run({ flags, session }) {
    const dryRun = checked(() => dryRunOf(flags['dry-run']));
    const printer = await changePrinter(flags, 'configured', dryRun);
    const connection = await session.connection();
    for (const target of await namedTargets(session, flags)) {
      const live = await read(connection, target, target.name).catch((error: unknown) => {
        throw isNotFound(error) ? new CommandError(error.message) : error;
      });
      if (lastAppliedOf(live) === undefined && !flags['create-annotation'])
        throw new CommandError(
          `no last-applied-configuration annotation found on resource: ${target.name}, to create the annotation, run the command with --create-annotation`,
        );
      const annotations = { [lastAppliedAnnotation]: configurationOf(target.manifest) };
      const next =
        dryRun === 'client'
          ? live
          : await patch(
              connection,
              target,
              target.name,
              'application/merge-patch+json',
              { metadata: { annotations } },
              {
                dryRun,
              },
            );
      process.stdout.write(printer.print(next));
    }
  },
});
