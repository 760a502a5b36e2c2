/** Libraries that schemas need, loaded with the first schema that needs them: most clusters start without. */
import type { CustomResourceDefinition } from '../../api/apiextensions/v1.ts';
import { someSchema } from '../../machinery/structural/jsonSchema.ts';
import { loadPatterns } from '../../machinery/structural/patterns.ts';

/** Resolves once the schemas of the definition can be compiled. */
export async function loadLibraries({ spec }: CustomResourceDefinition): Promise<void> {
  const schemas = spec.versions.flatMap(({ schema }) => schema?.openAPIV3Schema ?? []);
  if (schemas.some((schema) => someSchema(schema, ({ pattern }) => !!pattern))) await loadPatterns();
}
