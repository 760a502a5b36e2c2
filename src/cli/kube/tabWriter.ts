/**
 * Aligns text in columns as Go's text/tabwriter does: cells end with a tab, lines with a newline; the last cell of a line
 * is not part of a column. A column is a run of lines that all have a cell there, and is as wide as its widest cell.
 */
export interface TabWriterOptions {
  readonly minWidth: number;
  readonly padding: number;
  /** Widths only grow from one flush to the next, as a watch wants it. */
  readonly remember?: boolean;
}

/** As kubectl's tables are set. */
export const tableTabs: TabWriterOptions = { minWidth: 6, padding: 3, remember: true };
/** As descriptions are set. */
export const describeTabs: TabWriterOptions = { minWidth: 0, padding: 2 };

export class TabWriter {
  readonly #options: TabWriterOptions;
  #text = '';
  #remembered: number[] = [];

  constructor(options: TabWriterOptions) {
    this.#options = options;
  }

  write(text: string): void {
    this.#text += text;
  }

  forgetWidths(): void {
    this.#remembered = [];
  }

  /** What was written since the last flush, aligned. */
  flush(): string {
    if (this.#text === '') return '';
    const whole = this.#text;
    this.#text = '';
    const lines = whole.split('\n').map((line) => line.split('\t'));
    const out: string[] = [];
    this.#format(lines, 0, lines.length, [], out);
    return out.join('');
  }

  #format(lines: readonly (readonly string[])[], from: number, to: number, widths: number[], out: string[]): void {
    const column = widths.length;
    let printed = from;
    for (let at = from; at < to; at++) {
      if (column >= (lines[at]?.length ?? 0) - 1) continue;
      this.#print(lines, printed, at, widths, out);
      printed = at;
      let width = this.#options.minWidth;
      for (; at < to; at++) {
        const line = lines[at] ?? [];
        if (column >= line.length - 1) break;
        width = Math.max(width, lengthOf(line[column] ?? '') + this.#options.padding);
      }
      if (this.#options.remember) {
        width = Math.max(width, this.#remembered[column] ?? 0);
        this.#remembered[column] = width;
      }
      widths.push(width);
      this.#format(lines, printed, at, widths, out);
      widths.pop();
      printed = at;
      at--;
    }
    this.#print(lines, printed, to, widths, out);
  }

  #print(
    lines: readonly (readonly string[])[],
    from: number,
    to: number,
    widths: readonly number[],
    out: string[],
  ): void {
    for (let i = from; i < to; i++) {
      const line = lines[i] ?? [];
      line.forEach((cell, j) => {
        const width = widths[j];
        out.push(width === undefined ? cell : cell + ' '.repeat(Math.max(0, width - lengthOf(cell))));
      });
      if (i < lines.length - 1) out.push('\n');
    }
  }
}

/** In characters, as Go counts runes. */
function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}
