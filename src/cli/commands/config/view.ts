/** `peapod config view`: the merged kubeconfig, secrets left out unless --raw. */
import { readFileSync } from 'node:fs';
import { CommandError } from '../../kube/errors.ts';
import { boolFlag, stringFlag } from '../../kube/flags.ts';
import { byCodePoint } from '../../kube/json.ts';
import { fieldsOf, text, type Fields, type Kubeconfig } from '../../kube/kubeconfigFiles.ts';
import { outputFlags } from '../../kube/selectionFlags.ts';
import { effectiveKubeconfig } from '../../kube/settings.ts';
import { defineVerb } from '../../kube/verb.ts';

const omitted = ['certificate-authority-data', 'client-certificate-data', 'client-key-data'];
const redacted = ['token', 'password'];
const files = ['certificate-authority', 'client-certificate', 'client-key'];

export default defineVerb({
  name: 'view',
  summary: 'Display merged kubeconfig settings or a specified kubeconfig file',
  usage: 'view [flags]',
  description: `Display merged kubeconfig settings or a specified kubeconfig file.

 You can use --output jsonpath={...} to extract specific values using a jsonpath expression.`,
  examples: `# The merged settings
peapod config view

# With certificates and tokens as they are
peapod config view --raw

# Only what the current context uses
peapod config view --minify

# One value
peapod config view -o jsonpath='{.users[*].name}'`,
  flags: {
    ...outputFlags,
    flatten: boolFlag(
      'Flatten the resulting kubeconfig file into self-contained output (useful for creating portable kubeconfig files)',
    ),
    merge: boolFlag('Merge the full hierarchy of kubeconfig files', { initial: true }),
    minify: boolFlag('Remove all information not used by current-context from the output'),
    output: stringFlag(
      'Output format. One of: (json, yaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json, jsonpath-file).',
      { short: 'o', initial: 'yaml' },
    ),
    raw: boolFlag('Display raw byte data and sensitive data'),
  },
  async run({ flags }) {
    let config = await effectiveKubeconfig(flags);
    if (flags.minify) config = minified(config, flags.context || config.currentContext);
    const entries = (list: ReadonlyMap<string, Fields>, item: string): unknown =>
      list.size === 0
        ? null
        : [...list.entries()]
            .sort(([a], [b]) => byCodePoint(a, b))
            .map(([name, fields]) => ({ name, [item]: inOrder(shown(fields, flags.raw, flags.flatten)) }));
    const object = {
      kind: 'Config',
      apiVersion: 'v1',
      preferences: {},
      clusters: entries(config.clusters, 'cluster'),
      users: entries(config.users, 'user'),
      contexts: entries(config.contexts, 'context'),
      'current-context': config.currentContext,
    };
    const { printerFor } = await import('../../kube/printers.ts');
    const printer = await printerFor({
      output: flags.output,
      template: flags.template,
      givenOrder: true,
      allowMissingTemplateKeys: flags['allow-missing-template-keys'],
    });
    process.stdout.write(printer.print(object));
  },
});

/** As client-go's types have them. */
const order = [
  'server',
  'tls-server-name',
  'insecure-skip-tls-verify',
  'certificate-authority',
  'certificate-authority-data',
  'proxy-url',
  'client-certificate',
  'client-certificate-data',
  'client-key',
  'client-key-data',
  'token',
  'tokenFile',
  'cluster',
  'user',
  'namespace',
];

const inOrder = (fields: Fields): Fields =>
  Object.fromEntries(
    [...order, ...Object.keys(fields).filter((f) => !order.includes(f))]
      .filter((f) => fields[f] !== undefined)
      .map((f) => [f, f === 'extensions' ? nameFirst(fields[f]) : fields[f]]),
  );

const nameFirst = (extensions: unknown): unknown =>
  Array.isArray(extensions) ? extensions.map(fieldsOf).map(({ name, extension }) => ({ name, extension })) : extensions;

function minified(config: Kubeconfig, name: string): Kubeconfig {
  const context = config.contexts.get(name);
  if (!context)
    throw new CommandError(
      name === '' ? 'current-context must exist in order to minify' : `cannot locate context ${name}`,
    );
  const only = (list: ReadonlyMap<string, Fields>, key: string): ReadonlyMap<string, Fields> =>
    new Map([...list].filter(([n]) => n === key));
  return {
    ...config,
    currentContext: name,
    contexts: only(config.contexts, name),
    clusters: only(config.clusters, text(context, 'cluster')),
    users: only(config.users, text(context, 'user')),
  };
}

function shown(fields: Fields, raw: boolean, flatten: boolean): Fields {
  const result: Record<string, unknown> = { ...fields };
  if (flatten)
    for (const name of files) {
      const path = text(fields, name);
      if (!path) continue;
      delete result[name];
      result[`${name}-data`] = readFileSync(path).toString('base64');
    }
  if (raw || flatten) return result;
  for (const name of omitted) if (result[name]) result[name] = 'DATA+OMITTED';
  for (const name of redacted) if (result[name]) result[name] = 'REDACTED';
  return result;
}
