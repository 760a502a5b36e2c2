/** One object's client-side apply: created when it is not there, else patched by what differs from the last time. */
import { isConflict, isNotFound } from '../../machinery/apiError.ts';
import { parseApiVersion } from '../../machinery/object.ts';
import { PatchConflict, threeWayMergePatch, threeWayStrategicPatch } from '../../machinery/patch/threeWayPatch.ts';
import { schemaOf } from '../../machinery/scheme.ts';
import { isJsonObject, objectAt, textAt, type JsonObject } from '../kube/json.ts';
import type { KubeConnection } from '../kube/kubeConnection.ts';
import { lastAppliedAnnotation, lastAppliedOf, withLastApplied } from './lastApplied.ts';
import { create, patch, read, remove, type WriteOptions } from './requests.ts';
import { whileDoing } from './sourceError.ts';
import type { ManifestTarget } from './targets.ts';
import { waitDeleted } from './waitDeleted.ts';

export interface ApplyOptions extends WriteOptions {
  readonly overwrite: boolean;
  /** Delete and create what cannot be patched. */
  readonly force: boolean;
  readonly gracePeriod: number;
  readonly propagationPolicy: 'Background' | 'Foreground' | 'Orphan';
  /** Milliseconds that a forced deletion may take; 0 for no end. */
  readonly timeout: number;
}

export interface AppliedOne {
  readonly object: JsonObject;
  readonly outcome: 'created' | 'configured' | 'unchanged';
}

const mostRetries = 5;

/** Rejects with the server's error, told of with the file's name. */
export async function applyOne(
  connection: KubeConnection,
  target: ManifestTarget,
  options: ApplyOptions,
): Promise<AppliedOne> {
  const { manifest, name, source } = target;
  const modified = withLastApplied(manifest);
  const live = await read(connection, target, name).catch((error: unknown) => {
    if (!isNotFound(error))
      throw whileDoing(error, `retrieving current configuration of:\n${aboutOf(target)}\nfrom server for:`, source);
  });
  if (!live) {
    const wanted = withoutNulls(modified);
    if (options.dryRun === 'client') return { object: wanted, outcome: 'created' };
    const object = await create(connection, target, wanted, options).catch((error: unknown) => {
      throw whileDoing(error, 'creating', source);
    });
    return { object, outcome: 'created' };
  }
  if (options.dryRun === 'client') return { object: live, outcome: 'configured' };
  if (lastAppliedOf(live) === undefined)
    process.stderr.write(
      `Warning: resource ${target.resource.resource}/${name} is missing the ${lastAppliedAnnotation} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n`,
    );
  return configure(connection, target, live, modified, options);
}

async function configure(
  connection: KubeConnection,
  target: ManifestTarget,
  live: JsonObject,
  modified: JsonObject,
  options: ApplyOptions,
): Promise<AppliedOne> {
  let current = live;
  for (let retries = 0; ; retries++) {
    const { type, body } = patchBetween(current, modified, options.overwrite);
    if (Object.keys(body).length === 0) {
      warnIfDeleting(current);
      return { object: current, outcome: 'unchanged' };
    }
    try {
      const object = await patch(connection, target, target.name, type, body, options);
      warnIfDeleting(object);
      return { object, outcome: 'configured' };
    } catch (error) {
      if (isConflict(error) && retries < mostRetries) {
        current = await read(connection, target, target.name);
        continue;
      }
      const invalid = error instanceof Error && 'reason' in error && error.reason === 'Invalid';
      if (options.force && (isConflict(error) || invalid))
        return { object: await recreate(connection, target, current, modified, options), outcome: 'configured' };
      throw whileDoing(error, `applying patch:\n${JSON.stringify(body)}\nto:\n${aboutOf(target)}\nfor:`, target.source);
    }
  }
}

/** The patch that makes of the live object what the configuration says. Throws Error when others' changes are in its way. */
export function patchBetween(
  live: JsonObject,
  modified: JsonObject,
  overwrite: boolean,
): {
  readonly type: 'application/strategic-merge-patch+json' | 'application/merge-patch+json';
  readonly body: JsonObject;
} {
  const last = lastAppliedOf(live);
  const original = last === undefined ? {} : parseConfiguration(last);
  const schema = schemaOf({ ...parseApiVersion(textAt(live, 'apiVersion')), kind: textAt(live, 'kind') });
  const [before, wanted, now] = [{ ...original }, { ...modified }, { ...live }];
  if (!schema) return { type: 'application/merge-patch+json', body: threeWayMergePatch(before, wanted, now) };
  try {
    const body = threeWayStrategicPatch(schema, before, wanted, now, { overwrite });
    return { type: 'application/strategic-merge-patch+json', body };
  } catch (error) {
    if (!(error instanceof PatchConflict)) throw error;
    throw new Error(
      `patch:\n${JSON.stringify(error.patch)}\nconflicts with changes made from original to current:\n${JSON.stringify(error.changed)}\n`,
      { cause: error },
    );
  }
}

function parseConfiguration(text: string): JsonObject {
  const parsed: unknown = JSON.parse(text);
  return isJsonObject(parsed) ? parsed : {};
}

async function recreate(
  connection: KubeConnection,
  target: ManifestTarget,
  live: JsonObject,
  modified: JsonObject,
  options: ApplyOptions,
): Promise<JsonObject> {
  const { gracePeriod, propagationPolicy, timeout } = options;
  await remove(connection, target, target.name, {
    propagationPolicy,
    ...(gracePeriod >= 0 && { gracePeriodSeconds: gracePeriod }),
  });
  await waitDeleted(connection, target, target.name, { timeout: timeout || 300_000 });
  try {
    return await create(connection, target, modified, options);
  } catch (error) {
    const { resourceVersion: _, uid: __, ...metadata } = objectAt(live, 'metadata');
    const why = (e: unknown): string => (e instanceof Error ? e.message : String(e));
    await create(connection, target, { ...live, metadata }, options).catch((again: unknown) => {
      throw new Error(
        `An error occurred force-replacing the existing object with the newly provided one:\n\n${why(error)}.\n\nAdditionally, an error occurred attempting to restore the original object:\n\n${why(again)}`,
        { cause: error },
      );
    });
    throw error;
  }
}

export function warnIfDeleting(object: JsonObject): void {
  if (textAt(object, 'metadata', 'deletionTimestamp') !== '')
    process.stderr.write(
      `Warning: Detected changes to resource ${textAt(object, 'metadata', 'name')} which is currently being deleted.\n`,
    );
}

/** A null says nothing of an object that is made anew. */
function withoutNulls(object: JsonObject): JsonObject {
  const clean = (value: unknown): unknown => {
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, member]) => member !== null)
        .map(([key, member]) => [key, clean(member)]),
    );
  };
  return Object.fromEntries(Object.entries(object).map(([key, member]) => [key, clean(member)]));
}

/** What kubectl prints of an object that it speaks of in an error. */
function aboutOf({ resource, namespace, name }: ManifestTarget): string {
  const { group, version, kind } = resource;
  const gv = group === '' ? `/${version}` : `${group}/${version}`;
  return `Resource: "${gv}, Resource=${resource.resource}", GroupVersionKind: "${gv}, Kind=${kind}"\nName: ${JSON.stringify(name)}, Namespace: ${JSON.stringify(namespace ?? '')}`;
}
