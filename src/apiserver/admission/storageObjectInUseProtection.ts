/** New claims and volumes are protected from the beginning; a controller takes the finalizer off when nobody uses them. */
import { persistentVolumeClaims, persistentVolumes } from '../../machinery/resources.ts';
import { claimProtection, volumeProtection } from '../../machinery/volumes.ts';
import type { AdmissionPlugin } from '../registration.ts';

const finalizers = new Map<object, string>([
  [persistentVolumeClaims, claimProtection],
  [persistentVolumes, volumeProtection],
]);

export const storageObjectInUseProtection: AdmissionPlugin = {
  name: 'StorageObjectInUseProtection',
  handles: ({ operation, resource, subresource }) => operation === 'CREATE' && finalizers.has(resource) && !subresource,
  admit({ resource, object }) {
    const finalizer = finalizers.get(resource);
    const { metadata } = object ?? {};
    if (!metadata || !finalizer || metadata.finalizers?.includes(finalizer)) return;
    metadata.finalizers = [...(metadata.finalizers ?? []), finalizer];
  },
};
