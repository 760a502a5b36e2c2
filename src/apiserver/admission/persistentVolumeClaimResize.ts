/** A claim may ask for more only once it is bound, and only where its class allows that. */
import type { PersistentVolumeClaim } from '../../api/core/v1.ts';
import type { StorageClass } from '../../api/storage/v1.ts';
import { isNotFound } from '../../machinery/apiError.ts';
import { compareQuantities } from '../../machinery/quantity.ts';
import { persistentVolumeClaims, storageClasses } from '../../machinery/resources.ts';
import { classOfClaim } from '../../machinery/volumes.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../registration.ts';
import { refuse } from './refuse.ts';

export const persistentVolumeClaimResize: AdmissionPlugin = {
  name: 'PersistentVolumeClaimResize',
  handles: ({ operation, resource, subresource }) =>
    operation === 'UPDATE' && resource === persistentVolumeClaims && !subresource,
  async validate(request) {
    const claim: PersistentVolumeClaim | undefined = request.object;
    const old: PersistentVolumeClaim | undefined = request.old;
    if (!claim || !old || compareQuantities(sizeOf(old), sizeOf(claim)) >= 0) return;
    if (old.status?.phase !== 'Bound') throw refuse(request, 'Only bound persistent volume claims can be expanded');
    const storageClass = await classOf(request, claim);
    if (classOfClaim(claim) !== classOfClaim(old) || !storageClass?.allowVolumeExpansion) {
      throw refuse(
        request,
        'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
      );
    }
    request.context.warn(
      'spec.resources.requests.storage: this version of Peapod expands no volumes; it is up to the provisioner of the class',
    );
  },
};

const sizeOf = ({ spec }: PersistentVolumeClaim): string => spec?.resources?.requests?.['storage'] ?? '0';

async function classOf({ context }: AdmissionRequest, claim: PersistentVolumeClaim): Promise<StorageClass | undefined> {
  const name = classOfClaim(claim);
  if (!name) return undefined;
  try {
    return await context.client.resource(storageClasses).get(name);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
