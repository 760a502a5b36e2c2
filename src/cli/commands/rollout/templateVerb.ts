/** What pause, resume and restart share: one change of each object, told as kubectl tells it. */
import { changePrinter } from '../../change/createOne.ts';
import { fieldManagerFlag } from '../../change/flags.ts';
import { patch } from '../../change/requests.ts';
import { CommandError, messageOf, throwAll } from '../../kube/errors.ts';
import { qualifiedResource } from '../../kube/mapper.ts';
import type { JsonObject } from '../../kube/json.ts';
import { outputFlags } from '../../kube/selectionFlags.ts';
import type { VerbContext } from '../../kube/verb.ts';
import { chosen, chosenFlags } from './chosen.ts';

export const templateVerbFlags = { ...outputFlags, ...chosenFlags, ...fieldManagerFlag('kubectl-rollout') };

/** @param change the strategic merge patch for an object; throws Error with why it cannot be */
export async function changeEach(
  { flags, args, session }: VerbContext<typeof templateVerbFlags>,
  operation: string,
  change: (object: JsonObject, kind: string) => object,
): Promise<void> {
  const { found, errors } = await chosen(session, args, flags);
  if (found.length === 0 && errors.length === 0) {
    process.stderr.write(`No resources found in ${await session.namespace()} namespace.\n`);
    return;
  }
  const failed = [...errors];
  const printer = await changePrinter(flags, operation, 'none');
  const connection = await session.connection();
  for (const one of found) {
    let body: object;
    try {
      body = change(one.object, one.resource.kind);
    } catch (error) {
      failed.push(
        new CommandError(`error: ${qualifiedResource(one.resource)} ${JSON.stringify(one.name)} ${messageOf(error)}`),
      );
      continue;
    }
    try {
      const type = 'application/strategic-merge-patch+json';
      const done = await patch(connection, one, one.name, type, body, { fieldManager: flags['field-manager'] });
      process.stdout.write(printer.print(done));
    } catch (error) {
      failed.push(new CommandError(`failed to patch: ${messageOf(error)}`));
    }
  }
  throwAll(failed);
}
