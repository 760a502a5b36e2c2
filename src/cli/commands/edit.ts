/** `peapod edit`. */
import { parseApiVersion } from '../../machinery/object.ts';
import { jsonEqual } from '../../machinery/patch/values.ts';
import { strategicDiff } from '../../machinery/patch/strategicDiff.ts';
import { mergeDiff } from '../../machinery/patch/threeWayPatch.ts';
import { schemaOf } from '../../machinery/scheme.ts';
import { changePrinter, checked } from '../change/createOne.ts';
import { fieldManagerFlag, saveConfigFlag, validateFlag, validationOf } from '../change/flags.ts';
import { keepingLastApplied } from '../change/lastApplied.ts';
import { findObjects } from '../change/objects.ts';
import { patch } from '../change/requests.ts';
import { CommandError, throwAll } from '../kube/errors.ts';
import { boolFlag, stringFlag } from '../kube/flags.ts';
import { objectAt, textAt, withoutManagedFields } from '../kube/json.ts';
import { filenameFlags, outputFlags } from '../kube/selectionFlags.ts';
import { defineVerb } from '../kube/verb.ts';
import { editObjects } from './edit/session.ts';

export default defineVerb({
  name: 'edit',
  summary: 'Edit a resource on the server',
  usage: 'edit (RESOURCE/NAME | -f FILENAME)',
  description: `Edit a resource from the default editor.

 The editor is the one that KUBE_EDITOR or EDITOR names, else vi. What you save is sent to the server; what the server will
not have is opened again, with the reasons as comments.`,
  examples: `peapod edit service/web

# With an editor of your own
KUBE_EDITOR="nano" peapod edit service/web

# As JSON, and of a subresource
peapod edit job.v1.batch/once -o json
peapod edit deployment/web --subresource=status`,
  flags: {
    ...outputFlags,
    ...filenameFlags('to use to edit the resource'),
    ...validateFlag,
    ...saveConfigFlag,
    ...fieldManagerFlag('kubectl-edit'),
    'output-patch': boolFlag('Output the patch if the resource is edited.'),
    subresource: stringFlag('If specified, edit will operate on the subresource of the requested object.'),
  },
  async run({ flags, args, session }) {
    if (flags.output !== '' && flags.output !== 'yaml' && flags.output !== 'json')
      throw new CommandError(`The flag 'output' must be one of yaml|json`);
    const fieldValidation = checked(() => validationOf(flags.validate));
    const { found, errors } = await findObjects(session, { args, ...flags, subresource: flags.subresource });
    throwAll(errors);
    const connection = await session.connection();
    await editObjects(found, flags.output === 'json' ? 'json' : 'yaml', async (edited, original) => {
      const before = withoutManagedFields(original.object);
      const after = keepingLastApplied(edited, flags['save-config']);
      const operation = await changePrinter({ ...flags, output: '', template: '' }, 'edited', 'none');
      if (jsonEqual(before, after)) {
        process.stdout.write(
          (await changePrinter({ ...flags, output: '', template: '' }, 'skipped', 'none')).print(edited),
        );
        return;
      }
      const kind = textAt(before, 'kind');
      const schema = schemaOf({ ...parseApiVersion(textAt(before, 'apiVersion')), kind });
      const body = schema
        ? strategicDiff({ kind: 'struct', struct: schema }, { ...before }, { ...after }, { setOrder: true })
        : mergeDiff({ ...before }, { ...after });
      const changesName = ['apiVersion', 'kind'].some((key) => Object.hasOwn(body, key));
      if (changesName || Object.hasOwn(objectAt(body, 'metadata'), 'name'))
        throw new CommandError('At least one of apiVersion, kind and name was changed');
      if (flags['output-patch']) process.stdout.write(`Patch: ${JSON.stringify(body)}\n`);
      const type = schema ? 'application/strategic-merge-patch+json' : 'application/merge-patch+json';
      const done = await patch(connection, original, original.name, type, body, {
        fieldValidation,
        fieldManager: flags['field-manager'],
        subresource: flags.subresource,
      });
      process.stdout.write(operation.print(done));
    });
  },
});
