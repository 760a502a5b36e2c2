/** What differs between two values, a line for each field: what it was and what it would become. */
export function difference(old: unknown, now: unknown, at: string): string {
  return lines(old, now, at).join('\n');
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function lines(old: unknown, now: unknown, at: string): string[] {
  if (old === now) return [];
  if (isRecord(old) && isRecord(now)) {
    return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((key) =>
      lines(old[key], now[key], `${at}.${key}`),
    );
  }
  if (Array.isArray(old) && Array.isArray(now)) {
    return Array.from({ length: Math.max(old.length, now.length) }).flatMap((_, i) =>
      lines(old[i], now[i], `${at}[${i}]`),
    );
  }
  return [
    ...(old === undefined ? [] : [`- ${at}: ${JSON.stringify(old)}`]),
    ...(now === undefined ? [] : [`+ ${at}: ${JSON.stringify(now)}`]),
  ];
}
