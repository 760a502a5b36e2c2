/** Owner references: who made an object and is responsible for it. */
import type { OwnerReference } from '../api/meta/v1.ts';
import { apiVersionOf } from './object.ts';
import type { KubeObject } from './object.ts';
import type { Resource } from './resource.ts';

/** The one owner that manages the object. */
export const controllerOf = (object: KubeObject): OwnerReference | undefined =>
  object.metadata?.ownerReferences?.find((reference) => reference.controller === true);

export const isControlledBy = (object: KubeObject, owner: KubeObject): boolean => {
  const uid = owner.metadata?.uid;
  return uid !== undefined && controllerOf(object)?.uid === uid;
};

/** A reference by which `owner` manages what it is put on, and is not deleted before it in the foreground. */
export const controllerReference = (owner: KubeObject, resource: Resource): OwnerReference => ({
  apiVersion: apiVersionOf(resource),
  kind: resource.kind,
  name: owner.metadata?.name ?? '',
  uid: owner.metadata?.uid ?? '',
  controller: true,
  blockOwnerDeletion: true,
});
