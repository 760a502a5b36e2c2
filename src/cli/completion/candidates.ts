/** What may stand where the cursor is, in the form in which the scripts of the shells read it (cobra's `__complete`). */

/** What a shell does besides offering the candidates; a sum of these. */
export const directives = {
  /** It offers files when there are no candidates. */
  files: 0,
  /** Something follows without a space. */
  noSpace: 2,
  noFiles: 4,
  /** The candidates are endings of files. */
  filesByEnding: 8,
  /** It offers folders. */
  folders: 16,
} as const;

export interface Candidate {
  readonly value: string;
  /** One line about it, for shells that show it. */
  readonly help?: string;
}

export interface Candidates {
  readonly list: readonly Candidate[];
  readonly directive: number;
}

export const nothing: Candidates = { list: [], directive: directives.noFiles };
export const files: Candidates = { list: [], directive: directives.files };

export const of = (values: Iterable<string>, directive: number = directives.noFiles): Candidates => ({
  list: [...values].map((value) => ({ value })),
  directive,
});

/** Those that begin with what is typed already, each once. Endings of files are no candidates for the word. */
export function startingWith(typed: string, { list, directive }: Candidates): Candidates {
  if (directive & directives.filesByEnding) return { list, directive };
  const seen = new Set<string>();
  return {
    directive,
    list: list.filter(({ value }) => value.startsWith(typed) && !seen.has(value) && Boolean(seen.add(value))),
  };
}

/** A line each, a tab before its help, and ':' with the directive as the last line. */
export const textOf = ({ list, directive }: Candidates): string =>
  [...list.map(({ value, help }) => (help ? `${value}\t${help.split('\n')[0] ?? ''}` : value)), `:${directive}`]
    .map((line) => `${line}\n`)
    .join('');
