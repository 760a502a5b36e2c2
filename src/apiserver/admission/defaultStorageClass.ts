/** A claim that says nothing of a storage class gets the default one: of several, the newest. */
import type { PersistentVolumeClaim } from '../../api/core/v1.ts';
import { persistentVolumeClaims, storageClasses } from '../../machinery/resources.ts';
import type { AdmissionPlugin } from '../registration.ts';
import { isDefaultStorageClass } from '../resources/storage/storageClasses.ts';

const betaAnnotation = 'volume.beta.kubernetes.io/storage-class';

export const defaultStorageClass: AdmissionPlugin = {
  name: 'DefaultStorageClass',
  handles: ({ operation, resource, subresource }) =>
    operation === 'CREATE' && resource === persistentVolumeClaims && !subresource,
  async admit({ object, context }) {
    const { spec, metadata } = object as PersistentVolumeClaim;
    if (!spec || spec.storageClassName !== undefined || metadata?.annotations?.[betaAnnotation] !== undefined) return;
    const { items } = await context.client.resource(storageClasses).list();
    const [first] = items
      .filter(isDefaultStorageClass)
      .sort(
        (a, b) =>
          b.metadata.creationTimestamp.localeCompare(a.metadata.creationTimestamp) ||
          a.metadata.name.localeCompare(b.metadata.name),
      );
    if (first) spec.storageClassName = first.metadata.name;
  },
};
