/**
 * The way from client-side to server-side apply with kubectl: what the annotation says was applied may be applied again
 * without a conflict, and the annotation is kept up to date, so that one can go back.
 */
import type { KubeObject } from '../object.ts';
import { compare } from './compare.ts';
import { difference, leaf } from './fieldSet.ts';
import type { FieldSet } from './fieldSet.ts';
import { fieldsOf } from './fieldsOf.ts';
import type { StructType } from './fieldType.ts';
import { validateApplied } from './validate.ts';
import { isRecord } from './values.ts';

const annotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** What the annotation names and the object still has as it says. Empty without an annotation that can be read. */
export function fieldsLastApplied(type: StructType, live: KubeObject): FieldSet {
  const applied = parsed(live.metadata?.annotations?.[annotation] ?? '');
  if (!isRecord(applied) || applied.apiVersion !== live.apiVersion) return leaf;
  if (validateApplied(type, applied).length > 0) return leaf;
  const { changed, removed } = compare(type, applied, live);
  return difference(difference(fieldsOf(type, applied), changed), removed);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** `object` with its annotation, if it has one, saying what has been applied now. */
export function withLastApplied(object: KubeObject, config: KubeObject): KubeObject {
  const annotations = object.metadata?.annotations;
  if (!annotations?.[annotation]) return object;
  const { [annotation]: _, ...rest } = config.metadata?.annotations ?? {};
  const metadata = { ...config.metadata, ...(config.metadata?.annotations && { annotations: rest }) };
  const text = `${JSON.stringify(sorted({ ...config, metadata }))}\n`;
  return { ...object, metadata: { ...object.metadata, annotations: { ...annotations, [annotation]: text } } };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sorted(value[name])]),
  );
}
