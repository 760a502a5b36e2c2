/** Reads the words before the cursor as parseFlags() would, and forgives all that it would not. */
import type { Flag, Flags } from '../kube/flags.ts';

export interface ReadWords {
  readonly args: readonly string[];
  /** Flag → the last text that it was given. */
  readonly given: ReadonlyMap<string, string>;
  /** The flag whose value comes next. */
  readonly pending: string | undefined;
  /** Whether '--' was among the words. */
  readonly dash: boolean;
}

export function readWords(flags: Flags, words: readonly string[]): ReadWords {
  const args: string[] = [];
  const given = new Map<string, string>();
  let pending: string | undefined;
  for (const [i, word] of words.entries()) {
    if (pending !== undefined) {
      given.set(pending, word);
      pending = undefined;
    } else if (word === '--') return { args: [...args, ...words.slice(i + 1)], given, pending, dash: true };
    else if (word.startsWith('-') && word.length > 1) {
      const [name, text] = word.startsWith('--') ? longFlag(word) : shortFlags(flags, word);
      const flag = flagNamed(flags, name);
      if (text !== undefined) given.set(name, text);
      else if (flag?.bare !== undefined) given.set(name, flag.bare);
      else if (flag) pending = name;
    } else args.push(word);
  }
  return { args, given, pending, dash: false };
}

export const flagNamed = (flags: Flags, name: string): Flag<unknown> | undefined =>
  Object.hasOwn(flags, name) ? flags[name] : undefined;

function longFlag(word: string): [name: string, text: string | undefined] {
  const equals = word.indexOf('=');
  return equals < 0 ? [word.slice(2), undefined] : [word.slice(2, equals), word.slice(equals + 1)];
}

/** Of several in one word, the one that takes a value, else the last. */
function shortFlags(flags: Flags, word: string): [name: string, text: string | undefined] {
  let name = '';
  for (let at = 1; at < word.length; at++) {
    const found = Object.entries(flags).find(([, flag]) => flag.short === word[at]);
    if (!found) return ['', undefined];
    name = found[0];
    const rest = word.slice(at + 1).replace(/^=/, '');
    if (found[1].bare === undefined) return [name, rest === '' ? undefined : rest];
  }
  return [name, undefined];
}
