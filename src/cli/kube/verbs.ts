/**
 * The verbs that `peapod` shares with kubectl: a line each, and the file that is loaded when the verb is called.
 * The order is that of `peapod --help`.
 */
import { changingVerbs } from './changingVerbs.ts';
import type { AnyVerb } from './verb.ts';

export interface VerbEntry {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  /** Left out of lists. */
  readonly hidden?: true;
  readonly load: () => Promise<{ readonly default: AnyVerb }>;
}

export const verbs: readonly VerbEntry[] = [
  { name: 'get', summary: 'Display one or many resources', load: () => import('../commands/get.ts') },
  {
    name: 'describe',
    summary: 'Show details of a specific resource or group of resources',
    load: () => import('../commands/describe.ts'),
  },
  {
    name: 'why',
    summary: 'Tell why something is not as it should be, and what to do about it',
    load: () => import('../commands/why.ts'),
  },
  { name: 'logs', summary: 'Print the logs for a container in a pod', load: () => import('../commands/logs.ts') },
  { name: 'events', summary: 'List events', load: () => import('../commands/events.ts') },
  { name: 'top', summary: 'Display resource (CPU/memory) usage', load: () => import('../commands/top.ts') },
  { name: 'explain', summary: 'Get documentation for a resource', load: () => import('../commands/explain.ts') },
  {
    name: 'api-resources',
    summary: 'Print the supported API resources on the server',
    load: () => import('../commands/apiResources.ts'),
  },
  {
    name: 'api-versions',
    summary: 'Print the supported API versions on the server',
    load: () => import('../commands/apiVersions.ts'),
  },
  { name: 'cluster-info', summary: 'Display cluster information', load: () => import('../commands/clusterInfo.ts') },
  {
    name: 'version',
    summary: 'Print the client and server version information',
    load: () => import('../commands/version.ts'),
  },
  { name: 'auth', summary: 'Inspect authorization', load: () => import('../commands/auth.ts') },
  { name: 'config', summary: 'Modify kubeconfig files', load: () => import('../commands/config.ts') },
  {
    name: 'completion',
    summary: 'Output shell completion code for the specified shell (bash, zsh, fish)',
    load: () => import('../commands/completion.ts'),
  },
  {
    name: '__complete',
    hidden: true,
    summary: 'Print what the last word may be',
    load: () => import('../commands/hiddenComplete.ts'),
  },
  {
    name: 'options',
    summary: 'Print the list of flags inherited by all commands',
    load: () => import('../commands/options.ts'),
  },
  ...changingVerbs,
];

/** The verb that a word calls. */
export const verbNamed = (word: string): VerbEntry | undefined =>
  verbs.find((v) => v.name === word || v.aliases?.includes(word));
