/** Several complaints as one text, as upstream joins errors: one alone, or a list in brackets, each once. */
export function aggregate(texts: readonly string[]): string {
  const each = [...new Set(texts)];
  return each.length === 1 ? each.join() : `[${each.join(', ')}]`;
}
