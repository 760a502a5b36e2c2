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

/** Whether a text contains a match. Throws an Error that says what is wrong with the expression. */
export function compilePattern(pattern: string): (text: string) => boolean {
  if (!library) throw new Error('patterns are not loaded');
  const compiled = library.compile(pattern);
  return (text) => compiled.test(text);
}
