/** The value of the label pod-template-hash: names a template, short and safe to stand in a name. */
import type { PodTemplateSpec } from '../../api/core/v1.ts';

/** Without vowels and look-alikes, so that no word comes about. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** Equal templates give equal hashes, in whatever order their fields stand; `collisionCount` tells clashing ones apart. */
export function templateHash(template: PodTemplateSpec, collisionCount: number | undefined): string {
  return safeEncode(String(fnv32a(canonical(template) + (collisionCount === undefined ? '' : `#${collisionCount}`))));
}

/** JSON with keys in order; what is absent, null, or an empty list is left out, as nothing tells them apart. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined && field !== null && !(Array.isArray(field) && field.length === 0))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`;
}

/** Fowler–Noll–Vo hash 1a, 32 bits, of the text's UTF-8. */
export function fnv32a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** Each character by its code in the alphabet. */
export function safeEncode(text: string): string {
  return Array.from(text, (character) => alphabet[character.charCodeAt(0) % alphabet.length]).join('');
}
