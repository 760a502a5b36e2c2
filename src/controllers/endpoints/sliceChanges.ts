/**
 * From the slices that there are to those that there should be, with few writes: what is right stays where it is, new
 * endpoints fill slices that are written anyway or have room, and only the rest makes new ones. Pure.
 */
import type { Service } from '../../api/core/v1.ts';
import type { Endpoint, EndpointPort, EndpointSlice } from '../../api/discovery/v1.ts';
import { semanticEqual } from '../../machinery/equal.ts';
import type { Stored } from '../../machinery/object.ts';
import { controllerReference } from '../../machinery/owner.ts';
import { services as serviceResource } from '../../machinery/resources.ts';
import { portsKey, sliceLabels } from './desiredSlices.ts';
import type { EndpointGroup } from './desiredSlices.ts';

/** Upstream's default of --max-endpoints-per-slice. */
const endpointsPerSlice = 100;

export interface SliceChanges {
  readonly create: EndpointSlice[];
  readonly update: Stored<EndpointSlice>[];
  readonly remove: Stored<EndpointSlice>[];
}

interface Draft {
  readonly slice: Stored<EndpointSlice>;
  endpoints: Endpoint[];
  changed: boolean;
}

export function sliceChanges(
  service: Stored<Service>,
  existing: readonly Stored<EndpointSlice>[],
  groups: ReadonlyMap<string, EndpointGroup>,
): SliceChanges {
  const changes: SliceChanges = { create: [], update: [], remove: [] };
  const byPorts = new Map<string, Stored<EndpointSlice>[]>();
  for (const slice of existing) {
    const key = portsKey(slice.ports);
    if (slice.addressType !== 'IPv4' || slice.metadata.deletionTimestamp) changes.remove.push(slice);
    else byPorts.set(key, [...(byPorts.get(key) ?? []), slice]);
  }
  for (const [key, group] of groups) {
    fillGroup(service, byPorts.get(key) ?? [], group, changes);
    byPorts.delete(key);
  }
  changes.remove.push(...[...byPorts.values()].flat());
  keepOne(service, existing, changes);
  return changes;
}

function fillGroup(
  service: Stored<Service>,
  slices: readonly Stored<EndpointSlice>[],
  group: EndpointGroup,
  changes: SliceChanges,
): void {
  const missing = new Map(group.endpoints);
  const drafts = slices.map((slice) => draftOf(slice, missing));
  const labels = sliceLabels(service);
  for (const draft of drafts) draft.changed ||= !semanticEqual(draft.slice.metadata.labels, labels);
  // First into slices that are written in any case, the fullest first; then into one that has room for the rest.
  const written = drafts.filter(({ changed }) => changed).sort((a, b) => b.endpoints.length - a.endpoints.length);
  for (const draft of written) fill(draft, missing);
  if (missing.size > 0 && missing.size < endpointsPerSlice) {
    const room = drafts.find(
      ({ changed, endpoints }) => !changed && endpoints.length + missing.size <= endpointsPerSlice,
    );
    if (room) fill(room, missing);
  }
  for (const { slice, endpoints, changed } of drafts) {
    if (endpoints.length === 0) changes.remove.push(slice);
    else if (changed) changes.update.push({ ...slice, metadata: { ...slice.metadata, labels }, endpoints });
  }
  const rest = [...missing.values()];
  for (let at = 0; at < rest.length; at += endpointsPerSlice) {
    changes.create.push(newSlice(service, group.ports, rest.slice(at, at + endpointsPerSlice)));
  }
}

/** What of a slice is still wanted, taken out of `missing`. */
function draftOf(slice: Stored<EndpointSlice>, missing: Map<string, Endpoint>): Draft {
  const draft: Draft = { slice, endpoints: [], changed: false };
  // The API server says null where there is none.
  for (const endpoint of slice.endpoints ?? []) {
    const uid = endpoint.targetRef?.uid ?? '';
    const wanted = missing.get(uid);
    if (!wanted) {
      draft.changed = true;
      continue;
    }
    missing.delete(uid);
    draft.endpoints.push(wanted);
    if (!semanticEqual(wanted, endpoint)) draft.changed = true;
  }
  return draft;
}

function fill(draft: Draft, missing: Map<string, Endpoint>): void {
  for (const [uid, endpoint] of missing) {
    if (draft.endpoints.length >= endpointsPerSlice) return;
    missing.delete(uid);
    draft.endpoints.push(endpoint);
    draft.changed = true;
  }
}

/** A Service that selects Pods has a slice even when there are none, so that everybody knows that somebody looks. */
function keepOne(service: Stored<Service>, existing: readonly Stored<EndpointSlice>[], changes: SliceChanges): void {
  if (changes.create.length > 0 || existing.length > changes.remove.length) return;
  const labels = sliceLabels(service);
  const at = changes.remove.findIndex((slice) => slice.addressType === 'IPv4' && !slice.metadata.deletionTimestamp);
  const [kept] = at < 0 ? [] : changes.remove.splice(at, 1);
  if (!kept) changes.create.push(newSlice(service, [], []));
  else if (
    (kept.endpoints ?? []).length > 0 ||
    (kept.ports ?? []).length > 0 ||
    !semanticEqual(kept.metadata.labels, labels)
  ) {
    changes.update.push({ ...kept, metadata: { ...kept.metadata, labels }, endpoints: [], ports: [] });
  }
}

function newSlice(service: Stored<Service>, ports: EndpointPort[], endpoints: Endpoint[]): EndpointSlice {
  const { name, namespace = '' } = service.metadata;
  return {
    metadata: {
      // A name has at most 63 characters here, of which the server chooses five.
      generateName: `${name.slice(0, 57)}-`,
      namespace,
      labels: sliceLabels(service),
      ownerReferences: [controllerReference(service, serviceResource)],
    },
    addressType: 'IPv4',
    endpoints,
    ports,
  };
}
