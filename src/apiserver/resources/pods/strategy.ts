/** What happens to a Pod that is created, changed or deleted. */
import type { Pod } from '../../../api/core/v1.ts';
import { isPodTerminal, qosClassOf } from '../../../machinery/pod.ts';
import { formatTime } from '../../../machinery/time.ts';
import type { ObjectSubresource, Strategy } from '../../registration.ts';
import { firstGeneration, keep, keepStatus, raiseGeneration, statusSubresource } from '../shared/strategy.ts';
import { setPodDefaults } from './defaults.ts';
import { unsupportedFieldWarnings } from './unsupportedFields.ts';
import { validatePodCreate } from './validation/podSpec.ts';
import { validateEphemeralContainersUpdate, validatePodUpdate } from './validation/podUpdate.ts';

export const podStrategy: Strategy<Pod> = {
  setDefaults: setPodDefaults,
  prepareForCreate(pod, { now }) {
    // Once more, for what admission has added.
    setPodDefaults(pod);
    firstGeneration(pod);
    pod.status = { phase: 'Pending', qosClass: qosClassOf(pod.spec) };
    if (pod.spec?.schedulingGates?.length) {
      pod.status.conditions = [
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'SchedulingGated',
          message: 'Scheduling is blocked due to non-empty scheduling gates',
          lastTransitionTime: formatTime(now),
        },
      ];
    }
  },
  prepareForUpdate(pod, old) {
    keepStatus(pod, old);
    if (old.spec?.schedulingGates?.length && !pod.spec?.schedulingGates?.length && pod.status?.conditions) {
      pod.status.conditions = pod.status.conditions.filter((condition) => condition.type !== 'PodScheduled');
    }
    raiseGeneration(pod, old);
  },
  validate: validatePodCreate,
  validateUpdate: validatePodUpdate,
  warnings(pod, old) {
    const warnings = old ? [] : unsupportedFieldWarnings(pod.spec, 'spec');
    if ((pod.spec?.terminationGracePeriodSeconds ?? 0) < 0) {
      warnings.push(
        'spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1',
      );
    }
    return warnings;
  },
  /** What was asked for, else what the Pod says; at once when no node runs it or all its containers have ended. */
  gracePeriodSeconds(pod, requested) {
    if (!pod.spec?.nodeName || isPodTerminal(pod)) return 0;
    const seconds = requested ?? pod.spec.terminationGracePeriodSeconds ?? 0;
    return seconds < 0 ? 1 : seconds;
  },
  unconditionalUpdate: true,
};

export const podStatus: ObjectSubresource<Pod> = statusSubresource<Pod>({
  prepare(pod, old) {
    if (pod.status && !pod.status.qosClass && old.status?.qosClass) pod.status.qosClass = old.status.qosClass;
  },
});

export const podEphemeralContainers: ObjectSubresource<Pod> = {
  kind: 'object',
  prepareForUpdate(pod, old) {
    const added = pod.spec?.ephemeralContainers;
    keep(pod, old, 'spec');
    keepStatus(pod, old);
    if (pod.spec) {
      if (added) pod.spec.ephemeralContainers = added;
      else delete pod.spec.ephemeralContainers;
    }
    setPodDefaults(pod);
    const { resourceVersion } = pod.metadata ?? {};
    keep(pod, old, 'metadata');
    if (pod.metadata && resourceVersion !== undefined) pod.metadata.resourceVersion = resourceVersion;
    raiseGeneration(pod, old);
  },
  validateUpdate: validateEphemeralContainersUpdate,
};
