/** Objects as Go's types print them: what `-o yaml` shows of an object that the server has not seen. */
import { codecOf } from '../../machinery/scheme.ts';
import { parseApiVersion } from '../../machinery/object.ts';
import type { JsonObject } from '../kube/json.ts';
import { textAt } from '../kube/json.ts';

/** Kinds that are not built in come back as they are. */
export function goForm(object: object): JsonObject {
  // A named seam: API objects are JSON.
  const json = object as JsonObject;
  const kind = textAt(json, 'kind');
  const codec = codecOf({ ...parseApiVersion(textAt(json, 'apiVersion')), kind });
  return codec ? (codec.decode(json).object as unknown as JsonObject) : json;
}
