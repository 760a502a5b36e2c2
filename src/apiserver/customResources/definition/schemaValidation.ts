/** What the schema in a CustomResourceDefinition may be, in upstream's words. */
import type { JSONSchemaProps, ValidationRule } from '../../../api/apiextensions/v1.ts';
import { forbiddenField, invalidValue, Literal, notSupported, required } from '../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../machinery/fieldError.ts';
import { goStrings } from '../../../machinery/goText.ts';
import { defaultErrors } from '../../../machinery/structural/defaultsAreValid.ts';
import { isRecord } from '../../../machinery/apply/values.ts';
import { itemsOf } from '../../../machinery/structural/jsonSchema.ts';
import { structuralErrors } from '../../../machinery/structural/structure.ts';
import { ruleErrorsOf } from '../libraries.ts';

/** Go's names of the fields that may stand beside a status subresource at the root, in upstream's order. */
const besideStatus: readonly (readonly [name: keyof JSONSchemaProps, goName: string])[] = [
  ['description', 'Description'],
  ['type', 'Type'],
  ['format', 'Format'],
  ['title', 'Title'],
  ['maximum', 'Maximum'],
  ['exclusiveMaximum', 'ExclusiveMaximum'],
  ['minimum', 'Minimum'],
  ['exclusiveMinimum', 'ExclusiveMinimum'],
  ['maxLength', 'MaxLength'],
  ['minLength', 'MinLength'],
  ['pattern', 'Pattern'],
  ['maxItems', 'MaxItems'],
  ['minItems', 'MinItems'],
  ['uniqueItems', 'UniqueItems'],
  ['multipleOf', 'MultipleOf'],
  ['required', 'Required'],
  ['items', 'Items'],
  ['properties', 'Properties'],
  ['externalDocs', 'ExternalDocs'],
  ['example', 'Example'],
  ['x-kubernetes-preserve-unknown-fields', 'XPreserveUnknownFields'],
  ['x-kubernetes-validations', 'XValidations'],
];
const allowedBesideStatus: ReadonlySet<string> = new Set(besideStatus.map(([name]) => name));
const types = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const reasons = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];
const metaFields: ReadonlySet<string> = new Set(['metadata', 'kind', 'apiVersion']);

export const asJson = (value: unknown): Literal => new Literal(JSON.stringify(value));

/** `at` is the path of `openAPIV3Schema`. Patterns must have been loaded. */
export function schemaErrors(schema: JSONSchemaProps, hasStatus: boolean, at: FieldPath): FieldError[] {
  const errors = hasStatus ? rootErrors(schema, at) : [];
  if (schema.nullable) errors.push(forbiddenField(at.child('nullable'), 'nullable cannot be true at the root'));
  const structural = structuralErrors(schema, at);
  errors.push(...structural);
  if (structural.length === 0) errors.push(...defaultErrors(schema, at));
  errors.push(...nodeErrors(schema, at, { root: true, insideMeta: false, noDefaults: undefined }));
  // What a schema means to rules can only be told of one that is in order.
  return errors.length > 0 ? errors : ruleErrorsOf(schema, at);
}

function rootErrors(schema: JSONSchemaProps, at: FieldPath): FieldError[] {
  if (schema.type !== undefined && schema.type !== 'object') {
    const why = 'only "object" is allowed as the type at the root of the schema if the status subresource is enabled';
    return [invalidValue(at.child('type'), schema.type, why)];
  }
  if (Object.keys(schema).every((name) => allowedBesideStatus.has(name))) return [];
  const names = besideStatus.map(([, goName]) => goName).join(' ');
  const why = `only [${names}] fields are allowed at the root of the schema if the status subresource is enabled`;
  return [invalidValue(at, asJson(schema), why)];
}

interface Place {
  readonly root: boolean;
  /** In the type or the metadata of a resource. */
  readonly insideMeta: boolean;
  /** Why there must be no defaults. */
  readonly noDefaults: string | undefined;
}

function nodeErrors(schema: JSONSchemaProps, at: FieldPath, place: Place): FieldError[] {
  const errors = [...unsupported(schema, at, place)];
  const inner = { ...place, root: false };
  if (schema.uniqueItems) {
    const why = 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic';
    errors.push(forbiddenField(at.child('uniqueItems'), why));
  }
  const { additionalProperties, properties = {} } = schema;
  if (additionalProperties !== undefined) {
    const here = at.child('additionalProperties');
    if (Object.keys(properties).length > 0 && additionalProperties !== true)
      errors.push(forbiddenField(here, 'additionalProperties and properties are mutual exclusive'));
    const below = place.insideMeta
      ? { ...inner, noDefaults: 'inside additionalProperties applying to object metadata' }
      : inner;
    if (isRecord(additionalProperties)) errors.push(...nodeErrors(additionalProperties, here, below));
  }
  for (const [name, each] of Object.entries(properties)) {
    const isMeta = (place.root || schema['x-kubernetes-embedded-resource'] === true) && metaFields.has(name);
    const below = isMeta
      ? { ...inner, insideMeta: true, noDefaults: place.root ? `in top-level ${name}` : inner.noDefaults }
      : inner;
    errors.push(...nodeErrors(each, at.child('properties').key(name), below));
  }
  if (schema.not) errors.push(...nodeErrors(schema.not, at.child('not'), inner));
  for (const name of ['allOf', 'oneOf', 'anyOf'] as const)
    for (const [i, each] of (schema[name] ?? []).entries())
      errors.push(...nodeErrors(each, at.child(name).index(i), inner));
  const items = itemsOf(schema);
  if (items) errors.push(...nodeErrors(items, at.child('items'), inner));
  errors.push(...mergeErrors(schema, at), ...ruleErrors(schema['x-kubernetes-validations'] ?? [], at));
  return errors;
}

function unsupported(schema: JSONSchemaProps, at: FieldPath, { insideMeta, noDefaults }: Place): FieldError[] {
  const errors: FieldError[] = [];
  if (schema.type && !types.includes(schema.type)) errors.push(notSupported(at.child('type'), schema.type, types));
  if (schema.default !== undefined && noDefaults !== undefined)
    errors.push(forbiddenField(at.child('default'), `must not be set ${noDefaults}`));
  for (const name of ['id', 'additionalItems', 'patternProperties', 'definitions', 'dependencies', '$ref'] as const)
    if (schema[name] !== undefined) errors.push(forbiddenField(at.child(name), `${name} is not supported`));
  if (schema.type === 'null') {
    const why = 'type cannot be set to null, use nullable as an alternative';
    errors.push(forbiddenField(at.child('type'), why));
  }
  if (Array.isArray(schema.items) && schema.items.length > 0)
    errors.push(forbiddenField(at.child('items'), 'items must be a schema object and not an array'));
  if (insideMeta && schema['x-kubernetes-embedded-resource']) {
    const here = at.child('x-kubernetes-embedded-resource');
    errors.push(forbiddenField(here, 'must not be used inside of resource meta'));
  }
  if (schema['x-kubernetes-preserve-unknown-fields'] === false) {
    const here = at.child('x-kubernetes-preserve-unknown-fields');
    errors.push(invalidValue(here, false, 'must be true or undefined'));
  }
  return errors;
}

/** How lists and objects are merged. */
function mergeErrors(schema: JSONSchemaProps, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  const type = schema.type ?? '';
  const mapType = schema['x-kubernetes-map-type'];
  const listType = schema['x-kubernetes-list-type'];
  const wrongType = (why: string): FieldError =>
    type === '' ? required(at.child('type'), why) : invalidValue(at.child('type'), type, why);
  if (mapType !== undefined) {
    if (type !== 'object') errors.push(wrongType('must be object if x-kubernetes-map-type is specified'));
    if (mapType !== 'atomic' && mapType !== 'granular')
      errors.push(notSupported(at.child('x-kubernetes-map-type'), mapType, ['atomic', 'granular']));
  }
  if (listType !== undefined) {
    if (type !== 'array') errors.push(wrongType('must be array if x-kubernetes-list-type is specified'));
    else if (listType === 'set') errors.push(...setErrors(schema, at));
    if (listType !== 'atomic' && listType !== 'set' && listType !== 'map')
      errors.push(notSupported(at.child('x-kubernetes-list-type'), listType, ['atomic', 'set', 'map']));
  }
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  if (keys.length > 0 && listType !== 'map') {
    const why = 'must be map if x-kubernetes-list-map-keys is non-empty';
    const here = at.child('x-kubernetes-list-type');
    errors.push(listType === undefined ? required(here, why) : invalidValue(here, listType, why));
  }
  if (listType === 'map') errors.push(...mapErrors(schema, keys, at));
  return errors;
}

function setErrors(schema: JSONSchemaProps, at: FieldPath): FieldError[] {
  const items = itemsOf(schema);
  if (!items) return [];
  const errors: FieldError[] = [];
  const why = 'must be atomic as item of a list with x-kubernetes-list-type=set';
  const refuse = (name: 'x-kubernetes-list-type' | 'x-kubernetes-map-type'): void =>
    void errors.push(invalidValue(at.child('items').child(name), items[name], why));
  if (items.type === 'array' && (items['x-kubernetes-list-type'] ?? 'atomic') !== 'atomic')
    refuse('x-kubernetes-list-type');
  if (items.type === 'object' && items['x-kubernetes-map-type'] !== 'atomic') refuse('x-kubernetes-map-type');
  if (items.nullable) {
    const here = at.child('items').child('nullable');
    errors.push(forbiddenField(here, 'cannot be nullable when x-kubernetes-list-type is set'));
  }
  return errors;
}

function mapErrors(schema: JSONSchemaProps, keys: readonly string[], at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  const keysAt = at.child('x-kubernetes-list-map-keys');
  const itemsAt = at.child('items');
  if (keys.length === 0) errors.push(required(keysAt, 'must not be empty if x-kubernetes-list-type is map'));
  const items = itemsOf(schema);
  if (schema.items === undefined) {
    errors.push(required(itemsAt, 'must have a schema if x-kubernetes-list-type is map'));
  } else if (!items) {
    const why = 'must only have a single schema if x-kubernetes-list-type is map';
    errors.push(invalidValue(itemsAt, asJson(schema.items), why));
  }
  if (!items) return errors;
  if (items.type !== 'object') {
    const why = "must be object if parent array's x-kubernetes-list-type is map";
    errors.push(invalidValue(itemsAt.child('type'), items.type ?? '', why));
  } else {
    for (const [i, key] of keys.entries()) {
      const property = items.properties?.[key];
      if (property?.type === 'array' || property?.type === 'object') {
        const why = "must be a scalar type if parent array's x-kubernetes-list-type is map";
        errors.push(invalidValue(itemsAt.child('properties').key(key).child('type'), items.type, why));
      } else if (!property) {
        const why = 'entries must all be names of item properties';
        errors.push(invalidValue(keysAt, new Literal(goStrings(keys)), why));
      }
      if (keys.indexOf(key) !== i)
        errors.push(invalidValue(keysAt, new Literal(goStrings(keys)), 'must not contain duplicate entries'));
    }
  }
  if (items.nullable) {
    const why = 'cannot be nullable when x-kubernetes-list-type is map';
    errors.push(forbiddenField(itemsAt.child('nullable'), why));
  }
  for (const key of keys) {
    const property = items.properties?.[key];
    if (!property) continue;
    const here = itemsAt.child('properties').key(key);
    if (!items.required?.includes(key) && property.default === undefined) {
      const why = 'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property';
      errors.push(required(here.child('default'), why));
    }
    if (property.nullable) {
      const why = 'this property is in x-kubernetes-list-map-keys, so it cannot be nullable';
      errors.push(forbiddenField(here.child('nullable'), why));
    }
  }
  return errors;
}

const hasNewline = (text: string): boolean => /[\n\r]/.test(text);

/** What can be said of rules without their language. */
function ruleErrors(rules: readonly ValidationRule[], schemaAt: FieldPath): FieldError[] {
  return rules.flatMap((each, i) => {
    const at = schemaAt.child('x-kubernetes-validations').index(i);
    const errors: FieldError[] = [];
    const { rule, message = '', messageExpression = '', reason, fieldPath = '' } = each;
    if (rule.trim() === '') errors.push(required(at.child('rule'), 'rule is not specified'));
    else if (message !== '' && message.trim() === '')
      errors.push(invalidValue(at.child('message'), message, 'must be non-empty if specified'));
    else if (hasNewline(message.trim()))
      errors.push(invalidValue(at.child('message'), message, 'must not contain line breaks'));
    else if (hasNewline(rule.trim()) && message.trim() === '')
      errors.push(required(at.child('message'), 'message must be specified if rule contains line breaks'));
    if (messageExpression !== '' && messageExpression.trim() === '')
      errors.push(required(at.child('messageExpression'), 'messageExpression must be non-empty if specified'));
    if (reason !== undefined && !reasons.includes(reason))
      errors.push(notSupported(at.child('reason'), reason, reasons));
    if (fieldPath !== '' && fieldPath.trim() === '')
      errors.push(invalidValue(at.child('fieldPath'), fieldPath, 'must be non-empty if specified'));
    if (hasNewline(fieldPath))
      errors.push(invalidValue(at.child('fieldPath'), fieldPath, 'must not contain line breaks'));
    return errors;
  });
}
