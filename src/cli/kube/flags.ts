/**
 * Flags as kubectl has them (pflag's rules): `--name value`, `--name=value`, `-n value`, `-nvalue`, `-n=value`, several short
 * ones in one word, flags and arguments in any order, `--` before arguments that look like flags.
 *
 *  - A flag with `bare` takes a value only after '='; alone it means `bare` (booleans, and the likes of `--dry-run`).
 *  - What a flag's text means is its own `parse`; the value's type follows from there.
 *  - What is wrong is thrown as FlagError in pflag's words.
 */
export interface Flag<T> {
  readonly short?: string | undefined;
  readonly initial: T;
  readonly help: string;
  /** The text that the flag means when it stands without '='. */
  readonly bare?: string | undefined;
  readonly hidden?: boolean | undefined;
  /** Throws Error with what is wrong. `first` is false when the flag is given again. */
  parse(text: string, before: T, first: boolean): T;
}

export type Flags = Readonly<Record<string, Flag<unknown>>>;
export type FlagValues<F> = { readonly [K in keyof F]: F[K] extends Flag<infer T> ? T : never };

export class FlagError extends Error {
  override readonly name = 'FlagError';
}

type Details = Pick<Flag<unknown>, 'short' | 'bare' | 'hidden'>;

const truths: Readonly<Record<string, boolean>> = {
  1: true,
  t: true,
  T: true,
  true: true,
  TRUE: true,
  True: true,
  0: false,
  f: false,
  F: false,
  false: false,
  FALSE: false,
  False: false,
};

export const boolFlag = (help: string, details: Details & { initial?: boolean } = {}): Flag<boolean> => ({
  bare: 'true',
  initial: false,
  help,
  ...details,
  parse(text) {
    const value = truths[text];
    if (value === undefined) throw new Error(`strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`);
    return value;
  },
});

export const stringFlag = (help: string, details: Details & { initial?: string } = {}): Flag<string> => ({
  initial: '',
  help,
  ...details,
  parse: (text) => text,
});

export const intFlag = (help: string, details: Details & { initial?: number } = {}): Flag<number> => ({
  initial: 0,
  help,
  ...details,
  parse(text) {
    if (!/^[-+]?\d+$/.test(text)) throw new Error(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
    return Number(text);
  },
});

/** Given several times or with commas; the first replaces what stands there by default. */
export const listFlag = (
  help: string,
  details: Details & { initial?: readonly string[] } = {},
): Flag<readonly string[]> => ({
  initial: [],
  help,
  ...details,
  parse: (text, before, first) => [...(first ? [] : before), ...(text === '' ? [] : text.split(','))],
});

/** Given several times; commas are part of the text. */
export const arrayFlag = (
  help: string,
  details: Details & { initial?: readonly string[] } = {},
): Flag<readonly string[]> => ({
  initial: [],
  help,
  ...details,
  parse: (text, before, first) => [...(first ? [] : before), text],
});

/** Go's notation of spans of time, kept as text; a bare number is refused, as pflag does. */
export const durationFlag = (help: string, initial: string, details: Details = {}): Flag<string> => ({
  initial,
  help,
  ...details,
  parse(text) {
    if (!/^[-+]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h))+)$/.test(text))
      throw new Error(
        /^[-+]?[\d.]+$/.test(text)
          ? `time: missing unit in duration ${JSON.stringify(text)}`
          : `time: invalid duration ${JSON.stringify(text)}`,
      );
    return text;
  },
});

export interface Parsed<F> {
  readonly values: FlagValues<F>;
  readonly args: readonly string[];
  /** Names of the flags that were given. */
  readonly given: ReadonlySet<string>;
  /** How many of `args` stood before `--`; undefined when there was none. */
  readonly dash: number | undefined;
}

/** Throws FlagError. */
export function parseFlags<F extends Flags>(flags: F, words: readonly string[]): Parsed<F> {
  const values: Record<string, unknown> = {};
  for (const [name, flag] of Object.entries(flags)) values[name] = flag.initial;
  const given = new Set<string>();
  const args: string[] = [];
  let dash: number | undefined;

  const set = (name: string, flag: Flag<unknown>, text: string): void => {
    try {
      values[name] = flag.parse(text, values[name], !given.has(name));
    } catch (error) {
      const shown = flag.short ? `-${flag.short}, --${name}` : `--${name}`;
      throw new FlagError(
        `invalid argument ${JSON.stringify(text)} for "${shown}" flag: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    given.add(name);
  };
  const byShort = new Map(
    Object.entries(flags).flatMap(([name, flag]) => (flag.short ? [[flag.short, { name, flag }]] : [])),
  );

  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--') {
      dash = args.length;
      args.push(...words.slice(i + 1));
      break;
    }
    if (word.startsWith('--')) {
      const equals = word.indexOf('=');
      const name = equals < 0 ? word.slice(2) : word.slice(2, equals);
      const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
      if (name === '' || name.startsWith('-')) throw new FlagError(`bad flag syntax: ${word}`);
      if (!flag) throw new FlagError(`unknown flag: --${name}`);
      if (equals >= 0) set(name, flag, word.slice(equals + 1));
      else if (flag.bare !== undefined) set(name, flag, flag.bare);
      else {
        const next = words[++i];
        if (next === undefined) throw new FlagError(`flag needs an argument: --${name}`);
        set(name, flag, next);
      }
    } else if (word.startsWith('-') && word.length > 1) {
      for (let rest = word.slice(1); rest !== ''; ) {
        const letter = rest[0] ?? '';
        const known = byShort.get(letter);
        if (!known) throw new FlagError(`unknown shorthand flag: '${letter}' in -${rest}`);
        const { name, flag } = known;
        if (rest.length > 2 && rest[1] === '=') {
          set(name, flag, rest.slice(2));
          break;
        }
        if (flag.bare !== undefined) {
          set(name, flag, flag.bare);
          rest = rest.slice(1);
          continue;
        }
        if (rest.length > 1) set(name, flag, rest.slice(1));
        else {
          const next = words[++i];
          if (next === undefined) throw new FlagError(`flag needs an argument: '${letter}' in -${rest}`);
          set(name, flag, next);
        }
        break;
      }
    } else args.push(word);
  }
  // A named seam: each value was made by its own flag's parse, or is its initial value.
  return { values: values as FlagValues<F>, args, given, dash };
}

/** Index of the first word that is neither a flag nor a flag's value; -1 when there is none. */
export function firstArgument(flags: Flags, words: readonly string[]): number {
  const byShort = new Map(Object.values(flags).flatMap((flag) => (flag.short ? [[flag.short, flag]] : [])));
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--') return -1;
    if (!word.startsWith('-') || word === '-') return i;
    const flag = word.startsWith('--')
      ? flags[word.slice(2)]
      : word.length === 2
        ? byShort.get(word.slice(1))
        : undefined;
    if (flag && flag.bare === undefined) i++;
  }
  return -1;
}
