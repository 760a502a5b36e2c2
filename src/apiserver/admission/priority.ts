/** Turns a Pod's priority class into its priority ("Priority"; the two built-in classes are all there are so far). */
import { pods } from '../../machinery/resources.ts';
import type { AdmissionPlugin } from '../registration.ts';
import { isFor, podOf, refuse } from './requests.ts';

const classes: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
};

export const priority: AdmissionPlugin = {
  name: 'Priority',
  handles: (request) => request.operation === 'CREATE' && isFor(request, pods),
  admit(request) {
    const { spec } = podOf(request);
    if (!spec) return;
    const name = spec.priorityClassName ?? '';
    const value = name === '' ? 0 : classes[name];
    if (value === undefined) throw refuse(request, `no PriorityClass with name ${name} was found`);
    if (spec.priority !== undefined && spec.priority !== value) {
      throw refuse(request, `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`);
    }
    spec.priority = value;
    spec.preemptionPolicy ??= 'PreemptLowerPriority';
  },
};
