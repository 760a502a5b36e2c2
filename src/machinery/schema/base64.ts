/** Base64 as Go's base64.StdEncoding reads it: padded, standard alphabet, line breaks ignored. */

class Base64Error extends Error {
  override readonly name = 'Base64Error';
}

const wellFormed = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Index of the byte that Go's decoder stops at. */
function offenceIn(text: string): number {
  let inQuantum = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? '';
    if (c === '\n' || c === '\r') continue;
    if (alphabet.includes(c)) {
      inQuantum = (inQuantum + 1) % 4;
      continue;
    }
    if (c !== '=' || inQuantum < 2) return i;
    const rest = text.slice(i + 1).replace(/[\r\n]/g, '');
    if (inQuantum === 2) return rest.startsWith('=') ? i + 2 : rest === '' ? text.length : i + 1;
    return i + 1;
  }
  // It ended within a group of four: at the start of that group.
  return text.length - inQuantum;
}

/** The text in its normal form (no line breaks, no stray bits). Throws Base64Error in Go's words. */
export function normalBase64(text: string): string {
  let clean = text;
  if (!wellFormed.test(clean)) {
    clean = text.replace(/[\r\n]/g, '');
    if (!wellFormed.test(clean)) throw new Base64Error(`illegal base64 data at input byte ${offenceIn(text)}`);
  }
  const padding = clean.endsWith('==') ? 2 : clean.endsWith('=') ? 1 : 0;
  if (padding === 0) return clean;
  const at = clean.length - padding - 1;
  const bits = alphabet.indexOf(clean[at] ?? '');
  const kept = bits & (padding === 2 ? 0b110000 : 0b111100);
  return kept === bits ? clean : `${clean.slice(0, at)}${alphabet[kept]}${'='.repeat(padding)}`;
}
