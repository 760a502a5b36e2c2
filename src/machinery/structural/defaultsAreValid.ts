/** Defaults are values that could have been written: nothing unknown in them, and valid by the schema that they stand in. */
import type { JSONSchemaProps } from '../../api/apiextensions/v1.ts';
import { invalidValue, Literal } from '../fieldError.ts';
import type { FieldError, FieldPath } from '../fieldError.ts';
import { goSyntax } from '../goText.ts';
import { compileEmbedded } from './embedded.ts';
import { isRecord } from '../apply/values.ts';
import { itemsOf } from './jsonSchema.ts';
import { compileLists } from './listTypes.ts';
import { compilePrune, PruneContext } from './prune.ts';
import { compileValidate, Findings } from './validate.ts';

/** The schema must be structural, and its patterns loaded. */
export function defaultErrors(schema: JSONSchemaProps, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  if (schema.default !== undefined) errors.push(...errorsOf(schema, at.child('default')));
  const items = itemsOf(schema);
  if (items) errors.push(...defaultErrors(items, at.child('items')));
  for (const [name, each] of Object.entries(schema.properties ?? {}))
    errors.push(...defaultErrors(each, at.child('properties').key(name)));
  return errors;
}

function errorsOf(schema: JSONSchemaProps, at: FieldPath): FieldError[] {
  const value: unknown = schema.default;
  const shown = isRecord(value) || Array.isArray(value) ? new Literal(goSyntax(value)) : value;
  const context = new PruneContext();
  compilePrune(schema, false)(value, context);
  if (context.unknown.length > 0) return [invalidValue(at, shown, 'must not have unknown fields')];
  const embedded: FieldError[] = [];
  compileEmbedded(schema)?.(value, at, embedded);
  if (embedded.length > 0) return embedded;
  const found = new Findings(at.text);
  compileValidate(schema)(value, '', found, undefined);
  compileLists(schema)?.(value, at, found.errors);
  return found.errors;
}
