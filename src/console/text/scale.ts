/** Round numbers for the top of a scale: 1, 2 or 5 and zeros. */
export function roundTop(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 5, 10].find((f) => f * power >= value) ?? 10;
  return factor * power;
}

/** The same for bytes: powers of two, and one and a half of them. */
export function roundTopBytes(bytes: number): number {
  if (bytes <= 1) return 1;
  const power = 2 ** Math.floor(Math.log2(bytes));
  return [1, 1.5, 2].map((f) => f * power).find((top) => top >= bytes) ?? power * 2;
}
