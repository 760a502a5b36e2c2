/** What a RuntimeClass asks of its Pods: that it be there, its overhead, and the nodes that have its handler. */
import type { Pod, PodSpec, Toleration } from '../../api/core/v1.ts';
import type { RuntimeClass, Scheduling } from '../../api/node/v1.ts';
import { isNotFound } from '../../machinery/apiError.ts';
import { semanticEqual } from '../../machinery/equal.ts';
import { canonicalQuantity } from '../../machinery/quantity.ts';
import { pods, runtimeClasses } from '../../machinery/resources.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../registration.ts';
import { refuse } from './refuse.ts';

export const runtimeClass: AdmissionPlugin = {
  name: 'RuntimeClass',
  handles: ({ operation, resource, subresource }) => operation === 'CREATE' && resource === pods && !subresource,
  async admit(request) {
    const { spec } = request.object as Pod;
    if (!spec) return;
    const found = spec.runtimeClassName ? await find(request, spec.runtimeClassName) : undefined;
    setOverhead(request, spec, found?.overhead?.podFixed);
    if (found?.scheduling) setScheduling(request, spec, found.scheduling);
  },
};

async function find(request: AdmissionRequest, name: string): Promise<RuntimeClass> {
  try {
    return await request.context.client.resource(runtimeClasses).get(name);
  } catch (error) {
    throw isNotFound(error) ? refuse(request, `pod rejected: RuntimeClass "${name}" not found`) : error;
  }
}

function setOverhead(request: AdmissionRequest, spec: PodSpec, wanted: Readonly<Record<string, string>> = {}): void {
  const own = spec.overhead ?? {};
  if (Object.keys(wanted).length === 0) {
    if (Object.keys(own).length === 0) return;
    throw refuse(request, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead');
  }
  if (Object.keys(own).length > 0 && !semanticEqual(canonical(own), canonical(wanted)))
    throw refuse(request, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
  spec.overhead = { ...wanted };
}

const canonical = (amounts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, canonicalQuantity(amount)]));

function setScheduling(
  request: AdmissionRequest,
  spec: PodSpec,
  { nodeSelector = {}, tolerations = [] }: Scheduling,
): void {
  for (const [key, value] of Object.entries(nodeSelector)) {
    const own = spec.nodeSelector?.[key];
    if (own === undefined || own === value) continue;
    throw refuse(
      request,
      `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own}`,
    );
  }
  if (Object.keys(nodeSelector).length > 0) spec.nodeSelector = { ...spec.nodeSelector, ...nodeSelector };
  if (tolerations.length > 0) spec.tolerations = merged([...(spec.tolerations ?? []), ...tolerations]);
}

/** Each only once. */
const merged = (all: readonly Toleration[]): Toleration[] =>
  all.filter((each, i) => all.findIndex((other) => semanticEqual(other, each)) === i).map((each) => ({ ...each }));
