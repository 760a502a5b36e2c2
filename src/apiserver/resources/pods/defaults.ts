/** Defaults of Pods and Pod templates that depend on other fields, in place. The unconditional ones are in the schema. */
import type { Container, Pod, PodSpec, Volume } from '../../../api/core/v1.ts';
import { containersOf } from '../../../machinery/pod.ts';
import { dropDisabledFields } from './disabledFields.ts';
import { canonicalQuantity, roundedToMilli } from '../../../machinery/quantity.ts';

/** Of a Pod and of a Pod template alike. */
export function setPodSpecDefaults(spec: PodSpec): void {
  dropDisabledFields(spec);
  spec.securityContext ??= {};
  spec.enableServiceLinks ??= true;
  for (const { container } of containersOf(spec)) setContainerDefaults(container);
  if (spec.hostNetwork) {
    for (const { list, container } of containersOf(spec)) {
      if (list === 'ephemeralContainers') continue;
      for (const port of container.ports ?? []) if (!port.hostPort) port.hostPort = port.containerPort;
    }
  }
  for (const volume of spec.volumes ?? []) setVolumeDefaults(volume);
  syncServiceAccount(spec);
}

/** Of a Pod only: in a template a limit without a request stays as it is. */
export function setPodDefaults(pod: Pod): void {
  const { spec } = pod;
  if (!spec) return;
  setPodSpecDefaults(spec);
  for (const { list, container } of containersOf(spec)) {
    const resources = container.resources;
    if (list === 'ephemeralContainers' || !resources?.limits) continue;
    for (const [name, limit] of Object.entries(resources.limits)) {
      const requests = (resources.requests ??= {});
      requests[name] ??= canonicalQuantity(limit);
    }
  }
}

/** The tag of an image reference; 'latest' when it has neither tag nor digest. */
function tagOf(image: string): string {
  const withoutDigest = image.split('@')[0] ?? '';
  const name = withoutDigest.slice(withoutDigest.lastIndexOf('/') + 1);
  const colon = name.indexOf(':');
  if (colon >= 0) return name.slice(colon + 1);
  return image.includes('@') ? '' : 'latest';
}

function setContainerDefaults(container: Container): void {
  if (!container.imagePullPolicy)
    container.imagePullPolicy = tagOf(container.image ?? '') === 'latest' ? 'Always' : 'IfNotPresent';
  container.resources ??= {};
  for (const list of [container.resources.limits, container.resources.requests]) {
    for (const [name, amount] of Object.entries(list ?? {})) if (list) list[name] = roundedToMilli(amount);
  }
}

function setVolumeDefaults(volume: Volume): void {
  const sources = Object.keys(volume).filter((key) => key !== 'name' && volume[key as keyof Volume] !== undefined);
  if (sources.length === 0) volume.emptyDir = {};
}

/** `serviceAccount` is the old name of the field; both are always sent. */
function syncServiceAccount(spec: PodSpec): void {
  const name = spec.serviceAccountName || spec.serviceAccount;
  if (!name) return;
  spec.serviceAccountName = name;
  spec.serviceAccount = name;
}
