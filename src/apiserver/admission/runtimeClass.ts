/** A Pod that names a RuntimeClass needs one that is there; this version serves none, so that none can be. */
import type { Pod } from '../../api/core/v1.ts';
import { pods } from '../../machinery/resources.ts';
import type { AdmissionPlugin } from '../registration.ts';
import { refuse } from './refuse.ts';

export const runtimeClass: AdmissionPlugin = {
  name: 'RuntimeClass',
  handles: ({ operation, resource, subresource }) => operation === 'CREATE' && resource === pods && !subresource,
  admit(request) {
    const { spec } = request.object as Pod;
    if (spec?.runtimeClassName)
      throw refuse(request, `pod rejected: RuntimeClass "${spec.runtimeClassName}" not found`);
    if (Object.keys(spec?.overhead ?? {}).length) {
      throw refuse(request, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead');
    }
  },
};
