/** `create --edit`: what a file describes is opened in the editor first, and created as it was saved. */
import { changePrinter, checked, type CreateValues } from '../../change/createOne.ts';
import { dryRunOf, validationOf } from '../../change/flags.ts';
import { withLastApplied } from '../../change/lastApplied.ts';
import { create } from '../../change/requests.ts';
import { namedTargets, type ManifestChoice } from '../../change/targets.ts';
import type { Session } from '../../kube/session.ts';
import { editObjects } from './session.ts';

export async function createEdited(session: Session, flags: CreateValues & ManifestChoice): Promise<void> {
  const dryRun = checked(() => dryRunOf(flags['dry-run']));
  const fieldValidation = checked(() => validationOf(flags.validate));
  const printer = await changePrinter({ ...flags, output: flags.output === 'name' ? 'name' : '' }, 'created', dryRun);
  const connection = await session.connection();
  for (const target of await namedTargets(session, flags)) {
    const editable = { ...target, object: target.manifest };
    await editObjects([editable], flags.output === 'json' ? 'json' : 'yaml', async (edited) => {
      const object = flags['save-config'] ? withLastApplied(edited) : edited;
      const options = { dryRun, fieldValidation, fieldManager: flags['field-manager'] };
      const done = dryRun === 'client' ? object : await create(connection, target, object, options);
      process.stdout.write(printer.print(done));
    });
  }
}
