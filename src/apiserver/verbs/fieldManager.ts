/**
 * Who is recorded as the manager of the fields that a request writes (`metadata.managedFields`).
 *
 *  - Recorded is what the request says and the defaults make of it; what admission adds later belongs to nobody.
 *  - A field that a request cannot set (the status, but through its subresource) is not recorded.
 *  - An object that is stored without managers is only tracked from its first apply on.
 */
import { applyConflictError } from '../../machinery/apply/conflictError.ts';
import { difference, isEmpty, leaf, recursiveDifference, sameSet } from '../../machinery/apply/fieldSet.ts';
import type { FieldSet } from '../../machinery/apply/fieldSet.ts';
import { ListItemError } from '../../machinery/apply/listItems.ts';
import type { StructType } from '../../machinery/apply/fieldType.ts';
import { fieldsLastApplied, withLastApplied } from '../../machinery/apply/lastApplied.ts';
import { capped, managedFieldsOf, managersOf, parseManagers } from '../../machinery/apply/managedFields.ts';
import { apply, ApplyConflict, update } from '../../machinery/apply/managers.ts';
import type { Applied, FieldFilter, Manager, ManagerId, Write } from '../../machinery/apply/managers.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { formatTime } from '../../machinery/time.ts';
import type { Endpoint } from './endpoint.ts';
import { metadataOf } from './metadata.ts';
import type { VerbRequest } from './verbRequest.ts';

const longestName = 128;
const beforeFirstApply = 'before-first-apply';

/** The `fieldManager` of the request, or what its User-Agent says before the first slash. */
function managerName({ query, userAgent }: VerbRequest): string {
  const given = query.size > 0 ? query.get('fieldManager') : null;
  return given || nameOfAgent(userAgent) || 'unknown';
}

const agents = new Map<string, string>();

/** There are few agents, but anybody can invent one. */
function nameOfAgent(userAgent: string): string {
  const known = agents.get(userAgent);
  if (known !== undefined) return known;
  let name = '';
  for (const character of (userAgent.split('/')[0] ?? '').replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')) {
    if (Buffer.byteLength(name + character) > longestName) break;
    name += character;
  }
  if (agents.size < 1000) agents.set(userAgent, name);
  return name;
}

/** What a kind's objects are compared by, looked up once. */
interface Tracked {
  readonly type: StructType;
  /** What a new object is compared with. */
  readonly zero: KubeObject;
  /** The sets of new objects of late. */
  readonly shapes: FieldSet[];
}

const shapesAtMost = 8;

/** Objects that are created alike share one set: most of a cluster's Pods come from few templates. */
function shared({ shapes }: Tracked, fields: FieldSet): FieldSet {
  const known = shapes.findIndex((shape) => sameSet(shape, fields));
  const shape = shapes[known] ?? fields;
  if (known > 0) shapes.splice(known, 1);
  if (known !== 0) shapes.unshift(shape);
  if (shapes.length > shapesAtMost) shapes.pop();
  return shape;
}

const tracked = new WeakMap<Endpoint, Tracked>();

function trackedOf(endpoint: Endpoint): Tracked {
  let known = tracked.get(endpoint);
  if (!known) {
    known = { type: endpoint.type, zero: endpoint.codec.decode({}).object, shapes: [] };
    tracked.set(endpoint, known);
  }
  return known;
}

/**
 * Sets the managers of `object`, which is about to be written in place of `old` by a request that is no apply. Managers
 * that the client sent are taken in place of the old ones; an empty list, or a list of one empty entry, forgets them.
 */
export function trackUpdate(request: VerbRequest, old: KubeObject | undefined, object: KubeObject): void {
  const metadata = metadataOf(object);
  const before = old?.metadata?.managedFields;
  const managers = startingManagers(request.subresource !== '', before, metadata.managedFields);
  if (managers.length === 0 && old) {
    delete metadata.managedFields;
    return;
  }
  const kind = trackedOf(request.endpoint);
  const changed = updated(writeOf(request, managers, managerName(request), 'Update'), old ?? kind.zero, object);
  const after = old ? changed : changed.map((manager) => ({ ...manager, fields: shared(kind, manager.fields) }));
  const kept =
    after === managers && managers === managersGiven.get(before ?? none) ? before : managedFieldsOf(capped(after));
  if (kept) metadata.managedFields = kept;
  else delete metadata.managedFields;
}

/** Lists whose items cannot be told apart are for validation to refuse: then nothing is tracked. */
function updated(write: Write, before: object, after: object): readonly Manager[] {
  try {
    return update(write, before, after);
  } catch (error) {
    if (error instanceof ListItemError) return write.managers;
    throw error;
  }
}

/** As trackUpdate(), for an object that shares parts with `old`. */
export function withManagers(request: VerbRequest, old: KubeObject, object: KubeObject): KubeObject {
  const fresh = { ...object, metadata: { ...object.metadata } };
  trackUpdate(request, old, fresh);
  return fresh;
}

const none: NonNullable<Managed> = [];
const managersGiven = new WeakMap<object, Manager[]>();

type Managed = NonNullable<KubeObject['metadata']>['managedFields'];

/** The managers of a stored object, read once for each of its states. */
function storedManagers(entries: Managed): Manager[] {
  if (!entries) return [];
  let managers = managersGiven.get(entries);
  if (!managers) {
    managers = managersOf(entries);
    managersGiven.set(entries, managers);
  }
  return managers;
}

function startingManagers(subresource: boolean, before: Managed, given: Managed): Manager[] {
  if (subresource || !given) return storedManagers(before);
  const [only] = given;
  if (!only || (given.length === 1 && Object.keys(only).length === 0)) return [];
  const parsed = parseManagers(given);
  return parsed && parsed.length > 0 ? parsed : storedManagers(before);
}

/** The object that comes of applying `config`, which is valid, to `old`. Throws ApiError: 409 with the conflicts. */
export function applyTo(
  request: VerbRequest,
  old: KubeObject | undefined,
  config: KubeObject,
  force: boolean,
): KubeObject {
  const { type, zero } = trackedOf(request.endpoint);
  const name = managerName(request);
  let managers: readonly Manager[] = storedManagers(old?.metadata?.managedFields);
  if (old && managers.length === 0)
    managers = update(writeOf(request, [], beforeFirstApply, 'Update'), zero, withoutManagers(old));
  const live = withoutManagers(old ?? zero);
  const write = writeOf(request, managers, name, 'Apply');
  const applied = applyOrRefuse(write, live, config, force, () => fieldsLastApplied(type, live));
  const object: KubeObject = applied.object;
  const entries = managedFieldsOf(applied.managers);
  const result = { ...object, metadata: { ...object.metadata, ...(entries && { managedFields: entries }) } };
  return name === 'kubectl' ? withLastApplied(result, config) : result;
}

function applyOrRefuse(
  write: Write,
  live: object,
  config: object,
  force: boolean,
  lastApplied: () => FieldSet,
): Applied {
  try {
    return apply(write, live, config, force);
  } catch (error) {
    if (!(error instanceof ApplyConflict)) throw error;
    let { conflicts } = error;
    if (write.self.manager === 'kubectl') {
      const allowed = lastApplied();
      conflicts = conflicts
        .map(({ manager, fields }) => ({ manager, fields: difference(fields, allowed) }))
        .filter(({ fields }) => !isEmpty(fields));
      if (conflicts.length === 0) return apply(write, live, config, true);
    }
    throw applyConflictError(conflicts);
  }
}

function withoutManagers(object: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata ?? {};
  return { ...object, metadata };
}

function writeOf(
  request: VerbRequest,
  managers: readonly Manager[],
  manager: string,
  operation: ManagerId['operation'],
): Write {
  const { endpoint, subresource, context } = request;
  return {
    type: trackedOf(endpoint).type,
    managers,
    self: { manager, operation, apiVersion: endpoint.apiVersion, subresource },
    now: formatTime(context.now),
    filter: filterOf(endpoint, subresource),
  };
}

const status: FieldSet = { 'f:status': leaf };
const spec: FieldSet = { 'f:spec': leaf };
const metadataAndSpec: FieldSet = { 'f:metadata': leaf, 'f:spec': leaf };
const ephemeralContainers: FieldSet = { 'f:spec': { 'f:ephemeralContainers': leaf } };

/** What the status subresource of some kinds cannot set beside the specification. */
const keptByStatus: Readonly<Record<string, FieldSet>> = {
  pods: { 'f:metadata': { 'f:deletionTimestamp': leaf, 'f:ownerReferences': leaf }, 'f:spec': leaf },
  deployments: { 'f:metadata': { 'f:labels': leaf }, 'f:spec': leaf },
  volumeattachments: { 'f:metadata': leaf, 'f:spec': leaf },
};

function filterOf({ registration, resource }: Endpoint, subresource: string): FieldFilter {
  switch (subresource) {
    case 'status':
      return without(registration.custom ? metadataAndSpec : (keptByStatus[resource.resource] ?? spec));
    case 'ephemeralcontainers':
      return (set) => under(set, ephemeralContainers);
    default:
      return registration.subresources?.['status'] ? without(status) : (set) => set;
  }
}

const without =
  (reset: FieldSet): FieldFilter =>
  (set) =>
    recursiveDifference(set, reset);

/** The part of `set` that lies at or below the members of `roots`. */
const under = (set: FieldSet, roots: FieldSet): FieldSet => difference(set, recursiveDifference(set, roots));
