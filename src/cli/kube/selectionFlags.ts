/** Flags by which verbs choose objects; a verb spreads those that it takes into its own. */
import { boolFlag, intFlag, listFlag, stringFlag } from './flags.ts';

export const filenameFlags = (what: string) => ({
  filename: listFlag(`Filename, directory, or URL to files ${what}`, { short: 'f' }),
  kustomize: stringFlag(
    'Process a kustomization directory: not supported; pipe what kustomize builds into -f - instead.',
    {
      short: 'k',
    },
  ),
  recursive: boolFlag('Process the directory used in -f, --filename recursively.', { short: 'R' }),
});

export const selectorFlag = {
  selector: stringFlag(
    "Selector (label query) to filter on, supports '=', '==', '!=', 'in', 'notin' (e.g. -l key1=value1,key2=value2,key3 in (value3)). Matching objects must satisfy all of the specified label constraints.",
    { short: 'l' },
  ),
};

export const fieldSelectorFlag = {
  'field-selector': stringFlag(
    "Selector (field query) to filter on, supports '=', '==', and '!=' (e.g. --field-selector key1=value1,key2=value2). The server only supports a limited number of field queries per type.",
  ),
};

export const allNamespacesFlag = {
  'all-namespaces': boolFlag(
    'If present, list the requested object(s) across all namespaces. Namespace in current context is ignored even if specified with --namespace.',
    { short: 'A' },
  ),
};

export const chunkSizeFlag = {
  'chunk-size': intFlag('Return large lists in chunks rather than all at once. Pass 0 to disable.', { initial: 500 }),
};

const templateFlags = {
  'allow-missing-template-keys': boolFlag(
    'If true, ignore any errors in templates when a field or map key is missing in the template. Only applies to golang and jsonpath output formats.',
    { initial: true },
  ),
  template: stringFlag('Template string or path to template file to use when -o=go-template, -o=go-template-file.'),
};

export const outputFlags = {
  output: stringFlag(
    'Output format. One of: (json, yaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json, jsonpath-file).',
    { short: 'o' },
  ),
  'show-managed-fields': boolFlag('If true, keep the managedFields when printing objects in JSON or YAML format.'),
  ...templateFlags,
};
