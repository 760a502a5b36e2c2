/** Pods. */
import type { Pod } from '../../../api/core/v1.ts';
import { pods } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { allVerbs } from '../shared/verbs.ts';
import { podBinding } from './binding.ts';
import { podEviction } from './eviction.ts';
import { podResize } from './resize.ts';
import { podEphemeralContainers, podStatus, podStrategy } from './strategy.ts';
import { podTable } from './table.ts';

export const podRegistration = registration<Pod>({
  resource: pods,
  verbs: allVerbs,
  table: podTable,
  strategy: podStrategy,
  selectableFields: ({ spec, status }) => ({
    'spec.nodeName': spec?.nodeName ?? '',
    'spec.restartPolicy': spec?.restartPolicy ?? '',
    'spec.schedulerName': spec?.schedulerName ?? '',
    'spec.serviceAccountName': spec?.serviceAccountName ?? '',
    'spec.hostNetwork': String(spec?.hostNetwork ?? false),
    'status.phase': status?.phase ?? '',
    'status.podIP': status?.podIP ?? '',
    'status.nominatedNodeName': status?.nominatedNodeName ?? '',
  }),
  subresources: {
    status: podStatus,
    binding: podBinding,
    eviction: podEviction,
    ephemeralcontainers: podEphemeralContainers,
    resize: podResize,
    log: { kind: 'connect', methods: ['GET'], connector: 'log' },
    exec: { kind: 'connect', methods: ['GET', 'POST'], connector: 'exec' },
    attach: { kind: 'connect', methods: ['GET', 'POST'], connector: 'attach' },
    portforward: { kind: 'connect', methods: ['GET', 'POST'], connector: 'portforward' },
    proxy: {
      kind: 'connect',
      methods: ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'],
      connector: 'podProxy',
    },
  },
});
