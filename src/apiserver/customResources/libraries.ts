/** Libraries that schemas need, loaded with the first schema that needs them: most clusters start without. */
import type { CustomResourceDefinition, JSONSchemaProps } from '../../api/apiextensions/v1.ts';
import type { CheckRules } from '../../machinery/cel/rules.ts';
import type { FieldError, FieldPath } from '../../machinery/fieldError.ts';
import { someSchema } from '../../machinery/structural/jsonSchema.ts';
import { loadPatterns } from '../../machinery/structural/patterns.ts';

interface Rules {
  readonly loadParser: () => Promise<void>;
  readonly compileRules: (schema: JSONSchemaProps, isResource: boolean) => CheckRules | undefined;
  readonly ruleCompileErrors: (schema: JSONSchemaProps, at: FieldPath) => FieldError[];
}

let rules: Rules | undefined;

const hasRules = (schema: JSONSchemaProps): boolean => (schema['x-kubernetes-validations'] ?? []).length > 0;

/** Resolves once the schemas of the definition can be compiled. */
export async function loadLibraries({ spec }: CustomResourceDefinition): Promise<void> {
  const schemas = spec.versions.flatMap(({ schema }) => schema?.openAPIV3Schema ?? []);
  const some = (found: (schema: JSONSchemaProps) => boolean): boolean =>
    schemas.some((schema) => someSchema(schema, found));
  if (some(hasRules)) {
    rules ??= await import('../../machinery/cel/rules.ts');
    await Promise.all([rules.loadParser(), loadPatterns()]);
  } else if (some(({ pattern }) => !!pattern)) await loadPatterns();
}

/** The rules of the schema of a custom resource; undefined when it has none. */
export const rulesOf = (schema: JSONSchemaProps): CheckRules | undefined => rules?.compileRules(schema, true);

/** What is wrong with the rules of a schema. */
export const ruleErrorsOf = (schema: JSONSchemaProps, at: FieldPath): FieldError[] =>
  rules?.ruleCompileErrors(schema, at) ?? [];
