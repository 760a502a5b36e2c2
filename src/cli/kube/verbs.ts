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
  readonly load: () => Promise<{ readonly default: AnyVerb }>;
}

export const verbs: readonly VerbEntry[] = [
  { name: 'get', summary: 'Display one or many resources', load: () => import('../commands/get.ts') },
  {
    name: 'describe',
    summary: 'Show details of a specific resource or group of resources',
    load: () => import('../commands/describe.ts'),
  },
  ...changingVerbs,
];

/** The verb that a word calls. */
export const verbNamed = (word: string): VerbEntry | undefined =>
  verbs.find((v) => v.name === word || v.aliases?.includes(word));
