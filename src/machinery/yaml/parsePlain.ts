/**
 * The YAML that kubeconfig files mostly are: mappings and lists in block style, of words and double-quoted text. Reads it in
 * a tenth of the time in which a whole parser is loaded. Whatever is not of that kind (numbers, flow style, anchors, several
 * lines of text, …) is left to the whole parser.
 */

interface Line {
  readonly indent: number;
  readonly text: string;
}

/** Undefined when the text has something that only the whole parser reads. */
export function parsePlainYaml(text: string): unknown {
  if (text.includes('\t')) return undefined;
  const lines: Line[] = [];
  for (const line of text.split('\n')) {
    const content = line.trimStart();
    if (content === '' || content.startsWith('#')) continue;
    lines.push({ indent: line.length - content.length, text: content.trimEnd() });
  }
  const reader = new Reader(lines);
  try {
    return reader.whole();
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

class NotPlain extends Error {}

const pair = /^([A-Za-z][\w./-]*):(?: +(\S.*))?$/;
const item = /^-(?: +(\S.*))?$/;
/** What starts like no number, has no sign of YAML's in it, and is none of its words. */
const word = /^[A-Za-z/][\w./:+=@-]*[\w./+=@-]$|^[A-Za-z/]$/;
const otherWord = /^(?:null|true|false|yes|no|on|off|y|n)$/i;

class Reader {
  readonly #lines: Line[];
  #at = 0;

  constructor(lines: Line[]) {
    this.#lines = lines;
  }

  whole(): unknown {
    const value = this.#block(0);
    if (this.#at < this.#lines.length) throw new NotPlain();
    return value;
  }

  /** Everything at this indentation. */
  #block(indent: number): unknown {
    const line = this.#lines[this.#at];
    if (line?.indent !== indent) throw new NotPlain();
    return item.test(line.text) ? this.#list(indent) : this.#mapping(indent);
  }

  #list(indent: number): unknown[] {
    const items: unknown[] = [];
    for (let line; (line = this.#here(indent)); ) {
      const found = item.exec(line.text);
      if (!found) break;
      const [, rest] = found;
      if (rest === undefined) throw new NotPlain();
      if (pair.test(rest)) {
        // The item goes on below, where this text begins.
        const inner = indent + line.text.length - rest.length;
        this.#lines[this.#at] = { indent: inner, text: rest };
        items.push(this.#mapping(inner));
      } else {
        this.#at++;
        items.push(scalar(rest));
      }
    }
    return items;
  }

  #mapping(indent: number): Record<string, unknown> {
    const fields: Record<string, unknown> = {};
    for (let line; (line = this.#here(indent)); ) {
      const [, name, value] = pair.exec(line.text) ?? [];
      if (name === undefined) break;
      if (Object.hasOwn(fields, name)) throw new NotPlain();
      this.#at++;
      fields[name] = value === undefined ? this.#below(indent) : scalar(value);
    }
    return fields;
  }

  /** What a name without a value on its line stands for; a list may begin right below the name. */
  #below(indent: number): unknown {
    const next = this.#lines[this.#at];
    if (next && next.indent > indent) return this.#block(next.indent);
    return next?.indent === indent && item.test(next.text) ? this.#list(indent) : null;
  }

  #here(indent: number): Line | undefined {
    const line = this.#lines[this.#at];
    return line?.indent === indent ? line : undefined;
  }
}

function scalar(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === '{}') return {};
  if (text === '[]') return [];
  if (/^"[^"\\]*"$/.test(text)) return text.slice(1, -1);
  if (word.test(text) && !otherWord.test(text)) return text;
  throw new NotPlain();
}
