/** `peapod explain`: the fields of a kind, as the server's OpenAPI tells of them. */
import { apiVersionOf, parseApiVersion } from '../../machinery/object.ts';
import { CommandError, PlainError } from '../kube/errors.ts';
import { boolFlag, stringFlag } from '../kube/flags.ts';
import type { JsonObject } from '../kube/json.ts';
import { objectAt, textAt } from '../kube/json.ts';
import { defineVerb } from '../kube/verb.ts';
import { explanation } from '../explain/explanation.ts';

export default defineVerb({
  name: 'explain',
  summary: 'Get documentation for a resource',
  usage:
    'explain TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2]',
  description: `Describe fields and structure of various resources.

 Fields are named by a path: TYPE.FIELD.FIELD. What is told of them comes from the server.

Use "peapod api-resources" for a complete list of supported resources.`,
  examples: `# What a Pod is
peapod explain pods

# All its fields, those of its fields too
peapod explain pods --recursive

# One field
peapod explain pods.spec.containers

# In another version of the API
peapod explain deployments --api-version=apps/v1`,
  flags: {
    'api-version': stringFlag('Use given api-version (group/version) of the resource.'),
    output: stringFlag('Format in which to render the schema. Valid values are: (plaintext, plaintext-openapiv2).', {
      initial: 'plaintext',
    }),
    recursive: boolFlag(
      'When true, print the name of all the fields recursively. Otherwise, print the available fields with their description.',
    ),
  },
  async run({ flags, args, session, commandPath }) {
    const program = commandPath.split(' ')[0] ?? '';
    if (args.length === 0)
      throw new CommandError(
        `You must specify the type of resource to explain. Use "${program} api-resources" for a complete list of supported resources.\n`,
      );
    if (args.length > 1) throw new CommandError('We accept only this format: explain RESOURCE\n');
    if (flags.output !== 'plaintext')
      throw new CommandError(
        flags.output === 'plaintext-openapiv2'
          ? "output format 'plaintext-openapiv2' is not supported by peapod: the server tells the same in OpenAPI v3, use -o plaintext"
          : `unrecognized format: ${flags.output}`,
      );
    const mapper = await session.mapper();
    const words = (args[0] ?? '').replace(/\.$/, '').split('.');
    const { resource, path } = await (async () => {
      // 'deployments.apps.spec' may name a group before the fields: the longest name that means something wins.
      for (let length = words.length; length > 1; length--) {
        const found = await mapper.find(words.slice(0, length).join('.'));
        if (found && matchesGroup(found.group, found.version, words.slice(1, length)))
          return { resource: found, path: words.slice(length) };
      }
      return { resource: await mapper.resourceOf(words[0] ?? '', { plain: true }), path: words.slice(1) };
    })();
    const gv = flags['api-version'] ? parseApiVersion(flags['api-version']) : resource;
    const connection = await session.connection();
    const { paths = {} } = await connection.json<{ paths?: JsonObject }>({ path: '/openapi/v3' });
    const key = gv.group === '' ? `api/${gv.version}` : `apis/${gv.group}/${gv.version}`;
    const url = textAt(paths, key, 'serverRelativeURL');
    if (!url)
      throw new PlainError(`error: couldn't find resource for "${apiVersionOf(gv)}, Resource=${resource.resource}"`);
    const document = await connection.json<JsonObject>({ path: url });
    const kind = kindOf(document, key, resource.resource);
    if (!kind)
      throw new PlainError(
        `error: GVR (${gv.group}/${gv.version}, Resource=${resource.resource}) not found in OpenAPI schema`,
      );
    const { text, problem } = explanation(document, kind, path, flags.recursive);
    process.stdout.write(text);
    if (problem) throw new PlainError(problem);
  },
});

function matchesGroup(group: string, version: string, words: readonly string[]): boolean {
  const text = words.join('.').toLowerCase();
  return text === group || text === `${version}.${group}`;
}

interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** The kind that the resource's path says it is of. */
function kindOf(document: JsonObject, root: string, resource: string): Kind | undefined {
  for (const path of [
    `/${root}/${resource}`,
    `/${root}/${resource}/{name}`,
    `/${root}/namespaces/{namespace}/${resource}`,
    `/${root}/namespaces/{namespace}/${resource}/{name}`,
  ]) {
    for (const method of ['get', 'post', 'put', 'patch', 'delete']) {
      const gvk = objectAt(document, 'paths', path, method, 'x-kubernetes-group-version-kind');
      if (gvk['kind'])
        return { group: textAt(gvk, 'group'), version: textAt(gvk, 'version'), kind: textAt(gvk, 'kind') };
    }
  }
  return undefined;
}
