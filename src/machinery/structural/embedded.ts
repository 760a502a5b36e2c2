/** Embedded resources are objects of some kind: they have an apiVersion and a kind, and their metadata is metadata. */
import type { JSONSchemaProps } from '../../api/apiextensions/v1.ts';
import type { ObjectMeta } from '../../api/meta/v1.ts';
import { invalidValue, required } from '../fieldError.ts';
import type { FieldError, FieldPath } from '../fieldError.ts';
import { isDNS1035Label, isPathSegmentName } from '../names.ts';
import { validateObjectMeta } from '../objectMeta.ts';
import { isRecord } from '../apply/values.ts';
import { additionalOf, itemsOf } from './jsonSchema.ts';

export type CheckEmbedded = (value: unknown, at: FieldPath, errors: FieldError[]) => void;

/** undefined: the schema has no embedded resources. */
export function compileEmbedded(schema: JSONSchemaProps): CheckEmbedded | undefined {
  const named = Object.entries(schema.properties ?? {}).flatMap(([name, each]) => {
    const check = compileEmbedded(each);
    return check ? [{ name, check }] : [];
  });
  const additional = additionalOf(schema);
  const others = isRecord(additional) ? compileEmbedded(additional) : undefined;
  const items = itemsOf(schema);
  const item = items && compileEmbedded(items);
  const own = schema['x-kubernetes-embedded-resource'] === true;
  if (named.length === 0 && !others && !item && !own) return undefined;
  return (value, at, errors) => {
    if (Array.isArray(value)) {
      if (item) for (const [i, each] of value.entries()) item(each, at.index(i), errors);
      return;
    }
    if (!isRecord(value)) return;
    if (own) checkResource(value, at, errors);
    for (const { name, check } of named) if (Object.hasOwn(value, name)) check(value[name], at.child(name), errors);
    if (others) for (const name of Object.keys(value)) others(value[name], at.key(name), errors);
  };
}

function checkResource(value: Record<string, unknown>, at: FieldPath, errors: FieldError[]): void {
  const { apiVersion, kind, metadata } = value;
  const text = (name: string, found: unknown): string | undefined => {
    if (found === undefined) errors.push(required(at.child(name)));
    else if (typeof found !== 'string') errors.push(invalidValue(at.child(name), found, 'must be a string'));
    else if (found === '') errors.push(invalidValue(at.child(name), found, 'must not be empty'));
    else return found;
    return undefined;
  };
  const version = text('apiVersion', apiVersion);
  if (version !== undefined && version.split('/').length > 2) {
    errors.push(invalidValue(at.child('apiVersion'), version, `unexpected GroupVersion string: ${version}`));
  }
  const named = text('kind', kind);
  const complaints = named === undefined ? [] : isDNS1035Label(named.toLowerCase());
  if (complaints.length > 0) {
    const detail = `may have mixed case, but should otherwise match: ${complaints.join(',')}`;
    errors.push(invalidValue(at.child('kind'), named, detail));
  }
  if (!isRecord(metadata)) return;
  // A named seam: decoding has made it metadata (codec.ts). Embedded objects need no name.
  const meta: ObjectMeta = { ...(metadata as ObjectMeta) };
  meta.name ||= 'fakename';
  errors.push(...validateObjectMeta(meta, !!meta.namespace, isPathSegmentName, at.child('metadata')));
}
