import type { Status } from '../api/meta/v1.ts';

/** The value as a Status when it is one. */
export function asStatus(value: unknown): Status | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const status: Status = value;
  return status.kind === 'Status' ? status : undefined;
}
