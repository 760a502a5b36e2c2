/**
 * Breaks lines at spaces so that none is longer than `limit` where that can be helped: breaks that are there stay, and
 * spaces are kept but where a line ends.
 */
export function wordWrap(text: string, limit: number): string {
  let out = '';
  let current = 0;
  let word = '';
  let spaces = '';
  const settle = (): void => {
    current += spaces.length + length(word);
    out += spaces + word;
    spaces = '';
    word = '';
  };
  for (const c of text) {
    if (c === '\n') {
      if (word === '') {
        if (current + spaces.length <= limit) out += spaces;
        spaces = '';
      } else settle();
      out += c;
      current = 0;
    } else if (/\s/.test(c) && c !== '\u00A0') {
      if (spaces === '' || word !== '') settle();
      spaces += c;
    } else {
      word += c;
      if (current + length(word) + spaces.length > limit && length(word) < limit) {
        out += '\n';
        current = 0;
        spaces = '';
      }
    }
  }
  if (word !== '') out += spaces + word;
  else if (current + spaces.length <= limit) out += spaces;
  return out;
}

const length = (text: string): number => Array.from(text).length;
