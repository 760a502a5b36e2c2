/** Sets of completion indexes and their text in a Job's status: `1,3-5,7`. */

/** Indexes at or above `end` are left out: completions may have been lowered since. */
export function parseIndexes(text: string | undefined, end = Infinity): Set<number> {
  const indexes = new Set<number>();
  for (const interval of (text ?? '').split(',')) {
    const match = /^(\d+)(?:-(\d+))?$/.exec(interval);
    if (!match) continue;
    const last = Math.min(Number(match[2] ?? match[1]), end - 1);
    for (let index = Number(match[1]); index <= last; index += 1) indexes.add(index);
  }
  return indexes;
}

export function formatIndexes(indexes: ReadonlySet<number>): string {
  const intervals: [first: number, last: number][] = [];
  for (const index of [...indexes].sort((a, b) => a - b)) {
    const open = intervals.at(-1);
    if (open && open[1] + 1 === index) open[1] = index;
    else intervals.push([index, index]);
  }
  return intervals.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}
