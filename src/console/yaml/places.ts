/** Where each field of a YAML document stands, from its syntax tree: a path of names and indexes ↔ a range of the text. */
import type { SyntaxNode, Tree } from '@lezer/common';
import type { Path } from './schema.ts';

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The documents of a text: each one's range, without the markers between them. */
export function documents(tree: Tree): (Range & { readonly node: SyntaxNode })[] {
  const found: (Range & { readonly node: SyntaxNode })[] = [];
  for (let node = tree.topNode.firstChild; node; node = node.nextSibling) {
    if (node.name === 'Document') found.push({ from: node.from, to: node.to, node });
  }
  return found;
}

/** The range of a path's name (`key`) or of its value; of the nearest parent that is there when it is not itself. */
export function rangeOf(document: SyntaxNode, text: string, path: Path, at: 'key' | 'value'): Range {
  let value = contentOf(document);
  let key: SyntaxNode | undefined;
  for (const step of path) {
    const next = value && (typeof step === 'number' ? itemOf(value, step) : pairOf(value, text, step));
    if (!next) break;
    key = next.key ?? next.value;
    value = next.value;
  }
  const shown = (at === 'key' ? (key ?? value) : (value ?? key)) ?? document;
  return firstLine(shown, text);
}

interface Step {
  readonly key: SyntaxNode | undefined;
  readonly value: SyntaxNode | undefined;
}

function itemOf(list: SyntaxNode, index: number): Step | undefined {
  const items = list.getChildren('Item');
  const item = items[index];
  return item && { key: undefined, value: contentOf(item) };
}

function pairOf(map: SyntaxNode, text: string, name: string): Step | undefined {
  const pair = map.getChildren('Pair').find((p) => {
    const key = p.getChild('Key');
    return key !== null && textOf(key, text) === name;
  });
  if (!pair) return undefined;
  return { key: pair.getChild('Key') ?? undefined, value: contentOf(pair) };
}

/** The map, list or scalar in a document, item or pair. */
function contentOf(node: SyntaxNode): SyntaxNode | undefined {
  for (let child = node.lastChild; child; child = child.prevSibling) {
    if (/Mapping$|Sequence$|Literal$|^Tagged$|^Anchored$|^Alias$/.test(child.name)) return child;
  }
  return undefined;
}

const textOf = (node: SyntaxNode, text: string): string =>
  text
    .slice(node.from, node.to)
    .trim()
    .replace(/^(['"])(.*)\1$/, '$2');

/** A mark over many lines marks nothing. */
function firstLine({ from, to }: Range, text: string): Range {
  const end = text.indexOf('\n', from);
  return { from, to: Math.max(from, end < 0 ? to : Math.min(to, end)) };
}
