/**
 * Regular expressions of schemas and rules: RE2's, as upstream's are. They take time in proportion to the text, so none
 * can hang the server. The library is loaded when the first schema with a pattern comes.
 */
import type { RE2JS } from 're2js';

let library: typeof RE2JS | undefined;

/** Must have been awaited before compilePattern() is called. */
export async function loadPatterns(): Promise<void> {
  library ??= (await import('re2js')).RE2JS;
}

const kept = new Map<string, RE2JS>();
const keptAtMost = 500;

/** Rules make patterns as they run: those of late are kept. */
function compiled(pattern: string): RE2JS {
  if (!library) throw new Error('patterns are not loaded');
  let known = kept.get(pattern);
  if (!known) {
    known = library.compile(pattern);
    if (kept.size >= keptAtMost) kept.clear();
    kept.set(pattern, known);
  }
  return known;
}

/** Whether a text contains a match. Throws an Error that says what is wrong with the expression. */
export function compilePattern(pattern: string): (text: string) => boolean {
  const expression = compiled(pattern);
  return (text) => expression.test(text);
}

/** The first `most` matches in a text; all when it is negative. */
export function findPattern(pattern: string, text: string, most: number): string[] {
  const matcher = compiled(pattern).matcher(text);
  const found: string[] = [];
  while ((most < 0 || found.length < most) && matcher.find()) found.push(matcher.group() ?? '');
  return found;
}
