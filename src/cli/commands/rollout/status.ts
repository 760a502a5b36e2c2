import { millisecondsOf } from '../../change/milliseconds.ts';
import { forever } from '../../change/waitDeleted.ts';
import { TimedOut, watchObject } from '../../change/watchObject.ts';
import { CommandError, throwAll } from '../../kube/errors.ts';
import { boolFlag, durationFlag, intFlag } from '../../kube/flags.ts';
import { defineVerb } from '../../kube/verb.ts';
import { chosen, chosenFlags, hasRollouts } from './chosen.ts';
import { rolloutState } from './statusText.ts';

export default defineVerb({
  name: 'status',
  summary: 'Show the status of the rollout',
  usage: 'status (TYPE NAME | TYPE/NAME) [flags]',
  description: `Show the status of the rollout.

 By default 'rollout status' will watch the status of the latest rollout until it's done. If you don't want to wait for the
rollout to finish then you can use --watch=false. If a new rollout starts in-between, it is followed in its place.`,
  examples: `peapod rollout status deployment/web

# How far it is now
peapod rollout status deployment/web --watch=false`,
  flags: {
    ...chosenFlags,
    revision: intFlag('Pin to a specific revision for showing its status. Defaults to 0 (last revision).'),
    timeout: durationFlag(
      'The length of time to wait before ending watch, zero means never. Any other values should contain a corresponding time unit (e.g. 1s, 2m, 3h).',
      '0s',
    ),
    watch: boolFlag("Watch the status of the rollout until it's done.", { short: 'w', initial: true }),
  },
  async run({ flags, args, session }) {
    if (flags.revision < 0) throw new CommandError(`revision must be a positive integer: ${flags.revision}`);
    const { found, errors } = await chosen(session, args, flags);
    const connection = await session.connection();
    const failed = [...errors];
    for (const one of found) {
      const { kind, group } = one.resource;
      try {
        if (!hasRollouts(kind, group))
          throw new CommandError(`no status viewer has been implemented for ${kind}${group ? `.${group}` : ''}`);
        const timeout = millisecondsOf(flags.timeout) || forever;
        await watchObject(connection, one, one.name, timeout, (sight) => {
          if (sight === 'absent') return undefined;
          if (sight.deleted) throw new CommandError('object has been deleted');
          const { text, done } = rolloutState(sight.object, flags.revision);
          process.stdout.write(text);
          return done || !flags.watch ? true : undefined;
        });
      } catch (error) {
        failed.push(error instanceof TimedOut ? new CommandError('timed out waiting for the condition') : error);
      }
    }
    throwAll(failed);
    if (found.length === 0) process.stderr.write(`No resources found in ${await session.namespace()} namespace.\n`);
  },
});
