/** The annotation in which `apply` keeps what was applied last, to tell later what was taken away. */
import type { JsonObject } from '../kube/json.ts';
import { compactJson, isJsonObject, objectAt, textAt } from '../kube/json.ts';

export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** The object's own text of its last applied configuration; undefined when it has none. */
export function lastAppliedOf(object: JsonObject): string | undefined {
  const text = textAt(object, 'metadata', 'annotations', lastAppliedAnnotation);
  return text === '' ? undefined : text;
}

/** The configuration without the annotation itself, as the annotation holds it. */
export function configurationOf(object: JsonObject): string {
  const annotations = { ...objectAt(object, 'metadata', 'annotations') };
  delete annotations[lastAppliedAnnotation];
  return `${compactJson(withAnnotations(object, annotations))}\n`;
}

/** The object with its own configuration in the annotation. */
export function withLastApplied(object: JsonObject, configuration = configurationOf(object)): JsonObject {
  return withAnnotations(object, {
    ...objectAt(object, 'metadata', 'annotations'),
    [lastAppliedAnnotation]: configuration,
  });
}

/** Renews the annotation of an object that has it, or when `always`. */
export const keepingLastApplied = (object: JsonObject, always: boolean): JsonObject =>
  always || lastAppliedOf(object) !== undefined ? withLastApplied(object) : object;

function withAnnotations(object: JsonObject, annotations: JsonObject): JsonObject {
  const metadata = isJsonObject(object.metadata) ? object.metadata : {};
  return { ...object, metadata: { ...metadata, annotations } };
}
