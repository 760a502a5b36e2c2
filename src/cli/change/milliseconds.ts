import { parseDuration } from '../../machinery/duration.ts';

/** What a durationFlag's text is, in milliseconds. */
export const millisecondsOf = (text: string): number => parseDuration(text) ?? 0;
