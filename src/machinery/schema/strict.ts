/**
 * Strict decoding: fields that a JSON text gives twice, and the words in which problems are told.
 *
 * JSON.parse keeps the last of two equal keys and forgets the first, so duplicates are looked for in the text itself.
 */

const quote = 0x22;
const backslash = 0x5c;

/** The most that is reported, as upstream does. */
const most = 100;

interface Frame {
  /** Keys seen so far; undefined in a list. */
  readonly keys: Set<string> | undefined;
  /** Path of this object or list. */
  readonly path: string;
  /** Of lists: the index of the value at hand. */
  index: number;
  /** Of objects: the key of the value at hand. */
  key: string;
}

const pathOf = (frame: Frame | undefined): string => {
  if (!frame) return '';
  if (!frame.keys) return `${frame.path}[${frame.index}]`;
  return frame.path === '' ? frame.key : `${frame.path}.${frame.key}`;
};

/**
 * `duplicate field "metadata.labels.app"` for each key that an object of the text has twice, once a path.
 * `text` must be valid JSON: what is not is for JSON.parse to refuse.
 */
export function findDuplicateFields(text: string): string[] {
  const found = new Set<string>();
  const frames: Frame[] = [];
  let top: Frame | undefined;
  let expectsKey = false;
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case quote: {
        const start = i;
        let escaped = false;
        for (i++; i < text.length && text.charCodeAt(i) !== quote; i++) {
          if (text.charCodeAt(i) === backslash) {
            escaped = true;
            i++;
          }
        }
        if (expectsKey && top?.keys) {
          const key = escaped ? String(JSON.parse(text.slice(start, i + 1))) : text.slice(start + 1, i);
          top.key = key;
          if (top.keys.has(key)) {
            if (found.size < most) found.add(`duplicate field ${JSON.stringify(pathOf(top))}`);
          } else {
            top.keys.add(key);
          }
          expectsKey = false;
        }
        break;
      }
      case 0x7b: // {
      case 0x5b: {
        // [
        const isObject = text.charCodeAt(i) === 0x7b;
        top = { keys: isObject ? new Set() : undefined, path: pathOf(top), index: 0, key: '' };
        frames.push(top);
        expectsKey = isObject;
        break;
      }
      case 0x7d: // }
      case 0x5d: // ]
        frames.pop();
        top = frames.at(-1);
        expectsKey = false;
        break;
      case 0x2c: // ,
        if (top?.keys) expectsKey = true;
        else if (top) top.index++;
        break;
    }
  }
  return [...found];
}

/** The whole message of a refused object: `strict decoding error: unknown field "a", duplicate field "b"`. */
export const strictDecodingError = (problems: readonly string[]): string =>
  `strict decoding error: ${problems.join(', ')}`;
