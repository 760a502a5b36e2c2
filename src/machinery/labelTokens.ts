/** The words of a label selector's text. */
export interface Token {
  /** `word`: in or notin, an operator or a value by where it stands. */
  readonly kind: 'symbol' | 'word' | 'value' | 'error' | 'end';
  readonly text: string;
}

const pattern = /[ \t\r\n]+|(==|!=|[=!(),<>])|([^=!(),<>\s]+)/gy;

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const [whole, symbol, word] of text.matchAll(pattern)) {
    if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol });
    else if (word !== undefined)
      tokens.push({ kind: word === 'in' || word === 'notin' ? 'word' : 'value', text: word });
    else if (whole === '') break;
  }
  tokens.push({ kind: 'end', text: '' });
  return tokens;
}
