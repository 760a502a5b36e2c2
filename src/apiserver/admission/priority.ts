/** A Pod's priority is what its class says; clients do not choose the number. */
import type { Pod, PodSpec } from '../../api/core/v1.ts';
import { pods } from '../../machinery/resources.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../registration.ts';
import { refuse } from './refuse.ts';

/** The classes that every cluster has. Others come with the PriorityClass kind. */
const builtIn: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
};
const preemptionPolicy = 'PreemptLowerPriority';

export const priority: AdmissionPlugin = {
  name: 'Priority',
  handles: ({ operation, resource, subresource }) =>
    (operation === 'CREATE' || operation === 'UPDATE') && resource === pods && !subresource,
  admit(request) {
    const { spec } = request.object as Pod;
    const old: Pod | undefined = request.old;
    if (!spec) return;
    if (request.operation === 'UPDATE') keep(spec, old?.spec);
    else set(spec, request);
  },
};

function keep(spec: PodSpec, old: PodSpec | undefined): void {
  if (spec.priority === undefined && old?.priority !== undefined) spec.priority = old.priority;
  if (spec.preemptionPolicy === undefined && old?.preemptionPolicy !== undefined)
    spec.preemptionPolicy = old.preemptionPolicy;
}

function set(spec: PodSpec, request: AdmissionRequest): void {
  const { priorityClassName: name = '' } = spec;
  const value = name === '' ? 0 : Object.hasOwn(builtIn, name) ? builtIn[name] : undefined;
  if (value === undefined) throw refuse(request, `no PriorityClass with name ${name} was found`);
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
