import { forEachFound } from '../../change/objects.ts';
import { CommandError, throwAll } from '../../kube/errors.ts';
import { intFlag } from '../../kube/flags.ts';
import { nameOf, printerFor } from '../../kube/printers.ts';
import { outputFlags } from '../../kube/selectionFlags.ts';
import { describeTabs, TabWriter } from '../../kube/tabWriter.ts';
import { defineVerb } from '../../kube/verb.ts';
import { chosen, chosenFlags } from './chosen.ts';
import { describeTemplate } from './describeTemplate.ts';
import { revisionsOf, type Revision } from './revisions.ts';

export default defineVerb({
  name: 'history',
  summary: 'View rollout history',
  usage: 'history (TYPE NAME | TYPE/NAME) [flags]',
  description: 'View previous rollout revisions and configurations.',
  examples: `peapod rollout history deployment/web

# What one revision's Pods look like
peapod rollout history daemonset/log --revision=3`,
  flags: {
    ...outputFlags,
    ...chosenFlags,
    revision: intFlag('See the details, including podTemplate of the revision specified'),
  },
  async run({ flags, args, session }) {
    const objects = await chosen(session, args, flags);
    if (flags.revision < 0) throw new CommandError(`revision must be a positive integer: ${flags.revision}`);
    const printer = flags.output
      ? await printerFor({
          output: flags.output,
          template: flags.template,
          showManagedFields: flags['show-managed-fields'],
        })
      : undefined;
    const failed = await forEachFound(objects, async (one) => {
      const revisions = await revisionsOf(session, one, 'history viewer');
      const wanted = flags.revision > 0 ? revisions.find((r) => r.number === flags.revision) : undefined;
      if (flags.revision > 0 && revisions.length > 0 && !wanted)
        throw new CommandError('unable to find the specified revision');
      if (printer) {
        for (const { object } of wanted ? [wanted] : revisions) process.stdout.write(printer.print(object));
        return;
      }
      const text =
        revisions.length === 0
          ? 'No rollout history found.'
          : wanted
            ? await describeTemplate(wanted)
            : table(revisions);
      const which = flags.revision > 0 ? `with revision #${flags.revision}` : '';
      process.stdout.write(`${nameOf(one.object)} ${which}\n${text}\n`);
    });
    throwAll(failed);
  },
});

function table(revisions: readonly Revision[]): string {
  const tabs = new TabWriter(describeTabs);
  tabs.write('REVISION\tCHANGE-CAUSE\n');
  for (const { number, cause } of revisions) tabs.write(`${number}\t${cause || '<none>'}\n`);
  return tabs.flush();
}
