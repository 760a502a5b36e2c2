/** The LimitRanges of a namespace: they give containers requests and limits, and refuse Pods and claims out of bounds. */
import type { Container, LimitRange, LimitRangeItem, PersistentVolumeClaim, Pod } from '../../api/core/v1.ts';
import { containersTotal } from '../../machinery/podResources.ts';
import { canonicalQuantity } from '../../machinery/quantity.ts';
import { limitRanges, persistentVolumeClaims, pods } from '../../machinery/resources.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../registration.ts';
import { setPodDefaults } from '../resources/pods/defaults.ts';
import { aggregate } from './aggregate.ts';
import { whyOutOfBounds } from './limitRangeBounds.ts';
import type { Amounts } from './limitRangeBounds.ts';
import { refuse } from './refuse.ts';

const annotation = 'kubernetes.io/limit-ranger';

export const limitRanger: AdmissionPlugin = {
  name: 'LimitRanger',
  // What a Pod's containers ask for changes after its creation by a resize alone.
  handles: ({ operation, resource, subresource }) =>
    resource === pods
      ? subresource
        ? subresource === 'resize' && operation === 'UPDATE'
        : operation === 'CREATE'
      : !subresource && resource === persistentVolumeClaims && (operation === 'CREATE' || operation === 'UPDATE'),
  async admit(request) {
    if (request.resource !== pods || request.subresource) return;
    const pod = request.object as Pod;
    const ranges = await rangesOf(request);
    if (ranges.length === 0) return;
    // A limit without a request asks for as much: that comes before the defaults of the namespace.
    setPodDefaults(pod);
    for (const range of ranges) setDefaults(pod, range);
  },
  async validate(request) {
    if (isBeingDeleted(request)) return;
    for (const range of await rangesOf(request)) {
      const complaints =
        request.resource === pods
          ? complaintsAboutPod(request.object as Pod, range)
          : complaintsAboutClaim(request.object as PersistentVolumeClaim, range);
      if (complaints.length > 0) throw refuse(request, aggregate(complaints));
    }
  },
};

async function rangesOf({ context, namespace = '' }: AdmissionRequest): Promise<readonly LimitRange[]> {
  return (await context.client.resource(limitRanges).list(namespace)).items;
}

/** So that its finalizers can go. */
const isBeingDeleted = ({ operation, old }: AdmissionRequest): boolean =>
  operation === 'UPDATE' && !!old?.metadata?.deletionTimestamp;

function setDefaults(pod: Pod, { spec }: LimitRange): void {
  const items = (spec?.limits ?? []).filter(({ type }) => type === 'Container');
  const requests: Amounts = Object.assign({}, ...items.map((item) => item.defaultRequest ?? {}));
  const limits: Amounts = Object.assign({}, ...items.map((item) => item.default ?? {}));
  const done = [
    ...(pod.spec?.containers ?? []).flatMap((each) => fill(each, 'container', requests, limits)),
    ...(pod.spec?.initContainers ?? []).flatMap((each) => fill(each, 'init container', requests, limits)),
  ];
  if (done.length === 0) return;
  const metadata = (pod.metadata ??= {});
  metadata.annotations = { ...metadata.annotations, [annotation]: `LimitRanger plugin set: ${done.join('; ')}` };
}

/** What was set, in words: `cpu, memory request for container c`. */
function fill(container: Container, kind: string, requests: Amounts, limits: Amounts): string[] {
  const resources = (container.resources ??= {});
  const said: string[] = [];
  for (const [list, amounts] of [
    ['requests', requests],
    ['limits', limits],
  ] as const) {
    const missing = Object.keys(amounts)
      .filter((name) => resources[list]?.[name] === undefined)
      .sort();
    if (missing.length === 0) continue;
    resources[list] = { ...amounts, ...resources[list] };
    said.push(`${missing.join(', ')} ${list.slice(0, -1)} for ${kind} ${container.name}`);
  }
  return said;
}

function complaintsAboutPod({ spec }: Pod, { spec: range }: LimitRange): string[] {
  return (range?.limits ?? []).flatMap((item) => {
    if (item.type === 'Container') {
      return [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].flatMap(({ resources }) =>
        complaints(item, resources?.requests, resources?.limits),
      );
    }
    if (item.type !== 'Pod') return [];
    return complaints(item, containersTotal(spec, 'requests'), containersTotal(spec, 'limits'));
  });
}

function complaints(item: LimitRangeItem, requests: Amounts = {}, limits: Amounts = {}): string[] {
  return (['min', 'max', 'maxLimitRequestRatio'] as const).flatMap((bound) =>
    sorted(item[bound]).flatMap(([name, amount]) => whyOutOfBounds(bound, item.type, name, amount, requests, limits)),
  );
}

function complaintsAboutClaim({ spec }: PersistentVolumeClaim, { spec: range }: LimitRange): string[] {
  const requests: Amounts = spec?.resources?.requests ?? {};
  return (range?.limits ?? []).flatMap((item) => {
    if (item.type !== 'PersistentVolumeClaim') return [];
    return [
      ...sorted(item.min).flatMap(([name, amount]) => whyOutOfBounds('min', item.type, name, amount, requests, {})),
      ...sorted(item.max).flatMap(([name, amount]) =>
        whyOutOfBounds('maxRequest', item.type, name, amount, requests, {}),
      ),
    ];
  });
}

const sorted = (amounts: Amounts = {}): [string, string][] =>
  Object.entries(amounts)
    .map(([name, amount]): [string, string] => [name, canonicalQuantity(amount)])
    .sort(([a], [b]) => (a < b ? -1 : 1));
