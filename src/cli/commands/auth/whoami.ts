/** `peapod auth whoami`: as whom the server sees the caller. */
import type { SelfSubjectReview } from '../../../api/authentication/v1.ts';
import { ApiError } from '../../../machinery/apiError.ts';
import { selfSubjectReviews } from '../../../machinery/resources.ts';
import { CommandError } from '../../kube/errors.ts';
import { byCodePoint } from '../../kube/json.ts';
import { pathOf } from '../../kube/mapper.ts';
import { outputFlags } from '../../kube/selectionFlags.ts';
import { TabWriter, tableTabs } from '../../kube/tabWriter.ts';
import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'whoami',
  summary: 'Experimental: Check self subject attributes',
  usage: 'whoami',
  description: 'Experimental: Check who you are and your attributes (groups, extra).',
  examples: `# As whom the server sees me
peapod auth whoami

# The same in JSON
peapod auth whoami -o json`,
  flags: outputFlags,
  async run({ flags, session }) {
    const connection = await session.connection();
    const review = await connection
      .json<SelfSubjectReview>({
        method: 'POST',
        path: pathOf(selfSubjectReviews),
        body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
      })
      .catch((error: unknown) => {
        if (error instanceof ApiError && error.reason === 'Forbidden')
          throw new CommandError(
            'the selfsubjectreviews API is not enabled in the cluster or you do not have permission to call it',
          );
        if (error instanceof ApiError && error.reason === 'NotFound')
          throw new CommandError('the selfsubjectreviews API is not enabled in the cluster');
        throw error;
      });
    if (flags.output || flags.template) {
      const { printerFor } = await import('../../kube/printers.ts');
      const printer = await printerFor({
        output: flags.output,
        template: flags.template,
        givenOrder: true,
        showManagedFields: flags['show-managed-fields'],
      });
      process.stdout.write(
        printer.print({ kind: 'SelfSubjectReview', apiVersion: 'authentication.k8s.io/v1', ...review }),
      );
      return;
    }
    const { username, uid, groups = [], extra = {} } = review.status?.userInfo ?? {};
    const writer = new TabWriter(tableTabs);
    writer.write('ATTRIBUTE\tVALUE\n');
    if (username) writer.write(`Username\t${username}\n`);
    if (uid) writer.write(`UID\t${uid}\n`);
    if (groups.length > 0) writer.write(`Groups\t[${groups.join(' ')}]\n`);
    for (const key of Object.keys(extra).sort(byCodePoint))
      writer.write(`Extra: ${key}\t[${(extra[key] ?? []).join(' ')}]\n`);
    process.stdout.write(writer.flush());
  },
});
