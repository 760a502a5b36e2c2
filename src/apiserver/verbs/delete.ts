/**
 * DELETE: at once, or in steps when a grace period or finalizers ask for it.
 *
 *  - With a grace period (Pods), or while a finalizer is left, the object stays and carries a deletionTimestamp.
 *  - A deletion that has begun can only be made quicker.
 *  - propagationPolicy becomes a finalizer that the garbage collector works off.
 */
import type { DeleteOptions, Status } from '../../api/meta/v1.ts';
import { conflict, notFound } from '../../machinery/apiError.ts';
import { foregroundDeletion, orphanDependents } from '../../machinery/objectMeta.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { formatTime, parseTime } from '../../machinery/time.ts';
import type { RequestContext } from '../registration.ts';
import type { CacheItem } from '../watchCache/cacheItem.ts';
import { admit, validateAdmission } from './core.ts';
import type { VerbCore } from './core.ts';
import { deleteOptions } from './deleteOptions.ts';
import type { Endpoint } from './endpoint.ts';
import { WriteConflict } from './storage.ts';
import { itemAnswer, objectAnswer } from './verbRequest.ts';
import type { Answer, VerbRequest } from './verbRequest.ts';

/** Resources of the core group whose deletion answers with the object rather than a Status. */
const answeredWithObject = new Set([
  'pods',
  'namespaces',
  'services',
  'persistentvolumeclaims',
  'persistentvolumes',
  'podtemplates',
  'serviceaccounts',
  'resourcequotas',
]);

/** Dependents of these are kept unless the client says otherwise. */
const orphaning = new Set(['/replicationcontrollers', 'batch/jobs']);

export async function remove(core: VerbCore, request: VerbRequest): Promise<Answer> {
  const { endpoint, namespace, name, context } = request;
  const options = deleteOptions(request.body, request.query);
  const dry = context.dryRun || (options.dryRun ?? []).length > 0;
  const effective: RequestContext =
    dry === context.dryRun ? context : { ...context, dryRun: dry, warn: (text) => context.warn(text) };
  warnOfOrphans(endpoint, options, context);
  const { item, deleted, object } = await removeOne(core, request, name, namespace, options, effective);
  const status = !deleted && options.orphanDependents === false ? 202 : 200;
  if (object) return objectAnswer(object, status);
  if (deleted && !answersWithObject(endpoint)) return objectAnswer(successStatus(endpoint, item), status);
  return itemAnswer(item, status);
}

const answersWithObject = ({ resource }: Endpoint): boolean =>
  resource.group === '' && answeredWithObject.has(resource.resource);

function successStatus({ resource }: Endpoint, { object }: CacheItem): Status {
  const { name, uid } = object.metadata ?? {};
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      ...(name && { name }),
      ...(resource.group && { group: resource.group }),
      kind: resource.resource,
      ...(uid && { uid }),
    },
  };
}

function warnOfOrphans({ resource }: Endpoint, options: DeleteOptions, context: RequestContext): void {
  if (resource.group !== 'batch' || resource.resource !== 'jobs') return;
  if (options.propagationPolicy !== undefined || options.orphanDependents !== undefined) return;
  context.warn(
    'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them ' +
      'or set propagationPolicy=Orphan to suppress this warning',
  );
}

interface Removed {
  readonly item: CacheItem;
  readonly deleted: boolean;
  /** Of a dry run: the object as it would be. */
  readonly object?: KubeObject;
}

/** Deletes one object, or begins to. NotFound when it is not there. */
export async function removeOne(
  core: VerbCore,
  request: VerbRequest,
  name: string,
  namespace: string | undefined,
  options: DeleteOptions,
  context: RequestContext,
): Promise<Removed> {
  const { endpoint } = request;
  for (;;) {
    const old = endpoint.get(namespace, name);
    if (!old) throw notFound(endpoint.subject, name);
    checkPreconditions(endpoint, old, options);
    const admission = {
      operation: 'DELETE',
      resource: endpoint.resource,
      subresource: request.subresource || undefined,
      namespace,
      name,
      object: undefined,
      old: old.object,
      context,
    } as const;
    await admit(core, admission);
    await validateAdmission(core, admission);
    const step = nextStep(endpoint, old.object, options, context.now);
    try {
      if (step === 'nothing') return { item: old, deleted: false };
      if (step === 'remove') {
        if (context.dryRun) return { item: old, deleted: true };
        const item = await core.storage.delete(endpoint, old);
        await endpoint.registration.strategy.afterDelete?.(item.object, context);
        return { item, deleted: true };
      }
      if (context.dryRun) return { item: old, deleted: false, object: step };
      return { item: await core.storage.update(endpoint, old, step), deleted: false };
    } catch (error) {
      if (!(error instanceof WriteConflict)) throw error;
    }
  }
}

function checkPreconditions(
  endpoint: Endpoint,
  { object, revision }: CacheItem,
  { preconditions }: DeleteOptions,
): void {
  if (!preconditions) return;
  const { name = '', uid = '' } = object.metadata ?? {};
  const subject = { group: endpoint.resource.group, resource: endpoint.resource.kind };
  if (preconditions.uid !== undefined && preconditions.uid !== uid) {
    throw conflict(
      subject,
      name,
      `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${uid}). ` +
        'The object might have been deleted and then recreated',
    );
  }
  if (preconditions.resourceVersion !== undefined && preconditions.resourceVersion !== String(revision)) {
    throw conflict(
      subject,
      name,
      `the ResourceVersion in the precondition (${preconditions.resourceVersion}) does not match the ` +
        `ResourceVersion in record (${revision}). The object might have been modified`,
    );
  }
}

/** What the deletion does now: nothing, take the object away, or store this next state of it. */
function nextStep(
  endpoint: Endpoint,
  old: KubeObject,
  options: DeleteOptions,
  now: number,
): 'nothing' | 'remove' | KubeObject {
  const { strategy } = endpoint.registration;
  const metadata = old.metadata ?? {};
  const deleting = parseTime(metadata.deletionTimestamp);
  const pending = metadata.deletionGracePeriodSeconds ?? 0;
  const graceful = strategy.gracePeriodSeconds?.(old, options.gracePeriodSeconds);
  let grace = graceful ?? 0;
  let deletionTime = now + grace * 1000;
  if (deleting !== undefined && graceful !== undefined && pending > 0) {
    const requested = options.gracePeriodSeconds;
    if (requested === undefined || requested >= pending) return 'nothing';
    grace = requested;
    deletionTime = deleting - pending * 1000 + grace * 1000;
    if (deletionTime < now) {
      deletionTime = now;
      if (grace !== 0) grace = 1;
    }
  } else if (deleting !== undefined) {
    grace = 0;
    deletionTime = Math.min(deleting, now);
  }
  const finalizers =
    deleting !== undefined && pending > 0
      ? (metadata.finalizers ?? [])
      : collectionFinalizers(endpoint, metadata.finalizers ?? [], options);
  const held = finalizers.length > 0 || (strategy.heldByFinalizers?.(old) ?? false);
  if (!held && grace === 0) return 'remove';
  const next = structuredClone(old);
  const marked = (next.metadata ??= {});
  marked.deletionTimestamp = formatTime(deletionTime);
  marked.deletionGracePeriodSeconds = grace;
  if (finalizers.length > 0) marked.finalizers = finalizers;
  else delete marked.finalizers;
  if (deleting === undefined && (marked.generation ?? 0) > 0) marked.generation = (marked.generation ?? 0) + 1;
  if (deleting === undefined) strategy.beginDeletion?.(next);
  return next;
}

/** The finalizers with the garbage collector's own added or taken away, as the propagation policy says. */
function collectionFinalizers({ resource }: Endpoint, finalizers: readonly string[], options: DeleteOptions): string[] {
  const others = finalizers.filter((f) => f !== orphanDependents && f !== foregroundDeletion);
  switch (policyOf(`${resource.group}/${resource.resource}`, finalizers, options)) {
    case 'Orphan':
      return [...others, orphanDependents];
    case 'Foreground':
      return [...others, foregroundDeletion];
    default:
      return others;
  }
}

function policyOf(
  resource: string,
  finalizers: readonly string[],
  options: DeleteOptions,
): 'Orphan' | 'Foreground' | 'Background' {
  if (options.orphanDependents !== undefined) return options.orphanDependents ? 'Orphan' : 'Background';
  if (options.propagationPolicy !== undefined) return options.propagationPolicy;
  const own = finalizers.find((f) => f === orphanDependents || f === foregroundDeletion);
  if (own) return own === orphanDependents ? 'Orphan' : 'Foreground';
  return orphaning.has(resource) ? 'Orphan' : 'Background';
}
