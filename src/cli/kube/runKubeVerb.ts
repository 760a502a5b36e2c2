/** Finds the verb of a command line, wherever it stands among the global flags, and runs it. */
import { firstArgument } from './flags.ts';
import { endWithReader } from '../pipe.ts';
import { globalFlags } from './globalFlags.ts';
import { runVerb } from './verb.ts';
import { verbNamed, type VerbEntry } from './verbs.ts';

/** Undefined when the words call none of kubectl's verbs. */
export const calledVerb = (words: readonly string[]): VerbEntry | undefined =>
  verbNamed(words[firstArgument(globalFlags, words)] ?? '');

/** Resolves with the exit code. */
export async function runKubeVerb(entry: VerbEntry, words: readonly string[]): Promise<number> {
  endWithReader();
  const at = firstArgument(globalFlags, words);
  return runVerb(
    (await entry.load()).default,
    words.filter((_, i) => i !== at),
  );
}
