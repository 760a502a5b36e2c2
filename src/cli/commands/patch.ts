/** `peapod patch`. */
import { readFileSync } from 'node:fs';
import type { PatchType } from '../../client/transport.ts';
import { applyJsonPatch } from '../../machinery/patch/jsonPatch.ts';
import { applyMergePatch } from '../../machinery/patch/mergePatch.ts';
import { applyStrategicMergePatch } from '../../machinery/patch/strategicMergePatch.ts';
import { jsonEqual } from '../../machinery/patch/values.ts';
import { parseApiVersion } from '../../machinery/object.ts';
import { schemaOf } from '../../machinery/scheme.ts';
import { parseYaml } from '../../machinery/yaml.ts';
import { changePrinter, checked } from '../change/createOne.ts';
import { dryRunFlag, dryRunOf, fieldManagerFlag } from '../change/flags.ts';
import { findObjects, forEachFound, type Found, type FoundObjects } from '../change/objects.ts';
import { patch } from '../change/requests.ts';
import { namedTargets } from '../change/targets.ts';
import { CommandError, messageOf, throwAll } from '../kube/errors.ts';
import { boolFlag, stringFlag } from '../kube/flags.ts';
import { textAt, type JsonObject } from '../kube/json.ts';
import { filenameFlags, outputFlags } from '../kube/selectionFlags.ts';
import { defineVerb, type VerbContext } from '../kube/verb.ts';

const types: Readonly<Record<string, PatchType>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
};

const flags = {
  ...outputFlags,
  ...filenameFlags('identifying the resource to update'),
  ...dryRunFlag,
  ...fieldManagerFlag('kubectl-patch'),
  patch: stringFlag('The patch to be applied to the resource JSON file.', { short: 'p' }),
  'patch-file': stringFlag('A file containing a patch to be applied to the resource.'),
  type: stringFlag('The type of patch being provided; one of [json merge strategic]', { initial: 'strategic' }),
  subresource: stringFlag('If specified, patch will operate on the subresource of the requested object.'),
  local: boolFlag('If true, patch will operate on the content of the file, not the server-side resource.'),
};

export default defineVerb({
  name: 'patch',
  summary: 'Update fields of a resource',
  usage: 'patch (-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]',
  description: `Update fields of a resource using strategic merge patch, a JSON merge patch, or a JSON patch.

 JSON and YAML formats are accepted. A strategic merge patch knows which lists are merged by a key, and works for built-in
kinds; a JSON merge patch replaces lists; a JSON patch is a list of operations.`,
  examples: `# No more Pods on a node
peapod patch node k8s-node-1 -p '{"spec":{"unschedulable":true}}'

# Another image: the container is found by its name
peapod patch pod web-0 -p '{"spec":{"containers":[{"name":"web","image":"nginx:1.27"}]}}'

# By place
peapod patch pod web-0 --type=json -p='[{"op":"replace","path":"/spec/containers/0/image","value":"nginx:1.27"}]'

# Of a subresource
peapod patch deployment web --subresource=scale --type=merge -p '{"spec":{"replicas":2}}'`,
  flags,
  async run(context) {
    const { flags: values, args, session } = context;
    const dryRun = checked(() => dryRunOf(values['dry-run']));
    validate(values, args, dryRun === 'server');
    const type = types[values.type.toLowerCase()] ?? 'application/strategic-merge-patch+json';
    const body = bodyOf(values.patch, values['patch-file']);
    const objects = values.local
      ? await localObjects(context)
      : await findObjects(session, { args, ...values, subresource: values.subresource });
    const failed = await forEachFound(objects, async (one) => {
      const patched =
        values.local || dryRun === 'client'
          ? patchedHere(one.object, type, body)
          : await patch(await session.connection(), one, one.name, type, body, {
              dryRun,
              fieldManager: values['field-manager'],
              subresource: values.subresource,
            });
      const operation = jsonEqual(one.object, patched) ? 'patched (no change)' : 'patched';
      // As kubectl has it: how dry the run was is not said.
      process.stdout.write((await changePrinter(values, operation, 'none')).print(patched));
    });
    throwAll(failed);
    if (objects.found.length === 0) throw new CommandError('no objects passed to patch');
  },
});

type Context = VerbContext<typeof flags>;

function validate(values: Context['flags'], args: readonly string[], atServer: boolean): void {
  if (values.patch && values['patch-file']) throw new CommandError('cannot specify --patch and --patch-file together');
  if (!values.patch && !values['patch-file'])
    throw new CommandError('must specify --patch or --patch-file containing the contents of the patch');
  if (values.local && args.length > 0) throw new CommandError('cannot specify --local and server resources');
  if (values.local && atServer)
    throw new CommandError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
  if (values.type && !Object.hasOwn(types, values.type.toLowerCase()))
    throw new CommandError(`--type must be one of [json merge strategic], not ${JSON.stringify(values.type)}`);
}

function bodyOf(inline: string, file: string): unknown {
  let text = inline;
  if (file) {
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      throw new CommandError(`unable to read patch file: ${messageOf(error)}`);
    }
  }
  try {
    return text.trimStart().startsWith('{') || text.trimStart().startsWith('[') ? JSON.parse(text) : parseYaml(text);
  } catch {
    // Not JSON: it may be YAML in flow style.
  }
  try {
    return parseYaml(text);
  } catch (error) {
    throw new CommandError(`unable to parse ${JSON.stringify(text)}: ${messageOf(error)}`);
  }
}

async function localObjects({ flags: values, session }: Context): Promise<FoundObjects> {
  const targets = await namedTargets(session, values);
  return { found: targets.map((t): Found => ({ ...t, object: t.manifest })), errors: [], single: targets.length === 1 };
}

function patchedHere(object: JsonObject, type: PatchType, body: unknown): JsonObject {
  // A named seam: patches make objects of objects.
  if (type === 'application/json-patch+json') return applyJsonPatch(object, body) as JsonObject;
  if (type === 'application/merge-patch+json') return applyMergePatch(object, body) as JsonObject;
  const kind = textAt(object, 'kind');
  const schema = schemaOf({ ...parseApiVersion(textAt(object, 'apiVersion')), kind });
  if (!schema)
    throw new CommandError(
      `strategic merge patch is not supported for ${textAt(object, 'apiVersion')}, Kind=${kind} locally, try --type merge`,
    );
  // A named seam, as above.
  return applyStrategicMergePatch(schema, object, body) as JsonObject;
}
