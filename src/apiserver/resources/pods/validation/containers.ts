/** Rules of containers: primary, init and ephemeral. */
import type { Container, EphemeralContainer, PodSpec } from '../../../../api/core/v1.ts';
import {
  complaintsAbout,
  duplicate,
  forbiddenField,
  invalidValue,
  Literal,
  notFoundValue,
  required,
} from '../../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../../machinery/fieldError.ts';
import { goResizePolicy } from '../../../../machinery/goText.ts';
import { isDNS1123Label } from '../../../../machinery/names.ts';
import { isRestartableInit } from '../../../../machinery/pod.ts';
import { validateEnv, validateEnvFrom } from './env.ts';
import { validateDevices, validateMounts } from './mounts.ts';
import { validateHostPorts, validatePorts } from './ports.ts';
import { validateLifecycle, validateProbes } from './probes.ts';
import { validateResizePolicy } from './resizePolicy.ts';
import { validateResources } from './resources.ts';
import { validateSecurityContext } from './securityContext.ts';

function validateContainer(container: Container, spec: PodSpec, at: FieldPath): FieldError[] {
  const volumes = spec.volumes ?? [];
  return [
    ...(container.name === ''
      ? [required(at.child('name'))]
      : complaintsAbout(at.child('name'), container.name, isDNS1123Label(container.name))),
    ...(!container.image ? [required(at.child('image'))] : []),
    ...(!container.terminationMessagePolicy ? [required(at.child('terminationMessagePolicy'))] : []),
    ...validatePorts(container.ports, at.child('ports')),
    ...validateEnv(container.env, at.child('env')),
    ...validateEnvFrom(container.envFrom, at.child('envFrom')),
    ...validateMounts(container, volumes, at.child('volumeMounts')),
    ...validateDevices(container, volumes, at.child('volumeDevices')),
    ...(!container.imagePullPolicy ? [required(at.child('imagePullPolicy'))] : []),
    ...validateResources(container.resources, at.child('resources')),
    ...validateResizePolicy(container.resizePolicy, spec.restartPolicy, at.child('resizePolicy')),
    ...validateSecurityContext(container.securityContext, spec, at.child('securityContext')),
  ];
}

export function validateContainers(spec: PodSpec, at: FieldPath): FieldError[] {
  const { containers } = spec;
  if (containers.length === 0) return [required(at)];
  const names = new Set<string>();
  const errors = containers.flatMap((container, i) => {
    const here = at.index(i);
    const own = validateContainer(container, spec, here);
    if (names.has(container.name)) own.push(duplicate(here.child('name'), container.name));
    else if (container.name) names.add(container.name);
    own.push(...validateLifecycle(container.lifecycle, here.child('lifecycle')), ...validateProbes(container, here));
    if (container.restartPolicy)
      own.push(forbiddenField(here.child('restartPolicy'), 'may not be set for non-init containers'));
    return own;
  });
  return [...errors, ...validateHostPorts(containers, at)];
}

export function validateInitContainers(spec: PodSpec, at: FieldPath): FieldError[] {
  const names = new Set(spec.containers.map((container) => container.name));
  return (spec.initContainers ?? []).flatMap((container, i) => {
    const here = at.index(i);
    const errors = validateContainer(container, spec, here);
    if (names.has(container.name)) errors.push(duplicate(here.child('name'), container.name));
    else if (container.name) names.add(container.name);
    errors.push(...validateHostPorts([container], at));
    if (isRestartableInit(container)) {
      errors.push(
        ...validateLifecycle(container.lifecycle, here.child('lifecycle')),
        ...validateProbes(container, here),
      );
      return errors;
    }
    if (container.resizePolicy?.length) {
      const value = new Literal(goResizePolicy(container.resizePolicy));
      errors.push(invalidValue(here.child('resizePolicy'), value, 'must not be set for init containers'));
    }
    for (const field of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
      if (container[field])
        errors.push(
          forbiddenField(here.child(field), 'may not be set for init containers without restartPolicy=Always'),
        );
    }
    return errors;
  });
}

const notForEphemeral = [
  'ports',
  'lifecycle',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'resizePolicy',
  'restartPolicy',
] as const;

export function validateEphemeralContainers(spec: PodSpec, at: FieldPath): FieldError[] {
  const others = new Set([...spec.containers, ...(spec.initContainers ?? [])].map((container) => container.name));
  const names = new Set(others);
  return (spec.ephemeralContainers ?? []).flatMap((container: EphemeralContainer, i) => {
    const here = at.index(i);
    const errors = validateContainer(container, spec, here);
    if (names.has(container.name)) errors.push(duplicate(here.child('name'), container.name));
    else if (container.name) names.add(container.name);
    if (container.targetContainerName && !others.has(container.targetContainerName)) {
      errors.push(notFoundValue(here.child('targetContainerName'), container.targetContainerName));
    }
    for (const field of notForEphemeral) {
      const value = container[field];
      if (value !== undefined && !(Array.isArray(value) && value.length === 0)) {
        errors.push(forbiddenField(here.child(field), 'cannot be set for an Ephemeral Container'));
      }
    }
    if (Object.keys(container.resources ?? {}).length) {
      errors.push(forbiddenField(here.child('resources'), 'cannot be set for an Ephemeral Container'));
    }
    container.volumeMounts?.forEach((mount, j) => {
      if (mount.subPath)
        errors.push(
          forbiddenField(
            here.child('volumeMounts').index(j).child('subPath'),
            'cannot be set for an Ephemeral Container',
          ),
        );
      if (mount.subPathExpr) {
        errors.push(
          forbiddenField(
            here.child('volumeMounts').index(j).child('subPathExpr'),
            'cannot be set for an Ephemeral Container',
          ),
        );
      }
    });
    return errors;
  });
}
