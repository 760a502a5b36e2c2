/** What `wait --for` can mean. */
import { compileJsonPath, relaxedJsonPath } from '../../kube/jsonPath.ts';
import { isJsonObject, listAt, textAt, valueAt, type JsonObject } from '../../kube/json.ts';

export type WaitCondition = 'create' | 'delete' | { isMet(object: JsonObject): boolean };

/** Throws Error in kubectl's words. */
export function conditionFor(text: string): WaitCondition {
  const lower = text.toLowerCase();
  if (lower === 'delete' || lower === 'create') return lower;
  if (text.startsWith('condition=')) {
    const [name = '', ...rest] = text.slice('condition='.length).split('=');
    return statusCondition(name, rest.length > 0 ? rest.join('=') : 'true');
  }
  if (text.startsWith('jsonpath=')) return jsonPathCondition(text.slice('jsonpath='.length));
  throw new Error(`unrecognized condition: ${JSON.stringify(text)}`);
}

/** Upper and lower case are the same; a condition that is older than the object's generation is not met. */
function statusCondition(name: string, status: string): WaitCondition {
  return {
    isMet(object) {
      const condition = listAt(object, 'status', 'conditions').find(
        (one) => textAt(one, 'type').toLowerCase() === name.toLowerCase() && textAt(one, 'status') !== '',
      );
      if (!condition) return false;
      const generation = valueAt(object, 'metadata', 'generation');
      const observed = valueAt(condition, 'observedGeneration') ?? valueAt(object, 'status', 'observedGeneration');
      if (typeof generation === 'number' && typeof observed === 'number' && observed < generation) return false;
      return textAt(condition, 'status').toLowerCase() === status.toLowerCase();
    },
  };
}

function jsonPathCondition(text: string): WaitCondition {
  const [expression = '', wanted, ...more] = splitAtEquals(text);
  if (more.length > 0)
    throw new Error(
      "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'",
    );
  const relaxed = relaxedJsonPath(expression);
  const value = wanted?.replace(/^['"]+|['"]+$/g, '');
  if (value === '')
    throw new Error(
      "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3",
    );
  if (relaxed === '') throw new Error('jsonpath expression cannot be empty');
  const path = compileJsonPath(relaxed);
  return {
    isMet(object) {
      const results = path.find(object);
      const [first = []] = results;
      if (first.length === 0) return false;
      if (results.length > 1) throw new Error('given jsonpath expression matches more than one list');
      if (first.length > 1) throw new Error('given jsonpath expression matches more than one value');
      if (value === undefined) return true;
      const [found] = first;
      if (isJsonObject(found) || Array.isArray(found))
        throw new Error('jsonpath leads to a nested object or list which is not supported');
      return String(found).trim() === value.trim();
    },
  };
}

/** '==' belongs to the expression. */
function splitAtEquals(text: string): string[] {
  return text.split(/(?<!=)=(?!=)/);
}
