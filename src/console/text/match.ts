/** How well a few typed letters fit a text: for the command palette. */

/** Higher is better; undefined when they do not fit. Letters in order; better together, at the start of words, early. */
export function fit(typed: string, text: string): number | undefined {
  const wanted = typed.toLowerCase().replaceAll(' ', '');
  const lower = text.toLowerCase();
  if (wanted === '') return 0;
  const at = lower.indexOf(wanted);
  if (at >= 0) return 1000 - at - text.length / 10 + (at === 0 || /[\s/.-]/.test(lower[at - 1] ?? '') ? 200 : 0);
  let score = 0;
  let from = 0;
  for (const letter of wanted) {
    const found = lower.indexOf(letter, from);
    if (found < 0) return undefined;
    score += found === from ? 8 : /[\s/.-]/.test(lower[found - 1] ?? ' ') ? 6 : 1;
    from = found + 1;
  }
  return score - text.length / 10;
}
