/** Instants as the API writes them (RFC 3339, UTC). */
import type { MicroTime, Time } from '../api/scalars.ts';

/** Whole seconds: `2025-01-31T08:00:00Z`. */
export const formatTime = (milliseconds: number): Time => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;

/** Microseconds, of which the last three digits are 0: `2025-01-31T08:00:00.123000Z`. */
export const formatMicroTime = (milliseconds: number): MicroTime =>
  `${new Date(milliseconds).toISOString().slice(0, 23)}000Z`;

/** Milliseconds since 1970; undefined for the zero value. */
export const parseTime = (time: Time | null | undefined): number | undefined => (time ? Date.parse(time) : undefined);
