/**
 * What arguments and -f name, before anything is asked of the server but what resources there are: single objects, lists by
 * selector, and objects of manifests. kubectl's rules for `TYPE`, `TYPE NAME…`, `TYPE,TYPE`, `TYPE/NAME…` and `all`.
 */
import type { Resource } from '../../machinery/resource.ts';
import { CommandError } from './errors.ts';
import type { JsonObject } from './json.ts';
import { textAt } from './json.ts';
import type { FilenameValues } from './manifestFiles.ts';
import type { Session } from './session.ts';

/** One object by name; `manifest` is what a file says of it. */
export interface NamedTarget {
  readonly type: 'named';
  readonly resource: Resource;
  /** Undefined for what is cluster-scoped. */
  readonly namespace: string | undefined;
  readonly name: string;
  readonly manifest?: JsonObject;
  /** Of a manifest: the file it came from. */
  readonly source?: string;
}

/** All objects that selectors match. */
export interface ListTarget {
  readonly type: 'list';
  readonly resource: Resource;
  /** Undefined for all namespaces, and for what is cluster-scoped. */
  readonly namespace: string | undefined;
}

export type Target = NamedTarget | ListTarget;

export interface TargetOptions extends Partial<FilenameValues> {
  readonly args: readonly string[];
  readonly selector?: string;
  readonly fieldSelector?: string;
  readonly allNamespaces?: boolean;
  /** All objects of the types, where names or a selector are asked for else. */
  readonly all?: boolean;
  /** Whether a type alone means all of its objects (get, describe). */
  readonly typeAloneIsAll?: boolean;
}

export interface Targets {
  readonly targets: readonly Target[];
  /** Whether one single object was asked for, so that it is printed as itself and not as a list. */
  readonly single: boolean;
}

const needsResources = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

/** Throws CommandError in kubectl's words. */
export async function resolveTargets(session: Session, options: TargetOptions): Promise<Targets> {
  const { filename = [], kustomize = '', recursive = false, validate } = options;
  if (filename.length > 0 || kustomize !== '') {
    if (options.args.length > 0)
      throw new CommandError(
        'when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well',
      );
    return manifestTargets(session, { filename, kustomize, recursive, ...(validate && { validate }) });
  }
  return argumentTargets(session, options);
}

async function manifestTargets(session: Session, files: FilenameValues): Promise<Targets> {
  const { readManifestFiles } = await import('./manifestFiles.ts');
  const { objects, single } = await readManifestFiles(files);
  const [mapper, settings] = await Promise.all([session.mapper(), session.settings()]);
  const targets = await Promise.all(
    objects.map(async ({ source, object }): Promise<NamedTarget> => {
      const resource = await mapper.resourceOfKind(object.apiVersion, object.kind).catch((error: unknown) => {
        if (!(error instanceof CommandError)) throw error;
        throw new CommandError(
          `resource mapping not found for name: "${textAt(object, 'metadata', 'name')}" namespace: "${textAt(object, 'metadata', 'namespace')}" from "${source}": ${error.message}`,
        );
      });
      const own = textAt(object, 'metadata', 'namespace');
      if (resource.namespaced && settings.namespaceGiven && own !== '' && own !== settings.namespace)
        throw new CommandError(
          `the namespace from the provided object "${own}" does not match the namespace "${settings.namespace}". You must pass '--namespace=${own}' to perform this operation.`,
        );
      return {
        type: 'named',
        resource,
        namespace: resource.namespaced ? own || settings.namespace : undefined,
        name: textAt(object, 'metadata', 'name'),
        manifest: object,
        source,
      };
    }),
  );
  return { targets, single };
}

async function argumentTargets(session: Session, options: TargetOptions): Promise<Targets> {
  const args = normalize(options.args);
  const { selector = '', fieldSelector = '', all = false, allNamespaces = false, typeAloneIsAll = false } = options;
  const selecting = selector !== '' || fieldSelector !== '' || all;
  const namespace = await session.namespace();
  const mapper = await session.mapper();
  const spaceOf = (resource: Resource): string | undefined =>
    resource.namespaced && !allNamespaces ? namespace : undefined;

  if (args.some((a) => a.includes('/'))) {
    if (!args.every((a) => a.includes('/')))
      throw new CommandError(
        "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'peapod get resource/<resource_name>' instead of 'peapod get resource resource/<resource_name>'",
      );
    const pairs = args.map(pairOf);
    if (selecting) throw new CommandError('name cannot be provided when a selector is specified');
    const targets: NamedTarget[] = [];
    for (const { type, name } of pairs) {
      const resource = await mapper.resourceOf(type);
      if (allNamespaces && resource.namespaced)
        throw new CommandError('a resource cannot be retrieved by name across all namespaces');
      targets.push({ type: 'named', resource, namespace: spaceOf(resource), name });
    }
    return { targets, single: targets.length === 1 };
  }

  const [types = '', ...names] = args;
  if (types === '') {
    throw new CommandError(selecting ? 'at least one resource must be specified to use a selector' : needsResources);
  }
  const resources = await resourcesOf(session, types);
  if (names.length === 0) {
    if (!selecting && !typeAloneIsAll) throw new CommandError('resource(s) were provided, but no name was specified');
    return {
      targets: resources.map((resource) => ({ type: 'list', resource, namespace: spaceOf(resource) })),
      single: false,
    };
  }
  if (selecting)
    throw new CommandError(
      all && selector === '' && fieldSelector === ''
        ? "setting 'all' parameter but found a non empty selector. "
        : 'name cannot be provided when a selector is specified',
    );
  if (allNamespaces && resources.some((r) => r.namespaced))
    throw new CommandError('a resource cannot be retrieved by name across all namespaces');
  const targets = resources.flatMap((resource) =>
    names.map((name): NamedTarget => ({ type: 'named', resource, namespace: spaceOf(resource), name })),
  );
  return { targets, single: targets.length === 1 };
}

/** The resources of 'pods,svc', categories unfolded, each once. */
async function resourcesOf(session: Session, types: string): Promise<readonly Resource[]> {
  const mapper = await session.mapper();
  const found: Resource[] = [];
  for (const word of types.split(',')) {
    if (word === '') throw new CommandError(`arguments in resource/name form must have a single resource and name`);
    const known = word === 'all' ? undefined : await mapper.find(word);
    const resources = known ? [known] : ((await mapper.category(word)) ?? [await mapper.resourceOf(word)]);
    for (const resource of resources)
      if (!found.some((f) => f.resource === resource.resource && f.group === resource.group)) found.push(resource);
  }
  return found;
}

/** 'pod/a,pod/b' are two arguments. */
const normalize = (args: readonly string[]): readonly string[] =>
  args.length === 1 && args[0]?.includes('/') ? args[0].split(',') : args;

function pairOf(argument: string): { readonly type: string; readonly name: string } {
  const parts = argument.split('/');
  if (parts.length !== 2) throw new CommandError('arguments in resource/name form may not have more than one slash');
  const [type = '', name = ''] = parts;
  if (type === '' || name === '' || type.includes(','))
    throw new CommandError('arguments in resource/name form must have a single resource and name');
  return { type, name };
}
