/** Rules of security contexts, of Pods and of containers. */
import type { AppArmorProfile, PodSpec, SeccompProfile, SecurityContext, Sysctl } from '../../../../api/core/v1.ts';
import { duplicate, invalidValue, Literal, required } from '../../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../../machinery/fieldError.ts';
import { isValidId } from '../../../../machinery/names.ts';
import { validateDescendingPath } from './paths.ts';

const validateId = (id: number | undefined, at: FieldPath): FieldError[] =>
  id === undefined ? [] : isValidId(id).map((complaint) => invalidValue(at, id, complaint));

export function validatePodSecurityContext(spec: PodSpec, at: FieldPath): FieldError[] {
  const context = spec.securityContext;
  const here = at.child('securityContext');
  const errors: FieldError[] = [];
  if (spec.shareProcessNamespace && spec.hostPID) {
    errors.push(
      invalidValue(at.child('shareProcessNamespace'), true, 'ShareProcessNamespace and HostPID cannot both be enabled'),
    );
  }
  if (!context) return errors;
  errors.push(...validateId(context.fsGroup, here.child('fsGroup')));
  errors.push(...validateId(context.runAsUser, here.child('runAsUser')));
  errors.push(...validateId(context.runAsGroup, here.child('runAsGroup')));
  context.supplementalGroups?.forEach((id, i) =>
    errors.push(...validateId(id, here.child('supplementalGroups').index(i))),
  );
  errors.push(...validateSysctls(context.sysctls, spec, here.child('sysctls')));
  errors.push(...validateSeccomp(context.seccompProfile, here.child('seccompProfile')));
  errors.push(...validateAppArmor(context.appArmorProfile, here.child('appArmorProfile')));
  return errors;
}

const sysctlSegment = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const sysctlPattern = `(${sysctlSegment}[\\./])*${sysctlSegment}`;
const sysctlName = new RegExp(`^${sysctlPattern}$`);

function validateSysctls(sysctls: readonly Sysctl[] | undefined, spec: PodSpec, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  sysctls?.forEach(({ name }, i) => {
    const here = at.index(i).child('name');
    if (name === '') errors.push(required(here));
    else if (name.length > 253 || !sysctlName.test(name)) {
      errors.push(invalidValue(here, name, `must have at most 253 characters and match regex ${sysctlPattern}`));
    } else if (names.has(name)) errors.push(duplicate(here, name));
    if (spec.hostNetwork && /^net[./]/.test(name))
      errors.push(invalidValue(here, name, "may not be specified when 'hostNetwork' is true"));
    if (spec.hostIPC && /^(kernel[./](shm|msg|sem)|fs[./]mqueue[./])/.test(name)) {
      errors.push(invalidValue(here, name, "may not be specified when 'hostIPC' is true"));
    }
    names.add(name);
  });
  return errors;
}

export function validateSecurityContext(
  context: SecurityContext | undefined,
  spec: PodSpec,
  at: FieldPath,
): FieldError[] {
  if (!context) return [];
  const errors = [
    ...validateId(context.runAsUser, at.child('runAsUser')),
    ...validateId(context.runAsGroup, at.child('runAsGroup')),
    ...validateSeccomp(context.seccompProfile, at.child('seccompProfile')),
    ...validateAppArmor(context.appArmorProfile, at.child('appArmorProfile')),
  ];
  if (context.procMount === 'Unmasked' && spec.hostUsers !== false) {
    errors.push(invalidValue(at.child('procMount'), 'Unmasked', '`hostUsers` must be false to use `Unmasked`'));
  }
  if (context.allowPrivilegeEscalation === false) {
    const shown = new Literal(JSON.stringify(context));
    if (context.privileged) {
      errors.push(invalidValue(at, shown, 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'));
    }
    if (context.capabilities?.add?.includes('CAP_SYS_ADMIN')) {
      errors.push(
        invalidValue(at, shown, 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN'),
      );
    }
  }
  return errors;
}

function validateSeccomp(profile: SeccompProfile | undefined, at: FieldPath): FieldError[] {
  if (!profile) return [];
  const { type, localhostProfile } = profile as { type: string; localhostProfile?: string };
  if (type === '') return [required(at.child('type'), 'type is required when seccompProfile is set')];
  if (type === 'Localhost') {
    return localhostProfile === undefined
      ? [required(at.child('localhostProfile'), 'must be set when seccomp type is Localhost')]
      : validateDescendingPath(localhostProfile, at.child('localhostProfile'));
  }
  return localhostProfile === undefined
    ? []
    : [invalidValue(at.child('localhostProfile'), localhostProfile, 'can only be set when seccomp type is Localhost')];
}

function validateAppArmor(profile: AppArmorProfile | undefined, at: FieldPath): FieldError[] {
  if (!profile) return [];
  const { type, localhostProfile } = profile as { type: string; localhostProfile?: string };
  if (type === '') return [required(at.child('type'), 'type is required when appArmorProfile is set')];
  if (type === 'Localhost') {
    return localhostProfile?.trim()
      ? []
      : [required(at.child('localhostProfile'), 'must be set when AppArmor type is Localhost')];
  }
  return localhostProfile === undefined
    ? []
    : [invalidValue(at.child('localhostProfile'), localhostProfile, 'can only be set when AppArmor type is Localhost')];
}
