import type { IntOrString } from '../../api/scalars.ts';

/** A number where the text is one, as upstream's intstr.Parse(). */
export const intOrStringOf = (text: string): IntOrString => (/^[-+]?\d+$/.test(text) ? Number(text) : text);
