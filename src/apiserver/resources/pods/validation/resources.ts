/** Rules of requests and limits. */
import type { ResourceRequirements } from '../../../../api/core/v1.ts';
import { complaintsAbout, forbiddenField, invalidValue, required } from '../../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../../machinery/fieldError.ts';
import { isQualifiedName } from '../../../../machinery/names.ts';
import { canonicalQuantity, compareQuantities, milliValue } from '../../../../machinery/quantity.ts';

const containerResources = new Set(['cpu', 'memory', 'ephemeral-storage']);
const quotaResources =
  /^(requests|limits)\.|^count\/|^(storage|pods|services|services\.nodeports|services\.loadbalancers|replicationcontrollers|resourcequotas|secrets|configmaps|persistentvolumeclaims)$/;

const isHugePages = (name: string): boolean => name.startsWith('hugepages-');
const isNative = (name: string): boolean => !name.includes('/') || name.includes('kubernetes.io/');
/** Whether more may be promised of it than there is. */
const isOvercommittable = (name: string): boolean => isNative(name) && !isHugePages(name);
const isExtendedResource = (name: string): boolean => !isNative(name) && !name.startsWith('requests.');

export function validateResources(resources: ResourceRequirements | undefined, at: FieldPath): FieldError[] {
  if (!resources) return [];
  const { limits = {}, requests = {}, claims } = resources;
  const errors: FieldError[] = [];
  for (const [name, amount] of Object.entries(limits)) {
    errors.push(...validateContainerResource(name, amount, at.child('limits').key(name)));
  }
  for (const [name, amount] of Object.entries(requests)) {
    errors.push(...validateContainerResource(name, amount, at.child('requests').key(name)));
    const limit = limits[name];
    if (limit === undefined) {
      if (!isOvercommittable(name))
        errors.push(required(at.child('limits'), 'Limit must be set for non overcommitable resources'));
    } else if (!isOvercommittable(name) && compareQuantities(amount, limit) !== 0) {
      errors.push(
        invalidValue(
          at.child('requests'),
          canonicalQuantity(amount),
          `must be equal to ${name} limit of ${canonicalQuantity(limit)}`,
        ),
      );
    } else if (isOvercommittable(name) && compareQuantities(amount, limit) > 0) {
      errors.push(
        invalidValue(
          at.child('requests'),
          canonicalQuantity(amount),
          `must be less than or equal to ${name} limit of ${canonicalQuantity(limit)}`,
        ),
      );
    }
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  if (names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory')) {
    errors.push(forbiddenField(at, 'HugePages require cpu or memory'));
  }
  claims?.forEach((claim, i) => {
    if (claim.name === '') errors.push(required(at.child('claims').index(i)));
  });
  return errors;
}

function validateContainerResource(name: string, amount: string, at: FieldPath): FieldError[] {
  const errors = validateResourceName(name, at);
  if (!name.includes('/') && !containerResources.has(name) && !isHugePages(name)) {
    errors.push(invalidValue(at, name, 'must be a standard resource for containers'));
  }
  return [...errors, ...validateAmount(name, amount, at)];
}

export function validateResourceName(name: string, at: FieldPath): FieldError[] {
  const errors = complaintsAbout(at, name, isQualifiedName(name));
  if (errors.length) return errors;
  if (!name.includes('/') && !containerResources.has(name) && !isHugePages(name) && !quotaResources.test(name)) {
    return [invalidValue(at, name, 'must be a standard resource type or fully qualified')];
  }
  return [];
}

/** Not negative, and whole where a part of one means nothing. */
export function validateAmount(name: string, amount: string, at: FieldPath): FieldError[] {
  if (compareQuantities(amount, '0') < 0)
    return [invalidValue(at, canonicalQuantity(amount), 'must be greater than or equal to 0')];
  if (isExtendedResource(name) && milliValue(amount) % 1000 !== 0)
    return [invalidValue(at, amount, 'must be an integer')];
  return [];
}
