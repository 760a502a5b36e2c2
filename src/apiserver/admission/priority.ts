/** A Pod's priority is what its class says; clients do not choose the number. And only one class may be the default. */
import type { Pod, PodSpec } from '../../api/core/v1.ts';
import type { PriorityClass } from '../../api/scheduling/v1.ts';
import { isNotFound } from '../../machinery/apiError.ts';
import { pods, priorityClasses } from '../../machinery/resources.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../registration.ts';
import { refuse } from './refuse.ts';

const preempts = 'PreemptLowerPriority';

export const priority: AdmissionPlugin = {
  name: 'Priority',
  handles: ({ operation, resource, subresource }) =>
    (operation === 'CREATE' || operation === 'UPDATE') &&
    (resource === pods || resource === priorityClasses) &&
    !subresource,
  async admit(request) {
    if (request.resource !== pods) return;
    const { spec } = request.object as Pod;
    const old: Pod | undefined = request.old;
    if (!spec) return;
    if (request.operation === 'UPDATE') keep(spec, old?.spec);
    else await set(spec, request);
  },
  async validate(request) {
    if (request.resource !== priorityClasses || !(request.object as PriorityClass).globalDefault) return;
    const name = (await defaultClass(request))?.metadata?.name;
    if (name === undefined || (request.operation === 'UPDATE' && name === request.name)) return;
    throw refuse(request, `PriorityClass ${name} is already marked as default. Only one default can exist`);
  },
};

function keep(spec: PodSpec, old: PodSpec | undefined): void {
  if (spec.priority === undefined && old?.priority !== undefined) spec.priority = old.priority;
  if (spec.preemptionPolicy === undefined && old?.preemptionPolicy !== undefined)
    spec.preemptionPolicy = old.preemptionPolicy;
}

async function set(spec: PodSpec, request: AdmissionRequest): Promise<void> {
  const found = await (spec.priorityClassName ? namedClass(request, spec.priorityClassName) : defaultClass(request));
  if (found?.metadata?.name) spec.priorityClassName = found.metadata.name;
  const value = found?.value ?? 0;
  const preemptionPolicy = found?.preemptionPolicy ?? preempts;
  if (spec.priority !== undefined && spec.priority !== value) {
    throw refuse(
      request,
      `the integer value of priority (${spec.priority}) must not be provided in pod spec; ` +
        `priority admission controller computed ${value} from the given PriorityClass name`,
    );
  }
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== preemptionPolicy) {
    throw refuse(
      request,
      `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; ` +
        `priority admission controller computed ${preemptionPolicy} from the given PriorityClass name`,
    );
  }
  spec.priority = value;
  spec.preemptionPolicy = preemptionPolicy;
}

async function namedClass(request: AdmissionRequest, name: string): Promise<PriorityClass> {
  try {
    return await request.context.client.resource(priorityClasses).get(name);
  } catch (error) {
    throw isNotFound(error) ? refuse(request, `no PriorityClass with name ${name} was found`) : error;
  }
}

/** Of several, which can only be by an accident, the one with the smallest value. */
async function defaultClass({ context }: AdmissionRequest): Promise<PriorityClass | undefined> {
  const { items } = await context.client.resource(priorityClasses).list();
  return items.filter((each) => each.globalDefault).sort((a, b) => a.value - b.value)[0];
}
