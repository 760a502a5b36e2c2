/**
 * What a verb is, and how one is run. A verb is one file in commands/ whose default export is made by defineVerb(); verbs.ts
 * lists them, and each is loaded only when it is called.
 *
 *   export default defineVerb({
 *     name: 'get', summary: '…', usage: 'get (TYPE …) [flags]', description: '…', examples: '…',
 *     flags: { watch: boolFlag('…', { short: 'w' }) },
 *     async run({ flags, args, session, out }) { … },
 *   });
 *
 * run() gets its own flags and the global ones, typed by their declarations. It writes to out.stdout() and out.stderr(), and
 * throws what is in errors.ts (or ApiError, ConnectionError): how that is said is decided in one place, as is the exit code.
 * A returned number is the exit code. Verbs with verbs of their own (`config view`) list them in `verbs`.
 */
import { describeError, UsageError } from './errors.ts';
import { FlagError, firstArgument, parseFlags, type Flags, type FlagValues } from './flags.ts';
import { globalFlags, type GlobalFlags } from './globalFlags.ts';
import { Session } from './session.ts';

export interface VerbContext<F extends Flags> {
  readonly flags: FlagValues<F> & GlobalFlags;
  readonly args: readonly string[];
  /** Names of the flags that were given. */
  readonly given: ReadonlySet<string>;
  /** How many of `args` stood before `--`; undefined when there was none. */
  readonly dash: number | undefined;
  readonly session: Session;
  /** 'kubectl get' → 'peapod get': the words that the verb was called with. */
  readonly commandPath: string;
}

export interface Verb<F extends Flags = Flags> {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  /** Behind the program's name: 'get (TYPE …) [flags]'. */
  readonly usage: string;
  readonly description: string;
  readonly examples?: string;
  readonly flags: F;
  /** All its words are arguments, also those that look like flags. */
  readonly takesAllWords?: true;
  /** What it does with words that call none of its verbs is its own affair. */
  readonly ownArguments?: true;
  readonly verbs?: Readonly<Record<string, () => Promise<{ readonly default: AnyVerb }>>>;
  /** Left out by what only has verbs of its own: its help is printed then. */
  run?(context: VerbContext<F>): Promise<number | void> | number | void;
}

/** A verb whose flags are its own affair. */
export interface AnyVerb extends Omit<Verb, 'run'> {
  run?(context: VerbContext<Flags>): Promise<number | void> | number | void;
}

export function defineVerb<const F extends Flags>(verb: Verb<F>): AnyVerb {
  // runVerb() parses with the very flags that are declared here, so that run() gets what it asks for.
  return verb;
}

/** Resolves with the exit code; everything that goes wrong has been told on standard error by then. */
export async function runVerb(
  verb: AnyVerb,
  words: readonly string[],
  parents: readonly string[] = ['peapod'],
): Promise<number> {
  const commandPath = [...parents, verb.name].join(' ');
  try {
    if (verb.verbs) {
      const at = firstArgument({ ...globalFlags, ...verb.flags }, words);
      const name = words[at] ?? '';
      const load = Object.hasOwn(verb.verbs, name) ? verb.verbs[name] : undefined;
      if (load)
        return await runVerb(
          (await load()).default,
          words.filter((_, i) => i !== at),
          [...parents, verb.name],
        );
    }
    const flags = { ...globalFlags, ...verb.flags };
    if (verb.takesAllWords) words = ['--', ...words];
    if (asksForHelp(words) || (!verb.run && words.length === 0)) {
      const { helpOf } = await import('./help.ts');
      process.stdout.write(await helpOf(verb, commandPath));
      return 0;
    }
    const { values, args, given, dash } = parseFlags(flags, words);
    if (verb.verbs && !verb.ownArguments && args.length > 0)
      throw new UsageError(`unknown command "${args.join(' ')}"`);
    await using session = new Session(globalValues(verb.flags, values));
    const code = (await verb.run?.({ flags: values, args, given, dash, session, commandPath })) ?? 0;
    if (code === 0 && values['warnings-as-errors'] && session.warnings > 0) {
      process.stderr.write(`error: ${session.warnings} warning${session.warnings === 1 ? '' : 's'} received\n`);
      return 1;
    }
    return code;
  } catch (error) {
    const { text, exitCode } = describeError(error);
    process.stderr.write(text);
    if (error instanceof FlagError) process.stderr.write(`See '${commandPath} --help' for usage.\n`);
    if (error instanceof UsageError) process.stderr.write(`See '${commandPath} -h' for help and examples\n`);
    if (process.env.PEAPOD_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    return exitCode;
  }
}

/** A flag of the verb's own hides the global one of its name (`--user` of `create rolebinding`). */
function globalValues(own: Flags, values: GlobalFlags): GlobalFlags {
  const hidden = Object.entries(globalFlags).filter(([name]) => Object.hasOwn(own, name));
  // A named seam: each initial value is of its own flag's type.
  return { ...values, ...Object.fromEntries(hidden.map(([name, flag]) => [name, flag.initial])) };
}

function asksForHelp(words: readonly string[]): boolean {
  const dash = words.indexOf('--');
  return (dash < 0 ? words : words.slice(0, dash)).some((w) => w === '--help' || w === '-h');
}
