/** The resize subresource: what containers ask for and may use changes, and nothing else of the Pod. */
import type { Container, Pod } from '../../../api/core/v1.ts';
import type { ObjectSubresource } from '../../registration.ts';
import { keep, keepStatus, raiseGeneration } from '../shared/strategy.ts';
import { setPodDefaults } from './defaults.ts';
import { validatePodResize } from './validation/podResize.ts';

export const podResize: ObjectSubresource<Pod> = {
  kind: 'object',
  prepareForUpdate(pod, old) {
    const asked = pod.spec;
    const { resourceVersion } = pod.metadata ?? {};
    keep(pod, old, 'spec');
    keep(pod, old, 'metadata');
    keepStatus(pod, old);
    if (pod.metadata && resourceVersion !== undefined) pod.metadata.resourceVersion = resourceVersion;
    take(pod.spec?.containers, asked?.containers);
    take(pod.spec?.initContainers, asked?.initContainers);
    setPodDefaults(pod);
    raiseGeneration(pod, old);
  },
  validateUpdate: validatePodResize,
};

/** By name: an order that changed is no change. */
function take(containers: Container[] | undefined, asked: readonly Container[] | undefined): void {
  for (const container of containers ?? []) {
    const wanted = asked?.find(({ name }) => name === container.name);
    if (wanted === undefined) continue;
    container.resources = wanted.resources ?? {};
    if (wanted.resizePolicy) container.resizePolicy = wanted.resizePolicy;
    else delete container.resizePolicy;
  }
}
