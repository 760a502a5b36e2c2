/** Colours in a log line (SGR escapes) as pieces of text with a class; other escapes are left out. */
export interface Piece {
  readonly text: string;
  /** Of base.css: 'ansi-1 ansi-bold'; '' for plain text. */
  readonly style: string;
}

// oxlint-disable-next-line no-control-regex
const escape = /\u001b\[([0-9;]*)([A-Za-z])|\u001b[\]P][^\u0007]*\u0007?|[\u0000-\u0008\u000b-\u001a\u001c-\u001f]/g;

export function pieces(line: string): Piece[] {
  if (!line.includes('\u001b')) return [{ text: line.replaceAll('\r', ''), style: '' }];
  const found: Piece[] = [];
  let [colour, bold, dim] = ['', false, false];
  let from = 0;
  const push = (until: number): void => {
    if (until <= from) return;
    const style = [colour, bold && 'ansi-bold', dim && 'ansi-dim'].filter(Boolean).join(' ');
    found.push({ text: line.slice(from, until), style });
  };
  for (const match of line.matchAll(escape)) {
    push(match.index);
    from = match.index + match[0].length;
    if (match[2] !== 'm') continue;
    for (const code of (match[1] || '0').split(';').map(Number)) {
      if (code === 0) [colour, bold, dim] = ['', false, false];
      else if (code === 1) bold = true;
      else if (code === 2) dim = true;
      else if (code === 22) [bold, dim] = [false, false];
      else if (code === 39) colour = '';
      else if (code >= 30 && code <= 37) colour = `ansi-${code - 30}`;
      else if (code >= 90 && code <= 97) colour = `ansi-${code - 90}`;
    }
  }
  push(line.length);
  return found;
}
