/** Finds the verb of a command line, wherever it stands among the global flags, and runs it. */
import { firstArgument } from './flags.ts';
import { globalFlags } from './globalFlags.ts';
import { runVerb } from './verb.ts';
import { verbNamed } from './verbs.ts';

/** Resolves with the exit code; undefined when the words call none of kubectl's verbs. */
export async function runKubeVerb(words: readonly string[]): Promise<number | undefined> {
  const at = firstArgument(globalFlags, words);
  const entry = verbNamed(words[at] ?? '');
  if (!entry) return undefined;
  // Who reads a pipe may go before everything is written (`peapod get pods | head -1`): that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return runVerb(
    (await entry.load()).default,
    words.filter((_, i) => i !== at),
  );
}
