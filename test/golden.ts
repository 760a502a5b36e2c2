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

export type Replacements = readonly (readonly [pattern: RegExp | string, placeholder: string])[];

/** Puts placeholders where a text depends on the machine or the moment. */
export function withPlaceholders(text: string, replacements: Replacements): string {
  return replacements.reduce((result, [pattern, placeholder]) => result.replaceAll(pattern, placeholder), text);
}

/** A table whose columns are as far apart as kubectl's narrowest: placeholders change the width of what they replace. */
export function narrow(table: string): string {
  return table.replaceAll(/ {3,}/g, '   ').replaceAll(/ +$/gm, '');
}
