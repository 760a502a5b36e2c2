/** Whether a node has room for a Pod, or for a Pod that is to have another size. Pure. */
import type { Pod, PodSpec } from '../../api/core/v1.ts';
import { podRequests } from '../../machinery/pod.ts';
import { specInUse } from '../../machinery/podResources.ts';
import { milliValue, value } from '../../machinery/quantity.ts';
import type { NodePod } from './identity.ts';
import type { WaitingReason } from './status.ts';

interface Lack {
  readonly resource: string;
  /** Millicores, bytes or Pods. */
  readonly requested: number;
  readonly used: number;
  readonly capacity: number;
}

type Amounts = Readonly<Record<string, string>>;

const countOf = (resource: string): ((amount: string) => number) => (resource === 'cpu' ? milliValue : value);
const amountIn = (amounts: Amounts, resource: string): number => countOf(resource)(amounts[resource] ?? '0');

/**
 * The first resource of which too little is left.
 *
 * @param others that hold something of the node already
 * @param allocatable what the node has for Pods
 */
function lackOf(spec: PodSpec, others: readonly Pod[], allocatable: Amounts): Lack | undefined {
  const pods = amountIn(allocatable, 'pods');
  if (others.length + 1 > pods) return { resource: 'pods', requested: 1, used: others.length, capacity: pods };
  const wanted = podRequests(spec);
  const held = others.map((pod) => podRequests(specInUse(pod)));
  for (const resource of ['cpu', 'memory', 'ephemeral-storage']) {
    const requested = amountIn(wanted, resource);
    const used = held.reduce((sum, amounts) => sum + amountIn(amounts, resource), 0);
    const capacity = amountIn(allocatable, resource);
    if (requested > 0 && requested > capacity - used) return { resource, requested, used, capacity };
  }
  return undefined;
}

const lackText = ({ resource, requested, used, capacity }: Lack): string =>
  `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`;

/** Why the node cannot take the Pod on; undefined when it can. */
export function noRoomFor(pod: NodePod, others: readonly Pod[], allocatable: Amounts): WaitingReason | undefined {
  const lack = lackOf(pod.spec, others, allocatable);
  return lack && { reason: `OutOf${lack.resource}`, message: lackText(lack) };
}

/** Why the Pod cannot have the size that it asks for: never on this node, or not now; undefined when it can. */
export function noRoomToResize(pod: NodePod, others: readonly Pod[], allocatable: Amounts): WaitingReason | undefined {
  const wanted = podRequests(pod.spec);
  for (const resource of ['memory', 'cpu']) {
    const [requested, capacity] = [amountIn(wanted, resource), amountIn(allocatable, resource)];
    if (requested > capacity) {
      const message = `Node didn't have enough capacity: ${resource}, requested: ${requested}, capacity: ${capacity}`;
      return { reason: 'Infeasible', message };
    }
  }
  const lack = lackOf(pod.spec, others, allocatable);
  return lack && { reason: 'Deferred', message: lackText(lack) };
}
