/**
 * Which resource a word means: plural, singular, kind or short name, with or without version and group
 * (`deploy`, `Deployment`, `deployments.apps`, `deployments.v1.apps`), and which resources a category holds (`all`).
 *
 * Built-in resources are known without asking; for what is not among them the server is asked once.
 */
import type { Resource } from '../../machinery/resource.ts';
import * as builtIn from '../../machinery/resources.ts';
import { CommandError, PlainError } from './errors.ts';
import type { KubeConnection } from './kubeConnection.ts';

/** A resource as discovery tells of it. */
export interface ServedResource extends Resource {
  readonly verbs: readonly string[];
  readonly subresources: readonly string[];
  /** Whether its version is the one that its group prefers. */
  readonly preferred: boolean;
}

/** In the order in which a name is looked for: the core group before others, and metrics, which only repeat names, last. */
const rank = ({ group }: Resource): number => (group === '' ? 0 : group === 'metrics.k8s.io' ? 2 : 1);
export const builtInResources: readonly Resource[] = Object.values(builtIn)
  .filter((r) => typeof r === 'object')
  .sort((a, b) => rank(a) - rank(b));

export class Mapper {
  readonly #connection: KubeConnection;
  readonly #told = new Set<string>();
  #served: Promise<readonly ServedResource[]> | undefined;

  constructor(connection: KubeConnection) {
    this.#connection = connection;
  }

  /** What the server serves, in the order of its discovery: preferred versions before others of a group. */
  served(): Promise<readonly ServedResource[]> {
    return (this.#served ??= import('./discovery.ts').then((m) => m.discover(this.#connection)));
  }

  /** Throws CommandError in kubectl's words when there is no such resource; `plain` as some verbs have it. */
  async resourceOf(word: string, { plain = false } = {}): Promise<Resource> {
    const found = await this.find(word);
    if (found) return found;
    const text = `the server doesn't have a resource type "${word.split('.')[0] ?? ''}"`;
    throw plain ? new PlainError(text) : new CommandError(text);
  }

  async find(word: string): Promise<Resource | undefined> {
    const found = find(builtInResources, word);
    if (!found) return find(await this.served(), word);
    this.#tellAmbiguity(found, word.toLowerCase());
    return found;
  }

  /** A short name that others have as well is told of, as kubectl does. */
  #tellAmbiguity(found: Resource, word: string): void {
    if (!found.shortNames.includes(word) || this.#told.has(word)) return;
    this.#told.add(word);
    for (const other of builtInResources) {
      if (other !== found && other.shortNames.includes(word))
        process.stderr.write(
          `Warning: short name "${word}" could also match lower priority resource ${qualifiedResource(other)}\n`,
        );
    }
  }

  /** The resource of a manifest's kind. */
  async resourceOfKind(apiVersion: string, kind: string): Promise<Resource> {
    const is = (r: Resource): boolean =>
      r.kind === kind && (r.group === '' ? r.version : `${r.group}/${r.version}`) === apiVersion;
    const found = builtInResources.find(is) ?? (await this.served()).find(is);
    if (found) return found;
    throw new CommandError(`no matches for kind "${kind}" in version "${apiVersion}"\nensure CRDs are installed first`);
  }

  /** Those of a category that can be listed; undefined when the word is none. */
  async category(word: string): Promise<readonly Resource[] | undefined> {
    if (word !== 'all' && find(builtInResources, word)) return undefined;
    const members = (await this.served()).filter(
      (r) => r.categories.includes(word) && r.verbs.includes('list') && r.preferred,
    );
    return members.length > 0 ? members : undefined;
  }
}

function find<R extends Resource>(resources: readonly R[], word: string): R | undefined {
  const lower = word.toLowerCase();
  const byName = (name: string, r: Resource): boolean =>
    r.resource === name || r.singular === name || r.shortNames.includes(name);
  const [name = '', second, ...rest] = lower.split('.');
  if (second === undefined) return resources.find((r) => byName(name, r));
  if (rest.length > 0) {
    const exact = resources.find((r) => byName(name, r) && r.version === second && r.group === rest.join('.'));
    if (exact) return exact;
  }
  const group = [second, ...rest].join('.');
  return (
    resources.find((r) => byName(name, r) && r.group === group) ??
    // 'deploy.app': the beginning of a group, as kubectl takes it.
    resources.find((r) => byName(name, r) && r.group !== '' && r.group.startsWith(group))
  );
}

/** 'deployment.apps': how kubectl names a kind before a name. */
export const qualifiedKind = ({ kind, group }: { readonly kind: string; readonly group: string }): string =>
  (group === '' ? kind : `${kind}.${group}`).toLowerCase();

/** 'deployments.apps'. */
export const qualifiedResource = ({
  resource,
  group,
}: {
  readonly resource: string;
  readonly group: string;
}): string => (group === '' ? resource : `${resource}.${group}`);

/** '/apis/apps/v1/namespaces/default/deployments/web/status'. */
export function pathOf(
  resource: Pick<Resource, 'group' | 'version' | 'resource' | 'namespaced'>,
  namespace?: string,
  name?: string,
  subresource?: string,
): string {
  const root = resource.group === '' ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`;
  const scope = resource.namespaced && namespace ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}${scope}/${resource.resource}${name ? `/${encodeURIComponent(name)}` : ''}${subresource ? `/${subresource}` : ''}`;
}
