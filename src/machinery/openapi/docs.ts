/** Doc comments of the API's types and fields; parsed when the first document is made. */
import { docsText } from '../schema/generatedDocs.ts';
import type { DocsData } from '../schema/model.ts';

let docs: DocsData | undefined;

// A named seam: the text is what tools/generate.ts wrote out of a DocsData.
const load = (): DocsData => (docs ??= JSON.parse(docsText) as DocsData);

/** Of a type ('core/v1.Pod'); undefined when it has none. */
export const docOf = (id: string): string | undefined => load()[id]?.[0] || undefined;

export const fieldDocOf = (id: string, field: string): string | undefined => load()[id]?.[1][field];
