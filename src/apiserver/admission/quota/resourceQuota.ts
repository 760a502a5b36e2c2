/**
 * ResourceQuotas: what a namespace may hold in all.
 *
 *  - No two requests are charged to the same free amount: the charges of a namespace are made one after another, each
 *    written to the quota's status, by compare and swap, before its object is stored.
 *  - The usage in a status is the server's. Whoever writes a quota's status (the resource-quota controller, when
 *    something went away) gets a fresh count of what is there and of what was charged and is about to be stored.
 *  - A charge whose object could not be stored goes with the next count.
 */
import type { ResourceQuota } from '../../../api/core/v1.ts';
import { isConflict } from '../../../machinery/apiError.ts';
import type { KubeObject, Stored } from '../../../machinery/object.ts';
import { compareQuantities } from '../../../machinery/quantity.ts';
import type { Resource } from '../../../machinery/resource.ts';
import * as resources from '../../../machinery/resources.ts';
import { pods, resourceQuotas } from '../../../machinery/resources.ts';
import { apiServerUser } from '../../authentication/userInfo.ts';
import type { Client } from '../../../client/client.ts';
import { resourceOf } from '../../customResources/customResource.ts';
import { isTrue } from '../../customResources/definition/validation.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../../registration.ts';
import { refuse } from '../refuse.ts';
import { add, amountsText, beyond, mask, withoutZeros } from './amounts.ts';
import type { Amounts } from './amounts.ts';
import { covers } from './scopes.ts';
import { canGrow, speaksOf, usageOf, whyUnstated } from './usage.ts';

/** Something that was charged and that the lists may not show yet. */
interface Charge {
  readonly resource: Resource;
  readonly object: KubeObject;
}

const attempts = 20;
const countable = Object.values<Resource>(resources).filter(
  ({ namespaced, group, resource }) =>
    namespaced && resource !== 'bindings' && group !== 'authorization.k8s.io' && group !== 'events.k8s.io',
);

/** Each call makes a ledger of its own: one a server. */
export function resourceQuota(): AdmissionPlugin {
  const charges = new Map<string, Set<Charge>>();
  const turns = new Map<string, Promise<void>>();

  async function inTurn(namespace: string, work: () => Promise<void>): Promise<void> {
    const turn = (turns.get(namespace) ?? Promise.resolve()).then(work);
    const settled = turn.catch(() => undefined);
    turns.set(namespace, settled);
    try {
      await turn;
    } finally {
      if (turns.get(namespace) === settled) turns.delete(namespace);
    }
  }

  function note(namespace: string, charge: Charge): void {
    const all = charges.get(namespace);
    if (all) all.add(charge);
    else charges.set(namespace, new Set([charge]));
  }

  return {
    name: 'ResourceQuota',
    handles: ({ operation, resource, subresource, namespace, context }) => {
      if (!namespace) return false;
      if (resource === resourceQuotas && subresource === 'status' && operation === 'UPDATE')
        return context.user.name !== apiServerUser.name;
      if (subresource === 'resize') return resource === pods && operation === 'UPDATE';
      if (subresource || resource === resources.bindings) return false;
      return operation === 'CREATE' || (operation === 'UPDATE' && canGrow(resource));
    },
    async admit(request) {
      if (request.subresource !== 'status') return;
      const quota = request.object as ResourceQuota;
      const { namespace = '' } = request;
      await inTurn(namespace, async () => {
        const hard = quota.status?.hard ?? {};
        const used = await count(request, quota, [...(charges.get(namespace) ?? [])]);
        quota.status = { ...quota.status, hard, used };
      });
    },
    async validate(request) {
      if (request.subresource === 'status') return;
      const { namespace = '', context, resource, object } = request;
      if (!object || (await quotasOf(request)).length === 0) return;
      await inTurn(namespace, async () => {
        await charge(request, object);
        if (!context.dryRun && request.operation === 'CREATE') note(namespace, { resource, object });
      });
    },
    settled({ namespace = '', object }) {
      const all = charges.get(namespace);
      for (const each of all ?? []) if (each.object === object) all?.delete(each);
      if (all?.size === 0) charges.delete(namespace);
    },
  };
}

async function quotasOf({ context, namespace = '' }: AdmissionRequest): Promise<readonly Stored<ResourceQuota>[]> {
  return (await context.client.resource(resourceQuotas).list(namespace)).items;
}

/** Writes the usage with the object to every quota that covers it; 403 when one has not enough left. */
async function charge(request: AdmissionRequest, object: KubeObject): Promise<void> {
  const { context } = request;
  const charged = new Set<string>();
  for (let attempt = 1; ; attempt += 1) {
    const quotas = (await quotasOf(request)).filter(({ metadata }) => !charged.has(metadata.uid));
    const next = quotas.flatMap((quota) => {
      const used = usedWith(request, object, quota);
      return used ? [{ ...quota, status: { ...quota.status, used } }] : [];
    });
    if (context.dryRun) return;
    try {
      for (const quota of next) {
        await context.client.resource(resourceQuotas).updateStatus(quota);
        charged.add(quota.metadata.uid);
      }
      return;
    } catch (error) {
      if (!isConflict(error) || attempt >= attempts) throw error;
    }
  }
}

/** The quota's usage with the object; undefined when that changes nothing. */
function usedWith(request: AdmissionRequest, object: KubeObject, quota: ResourceQuota): Amounts | undefined {
  const { resource, old, context } = request;
  const name = quota.metadata?.name ?? '';
  const { hard = {}, used = {} } = quota.status ?? {};
  const limited = Object.keys(hard).filter((each) => speaksOf(each, resource));
  if (limited.length === 0 || !covers(quota, resource, object)) return undefined;
  const unstated = resource === pods ? whyUnstated(object, limited) : undefined;
  if (unstated !== undefined) throw refuse(request, `failed quota: ${name}: ${unstated}`);
  const unknown = limited.filter((each) => used[each] === undefined);
  if (unknown.length > 0)
    throw refuse(request, `status unknown for quota: ${name}, resources: ${unknown.sort().join(',')}`);
  const usage = usageOf(resource, object, context.now);
  const wanted = withoutZeros(mask(old ? beyond(usage, usageOf(resource, old, context.now)) : usage, limited));
  if (Object.keys(wanted).length === 0) return undefined;
  const total = add(used, wanted);
  const exceeded = Object.keys(wanted).filter((each) => compareQuantities(total[each] ?? '0', hard[each] ?? '0') > 0);
  if (exceeded.length > 0) {
    throw refuse(
      request,
      `exceeded quota: ${name}, requested: ${amountsText(mask(wanted, exceeded))}, ` +
        `used: ${amountsText(mask(used, exceeded))}, limited: ${amountsText(mask(hard, exceeded))}`,
    );
  }
  return total;
}

const sameResource = (a: Resource, b: Resource): boolean => a.group === b.group && a.resource === b.resource;

/** Each in one version that is served: objects are the same in all. */
async function customResourcesOf(client: Client): Promise<Resource[]> {
  const { items } = await client.resource(resources.customResourceDefinitions).list();
  return items.flatMap((definition) => {
    const served = definition.spec.versions.find((version) => version.served);
    return served && isTrue(definition, 'Established') ? [resourceOf(definition, served.name)] : [];
  });
}

/** What the objects of the namespace use of what the quota limits. */
async function count(
  { context, namespace = '' }: AdmissionRequest,
  quota: ResourceQuota,
  charges: readonly Charge[],
): Promise<Amounts> {
  const limited = Object.keys(quota.status?.hard ?? {});
  let used: Amounts = Object.fromEntries(limited.map((name) => [name, '0']));
  const isBuiltIn = (name: string): boolean => countable.some((resource) => speaksOf(name, resource));
  const custom = limited.every(isBuiltIn) ? [] : await customResourcesOf(context.client);
  for (const resource of [...countable, ...custom]) {
    const names = limited.filter((name) => speaksOf(name, resource));
    if (names.length === 0) continue;
    const { items } = await context.client.resource(resource).list(namespace);
    const there = new Set(items.map(({ metadata }) => metadata.uid));
    const coming = charges
      .filter((each) => sameResource(each.resource, resource) && !there.has(each.object.metadata?.uid ?? ''))
      .map(({ object }) => object);
    for (const object of [...items, ...coming])
      if (covers(quota, resource, object)) used = add(used, mask(usageOf(resource, object, context.now), names));
  }
  return used;
}
