/** What a resize may change in a Pod that exists: CPU and memory of its containers and sidecars, and their resize policy. */
import type { Container, Pod, PodSpec, ResourceRequirements } from '../../../../api/core/v1.ts';
import { semanticEqual } from '../../../../machinery/equal.ts';
import { forbiddenField, invalidValue, path } from '../../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../../machinery/fieldError.ts';
import { isRestartableInit, mirrorAnnotation, qosClassOf } from '../../../../machinery/pod.ts';
import { compareQuantities } from '../../../../machinery/quantity.ts';
import { difference } from './difference.ts';
import { validatePod } from './podSpec.ts';

const resizable = ['cpu', 'memory'] as const;

export function validatePodResize(pod: Pod, old: Pod): FieldError[] {
  const at = path('spec');
  const { spec } = pod;
  const before = old.spec;
  if (old.metadata?.annotations?.[mirrorAnnotation] !== undefined)
    return [forbiddenField(path(), 'static pods cannot be resized')];
  if (before?.os?.name === 'windows') return [forbiddenField(path(), 'windows pods cannot be resized')];
  const errors = validatePod(pod);
  if (!spec || !before) return errors;
  if ((old.status?.qosClass ?? qosClassOf(before)) !== qosClassOf(spec))
    errors.push(invalidValue(at, pod.status?.qosClass ?? '', 'Pod QOS Class may not change as a result of resizing'));
  if (!nodeResizes(old)) errors.push(forbiddenField(at, 'Pod running on node without support for resize'));
  for (const list of ['containers', 'initContainers'] as const) {
    (spec[list] ?? []).forEach((container, i) => {
      const was = before[list]?.[i];
      if (was === undefined) return;
      const here = at.child(list).index(i).child('resources');
      const fixed = list === 'initContainers' && !isRestartableInit(container);
      errors.push(...(fixed ? validateFixed(container, was, here) : validateContainer(container, was, here)));
    });
  }
  const rest = withOldAmounts(spec, before);
  if (!semanticEqual(rest, before)) {
    errors.push(forbiddenField(at, `only cpu and memory resources are mutable\n${difference(before, rest, 'spec')}`));
  }
  return errors;
}

/** A node that cannot resize does not tell what its running containers have. */
function nodeResizes({ status }: Pod): boolean {
  const running = status?.containerStatuses?.find(({ state }) => state?.running !== undefined);
  return running === undefined || running.resources !== undefined;
}

function validateFixed(container: Container, old: Container, at: FieldPath): FieldError[] {
  return semanticEqual(container.resources ?? {}, old.resources ?? {})
    ? []
    : [forbiddenField(at, 'resources for non-sidecar init containers are immutable')];
}

function validateContainer({ resources = {}, resizePolicy }: Container, old: Container, at: FieldPath): FieldError[] {
  const before = old.resources ?? {};
  const errors: FieldError[] = [];
  const removed = (list: 'requests' | 'limits'): boolean =>
    Object.keys(before[list] ?? {}).some((name) => resources[list]?.[name] === undefined);
  if (removed('requests')) errors.push(forbiddenField(at.child('requests'), 'resource requests cannot be removed'));
  if (removed('limits')) errors.push(forbiddenField(at.child('limits'), 'resource limits cannot be removed'));
  const [now, was] = [resources.limits?.['memory'], before.limits?.['memory']];
  const restarts = resizePolicy?.find(({ resourceName }) => resourceName === 'memory')?.restartPolicy;
  if (now !== undefined && was !== undefined && restarts !== 'RestartContainer' && compareQuantities(now, was) < 0) {
    errors.push(
      forbiddenField(
        at.child('limits').key('memory'),
        'memory limits cannot be decreased unless resizePolicy is RestartContainer',
      ),
    );
  }
  return errors;
}

/** The new specification with the old CPU and memory, and the old resize policies, of what may be resized. */
function withOldAmounts(spec: PodSpec, old: PodSpec): PodSpec {
  const restored = (list: readonly Container[], before: readonly Container[] = []): Container[] =>
    list.map((container, i) => {
      const was = before[i];
      if (was === undefined) return container;
      const { resizePolicy: _, ...rest } = container;
      return {
        ...rest,
        ...(was.resizePolicy && { resizePolicy: was.resizePolicy }),
        resources: withOld(container.resources ?? {}, was.resources ?? {}),
      };
    });
  return {
    ...spec,
    containers: restored(spec.containers, old.containers),
    ...(spec.initContainers && { initContainers: restored(spec.initContainers, old.initContainers) }),
  };
}

function withOld(resources: ResourceRequirements, old: ResourceRequirements): ResourceRequirements {
  const result: ResourceRequirements = { ...resources };
  for (const list of ['requests', 'limits'] as const) {
    const amounts = { ...resources[list] };
    for (const name of resizable) {
      const was = old[list]?.[name];
      if (was === undefined) delete amounts[name];
      else amounts[name] = was;
    }
    if (Object.keys(amounts).length > 0) result[list] = amounts;
    else delete result[list];
  }
  return result;
}
