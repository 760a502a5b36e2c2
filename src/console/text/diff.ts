/** What differs between two texts, line by line (Myers' algorithm on what is left between common start and end). */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Larger changes are told as one removal and one addition: nobody reads them line by line. */
const mostEdits = 2000;

export function diffLines(before: string, after: string): DiffLine[] {
  const a = before.split('\n');
  const b = after.split('\n');
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const same = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ kind: 'same', text }));
  return [
    ...same(a.slice(0, start)),
    ...middle(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...same(a.slice(a.length - end)),
  ];
}

function middle(a: readonly string[], b: readonly string[]): DiffLine[] {
  const trace: Map<number, number>[] = [];
  let reach = new Map<number, number>([[1, 0]]);
  for (let edits = 0; edits <= Math.min(a.length + b.length, mostEdits); edits += 1) {
    trace.push(new Map(reach));
    for (let k = -edits; k <= edits; k += 2) {
      const [left, right] = [reach.get(k - 1) ?? -1, reach.get(k + 1) ?? -1];
      let x = k === -edits || (k !== edits && left < right) ? right : left + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      reach.set(k, x);
      if (x >= a.length && x - k >= b.length) return walkBack(a, b, trace);
    }
    reach = new Map(reach);
  }
  return [
    ...a.map((text): DiffLine => ({ kind: 'removed', text })),
    ...b.map((text): DiffLine => ({ kind: 'added', text })),
  ];
}

function walkBack(a: readonly string[], b: readonly string[], trace: readonly Map<number, number>[]): DiffLine[] {
  const lines: DiffLine[] = [];
  let [x, y] = [a.length, b.length];
  for (let edits = trace.length - 1; edits >= 0; edits -= 1) {
    const reach = trace[edits] ?? new Map<number, number>();
    const k = x - y;
    const [left, right] = [reach.get(k - 1) ?? -1, reach.get(k + 1) ?? -1];
    const previousK = k === -edits || (k !== edits && left < right) ? k + 1 : k - 1;
    const previousX = edits === 0 ? 0 : (reach.get(previousK) ?? 0);
    const previousY = edits === 0 ? 0 : previousX - previousK;
    while (x > previousX && y > previousY) {
      lines.push({ kind: 'same', text: a[--x] ?? '' });
      y -= 1;
    }
    if (edits === 0) break;
    if (x === previousX) lines.push({ kind: 'added', text: b[--y] ?? '' });
    else lines.push({ kind: 'removed', text: a[--x] ?? '' });
  }
  return lines.reverse();
}

export interface Change {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** What makes one text of the other, by positions in the old one: whole lines, in order, none overlapping. */
export function lineChanges(before: string, after: string): Change[] {
  const changes: { from: number; to: number; insert: string }[] = [];
  let at = 0;
  let open: { from: number; to: number; insert: string } | undefined;
  for (const { kind, text } of diffLines(before, after)) {
    const length = text.length + 1;
    if (kind === 'same') {
      open = undefined;
      at += length;
      continue;
    }
    if (!open) changes.push((open = { from: at, to: at, insert: '' }));
    if (kind === 'removed') open.to = at += length;
    else open.insert += `${text}\n`;
  }
  const last = changes.pop();
  return last ? [...changes, within(last, before.length)] : [];
}

/** The text itself has no newline behind its last line: a change that reaches beyond the end does without it. */
function within({ from, to, insert }: Change, end: number): Change {
  if (to <= end) return { from, to, insert };
  if (from > end) return { from: end, to: end, insert: `\n${insert.slice(0, -1)}` };
  if (insert !== '') return { from, to: end, insert: insert.slice(0, -1) };
  return { from: Math.max(0, from - 1), to: end, insert };
}

export interface Hunk {
  /** Of the first line, from 1: in the old text and in the new one. */
  readonly oldStart: number;
  readonly newStart: number;
  readonly lines: readonly DiffLine[];
}

/** What changed with `context` lines around it; none when nothing did. */
export function hunks(lines: readonly DiffLine[], context = 3): Hunk[] {
  const near = lines.map((_, i) =>
    lines.slice(Math.max(0, i - context), i + context + 1).some((line) => line.kind !== 'same'),
  );
  const found: { oldStart: number; newStart: number; lines: DiffLine[] }[] = [];
  let [oldLine, newLine] = [1, 1];
  lines.forEach((line, i) => {
    if (near[i]) {
      if (!near[i - 1]) found.push({ oldStart: oldLine, newStart: newLine, lines: [] });
      found.at(-1)?.lines.push(line);
    }
    if (line.kind !== 'added') oldLine += 1;
    if (line.kind !== 'removed') newLine += 1;
  });
  return found;
}
