/** Rules of a Pod's specification, alone or in a template. */
import type { Pod, PodSpec, PodTemplateSpec } from '../../../../api/core/v1.ts';
import {
  complaintsAbout,
  duplicate,
  forbiddenField,
  invalidValue,
  path,
  required,
} from '../../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../../machinery/fieldError.ts';
import { validateLabels } from '../../../../machinery/labels.ts';
import { inclusiveRangeError, isDNS1123Subdomain, isQualifiedName } from '../../../../machinery/names.ts';
import { validateAnnotations } from '../../../../machinery/objectMeta.ts';
import { containersOf } from '../../../../machinery/pod.ts';
import { validateContainers, validateEphemeralContainers, validateInitContainers } from './containers.ts';
import { validateNaming } from './naming.ts';
import { validateHostNetworkPorts } from './ports.ts';
import { validateAmount, validateResourceName, validateResources } from './resources.ts';
import { validateAffinity, validateTolerations, validateTopologySpread } from './scheduling.ts';
import { validatePodSecurityContext } from './securityContext.ts';
import { validateVolumes } from './volumes.ts';

const largestInt32 = 2_147_483_647;

function validatePodSpec(spec: PodSpec | undefined, at: FieldPath): FieldError[] {
  if (!spec) return [required(at.child('containers'))];
  const name = (field: 'serviceAccountName' | 'nodeName' | 'priorityClassName' | 'runtimeClassName'): FieldError[] =>
    spec[field] ? complaintsAbout(at.child(field), spec[field], isDNS1123Subdomain(spec[field])) : [];
  const deadline = spec.activeDeadlineSeconds;
  return [
    ...validateVolumes(spec.volumes, at.child('volumes')),
    ...validateContainers(spec, at.child('containers')),
    ...validateInitContainers(spec, at.child('initContainers')),
    ...validateEphemeralContainers(spec, at.child('ephemeralContainers')),
    ...validateResources(spec.resources, at.child('resources')),
    ...(!spec.restartPolicy ? [required(at.child('restartPolicy'))] : []),
    ...(!spec.dnsPolicy ? [required(at.child('dnsPolicy'))] : []),
    ...validateLabels(spec.nodeSelector, at.child('nodeSelector')),
    ...validatePodSecurityContext(spec, at),
    ...(spec.hostNetwork ? validateHostNetworkPorts(spec.containers, at.child('containers')) : []),
    ...(spec.hostNetwork ? validateHostNetworkPorts(spec.initContainers, at.child('initContainers')) : []),
    ...validateAffinity(spec.affinity, at.child('affinity')),
    ...validateNaming(spec, at),
    ...validateReadinessGates(spec, at.child('readinessGates')),
    ...validateSchedulingGates(spec, at.child('schedulingGates')),
    ...validateTopologySpread(spec.topologySpreadConstraints, at.child('topologySpreadConstraints')),
    ...name('serviceAccountName'),
    ...name('nodeName'),
    ...(deadline !== undefined && (deadline < 1 || deadline > largestInt32)
      ? [invalidValue(at.child('activeDeadlineSeconds'), deadline, inclusiveRangeError(1, largestInt32))]
      : []),
    ...validateTolerations(spec.tolerations, at.child('tolerations')),
    ...name('priorityClassName'),
    ...name('runtimeClassName'),
    ...Object.entries(spec.overhead ?? {}).flatMap(([resource, amount]) => [
      ...validateResourceName(resource, at.child('overhead').key(resource)),
      ...validateAmount(resource, amount, at.child('overhead').key(resource)),
    ]),
    ...validateOs(spec, at),
  ];
}

function validateReadinessGates(spec: PodSpec, at: FieldPath): FieldError[] {
  return (spec.readinessGates ?? []).flatMap(({ conditionType }, i) =>
    complaintsAbout(at.index(i).child('conditionType'), conditionType, isQualifiedName(conditionType)),
  );
}

function validateSchedulingGates(spec: PodSpec, at: FieldPath): FieldError[] {
  const names = new Set<string>();
  return (spec.schedulingGates ?? []).flatMap(({ name }, i) => {
    const errors = complaintsAbout(at.index(i), name, isQualifiedName(name));
    if (names.has(name)) errors.push(duplicate(at.index(i), name));
    names.add(name);
    return errors;
  });
}

/** What only one operating system knows cannot be asked of the other. */
function validateOs(spec: PodSpec, at: FieldPath): FieldError[] {
  if (!spec.os) return [];
  if ((spec.os.name as string) === '') return [required(at.child('os', 'name'), 'cannot be empty')];
  const errors: FieldError[] = [];
  const refuse = (on: string, place: FieldPath, value: unknown): void => {
    if (value !== undefined && value !== false) errors.push(forbiddenField(place, `cannot be set for a ${on} pod`));
  };
  const context = at.child('securityContext');
  if (spec.os.name === 'linux') {
    refuse('linux', context.child('windowsOptions'), spec.securityContext?.windowsOptions);
    for (const { list, index, container } of containersOf(spec)) {
      refuse(
        'linux',
        at.child(list).index(index).child('securityContext', 'windowsOptions'),
        container.securityContext?.windowsOptions,
      );
    }
    return errors;
  }
  for (const field of ['hostPID', 'hostIPC', 'shareProcessNamespace'] as const)
    refuse('windows', at.child(field), spec[field]);
  for (const field of [
    'seLinuxOptions',
    'seccompProfile',
    'fsGroup',
    'fsGroupChangePolicy',
    'sysctls',
    'runAsUser',
    'runAsGroup',
    'supplementalGroups',
  ] as const) {
    refuse('windows', context.child(field), spec.securityContext?.[field]);
  }
  for (const { list, index, container } of containersOf(spec)) {
    for (const field of [
      'seLinuxOptions',
      'seccompProfile',
      'capabilities',
      'readOnlyRootFilesystem',
      'privileged',
      'allowPrivilegeEscalation',
      'procMount',
      'runAsUser',
      'runAsGroup',
    ] as const) {
      refuse(
        'windows',
        at.child(list).index(index).child('securityContext', field),
        container.securityContext?.[field],
      );
    }
  }
  return errors;
}

/** Of a new Pod and of an updated one. */
export function validatePod(pod: Pod): FieldError[] {
  const at = path('spec');
  const errors = validatePodSpec(pod.spec, at);
  for (const { list, index, container } of containersOf(pod.spec)) {
    const image = container.image ?? '';
    if (image !== image.trim()) {
      errors.push(
        invalidValue(at.child(list).index(index).child('image'), image, 'must not have leading or trailing whitespace'),
      );
    }
  }
  return errors;
}

export function validatePodCreate(pod: Pod): FieldError[] {
  const errors = validatePod(pod);
  if (pod.spec?.ephemeralContainers?.length)
    errors.push(forbiddenField(path('spec', 'ephemeralContainers'), 'cannot be set on create'));
  if (pod.spec?.nodeName && pod.spec.schedulingGates?.length) {
    errors.push(forbiddenField(path('spec', 'nodeName'), 'cannot be set until all schedulingGates have been cleared'));
  }
  return errors;
}

export function validatePodTemplate(template: PodTemplateSpec, at: FieldPath): FieldError[] {
  const errors = [
    ...validateLabels(template.metadata?.labels, at.child('labels')),
    ...validateAnnotations(template.metadata?.annotations, at.child('annotations')),
    ...validatePodSpec(template.spec, at.child('spec')),
  ];
  if (template.spec?.ephemeralContainers?.length) {
    errors.push(
      forbiddenField(at.child('spec', 'ephemeralContainers'), 'ephemeral containers not allowed in pod template'),
    );
  }
  return errors;
}
