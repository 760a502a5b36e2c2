/** Security contexts of Pods and containers in CRI's terms. */
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { Container, EphemeralContainer, SeccompProfile, SecurityContext } from '../../api/core/v1.ts';
import type {
  LinuxContainerSecurityContextSchema,
  LinuxSandboxSecurityContextSchema,
  NamespaceOptionSchema,
  SecurityProfileSchema,
} from '../runtime/cri/generated/cri_pb.js';
import {
  NamespaceMode,
  SecurityProfile_ProfileType,
  SupplementalGroupsPolicy,
} from '../runtime/cri/generated/cri_pb.js';
import type { NodePod } from './identity.ts';
import { podText } from './identity.ts';

/** Paths that containers may not see, and may not write, unless procMount is Unmasked. */
const maskedPaths = [
  '/proc/asound',
  '/proc/acpi',
  '/proc/interrupts',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/sys/firmware',
  '/sys/devices/virtual/powercap',
];
const readonlyPaths = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];

/** The container's own settings over the Pod's. */
export function effectiveSecurity(pod: NodePod, container: Container): SecurityContext {
  const { runAsUser, runAsGroup, runAsNonRoot, seccompProfile, appArmorProfile, seLinuxOptions } =
    pod.spec.securityContext ?? {};
  const shared = { runAsUser, runAsGroup, runAsNonRoot, seccompProfile, appArmorProfile, seLinuxOptions };
  const own = Object.entries(container.securityContext ?? {}).filter(([, v]) => v !== undefined && v !== null);
  return {
    ...Object.fromEntries(Object.entries(shared).filter(([, v]) => v !== undefined)),
    ...Object.fromEntries(own),
  };
}

function namespaceOptions(pod: NodePod, target?: string): MessageInitShape<typeof NamespaceOptionSchema> {
  const { hostNetwork, hostIPC, hostPID, shareProcessNamespace } = pod.spec;
  const pid = hostPID
    ? NamespaceMode.NODE
    : target !== undefined
      ? NamespaceMode.TARGET
      : shareProcessNamespace
        ? NamespaceMode.POD
        : NamespaceMode.CONTAINER;
  return {
    network: hostNetwork ? NamespaceMode.NODE : NamespaceMode.POD,
    ipc: hostIPC ? NamespaceMode.NODE : NamespaceMode.POD,
    pid,
    ...(target !== undefined && { targetId: target }),
  };
}

type Profile = MessageInitShape<typeof SecurityProfileSchema>;

/** @param root directory of the node's own seccomp profiles */
function seccompProfile(profile: SeccompProfile | undefined, root: string): Profile {
  switch (profile?.type) {
    case 'RuntimeDefault':
      return { profileType: SecurityProfile_ProfileType.RuntimeDefault };
    case 'Localhost':
      return {
        profileType: SecurityProfile_ProfileType.Localhost,
        localhostRef: `${root}/${profile.localhostProfile ?? ''}`,
      };
    default:
      return { profileType: SecurityProfile_ProfileType.Unconfined };
  }
}

const groupsOf = (pod: NodePod, extra: readonly number[]): bigint[] => {
  const { fsGroup, supplementalGroups = [] } = pod.spec.securityContext ?? {};
  return [...new Set([...(fsGroup === undefined ? [] : [fsGroup]), ...supplementalGroups, ...extra])].map(BigInt);
};

const id = (value: number | undefined) => (value === undefined ? {} : { value: BigInt(value) });

export function sandboxSecurity(pod: NodePod): MessageInitShape<typeof LinuxSandboxSecurityContextSchema> {
  const { runAsUser, runAsGroup, seLinuxOptions, supplementalGroupsPolicy } = pod.spec.securityContext ?? {};
  const all = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
  return {
    namespaceOptions: namespaceOptions(pod),
    privileged: all.some((c) => c.securityContext?.privileged === true),
    seccomp: { profileType: SecurityProfile_ProfileType.RuntimeDefault },
    supplementalGroups: groupsOf(pod, []),
    supplementalGroupsPolicy:
      supplementalGroupsPolicy === 'Strict' ? SupplementalGroupsPolicy.Strict : SupplementalGroupsPolicy.Merge,
    ...(runAsUser !== undefined && { runAsUser: id(runAsUser) }),
    ...(runAsUser !== undefined && runAsGroup !== undefined && { runAsGroup: id(runAsGroup) }),
    ...(seLinuxOptions && { selinuxOptions: seLinuxOptions }),
  };
}

/** The user that an image says its containers run as. */
export interface ImageUser {
  readonly uid?: number;
  readonly username?: string;
}

/** @param target ID of the container whose process namespace an ephemeral container joins */
export function containerSecurity(
  pod: NodePod,
  container: Container | EphemeralContainer,
  image: ImageUser,
  seccompRoot: string,
  target?: string,
): MessageInitShape<typeof LinuxContainerSecurityContextSchema> {
  const security = effectiveSecurity(pod, container);
  const {
    capabilities,
    privileged = false,
    runAsUser,
    runAsGroup,
    seLinuxOptions,
    procMount,
    appArmorProfile,
  } = security;
  // A group alone needs a user beside it: the image's own.
  const user = runAsUser ?? (runAsGroup === undefined || image.username ? undefined : (image.uid ?? 0));
  const unmasked = procMount === 'Unmasked';
  return {
    ...(capabilities && {
      capabilities: { addCapabilities: capabilities.add ?? [], dropCapabilities: capabilities.drop ?? [] },
    }),
    privileged,
    namespaceOptions: namespaceOptions(pod, target),
    readonlyRootfs: security.readOnlyRootFilesystem ?? false,
    ...(user !== undefined && { runAsUser: id(user) }),
    ...(user === undefined && runAsGroup !== undefined && image.username && { runAsUsername: image.username }),
    ...(runAsGroup !== undefined && { runAsGroup: id(runAsGroup) }),
    supplementalGroups: groupsOf(pod, []),
    supplementalGroupsPolicy:
      pod.spec.securityContext?.supplementalGroupsPolicy === 'Strict'
        ? SupplementalGroupsPolicy.Strict
        : SupplementalGroupsPolicy.Merge,
    noNewPrivs: security.allowPrivilegeEscalation === false,
    maskedPaths: unmasked ? [] : maskedPaths,
    readonlyPaths: unmasked ? [] : readonlyPaths,
    seccomp: privileged
      ? { profileType: SecurityProfile_ProfileType.Unconfined }
      : seccompProfile(security.seccompProfile, seccompRoot),
    ...(appArmorProfile && {
      apparmor: {
        profileType: SecurityProfile_ProfileType[appArmorProfile.type],
        localhostRef: appArmorProfile.localhostProfile ?? '',
      },
    }),
    ...(seLinuxOptions && { selinuxOptions: seLinuxOptions }),
  };
}

/** Throws, in upstream's words, when runAsNonRoot is asked for and the container would run as root, or nobody can tell. */
export function verifyNonRoot(pod: NodePod, container: Container, image: ImageUser): void {
  const { runAsNonRoot, runAsUser } = effectiveSecurity(pod, container);
  if (runAsNonRoot !== true) return;
  const where = `(pod: "${podText(pod)}", container: ${container.name})`;
  if (runAsUser !== undefined) {
    if (runAsUser === 0) throw new Error(`container's runAsUser breaks non-root policy ${where}`);
    return;
  }
  if (image.username) {
    throw new Error(
      `container has runAsNonRoot and image has non-numeric user (${image.username}), cannot verify user is non-root ${where}`,
    );
  }
  if ((image.uid ?? 0) === 0) throw new Error(`container has runAsNonRoot and image will run as root ${where}`);
}
