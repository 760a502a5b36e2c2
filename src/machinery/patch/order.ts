/** The order of merged lists: that of the patch where it says one, that of the live list elsewhere. */

type Key = (item: unknown) => unknown;

const ranks = (order: readonly unknown[], key: Key): Map<unknown, number> => {
  const map = new Map<unknown, number>();
  order.forEach((item, i) => {
    const k = key(item);
    if (!map.has(k)) map.set(k, i);
  });
  return map;
};

/** Items sorted as they stand in `order`; those that it does not have come last. */
export function inOrder(items: readonly unknown[], order: readonly unknown[], key: Key): unknown[] {
  const rank = ranks(order, key);
  const of = (item: unknown): number => rank.get(key(item)) ?? order.length;
  return items.toSorted((a, b) => of(a) - of(b));
}

/**
 * Interleaves two lists, each of which keeps its order: an item of `left` comes before the next of `right` where both
 * stood in `live` and it stood before.
 */
export function mergeOrdered(
  left: readonly unknown[],
  right: readonly unknown[],
  live: readonly unknown[],
  key: Key,
): unknown[] {
  const rank = ranks(live, key);
  const merged: unknown[] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    const l = rank.get(key(left[i]));
    const r = rank.get(key(right[j]));
    merged.push(l !== undefined && r !== undefined && l < r ? left[i++] : right[j++]);
  }
  return [...merged, ...left.slice(i), ...right.slice(j)];
}
