/** `$(NAME)` references in commands, arguments and environment values (API: Container.command). Pure. */

/**
 * Replaces each `$(NAME)` that `lookup` knows; an unknown one stays as it is, and `$$` stands for one `$`.
 */
export function expand(text: string, lookup: (name: string) => string | undefined): string {
  let result = '';
  let position = 0;
  for (let dollar = text.indexOf('$'); dollar >= 0; dollar = text.indexOf('$', position)) {
    result += text.slice(position, dollar);
    const next = text[dollar + 1];
    if (next === '$') {
      result += '$';
      position = dollar + 2;
      continue;
    }
    const end = next === '(' ? text.indexOf(')', dollar + 2) : -1;
    if (end < 0) {
      result += '$';
      position = dollar + 1;
      continue;
    }
    const name = text.slice(dollar + 2, end);
    result += lookup(name) ?? text.slice(dollar, end + 1);
    position = end + 1;
  }
  return result + text.slice(position);
}
