/** `-o custom-columns=NAME:.metadata.name,…` and its form in a file: a line of heads, a line of paths. */
import { CommandError, messageOf } from './errors.ts';
import { goSprint } from './goValue.ts';
import { isJsonObject, listAt } from './json.ts';
import { compileJsonPath, relaxedJsonPath, type JsonPath } from './jsonPath.ts';
import { TabWriter, tableTabs } from './tabWriter.ts';

interface Column {
  readonly head: string;
  readonly path: JsonPath;
}

export class CustomColumnsPrinter {
  readonly #columns: readonly Column[];
  readonly #writer = new TabWriter(tableTabs);
  #headers: boolean;

  constructor(columns: readonly Column[], noHeaders: boolean) {
    this.#columns = columns;
    this.#headers = !noHeaders;
  }

  print(object: unknown): string {
    if (this.#headers) this.#writer.write(`${this.#columns.map((c) => c.head).join('\t')}\n`);
    this.#headers = false;
    const isList = isJsonObject(object) && Array.isArray(object['items']) && String(object['kind']).endsWith('List');
    for (const item of isList ? listAt(object, 'items') : [object])
      this.#writer.write(`${this.#columns.map((c) => cellOf(c.path, item)).join('\t')}\n`);
    return this.#writer.flush();
  }
}

function cellOf(path: JsonPath, object: unknown): string {
  let values: readonly unknown[];
  try {
    values = path.find(object).flat();
  } catch {
    values = [];
  }
  return values.length === 0 ? '<none>' : values.map((v) => (v === null ? '<none>' : goSprint(v))).join(',');
}

/** Throws CommandError. */
export function columnsOf(spec: string): readonly Column[] {
  if (spec === '') throw new CommandError('custom-columns format specified but no custom columns given');
  return spec.split(',').map((part) => {
    const colon = part.indexOf(':');
    if (colon < 0 || part.indexOf(':') === part.length - 1)
      throw new CommandError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    return columnOf(part.slice(0, colon), part.slice(colon + 1));
  });
}

/** Of a file: heads in its first line, paths in its second. */
export function columnsOfTemplate(text: string): readonly Column[] {
  const [heads = '', paths = ''] = text.split('\n');
  const names = heads.split(/\s+/).filter(Boolean);
  const specs = paths.split(/\s+/).filter(Boolean);
  if (names.length === 0 || names.length !== specs.length)
    throw new CommandError(
      `number of headers (${names.length}) and field specifications (${specs.length}) don't match`,
    );
  return names.map((head, i) => columnOf(head, specs[i] ?? ''));
}

function columnOf(head: string, spec: string): Column {
  try {
    return { head, path: compileJsonPath(relaxedJsonPath(spec)) };
  } catch (error) {
    throw new CommandError(messageOf(error));
  }
}
