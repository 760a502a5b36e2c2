/** `peapod config unset`: takes one value out of a kubeconfig. */
import { CommandError } from '../../kube/errors.ts';
import { isJsonObject, type JsonObject } from '../../kube/json.ts';
import { effectiveKubeconfig } from '../../kube/settings.ts';
import { defineVerb } from '../../kube/verb.ts';
import { changeFile, fileToChange, withEntry } from './file.ts';

const lists: Readonly<Record<string, string>> = { clusters: 'cluster', contexts: 'context', users: 'user' };

export default defineVerb({
  name: 'unset',
  summary: 'Unset an individual value in a kubeconfig file',
  usage: 'unset PROPERTY_NAME',
  description: `Unset an individual value in a kubeconfig file.

 PROPERTY_NAME is a dot delimited name where each token represents either an attribute name or a map key. Map keys may not
contain dots.`,
  examples: `# No current context any more
peapod config unset current-context

# The namespace of one context
peapod config unset contexts.foo.namespace`,
  flags: {},
  async run({ flags, args }) {
    if (args.length !== 1) throw new CommandError(`Unexpected args: [${args.join(' ')}]`);
    const path = args[0] ?? '';
    const [list = '', name = '', ...field] = path.split('.');
    const config = await effectiveKubeconfig(flags);
    changeFile(fileToChange(config, `${list}/${name}`, flags.kubeconfig), (root) => {
      const item = lists[list];
      if (list === 'current-context') return { ...root, [list]: '' };
      if (item === undefined) return without(root, path.split('.'));
      if (name === '') return { ...root, [list]: [] };
      if (field.length === 0) return { ...root, [list]: withEntry(root[list], name, item, undefined) };
      const entries = Array.isArray(root[list]) ? (root[list] as readonly unknown[]).filter(isJsonObject) : [];
      const before = entries.find((entry) => entry['name'] === name)?.[item];
      if (!isJsonObject(before)) throw new CommandError(`current map key \`${name}\` is invalid`);
      return { ...root, [list]: withEntry(root[list], name, item, without(before, field)) };
    });
    process.stdout.write(`Property "${path}" unset.\n`);
  },
});

function without(object: JsonObject, [first = '', ...rest]: readonly string[]): JsonObject {
  const { [first]: value, ...others } = object;
  return rest.length > 0 && isJsonObject(value) ? { ...others, [first]: without(value, rest) } : others;
}
