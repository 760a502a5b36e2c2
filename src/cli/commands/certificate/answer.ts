/** What `certificate approve` and `certificate deny` share. */
import { isConflict } from '../../../machinery/apiError.ts';
import { certificateSigningRequests } from '../../../machinery/resources.ts';
import { formatTime } from '../../../machinery/time.ts';
import { changePrinter } from '../../change/createOne.ts';
import { forEachFound, findObjects } from '../../change/objects.ts';
import { read, replace } from '../../change/requests.ts';
import { CommandError, throwAll } from '../../kube/errors.ts';
import { boolFlag } from '../../kube/flags.ts';
import { listAt, objectAt, textAt } from '../../kube/json.ts';
import { filenameFlags, outputFlags } from '../../kube/selectionFlags.ts';
import type { VerbContext } from '../../kube/verb.ts';

export const answerFlags = {
  ...outputFlags,
  ...filenameFlags('identifying the resource to update'),
  force: boolFlag('Update the CSR even if it is already answered so.'),
};

export interface Answer {
  readonly type: 'Approved' | 'Denied';
  readonly other: 'Approved' | 'Denied';
  readonly operation: string;
  readonly verb: string;
}

export async function answer(
  { flags, args, session }: VerbContext<typeof answerFlags>,
  { type, other, operation, verb }: Answer,
): Promise<void> {
  if (args.length === 0 && flags.filename.length === 0)
    throw new CommandError('one or more CSRs must be specified as <name> or -f <filename>');
  const { filename, kustomize, recursive } = flags;
  const named = args.map((name) => `${certificateSigningRequests.resource}/${name}`);
  const objects = await findObjects(session, { args: named, filename, kustomize, recursive });
  const printer = await changePrinter(flags, operation, 'none');
  const connection = await session.connection();
  const failed = await forEachFound(objects, async (one) => {
    for (;;) {
      const request = await read(connection, one, one.name);
      const conditions = listAt(request, 'status', 'conditions');
      const has = (which: string): boolean => conditions.some((condition) => textAt(condition, 'type') === which);
      if (has(other))
        throw new CommandError(`certificate signing request ${JSON.stringify(one.name)} is already ${other}`);
      if (has(type) && !flags.force) break;
      const word = type === 'Approved' ? 'KubectlApprove' : 'KubectlDeny';
      const condition = {
        type,
        status: 'True',
        reason: word,
        message: `This CSR was ${operation} by kubectl certificate ${verb}.`,
        lastUpdateTime: formatTime(Date.now()),
      };
      const kept = conditions.filter((old) => textAt(old, 'type') !== type);
      const next = { ...request, status: { ...objectAt(request, 'status'), conditions: [...kept, condition] } };
      try {
        await replace(connection, one, one.name, next, { subresource: 'approval' });
        break;
      } catch (error) {
        // Somebody else was quicker: it is looked at anew.
        if (!isConflict(error)) throw error;
      }
    }
    process.stdout.write(printer.print(one.object));
  });
  throwAll(failed);
}
