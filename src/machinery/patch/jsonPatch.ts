/**
 * JSON patch (RFC 6902), with the liberties of the library that upstream uses: indices may be negative (-1 is the last
 * item), and `replace` may name a member of an object that is not there.
 */
import { badRequest, requestTooLarge } from '../apiError.ts';
import { jsonKind } from '../schema/goTypes.ts';
import { cannotApply } from './errors.ts';
import { isObject, jsonEqual, own, put } from './values.ts';

const mostOperations = 10_000;

type Change = (container: unknown, key: string) => unknown;

const unescape = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~');

class IndexError extends Error {}

/** Index into a list of this length, which may be said from its end. */
function indexIn(key: string, length: number): number {
  if (!/^[+-]?\d+$/.test(key)) throw new IndexError(`value was not a proper array index: '${key}'`);
  const index = Number(key);
  if (index >= length || index < -length)
    throw new IndexError(`Unable to access invalid index: ${index}: invalid index referenced`);
  return index < 0 ? index + length : index;
}

function child(container: unknown, key: string, missing: () => Error): unknown {
  const value = Array.isArray(container)
    ? container[indexIn(key, container.length)]
    : isObject(container)
      ? own(container, key)
      : undefined;
  if (typeof value !== 'object' || value === null) throw missing();
  return value;
}

/** Changes the container that holds the last token of `path`, and copies those above it. */
function at(document: unknown, path: string, operation: string, change: Change): unknown {
  const missing = (): Error =>
    cannotApply(`${operation} operation does not apply: doc is missing path: "${path}": missing value`);
  const [head, ...tokens] = path.split('/').map(unescape);
  if (head !== '' || tokens.length === 0) throw missing();
  const descend = (container: unknown, i: number): unknown => {
    const key = tokens[i] ?? '';
    if (i === tokens.length - 1) return change(container, key);
    const changed = descend(child(container, key, missing), i + 1);
    return withMember(container, key, changed);
  };
  try {
    return descend(document, 0);
  } catch (error) {
    throw error instanceof IndexError
      ? cannotApply(`error in ${operation} for path: '${path}': ${error.message}`)
      : error;
  }
}

function withMember(container: unknown, key: string, value: unknown): unknown {
  if (Array.isArray(container)) {
    const copy = [...(container as unknown[])];
    copy[indexIn(key, copy.length)] = value;
    return copy;
  }
  const copy = isObject(container) ? { ...container } : {};
  put(copy, key, value);
  return copy;
}

function get(document: unknown, path: string, operation: string): unknown {
  if (path === '') return document;
  let found: unknown;
  at(document, path, operation, (container, key) => {
    found = Array.isArray(container)
      ? container[indexIn(key, container.length)]
      : isObject(container)
        ? own(container, key)
        : undefined;
    return container;
  });
  return found;
}

function add(document: unknown, path: string, value: unknown, operation: string): unknown {
  return at(document, path, operation, (container, key) => {
    if (!Array.isArray(container)) return withMember(container, key, value);
    const copy = [...(container as unknown[])];
    copy.splice(key === '-' ? copy.length : indexIn(key, copy.length + 1), 0, value);
    return copy;
  });
}

const remove = (document: unknown, path: string, operation: string): unknown =>
  at(document, path, operation, (container, key) => {
    if (Array.isArray(container)) return container.toSpliced(indexIn(key, container.length), 1);
    if (!isObject(container) || !Object.hasOwn(container, key)) {
      throw cannotApply(
        `error in ${operation} for path: '${path}': Unable to remove nonexistent key: ${key}: missing value`,
      );
    }
    const { [key]: _, ...rest } = container;
    return rest;
  });

interface Operation {
  readonly op: unknown;
  readonly path: string;
  readonly from: string;
  readonly value: unknown;
}

function operationOf(given: unknown): Operation {
  if (!isObject(given))
    throw badRequest(
      `error decoding patch: json: cannot unmarshal ${jsonKind(given)} into Go value of type handlers.jsonPatchOp`,
    );
  const { op, path, from, value } = given;
  if (typeof path !== 'string') throw cannotApply(`${String(op)} operation failed to decode path: missing value`);
  if ((op === 'move' || op === 'copy') && typeof from !== 'string') {
    throw cannotApply(`${op} operation failed to decode from: missing value`);
  }
  if ((op === 'add' || op === 'replace' || op === 'test') && value === undefined) {
    throw cannotApply(`${op} operation has no value for path: ${path}`);
  }
  return { op, path, from: typeof from === 'string' ? from : '', value };
}

function apply(document: unknown, { op, path, from, value }: Operation): unknown {
  switch (op) {
    case 'add':
      return add(document, path, value, 'add');
    case 'remove':
      return remove(document, path, 'remove');
    case 'replace':
      return path === '' ? value : at(document, path, 'replace', (container, key) => withMember(container, key, value));
    case 'move':
      return add(remove(document, from, 'move'), path, get(document, from, 'move'), 'move');
    case 'copy':
      return add(document, path, get(document, from, 'copy'), 'copy');
    case 'test': {
      if (!jsonEqual(get(document, path, 'test') ?? null, value))
        throw cannotApply(`testing value ${path} failed: test failed`);
      return document;
    }
    default:
      throw cannotApply(`Unexpected kind: ${String(op)}`);
  }
}

/**
 * The object with all operations applied, or none: shares what is unchanged. Throws ApiError: 400 when the patch is no
 * list of operations, 413 when it has too many, 422 when one does not apply.
 */
export function applyJsonPatch(object: object, patch: unknown): object {
  if (!Array.isArray(patch))
    throw badRequest(
      `error decoding patch: json: cannot unmarshal ${jsonKind(patch)} into Go value of type []handlers.jsonPatchOp`,
    );
  if (patch.length > mostOperations) {
    throw requestTooLarge(`The allowed maximum operations in a JSON patch is ${mostOperations}, got ${patch.length}`);
  }
  let document: unknown = object;
  for (const given of patch) document = apply(document, operationOf(given));
  if (!isObject(document)) throw cannotApply(`the patched document is no object but: ${jsonKind(document)}`);
  return document;
}
