/**
 * Golden output: a text is compared with a file under test/golden. UPDATE_GOLDEN=1 writes the files instead; every
 * line of such a change is to be checked against what upstream prints, since a golden of our own mistake is worthless.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const folder = join(import.meta.dirname, 'golden');

/** Throws AssertionError with the differing lines. `file` is relative to test/golden. */
export function assertGolden(file: string, actual: string): void {
  const path = join(folder, file);
  if (process.env.UPDATE_GOLDEN) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, actual);
    return;
  }
  assert.deepEqual(actual.split('\n'), readFileSync(path, 'utf8').split('\n'), `differs from test/golden/${file}`);
}

/** The lines of a file that is written by hand. */
export const readGolden = (file: string): string[] => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n');

export type Replacements = readonly (readonly [pattern: RegExp | string, placeholder: string])[];

/** Puts placeholders where a text depends on the machine or the moment. */
export function withPlaceholders(text: string, replacements: Replacements): string {
  return replacements.reduce((result, [pattern, placeholder]) => result.replaceAll(pattern, placeholder), text);
}

/**
 * Tables, aligned anew after placeholders have changed the width of what they stand for. Cells stand `gap` spaces apart
 * at least, and none is empty; tables are parted by empty lines.
 */
export function alignTables(text: string, gap: number): string {
  const between = ' '.repeat(gap);
  return text
    .split('\n\n')
    .map((table) => {
      const rows = table.split('\n').map((line) => line.split(new RegExp(`(?<=\\S) {${gap},}`)));
      const widths: number[] = [];
      for (const row of rows)
        if (row.length > 1) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)));
      return rows
        .map((row) => row.map((cell, i) => (i < row.length - 1 ? cell.padEnd(widths[i] ?? 0) : cell)).join(between))
        .join('\n');
    })
    .join('\n\n');
}
